import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../../src/errors.ts";
import { Completions } from "../../src/serve/guide/completions.ts";
import { GUIDE } from "../../tools/guide/texts.ts";
import { connectionsOf, startInProcess } from "../in-process.ts";

// How long what was read once is believed, on a clock of the test's own.

const MINUTE = 60_000;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LIST = { data: { type: "list", id: "L", attributes: { name: "VIP" } } };
const account = (name: string) => ({
  data: [{ type: "account", id: "A", attributes: { contact_information: { organization_name: name } } }],
});
const aggregate = { data: { type: "metric-aggregate", attributes: { dates: [], data: [] } } };
const pathsOf = ({ sent }: { sent: { path: string }[] }) => sent.splice(0).map(({ path }) => path);

describe("the list of connections", () => {
  it.each<[what: string, call: [string, Record<string, unknown>], most: number]>([
    ["a minute by a read", ["get_list", { list_id: "L" }], MINUTE],
    ["ten seconds by a change", ["create_list", { name: "x" }], 10_000],
  ])("is believed for %s, and read again when that is over", async (_, call, most) => {
    const server = startInProcess(({ host }) => (host === "control" ? connectionsOf("c1") : LIST));
    const asked = async (passed: number) => {
      vi.advanceTimersByTime(passed);
      await server.call(...call);
      return pathsOf(server).filter((path) => path === "/connections").length;
    };
    expect([await asked(0), await asked(most), await asked(1)]).toEqual([1, 0, 1]);
    // From when it was read, not from when it was last used.
    expect([await asked(most / 2), await asked(most / 2), await asked(1)]).toEqual([0, 0, 1]);
  });

  it("that is empty is not kept: the person may be signing in", async () => {
    let connected: string[] = [];
    const server = startInProcess(({ host }) => (host === "control" ? connectionsOf(...connected) : LIST));
    await server.call("get_list", { list_id: "L" });
    expect(server.options.at(-1)?.connectionId).toBeUndefined();
    connected = ["c1"];
    await server.call("get_list", { list_id: "L" });
    expect(server.options.at(-1)?.connectionId).toBe("c1");
    expect(pathsOf(server).filter((path) => path === "/connections")).toHaveLength(2);
  });

  it("that holds none that is ACTIVE is none", async () => {
    const pending = { connections: [{ connection_id: "p", status: "PENDING", app: "klaviyo" }] };
    const server = startInProcess(({ host }) => (host === "control" ? pending : LIST));
    await server.call("create_list", { name: "x" });
    await server.call("create_list", { name: "x" });
    expect(server.options.at(-1)?.connectionId).toBeUndefined();
    expect(pathsOf(server).filter((path) => path === "/connections")).toHaveLength(2);
  });
});

/** Reads whose account it is: a day of the account's own timezone. */
const QUERY = { metric_id: "M", measurements: ["count"], start: "2026-11-01", end: "2026-11-02" };
const answering = (named: () => unknown) => (request: { host: string; path: string }) => {
  if (request.host === "control") return connectionsOf("c1");
  return request.path === "/api/accounts" ? named() : aggregate;
};

describe("the account of a connection", () => {
  const reads = (server: { sent: { path: string }[] }) =>
    pathsOf(server).filter((path) => path === "/api/accounts").length;

  it("is believed for ten minutes, and read again when they are over", async () => {
    const server = startInProcess(answering(() => account("One")));
    await server.call("query_metric_aggregates", QUERY);
    expect(reads(server)).toBe(1);
    vi.advanceTimersByTime(10 * MINUTE - 1);
    await server.call("query_metric_aggregates", QUERY);
    expect(reads(server)).toBe(0);
    vi.advanceTimersByTime(1);
    await server.call("query_metric_aggregates", QUERY);
    expect(reads(server)).toBe(1);
  });

  it("is kept for each connection by itself", async () => {
    const server = startInProcess(answering(() => account("One")));
    for (const connection_id of ["c1", "c2", "c1"])
      await server.call("query_metric_aggregates", { ...QUERY, connection_id });
    expect(reads(server)).toBe(2);
  });

  it("that could not be read, or was not in the answer, is not kept", async () => {
    const failing = startInProcess(
      answering(() => {
        throw new GatewayError({ status: 403, source: "klaviyo", detail: "no scope" });
      }),
    );
    const empty = startInProcess(answering(() => ({ data: [] })));
    for (const server of [failing, empty]) {
      await server.call("query_metric_aggregates", QUERY);
      await server.call("query_metric_aggregates", QUERY);
      expect(reads(server)).toBe(2);
    }
  });
});

describe("the names that complete an argument", () => {
  const prompt = GUIDE.prompts.find(({ arguments: all }) => all.some(({ of }) => of?.length === 1));
  const argument = prompt?.arguments.find(({ of }) => of?.length === 1)?.name ?? "";
  const ref = { type: "ref/prompt" as const, name: prompt?.name ?? "" };

  /** What reads names, and how often it was asked. */
  function namesOf(count: number, fail = false) {
    const data = Array.from({ length: count }, (_, at) => ({ id: `${at}`, name: `n${at}` }));
    const read = vi.fn(async () => {
      if (fail) throw new Error("no answer");
      return { data };
    });
    const completions = new Completions(GUIDE, read, Date.now);
    const complete = async (value: string) => {
      read.mockClear();
      const found = await completions.complete(ref, { name: argument, value });
      return { ...found, asked: read.mock.calls.length > 0 };
    };
    return complete;
  }

  it("are believed for a minute, and read again when it is over", async () => {
    const complete = namesOf(3);
    expect((await complete("n")).asked).toBe(true);
    vi.advanceTimersByTime(MINUTE - 1);
    expect((await complete("n1")).asked).toBe(false);
    vi.advanceTimersByTime(1);
    expect((await complete("n1")).asked).toBe(true);
  });

  it("that could not be read are none, and are not kept", async () => {
    const complete = namesOf(3, true);
    expect(await complete("n")).toMatchObject({ values: [], asked: true });
    expect(await complete("n")).toMatchObject({ values: [], asked: true });
  });

  it.each([
    [100, 100, false],
    [101, 100, true],
  ])("of %i shows %i; more: %s", async (count, shown, hasMore) => {
    const { values, total, hasMore: more } = await namesOf(count)("");
    expect([values.length, total, more]).toEqual([shown, count, hasMore]);
  });
});
