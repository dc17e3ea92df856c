import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ALPINE,
  BOREAL,
  callerOf,
  connect,
  serveTeam,
  type TeamClient,
  type TeamServing,
  teamOf,
  tokenOf,
} from "./serving.ts";

// What each caller of a team's file sees, by which key, and what they may do.

const TEAM = teamOf(
  callerOf("anna", { connections: ["Alpine"] }),
  callerOf("ben", { connections: ["boreal"], read_only: true, key: { variable: "KEY_OF_BEN" } }),
  callerOf("cleo", {
    connections: "all",
    toolsets: ["lists", "connections"],
    confirm: "never",
    deny: ["deletes"],
  }),
  callerOf("dan", { connections: [] }),
  callerOf("eve", { connections: "all", key: { file: "eve.key" } }),
);
let serving: TeamServing;
const clients = new Map<string, TeamClient>();
const as = (name: string) => clients.get(name) as TeamClient;

beforeAll(async () => {
  const beside = { "eve.key": "key-of-eve\n" };
  serving = await serveTeam(
    TEAM,
    ["--exclude-tools", "get_tags", "--audit-log", "audit.jsonl"],
    { KEY_OF_BEN: "key-of-ben" },
    beside,
  );
  for (const name of ["anna", "ben", "cleo", "dan", "eve"])
    clients.set(name, await connect(serving.url, tokenOf(name)));
});
afterAll(() => serving.close());

/** What left for the gateway while somebody did this. */
async function sentBy(work: () => Promise<unknown>) {
  serving.sandbox.clearRequests();
  await work();
  return [...serving.sandbox.requests];
}

describe("the accounts of a caller", () => {
  it.each([
    ["anna", [["Alpine", ALPINE]]],
    ["ben", [["Boreal", BOREAL]]],
    [
      "cleo",
      [
        ["Alpine", ALPINE],
        ["Boreal", BOREAL],
      ],
    ],
    ["dan", []],
  ])("of %s are those of the file, by its names", async (name, accounts) => {
    const { json } = await as(name).call("list_connections");
    const data = json.data as { name: string; id: string }[];
    expect(data.map((one) => [one.name, one.id])).toEqual(accounts);
    const { contents } = await as(name).client.readResource({ uri: "klaviyo://connections" });
    expect(JSON.parse((contents[0] as { text: string }).text)).toEqual(json);
  });

  it.each([["Alpine"], ["northwind outfitters"], [ALPINE]])(
    "are asked of by the file's name, the account's own and the id: %s",
    async (one) => {
      const { json, text } = await as("anna").call("summarize_collection", {
        name: "get_lists",
        accounts: [one],
      });
      expect(json?.data, text).toMatchObject([{ account: "Alpine", connection: ALPINE }]);
    },
  );

  it("are named where one is read alone", async () => {
    const { json } = await as("anna").call("get_connection", { connection_id: ALPINE });
    expect(json.data).toMatchObject({ id: ALPINE, name: "Alpine" });
  });

  it.each([
    ["anna", {}, ALPINE],
    ["anna", { connection_id: "ALPINE" }, ALPINE],
    ["anna", { connection_id: "Northwind Outfitters" }, ALPINE],
    ["ben", {}, BOREAL],
    ["cleo", { connection_id: "Boreal" }, BOREAL],
    ["cleo", { connection_id: BOREAL }, BOREAL],
  ])("of %s are reached with %o", async (name, args, connection) => {
    const sent = await sentBy(() => as(name).call("get_lists", args));
    expect(
      sent.filter(({ path }) => path === "/klaviyo/api/lists").map((one) => one.headers["maton-connection"]),
    ).toEqual([connection]);
  });

  it("are named by which a change is to choose, and nothing leaves", async () => {
    const sent = await sentBy(async () => {
      const { isError, text } = await as("cleo").call("create_list", { name: "x" });
      expect(isError).toBe(true);
      expect(text).toContain(`${ALPINE} (Alpine), ${BOREAL} (Boreal)`);
    });
    expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("who has none is told so, and nothing leaves", async () => {
    const sent = await sentBy(async () => {
      expect((await as("dan").call("get_lists")).text).toContain("no account is yours yet");
    });
    expect(sent.map(({ path }) => path)).toEqual(["/connections"]);
  });
});

describe("the key of a caller", () => {
  it.each([
    ["anna", "test-key-0123456789"],
    ["ben", "key-of-ben"],
    ["eve", "key-of-eve"],
  ])("of %s is what requests carry, never the caller's own bearer", async (name, key) => {
    const sent = await sentBy(() =>
      as(name).call("get_lists", { connection_id: name === "ben" ? "boreal" : "alpine" }),
    );
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
    expect(JSON.stringify(sent)).not.toContain(tokenOf(name));
  });
});

describe("what a caller may do", () => {
  const toolsOf = async (name: string) => (await as(name).client.listTools()).tools.map((tool) => tool.name);

  it("is what the file says, and else what the server's settings say", async () => {
    const [anna, ben, cleo] = [await toolsOf("anna"), await toolsOf("ben"), await toolsOf("cleo")];
    expect(anna).toContain("create_list");
    expect(ben).not.toContain("create_list");
    expect(cleo).toContain("create_list");
    expect(cleo).not.toContain("delete_list");
    expect(cleo).not.toContain("get_segments");
    for (const tools of [anna, ben, cleo]) expect(tools).not.toContain("get_tags");
  });

  it("asks as the file says", async () => {
    const change = { name: "delete_list", arguments: { list_id: "Y6nRLr" } };
    expect((await as("anna").call(change.name, change.arguments)).json.status).toBe("needs_confirmation");
    const made = await as("cleo").call("create_list", { name: "By Cleo", connection_id: "Alpine" });
    expect(made.json.data).toMatchObject({ name: "By Cleo" });
  });

  it.each(["create_connection", "delete_connection"])(
    "is not %s where the file names the accounts",
    async (name) => {
      const sent = await sentBy(async () => {
        expect((await as("anna").call(name, { connection_id: ALPINE })).isError).toBe(true);
        const indirect = { name, arguments: { connection_id: ALPINE } };
        expect((await as("anna").call("change_operation", indirect)).isError).toBe(true);
      });
      expect(sent).toEqual([]);
      expect(await toolsOf("anna")).not.toContain(name);
      expect(await toolsOf("eve")).toContain(name);
    },
  );
});

it("the log and the audit log say whose call it was", async () => {
  await as("ben").call("get_segments");
  await as("cleo").call("create_list", { name: "Told of", connection_id: "Alpine" });
  const read = (text: string): Record<string, unknown>[] =>
    text.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const calls = () => read(serving.stderr()).filter(({ message }) => message === "call");
  await expect.poll(() => calls().at(-1)?.caller).toBe("cleo");
  expect(calls().find(({ tool }) => tool === "get_segments")?.caller).toBe("ben");
  const audited = read(readFileSync(join(serving.folder, "audit.jsonl"), "utf8")).filter(
    ({ operation }) => operation === "create_list",
  );
  expect(audited.length).toBeGreaterThan(0);
  expect(new Set(audited.map(({ caller }) => caller))).toEqual(new Set(["cleo"]));
});

describe("a browser", () => {
  const pageFor = async (headers: Record<string, string>) =>
    (await fetch(serving.url, { headers: { accept: "text/html", ...headers } })).text();

  it("is shown a caller's own account by their bearer, and none without", async () => {
    const [anna, ben, nobody] = await Promise.all([
      pageFor({ authorization: `Bearer ${tokenOf("anna")}` }),
      pageFor({ authorization: `Bearer ${tokenOf("ben")}` }),
      pageFor({}),
    ]);
    const accounts = (page: string) => page.match(/Northwind Outfitters|Second Sandbox Shop/g);
    expect([accounts(anna), accounts(ben), accounts(nobody)]).toEqual([
      ["Northwind Outfitters"],
      ["Second Sandbox Shop"],
      null,
    ]);
    expect(nobody).toContain("klaviyo-mcp");
  });
});
