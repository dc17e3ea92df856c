import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Seal } from "../../src/redis/sealed.ts";
import { KEY } from "../client.ts";
import { ALPINE, BOREAL, callerOf, connect, type TeamClient, tokenOf } from "../team/serving.ts";
import { CEDAR, OTHER_KEY, serveReplicas, type TeamReplicas } from "./team-serving.ts";

// What of a team stands in Redis and who can read it, what goes on without it, and callers who bring keys of their own.

let serving: TeamReplicas | undefined;
afterEach(() => serving?.close());

const teamOf = (...callers: unknown[]) => ({
  connections: { Alpine: ALPINE, Boreal: BOREAL, Cedar: CEDAR },
  callers,
});
const anna = callerOf("anna", { connections: ["Alpine"] });
const ben = callerOf("ben", { connections: ["Boreal"] });
const dora = callerOf("dora", { connections: ["Alpine"], key: { variable: OTHER_KEY.variable } });
const MASKED = ["--mask", "people"];
const MASK_KEY = { KLAVIYO_MCP_MASK_KEY: "a-key-of-the-tests-own-0123456789abcdef" };
const REPORT = { timeframe: "last_30_days" };
const PLANTED = "planted.person@example.com";

const changes = ({ sandbox }: TeamReplicas) =>
  sandbox.requests.filter(({ method, path }) => method !== "GET" && !/report|aggregate/.test(path));
const firstId = async (who: TeamClient, name: string) => {
  const [{ id } = { id: "" }] = (await who.call(name)).json.data as { id: string }[];
  return id;
};

describe("what stands in Redis", () => {
  it("tells nobody of a person, a caller, an account or a key, and docs/privacy.md says what it is", async () => {
    serving = await serveReplicas(teamOf(anna, dora), { args: MASKED, env: MASK_KEY });
    const headers = { authorization: `Bearer ${KEY}`, "maton-connection": ALPINE, revision: "2026-07-15" };
    const ask = async (path: string, rest: RequestInit = {}) =>
      (await fetch(`${serving?.sandbox.url}/klaviyo/api/${path}`, { headers, ...rest })).json() as Promise<{
        data: { type: string; id: string; attributes: Record<string, string> }[];
      }>;
    const people = await ask("profiles");
    const [{ type, id } = { type: "", id: "" }] = (await ask("lists")).data;
    const body = JSON.stringify({ data: { type, id, attributes: { name: PLANTED } } });
    await ask(`lists/${id}`, {
      method: "PATCH",
      headers: { ...headers, "content-type": "application/vnd.api+json" },
      body,
    });
    const named = { data: [{ type: "campaign", id: "01", attributes: { name: PLANTED } }] };
    serving.sandbox.addFault({
      body: JSON.stringify(named),
      times: 9,
      match: { operation: "get_campaigns" },
    });
    for (const operation of ["get_lists", "get_profiles"])
      serving.sandbox.addFault({ status: 429, headers: { "retry-after": "1" }, match: { operation } });
    const use = async (url: URL, name: string) => {
      const { call } = await connect(url, tokenOf(name));
      await call("read_operation", { path: `/api/nothing/${PLANTED}` });
      await call("query_campaign_values", REPORT);
      await call("create_list", { name: "One more" });
      await call("get_lists");
      const [person] = (await call("get_profiles")).json.data as { email: string }[];
      expect(person?.email).toContain("@masked");
      const profile = { email: person?.email };
      for (const asked of [
        await call("request_profile_deletion", { profile }),
        await call("delete_list", { list_id: id }),
      ])
        expect(asked.json.status).toBe("needs_confirmation");
    };
    await Promise.all([use(serving.a.url, "anna"), use(serving.b.url, "dora")]);
    const dump = await serving.dump();
    const isSealed = (name: string) => /:(answer|confirmation):/.test(name);
    const clear = [...dump].map(([name, value]) => (isSealed(name) ? name : `${name} ${value}`)).join("\n");
    const values = [...dump].filter(([name]) => isSealed(name));
    const sealed = values.map(([, value]) => value).join("\n");
    // It is there: who has the key can read it, and nobody else.
    for (const kind of ["answer", "confirmation"]) {
      const opened = [KEY, OTHER_KEY.value, ALPINE].map((key) =>
        values
          .filter(([name]) => name.includes(`:${kind}:`))
          .filter(([name, value]) => JSON.stringify(new Seal(key).open(value, name) ?? "").includes(PLANTED)),
      );
      expect(opened.map(({ length }) => length > 0)).toEqual([true, true, false]);
    }
    const secrets = [KEY, OTHER_KEY.value, tokenOf("anna"), tokenOf("dora"), MASK_KEY.KLAVIYO_MCP_MASK_KEY];
    const told = people.data.flatMap(({ id, attributes: { email, phone_number, last_name } }) => [
      ...[id, email, phone_number, last_name].filter((one) => one !== undefined && one !== null),
    ]);
    const names = ["anna", "dora", "Alpine", ALPINE, "Northwind Outfitters", "/api/", "delete_list"];
    const all = [...secrets, ...told, ...names, ...PLANTED.split("@")].map((one) => one.toLowerCase());
    expect(all.length).toBeGreaterThan(50);
    // What is short is in a digest or in what is sealed by chance.
    const found = (text: string, is: RegExp) =>
      all.filter((one) => is.test(one) && text.toLowerCase().includes(one));
    expect(found(clear, /[^0-9a-f]/)).toEqual([]);
    expect(found(sealed, /^.{10}/)).toEqual([]);
    const kinds = new Set([...dump.keys()].map((name) => name.split(":")[2]));
    expect([...kinds].sort()).toEqual(KINDS);
    const docs = readFileSync(new URL("../../docs/privacy.md", import.meta.url), "utf8");
    for (const kind of KINDS) expect(docs).toMatch(new RegExp(`^\\|.*\`${kind}\`.* \\|`, "m"));
  });

  it("is shown as each replica masks, whichever asked", async () => {
    serving = await serveReplicas(teamOf(anna));
    const masked = await serving.join(["--pace", "off", ...MASKED], MASK_KEY);
    const plain = await connect(serving.a.url, tokenOf("anna"));
    const [campaign] = (await plain.call("query_campaign_values", REPORT)).json.data as {
      campaign_id: string;
    }[];
    serving.sandbox.addFault({
      body: JSON.stringify({
        data: [{ type: "campaign", id: campaign?.campaign_id, attributes: { name: PLANTED } }],
      }),
      times: 9,
      match: { operation: "get_campaigns" },
    });
    const asked = { ...REPORT, fresh: true };
    expect((await plain.call("query_campaign_values", asked)).text).toContain(PLANTED);
    serving.sandbox.clearFaults();
    serving.sandbox.clearRequests();
    const { text } = await (await connect(masked.url, tokenOf("anna"))).call("query_campaign_values", REPORT);
    expect(serving.sandbox.requests.filter(({ path }) => /report|campaigns/.test(path))).toEqual([]);
    expect(text).toContain("@masked");
    expect(text).not.toContain(PLANTED);
  });
});

describe("while Redis is away", () => {
  it("a team reads on, what would ask is refused to each with the reason, and it heals", async () => {
    serving = await serveReplicas(teamOf(anna, ben, dora));
    const { a, b, redis } = serving;
    const [hers, his, doras] = [
      await connect(a.url, tokenOf("anna")),
      await connect(b.url, tokenOf("ben")),
      await connect(b.url, tokenOf("dora")),
    ];
    const list_id = await firstId(hers, "get_lists");
    const { confirmation } = (await hers.call("delete_list", { list_id })).json;
    await redis.stop();
    await vi.waitFor(() => {
      for (const { stderr } of [a, b]) expect(stderr()).toContain("redis is away");
    }, 5000);
    for (const one of [hers, his, doras]) {
      expect((await one.call("get_lists")).isError).toBeFalsy();
      expect((await one.call("query_campaign_values", REPORT)).isError).toBeFalsy();
      const own = { list_id: await firstId(one, "get_lists") };
      for (const refused of [
        await one.call("delete_list", own),
        await one.call("delete_list", { ...own, confirmation }),
        // Nobody can tell what was spent of the budget elsewhere.
        await one.call("create_list", { name: "One more" }),
      ])
        expect(refused.text).toMatch(
          /Redis, by which .* is away, and this change asks.*\n.*Nothing was sent/s,
        );
    }
    // Whoever begins a session meanwhile is served the same.
    const late = await connect(a.url, tokenOf("ben"));
    expect((await late.call("get_lists")).isError).toBeFalsy();
    expect(changes(serving)).toEqual([]);
    await redis.start();
    await vi.waitFor(() => {
      for (const { stderr } of [a, b]) expect(stderr().split("redis is here").length).toBeGreaterThan(2);
    }, 5000);
    // What was agreed to before holds, on the other replica too, and for its caller alone.
    expect((await doras.call("delete_list", { list_id, confirmation })).json.status).toBe(
      "needs_confirmation",
    );
    const elsewhere = await connect(b.url, tokenOf("anna"));
    expect((await elsewhere.call("delete_list", { list_id, confirmation })).json.ok).toBe(true);
    expect((await his.call("create_list", { name: "One more" })).isError).toBeFalsy();
    expect(changes(serving).map(({ method }) => method)).toEqual(["DELETE", "POST"]);
  });
});

describe("--caller-keys", () => {
  const MINE = { "x-maton-api-key": "key-of-mine-0123456789" };
  const YOURS = { "x-maton-api-key": "key-of-yours-0123456789" };
  const ARGS = ["--pace", "off", "--caller-keys"];

  it("with a file has two callers of one key be two, on both replicas", async () => {
    serving = await serveReplicas(teamOf(anna, { ...anna, ...callerOf("cleo", {}) }), { args: ARGS });
    const { a, b, sandbox } = serving;
    const hers = await connect(a.url, tokenOf("anna"), MINE);
    const list_id = await firstId(hers, "get_lists");
    const { confirmation } = (await hers.call("delete_list", { list_id })).json;
    const others = [
      await connect(b.url, tokenOf("cleo"), MINE),
      await connect(b.url, tokenOf("anna"), YOURS),
      await connect(b.url, tokenOf("anna")),
    ];
    for (const other of others) {
      const { json } = await other.call("delete_list", { list_id, confirmation });
      expect(json).toMatchObject({ status: "needs_confirmation", hint: expect.stringContaining("spent") });
    }
    expect(changes(serving)).toEqual([]);
    const same = await connect(b.url, tokenOf("anna"), MINE);
    expect((await same.call("delete_list", { list_id, confirmation })).json.ok).toBe(true);
    expect(changes(serving)[0]?.headers.authorization).toBe(`Bearer ${MINE["x-maton-api-key"]}`);
    const sent = new Set(sandbox.requests.map(({ headers }) => headers.authorization));
    expect(sent.size).toBe(3);
  });

  it("without a file knows a caller by the key alone, and a session ends where the key is another", async () => {
    const env = { MATON_API_KEY: "", KLAVIYO_MCP_HTTP_TOKEN: "callers-token-0123456789" };
    serving = await serveReplicas(undefined, { args: ARGS, env });
    const { a, b } = serving;
    const token = env.KLAVIYO_MCP_HTTP_TOKEN;
    const mine = await connect(a.url, token, MINE);
    const [list] = (await mine.call("get_lists", { connection_id: ALPINE })).json.data as { id: string }[];
    const change = { list_id: list?.id, connection_id: ALPINE };
    const { confirmation } = (await mine.call("delete_list", change)).json;
    const changed = async (key: Record<string, string>) => {
      const { status, body } = await fetch(a.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          authorization: `Bearer ${token}`,
          "mcp-session-id": mine.session,
          ...key,
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 9, method: "tools/list", params: {} }),
      });
      await body?.cancel();
      return status;
    };
    expect([await changed(YOURS), await changed({}), await changed(MINE)]).toEqual([404, 400, 200]);
    const yours = await connect(b.url, token, YOURS);
    expect((await yours.call("delete_list", { ...change, confirmation })).json.status).toBe(
      "needs_confirmation",
    );
    const again = await connect(b.url, token, MINE);
    expect((await again.call("delete_list", { ...change, confirmation })).json.ok).toBe(true);
    expect(changes(serving)).toHaveLength(1);
  });
});

const KINDS = ["active", "answer", "budget", "called", "confirmation", "log", "members", "ready", "state"];
