import { describe, expect, it } from "vitest";
import { GatewayError, NetworkError } from "../../src/errors.ts";
import type { GatewayRequest } from "../../src/wire/request.ts";
import { connectionsOf, startInProcess } from "../in-process.ts";

// The call after the one that went well, or wrong: which connection it goes through, and when that is asked anew.

const LIST = { data: { type: "list", id: "L", attributes: { name: "VIP" } } };
const failure = (status: number, source: "gateway" | "klaviyo" | "unknown") =>
  new GatewayError({ status, source, detail: "no" });

/** A server whose connections and next failure a test can change. */
function start(...ids: string[]) {
  const state = { ids, failure: undefined as Error | undefined };
  const server = startInProcess(({ host, method, path }: GatewayRequest) => {
    const met = method === "GET" ? undefined : state.failure;
    if (met) state.failure = undefined;
    if (host === "gateway" && met) throw met;
    if (host === "gateway") return LIST;
    if (path === "/connections" && method === "GET") return connectionsOf(...state.ids);
    if (method === "GET") return { connection: { connection_id: "c9", status: "ACTIVE", app: "klaviyo" } };
    if (met) throw met;
    return { connection: { connection_id: "c9", status: "PENDING" } };
  });
  /** How often connections were listed for a call, and the one that it named. */
  const call = async (name = "get_list", args: Record<string, unknown> = { list_id: "L" }) => {
    const before = server.sent.length;
    const answer = await server.call(name, args);
    const asked = server.sent
      .slice(before)
      .filter(({ path, query }) => path === "/connections" && query.length > 0);
    return { answer, asked: asked.length, used: server.options.at(-1)?.connectionId };
  };
  return { state, call };
}

describe("connections are listed anew", () => {
  it("not for the second call", async () => {
    const { call } = start("c1");
    expect(await call()).toMatchObject({ asked: 1, used: "c1" });
    expect(await call()).toMatchObject({ asked: 0, used: "c1" });
    expect(await call("create_list", { name: "x" })).toMatchObject({ asked: 0, used: "c1" });
  });

  it.each<[change: string, args: Record<string, unknown>]>([
    ["create_connection", {}],
    ["delete_connection", { connection_id: "c1" }],
  ])("after %s, be it done or not", async (change, args) => {
    for (const met of [undefined, new NetworkError("ECONNRESET", true)]) {
      const { state, call } = start("c1");
      await call();
      state.failure = met;
      expect((await call(change, args)).answer.isError ?? false).toBe(met !== undefined);
      state.ids = ["c2"];
      expect(await call()).toMatchObject({ asked: 1, used: "c2" });
      expect(await call()).toMatchObject({ asked: 0, used: "c2" });
    }
  });

  it.each(["list_connections", "get_connection"])(
    "after %s, which may have shown what is newer",
    async (read) => {
      const { call } = start("c1");
      await call();
      await call(read, read === "get_connection" ? { connection_id: "c1" } : {});
      expect((await call()).asked).toBe(1);
    },
  );

  it.each([
    ["the gateway refused a call", failure(400, "gateway"), 1],
    ["the gateway failed", failure(500, "gateway"), 1],
    ["Klaviyo refused one", failure(400, "klaviyo"), 0],
    ["Klaviyo failed", failure(500, "klaviyo"), 0],
    ["nobody knows who failed", failure(502, "unknown"), 0],
    ["no answer came", new NetworkError("ECONNRESET", true), 0],
  ])("after %s: %s", async (_, met, asked) => {
    const { state, call } = start("c1");
    await call();
    state.failure = met;
    // A change, since nothing of it is tried again.
    expect((await call("create_list", { name: "x" })).answer.isError).toBe(true);
    state.ids = ["c2"];
    expect(await call()).toMatchObject({ asked, used: asked ? "c2" : "c1" });
  });
});

describe("an empty list of connections", () => {
  it("names none: the gateway says what is missing, and the next call asks again", async () => {
    const { state, call } = start();
    expect(await call()).toMatchObject({ asked: 1, used: undefined });
    expect(await call("create_list", { name: "x" })).toMatchObject({ asked: 1, used: undefined });
    state.ids = ["c1", "c2"];
    const refused = await call("create_list", { name: "x" });
    expect(refused.answer.text).toContain("2 Klaviyo accounts are connected and none was chosen");
    state.ids = [];
    // Two were there, and are believed.
    expect((await call()).used).toBe("c1");
  });

  it("lists nothing, and says what starts one", async () => {
    const { call } = start();
    const { answer } = await call("list_connections", {});
    expect(answer.json).toEqual({
      data: [],
      hint: "No Klaviyo account is connected. create_connection starts one.",
    });
  });
});

it("of two connections the older is read, whichever stands first", async () => {
  const { connections } = connectionsOf("older", "newer");
  const server = startInProcess(({ host }) =>
    host === "control" ? { connections: connections.toReversed() } : LIST,
  );
  expect((await server.call("get_list", { list_id: "L" })).json.connection).toBe("older");
});
