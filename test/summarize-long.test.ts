import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../src/errors.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

// Collections that a call has no time for, on a clock of the test's own.

describe("of more than a call can read", () => {
  const PAGE = 100;
  let passed: number;
  let answers: (path: string, at: number) => void;
  let server: InProcess;
  /** A list of so many people; each page takes so long. */
  const people = (total: number, ms: number, told = true) => {
    passed = 0;
    answers = () => undefined;
    server = startInProcess(async ({ host, path, query }, { signal }) => {
      if (host === "control") return connectionsOf("c1");
      if (path === "/api/lists/LIST12") {
        return { data: { type: "list", id: "LIST12", attributes: { profile_count: told ? total : null } } };
      }
      const at = Number(query.find(([name]) => name === "page[cursor]")?.[1] ?? 0);
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (signal.aborted) throw new Error("nobody reads this any more");
      answers(path, at);
      passed += 1;
      const data = Array.from({ length: Math.min(PAGE, total - at) }, (_, index) => ({
        type: "profile",
        id: `P${at + index}`,
        attributes: { email: `p${at + index}@example.com`, properties: { tier: (at + index) % 3 } },
      }));
      const next = at + PAGE < total ? `https://a.klaviyo.com${path}?page%5Bcursor%5D=${at + PAGE}` : null;
      return { data, links: { next } };
    });
  };
  const LIST = { name: "get_profiles_for_list", arguments: { list_id: "LIST12" } };
  const EVERYBODY = { name: "get_profiles", group_by: "properties.tier" };
  const call = (args: Record<string, unknown> = EVERYBODY, signal?: AbortSignal) =>
    server.call("summarize_collection", args, signal && { signal });
  /** The answer to a call, and the milliseconds of the clock that it took. */
  const answered = async (args?: Record<string, unknown>) => {
    let answer: Awaited<ReturnType<typeof call>> | undefined;
    const pending = call(args).then((one) => {
      answer = one;
    });
    let took = 0;
    for (; answer === undefined && took < 60_000; took += 100) await vi.advanceTimersByTimeAsync(100);
    await pending;
    return { ...(answer as unknown as Awaited<ReturnType<typeof call>>), took };
  };
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("the cost is told after the first page, where the size is known, and no more is read unasked", async () => {
    people(400_000, 1);
    const { json } = await answered({ ...LIST, by: "predictive_analytics.total_clv" });
    expect(json.data).toMatchObject({ read: 100, all: false, size: 400_000, requests: 4000, minutes: 27 });
    expect(json.hint).toContain(
      "Only the first page was read: all 400000 take 4000 requests, 27 minutes at the limits.",
    );
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(passed).toBe(1);
  });

  it("what takes a minute at most is read at once", async () => {
    people(600, 1);
    expect((await answered(LIST)).json.data).toEqual({ total: 600, all: true });
  });

  it("goes on in the process, and the same call answers with the total", async () => {
    people(20_000, 300);
    const first = await answered();
    expect(first.took).toBeGreaterThan(39_000);
    expect(first.took).toBeLessThanOrEqual(45_000);
    const { read } = first.json.data;
    expect(first.json.data.all).toBe(false);
    expect(first.json.data).not.toHaveProperty("total");
    expect(first.json.hint).toContain(
      `Only ${read} were read so far. The same call again waits for the rest`,
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect(passed * PAGE).toBeGreaterThan(read);
    const second = await answered();
    expect(second.json.data).toMatchObject({ total: 20_000, all: true });
    const counts = second.json.data.groups.map(({ count }: { count: number }) => count);
    expect(counts).toEqual([6667, 6667, 6666]);
    expect(passed).toBe(200);
    await answered();
    expect(passed, "a total that was told is worked out anew").toBeGreaterThan(200);
  });

  it("goes on for two minutes unasked, and from there when asked again", async () => {
    people(400_000, 300);
    await answered();
    await vi.advanceTimersByTimeAsync(125_000);
    const stopped = passed;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(passed).toBe(stopped);
    const { json } = await answered();
    expect(json.data.read).toBeGreaterThan(stopped * PAGE);
    await vi.advanceTimersByTimeAsync(11 * 60_000);
    const before = passed;
    const anew = await answered();
    expect(anew.json.data.read, "after ten minutes nothing of it is kept").toBeLessThanOrEqual(
      (passed - before) * PAGE,
    );
  });

  it("ends with the call that is cancelled, and with the server", async () => {
    people(400_000, 300);
    const controller = new AbortController();
    const pending = call(EVERYBODY, controller.signal);
    await vi.advanceTimersByTimeAsync(3000);
    controller.abort();
    expect((await pending).isError).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    const cancelled = passed;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(passed).toBe(cancelled);
    await answered();
    const drained = server.drain(0);
    await vi.advanceTimersByTimeAsync(1000);
    await drained;
    const ended = passed;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(passed).toBe(ended);
  });

  it("a page that fails stops it, and the same call goes on after what was read", async () => {
    people(1000, 1);
    answers = (_, at) => {
      if (at === 500) throw new GatewayError({ status: 400, source: "klaviyo", detail: "no such page" });
    };
    const first = await answered();
    expect(first.json.data).toMatchObject({ read: 500, all: false });
    expect(first.json.hint).toContain("Reading stopped: ");
    expect(first.json.hint).toContain("no such page");
    answers = () => undefined;
    expect((await answered()).json.data).toMatchObject({ total: 1000 });
    expect(passed).toBe(10);
  });

  it("a first page that fails is the call's own error", async () => {
    people(1000, 1);
    answers = () => {
      throw new GatewayError({ status: 403, source: "klaviyo", detail: "profiles:read is missing" });
    };
    const { isError, text } = await answered();
    expect(isError).toBe(true);
    expect(text).toContain("profiles:read is missing");
  });

  it("another question is read by itself", async () => {
    people(20_000, 300);
    await answered();
    const before = passed;
    const other = await answered({ name: "get_profiles" });
    expect(other.json.data.read).toBeLessThanOrEqual((passed - before) * PAGE);
  });
});
