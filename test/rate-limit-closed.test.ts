import { describe, expect, it, vi } from "vitest";
import { GatewayError, NetworkError } from "../src/errors.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";
import { bucket, DAY, M, MINUTE, next, S, SECOND, startPace, useTestClock, XS } from "./pace-clock.ts";

// What a 429 that asks for ages can do: close for so long, and no longer.

useTestClock();

const AGES = { status: 429, retryAfter: 1_000_000_000 } as const;
const OK = { status: 200, headers: {} } as const;
const TWO_MINUTES = 2 * MINUTE;

/** The moments at which calls went, in the order in which they were made; `run` lets the clock go so far. */
const run = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("a 429 that asks for ages", () => {
  it.each([
    ["Maton", "gateway", [], TWO_MINUTES],
    ["Klaviyo", "klaviyo", [S], next(MINUTE)],
    ["nobody in particular", "unknown", [S], next(MINUTE)],
    ["Klaviyo, of an operation with a daily cap", "klaviyo", [bucket("a:d", 1, 15, 100)], next(DAY)],
  ] as const)("of %s closes for so long and no longer", async (_, source, buckets, closed) => {
    const { pace, take, times } = startPace();
    pace.learn(buckets, { ...AGES, source });
    const call = take("", buckets);
    await run(closed - 1);
    expect(times()).toEqual([]);
    await run(1);
    await call;
    expect(times()).toEqual([closed]);
  });

  it("leaves other operations open", async () => {
    const { pace, take, times } = startPace();
    pace.learn([S], { ...AGES, source: "klaviyo" });
    await take("", [M]);
    expect(times()).toEqual([0]);
  });

  it.each([
    ["gateway", TWO_MINUTES],
    ["klaviyo", next(MINUTE)],
  ] as const)("of %s is tried by one request, and the others follow its answer", async (source, closed) => {
    const { pace, takeMany, times } = startPace();
    pace.learn([M], { ...AGES, source });
    const calls = takeMany(5, [M]);
    await run(closed + 5 * SECOND);
    expect(times()).toEqual([closed]);
    pace.learn([M], OK);
    await calls;
    expect(times()).toEqual([closed, ...Array(4).fill(closed + 5 * SECOND)]);
  });

  it("closes again when the one that tries finds it closed", async () => {
    const { pace, takeMany, times } = startPace();
    pace.learn([M], { ...AGES, source: "gateway" });
    const calls = takeMany(2, [M]);
    await run(TWO_MINUTES);
    pace.learn([M], { ...AGES, source: "gateway" });
    await run(TWO_MINUTES);
    expect(times()).toEqual([TWO_MINUTES, 2 * TWO_MINUTES]);
    pace.learn([M], OK);
    await calls;
  });

  it("is tried by the next one when the first gets no answer", async () => {
    const { pace, takeMany, times } = startPace();
    pace.learn([M], { ...AGES, source: "klaviyo" });
    const calls = takeMany(3, [M]);
    await run(next(MINUTE));
    pace.unanswered([M]);
    await run(0);
    expect(times()).toEqual([next(MINUTE), next(MINUTE)]);
    pace.learn([M], OK);
    await calls;
    expect(times()).toHaveLength(3);
  });

  it("is tried by the next one when the first gives up before it went", async () => {
    const { pace, take, times } = startPace();
    pace.learn([M], { ...AGES, source: "klaviyo" });
    const gone = new AbortController();
    const first = take("first", [M], { signal: gone.signal }).catch(() => "gave up");
    const second = take("second", [M]);
    gone.abort();
    await run(next(MINUTE));
    await second;
    expect(await first).toBe("gave up");
    expect(times()).toEqual([next(MINUTE)]);
  });

  it("of the key says nothing of the operation, and that of the operation opens the key", async () => {
    const { pace, take, takeMany, times } = startPace();
    pace.learn([XS], { ...AGES, source: "gateway" });
    const tries = take("", [XS]);
    await run(TWO_MINUTES);
    await tries;
    pace.learn([XS], { status: 429, source: "klaviyo", retryAfter: 30 });
    await takeMany(3, [M]);
    expect(times()).toEqual(Array(4).fill(TWO_MINUTES));
  });

  it("says when to call again to one that cannot wait so long", async () => {
    const { pace, take } = startPace();
    pace.learn([M], { ...AGES, source: "gateway" });
    await expect(take("", [M], { within: MINUTE })).rejects.toThrow("busy, retry after 120 s");
  });
});

it("a 429 that asks for less than an earlier one does not open sooner", async () => {
  const { pace, take, finish, times } = startPace();
  pace.learn([M], { status: 429, source: "klaviyo", retryAfter: 30 });
  pace.learn([M], { status: 429, source: "klaviyo", retryAfter: 5 });
  await finish(take("", [M]));
  expect(times()).toEqual([next(30 * SECOND)]);
});

it("a request that was to find out and got no answer makes way for the next call", async () => {
  let asked = 0;
  const server = startInProcess(
    ({ host }) => {
      if (host === "control") return connectionsOf("c1");
      asked += 1;
      if (asked === 1) throw new GatewayError({ ...AGES, source: "gateway", detail: "slow down" });
      if (asked === 2) throw new NetworkError("ECONNRESET", true);
      return { data: { type: "list", id: "L", attributes: { name: "VIP" } } };
    },
    ["--pace", "on", "--connection", "c1"],
  );
  expect((await server.call("create_list", { name: "x" })).text).toContain("Wait 120 s");
  await run(TWO_MINUTES);
  expect((await server.call("create_list", { name: "x" })).text).toContain("no answer");
  expect((await server.call("get_list", { list_id: "L" })).json.data.name).toBe("VIP");
  expect(asked).toBe(3);
});

it("a 429 within the limits' own time opens for all at once", async () => {
  const { pace, takeMany, finish, times } = startPace();
  pace.learn([M], { status: 429, source: "klaviyo", retryAfter: 60 });
  await finish(takeMany(3, [M]));
  expect(times()).toEqual(Array(3).fill(next(MINUTE)));
});
