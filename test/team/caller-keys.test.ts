import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KEY } from "../client.ts";
import {
  BOREAL,
  callerOf,
  connect,
  post,
  serveTeam,
  sha256,
  type TeamServing,
  teamOf,
  tokenOf,
} from "./serving.ts";

// Callers who bring a Maton key of their own, with a team's file and without one.

const INITIALIZE = {
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
};
const MINE = { "x-maton-api-key": "key-of-mine-0123456789" };
const YOURS = { "x-maton-api-key": "key-of-yours-0123456789" };
const keysSent = ({ sandbox }: TeamServing) => [
  ...new Set(sandbox.requests.map(({ headers }) => headers.authorization)),
];
const initialize = (url: URL, headers: Record<string, string>) =>
  fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: "2.0", ...INITIALIZE }),
  });

describe("without --caller-keys", () => {
  let serving: TeamServing;
  beforeAll(async () => {
    serving = await serveTeam(teamOf(callerOf("anna", { connections: "all" })));
  });
  afterAll(() => serving.close());

  it("a key is refused, since its owner would be in somebody else's account", async () => {
    const response = await initialize(serving.url, { ...MINE, authorization: `Bearer ${tokenOf("anna")}` });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("--caller-keys");
  });
});

describe("--caller-keys", () => {
  let serving: TeamServing;
  beforeAll(async () => {
    const env = { MATON_API_KEY: "", KLAVIYO_MCP_HTTP_TOKEN: "callers-token" };
    serving = await serveTeam(undefined, ["--caller-keys", "--files", "."], env);
  });
  afterAll(() => serving.close());

  it("sends each one's own key, and never what they send as bearer", async () => {
    for (const headers of [MINE, YOURS]) {
      const { call } = await connect(serving.url, "callers-token", headers);
      serving.sandbox.clearRequests();
      await call("list_connections");
      expect(keysSent(serving)).toEqual([`Bearer ${headers["x-maton-api-key"]}`]);
    }
    expect(JSON.stringify(serving.sandbox.requests)).not.toContain("callers-token");
  });

  it("wants a key, and the token all the same", async () => {
    const without = await initialize(serving.url, { authorization: "Bearer callers-token" });
    expect(without.status).toBe(400);
    expect(await without.text()).toContain("send your Maton key as X-Maton-Api-Key");
    expect((await initialize(serving.url, MINE)).status).toBe(401);
    const bad = { "x-maton-api-key": "a b", authorization: "Bearer callers-token" };
    expect(await (await initialize(serving.url, bad)).text()).toContain("X-Maton-Api-Key holds no key");
  });

  it("has a session be its key's alone", async () => {
    const { session } = await connect(serving.url, "callers-token", MINE);
    const list = { id: 9, method: "tools/list", params: {} };
    const statusFor = async (headers: Record<string, string>) => {
      const response = await fetch(serving.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          authorization: "Bearer callers-token",
          "mcp-session-id": session,
          ...headers,
        },
        body: JSON.stringify({ jsonrpc: "2.0", ...list }),
      });
      await response.text();
      return response.status;
    };
    expect([await statusFor(YOURS), await statusFor({}), await statusFor(MINE)]).toEqual([404, 400, 200]);
  });

  it("shows a key nowhere: not in a log, not in an error that quotes it, not in the name of a folder", async () => {
    const { call } = await connect(serving.url, "callers-token", MINE);
    serving.sandbox.addFault({
      status: 400,
      body: JSON.stringify({ errors: [{ detail: `no ${MINE["x-maton-api-key"]}` }] }),
      match: { operation: "get_lists" },
    });
    const { text } = await call("get_lists");
    expect(text).toContain("[key]");
    expect(`${text}${serving.stderr()}`).not.toContain(MINE["x-maton-api-key"]);
    const folders = readdirSync(serving.folder);
    expect(folders).toContain(`key-${sha256(MINE["x-maton-api-key"]).slice(0, 32)}`);
    expect(folders.join()).not.toContain("key-of-mine");
  });
});

describe("--caller-keys with a team's file", () => {
  let serving: TeamServing;
  beforeAll(async () => {
    const team = teamOf(
      callerOf("anna", { connections: ["Boreal"] }),
      callerOf("ben", { connections: "all" }),
    );
    serving = await serveTeam(team, ["--caller-keys"]);
  });
  afterAll(() => serving.close());

  it("takes the key of a caller in the place of the server's, and keeps to the file", async () => {
    const mine = await connect(serving.url, tokenOf("anna"), MINE);
    await mine.call("get_lists");
    expect(keysSent(serving)).toEqual([`Bearer ${MINE["x-maton-api-key"]}`]);
    expect(serving.sandbox.requests.at(-1)?.headers["maton-connection"]).toBe(BOREAL);
    serving.sandbox.clearRequests();
    const servers = await connect(serving.url, tokenOf("anna"));
    await servers.call("get_lists");
    expect(keysSent(serving)).toEqual([`Bearer ${KEY}`]);
  });

  it("keeps what one key confirmed from the other keys of the same caller", async () => {
    const [mine, yours] = [
      await connect(serving.url, tokenOf("ben"), MINE),
      await connect(serving.url, tokenOf("ben"), YOURS),
    ];
    expect(
      (
        await post(
          serving.url,
          { id: 9, method: "tools/list" },
          { session: mine.session, token: tokenOf("ben") },
        )
      ).status,
    ).toBe(404);
    const [list] = (await mine.call("get_lists", { connection_id: "Alpine" })).json.data as { id: string }[];
    const change = { list_id: list?.id, connection_id: "Alpine" };
    const { confirmation } = (await mine.call("delete_list", change)).json;
    const { json } = await yours.call("delete_list", { ...change, confirmation });
    expect(json.status).toBe("needs_confirmation");
  });
});
