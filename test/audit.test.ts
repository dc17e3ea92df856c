import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import jq from "jq-wasm";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { openAudit, withoutPeople } from "../src/audit.ts";
import { type Started, type StartOptions, startClient } from "./client.ts";

// What was asked, who decided and what came of it: a line each, before and after, so that a crash between them shows.

const folder = mkdtempSync(join(tmpdir(), "klaviyo-audit-"));
const FILE = join(folder, "audit.jsonl");
let server: Started;
afterEach(async () => {
  await server?.close();
  rmSync(FILE, { force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: lines are looked into
type Line = Record<string, any>;
const lines = (): Line[] =>
  readFileSync(FILE, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const told = () =>
  lines().map(({ event, answer, by, changed, why }) =>
    [event, answer ?? by, changed, why].filter(Boolean).join(" "),
  );
const start = async (options: StartOptions = {}) => {
  server = await startClient({ ...options, args: ["--audit-log", FILE, ...(options.args ?? [])] });
};

describe("the lines of a call", () => {
  it("that a person agrees to", async () => {
    await start({ elicit: () => ({ action: "accept", content: { confirm: true } }) });
    await server.call("delete_list", { list_id: "Hx8JzK" });
    expect(told()).toEqual(["question", "answer yes", "change person", "outcome person yes"]);
    const [first, ...rest] = lines();
    expect(first).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: "question",
      call: expect.stringMatching(/^[0-9a-f-]{36}$/),
      session: expect.stringMatching(/^[0-9a-f-]{36}$/),
      client: "test 1.0.0",
      account: "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601",
      operation: "delete_list",
      method: "DELETE",
      path: "/api/lists/{list_id}",
      targets: ["list Hx8JzK"],
      effects: ["deletes"],
      plan: expect.stringMatching(/^[\w-]{43}$/),
    });
    for (const { call, plan } of rest) expect([call, plan]).toEqual([first?.call, first?.plan]);
    expect(lines().at(-1)?.ms).toBeGreaterThanOrEqual(0);
    expect(statSync(FILE).mode & 0o777).toBe(0o600);
  });

  it("that a person refuses, and that is not put to them again", async () => {
    await start({ elicit: () => ({ action: "decline" }) });
    await server.call("delete_list", { list_id: "Hx8JzK" });
    await server.call("delete_list", { list_id: "Hx8JzK" });
    expect(told()).toEqual(["question", "answer no", "refused said no a minute ago"]);
  });

  it("by token, and by one that something changed under", async () => {
    await start();
    const { confirmation } = (await server.call("delete_list", { list_id: "Hx8JzK" })).json;
    await server.call("update_list", { list_id: "Hx8JzK", name: "Other" });
    const again = await server.call("delete_list", { list_id: "Hx8JzK", confirmation });
    await server.call("delete_list", { list_id: "Hx8JzK", confirmation: again.json.confirmation });
    expect(told()).toEqual([
      "answer token shown",
      "change budget",
      "outcome budget yes",
      "refused drifted",
      "answer token shown",
      "change token",
      "outcome token yes",
    ]);
  });

  it("that nobody was asked about: the budget, what the session made, the mode", async () => {
    await start();
    const { json } = await server.call("create_list", { name: "Mine" });
    await server.call("delete_list", { list_id: json.data.id });
    expect(told()).toEqual([
      "change budget",
      "outcome budget yes",
      "change own session",
      "outcome own session yes",
    ]);
    await server.close();
    await start({ args: ["--confirm", "never"] });
    await server.call("delete_list", { list_id: "Hx8JzK" });
    expect(told().slice(4)).toEqual(["change mode", "outcome mode yes"]);
  });

  it("that a person allows for half an hour, and takes back", async () => {
    const content = { confirm: true, half_hour: true };
    await start({ args: ["--unasked", "0,0"], elicit: () => ({ action: "accept", content }) });
    await server.call("update_list", { list_id: "Hx8JzK", name: "A" });
    await server.call("update_list", { list_id: "Hx8JzK", name: "B" });
    await server.call("undo_change", { change: "approval" });
    expect(told()).toEqual([
      "question",
      "answer yes for half an hour",
      "change person",
      "outcome person yes",
      "change standing",
      "outcome standing yes",
      "withdrawn",
    ]);
    const [first] = lines();
    expect(lines().at(-1)).toMatchObject({ session: first?.session, client: "test 1.0.0" });
  });

  it("with nobody to ask, and of reads none", async () => {
    await start({ args: ["--confirm", "elicit-only"] });
    await server.call("get_lists");
    await server.call("delete_list", { list_id: "Hx8JzK" });
    expect(told()).toEqual(["refused nobody to ask"]);
  });

  it("that fails: what was changed, and what is not known", async () => {
    await start();
    server.sandbox.addFault({ status: 503, body: "", match: { method: "POST" } });
    await server.call("create_list", { name: "A" });
    server.sandbox.addFault({ status: 400, body: '{"errors":[{"detail":"no"}]}', match: { method: "POST" } });
    await server.call("create_list", { name: "B" });
    expect(lines().map(({ event, changed, status }) => [event, changed, status])).toEqual([
      ["change", undefined, undefined],
      ["outcome", "unknown", 503],
      ["change", undefined, undefined],
      ["outcome", "no", 400],
    ]);
  });
});

it("no person is in it: no body, no address, no number", async () => {
  await start({ args: ["--confirm", "never"] });
  await server.call("create_profile", { email: "ann@example.com", phone_number: "+14155550100" });
  await server.call("change_operation", { method: "DELETE", path: "/api/things/ann%40example.com" });
  await server.call("change_operation", { method: "DELETE", path: "/api/things/ann@example.com" });
  await server.call("create_event", {
    metric_name: "M",
    email: "ann@example.com",
    properties: { a: "secret" },
  });
  const text = readFileSync(FILE, "utf8");
  for (const kept of ["ann", "4155550100", "secret"]) expect(text).not.toContain(kept);
});

it.each([
  ["list Y6nRLr", "list Y6nRLr"],
  ["profile 01GDDKASAP8TKDDA2GRZDSVP4H", "profile 01GDDKASAP8TKDDA2GRZDSVP4H"],
  ["thing ann@example.com", "thing (e-mail)"],
  ["/api/things/ann%40example.com/x", "/api/things/(e-mail)/x"],
  ["thing +1 (415) 555-0100", "thing (number)"],
  ["thing +14155550100", "thing (number)"],
  ["thing 4155550100x", "thing (number)x"],
  ["thing 415-555-0100", "thing (number)"],
  ["flow-action 12345678", "flow-action 12345678"],
])("%s is kept as %s", (target, kept) => {
  expect(withoutPeople(target)).toBe(kept);
});

it("a change does not leave where the log cannot be written, and a server does not start where it cannot be opened", async () => {
  server = await startClient({ args: ["--audit-log", "/dev/full"] });
  const { isError, text } = await server.call("create_list", { name: "A" });
  expect([isError, text]).toEqual([true, expect.stringContaining("audit log could not be written (ENOSPC)")]);
  expect(server.sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
  expect((await server.call("get_lists")).isError).toBeFalsy();
  expect(() => openAudit(join(folder, "no", "such"))).toThrow("--audit-log cannot be opened (ENOENT)");
});

it("a crash between a change and its outcome shows, and the lines of docs/safety.md find it", async () => {
  await start();
  await server.call("create_list", { name: "A" });
  await server.call("update_list", { list_id: "Hx8JzK", name: "B" });
  server.sandbox.addFault({ delayMs: 60_000, match: { method: "POST" } });
  const lost = server.call("create_list", { name: "C" }).catch(() => "lost");
  while (lines().length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill((server.client.transport as StdioClientTransport).pid ?? 0, "SIGKILL");
  expect(await lost).toBe("lost");
  const documented = readFileSync("docs/safety.md", "utf8");
  const answers: unknown[][] = [];
  for (const [, flags = "", filter = ""] of documented.matchAll(/^jq (-\S+) '(.+)' audit\.jsonl$/gm)) {
    const answer = await jq.raw(readFileSync(FILE, "utf8"), filter, [flags]);
    const found = answer.split("\n").filter(Boolean);
    answers.push(found.map((line) => JSON.parse(line).slice(1)));
  }
  const [today, unconfirmed, open] = answers;
  expect(today).toEqual([
    ["create_list", []],
    ["update_list", ["list Hx8JzK"]],
  ]);
  expect(unconfirmed).toEqual([
    ["budget", "create_list", []],
    ["budget", "update_list", ["list Hx8JzK"]],
    ["budget", "create_list", []],
  ]);
  expect(open).toEqual([["create_list", []]]);
});
