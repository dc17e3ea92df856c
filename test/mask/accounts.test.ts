import { afterAll, beforeAll, expect, it } from "vitest";
import { type Started, startClient } from "../client.ts";
import { served } from "../served-inside.ts";
import { MASK, MASK_ENV } from "./planted.ts";

// A call of several accounts: each row has the tokens of its own, which are good there and nowhere else.

type Row = { connection: string; data: Record<string, string> };
let server: Started;
let rows: Row[];

beforeAll(async () => {
  server = await startClient({ args: MASK, env: MASK_ENV, served, sandbox: { connections: 3 } });
  const called = { profile_id: "sarah.novak1@example.com", accounts: "all" };
  const { json, text } = await server.call("get_customer", called);
  expect(text).not.toMatch(/sarah|novak/i);
  rows = json.data;
});
afterAll(() => server.close());

it("gives each account a token of its own, which opens there alone", async () => {
  const emails = rows.map(({ data }) => data.email ?? "");
  expect(rows).toHaveLength(3);
  expect(new Set(emails).size).toBe(3);
  for (const [at, { connection }] of rows.entries()) {
    const filter = (email: string | undefined) => ({
      filter: `equals(email,"${email}")`,
      connection_id: connection,
    });
    const own = await server.call("get_profiles", filter(emails[at]));
    expect(own.json.data).toHaveLength(1);
    const other = await server.call("get_profiles", filter(emails[(at + 1) % 3]));
    expect(other.text).toContain("none of this account's");
  }
});

it("takes no token for several accounts", async () => {
  server.sent();
  const called = { profile_id: rows[0]?.data.email, accounts: "all" };
  const { text, isError } = await server.call("get_customer", called);
  expect(isError).toBe(true);
  expect(text).toContain("a token of a person is of one account");
  expect(server.sent()).toEqual([]);
});

it("tells why an account has no row without the person", async () => {
  const detail = "sarah.novak1@example.com is not welcome";
  server.sandbox.addFault({
    status: 400,
    body: JSON.stringify({ errors: [{ status: 400, code: "invalid", detail }] }),
    match: { path: "/api/profiles" },
  });
  const { json, text } = await server.call("get_customer", {
    profile_id: "sarah.novak1@example.com",
    accounts: "all",
  });
  const [{ connection, why }] = json.failed;
  const own = rows.find((row) => row.connection === connection)?.data.email;
  expect(why).toContain(`${own} is not welcome`);
  expect(text).not.toMatch(/sarah|novak/i);
  server.sandbox.clearFaults();
});

it("has a person in a name of the account's as a token of that account", async () => {
  const [{ connection = "" } = {}] = rows;
  const made = { name: "For sarah.novak1@example.com", connection_id: connection };
  const asked = await server.call("create_list", made);
  await server.call("create_list", { ...made, confirmation: asked.json.confirmation });
  const { json, text } = await server.call("get_account_overview", { accounts: "all" });
  const row = json.data.find((one: Row) => one.connection === connection);
  expect(JSON.stringify(row)).toContain(`For ${rows[0]?.data.email}`);
  expect(text).not.toMatch(/sarah/i);
});

it("leaves the addresses of each account's own as they are", async () => {
  const alone = await server.call("get_account_overview", { connection_id: rows[0]?.connection });
  const { sender } = alone.json.data;
  expect(sender).toMatch(/ <\S+@\S+>$/);
  const { json } = await server.call("get_account_overview", { accounts: "all" });
  const row = json.data.find((one: Row) => one.connection === rows[0]?.connection);
  expect(row.data.sender).toBe(sender);
});
