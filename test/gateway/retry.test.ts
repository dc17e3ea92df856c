import { describe, expect, it } from "vitest";
import { GatewayError, NetworkError, StoppedError } from "../../src/errors.ts";
import { type RetryOptions, retryDelay, withRetries } from "../../src/gateway/retry.ts";

// What goes again, how often and after how long, with chances and waits of the test's own.

const failed = (status: number, retryAfter?: number) =>
  new GatewayError({
    status,
    source: "klaviyo",
    detail: "no",
    ...(retryAfter !== undefined && { retryAfter }),
  });
const cut = new NetworkError("socket hang up", true);
const half = () => 0.5;

describe("the wait before a request goes again", () => {
  it.each([408, 500, 502, 503, 504, 524])("of a read after a %i grows with each try, by chance", (status) => {
    expect([1, 2, 3].map((attempt) => retryDelay(failed(status), attempt, true, half))).toEqual([
      250,
      500,
      undefined,
    ]);
    expect(retryDelay(failed(status), 1, true, () => 0)).toBe(0);
    expect(retryDelay(failed(status), 1, false, half)).toBeUndefined();
  });

  it("of a read without an answer is the same, and a write without one never goes again", () => {
    expect(retryDelay(cut, 1, true, half)).toBe(250);
    expect(retryDelay(cut, 1, false, half)).toBeUndefined();
  });

  it.each([true, false])("after a 429 is what it says, or a second, whether it reads or not: %s", (reads) => {
    expect(retryDelay(failed(429, 3), 1, reads, half)).toBe(3000);
    expect(retryDelay(failed(429, 0), 2, reads, half)).toBe(0);
    expect(retryDelay(failed(429), 2, reads, half)).toBe(1000);
    expect(retryDelay(failed(429, 3), 3, reads, half)).toBeUndefined();
  });

  it("of a read is also what a 503 asks for", () => {
    expect(retryDelay(failed(503, 2), 1, true, half)).toBe(2000);
  });

  it.each([400, 401, 403, 404, 409, 410, 501])("does not come after a %i", (status) => {
    expect(retryDelay(failed(status), 1, true, half)).toBeUndefined();
  });

  it.each([new Error("ours"), new StoppedError("cancelled"), undefined])(
    "does not come after %s",
    (error) => {
      expect(retryDelay(error, 1, true, half)).toBeUndefined();
    },
  );
});

describe("a request", () => {
  /** Sends what fails so, one failure a try, and tells what was waited for. */
  async function sent(failures: readonly unknown[], options: Partial<RetryOptions> = {}) {
    const waits: number[] = [];
    let [tries, again] = [0, 0];
    const send = async () => {
      const failure = failures[tries];
      tries += 1;
      if (failure !== undefined) throw failure;
      return "answer";
    };
    const wait = async (ms: number) => void waits.push(ms);
    const onRetry = () => {
      again += 1;
    };
    const end = await withRetries(send, {
      reads: true,
      remaining: () => 10_000,
      wait,
      random: half,
      onRetry,
      ...options,
    }).catch((error: unknown) => error);
    return { end, tries, again, waits };
  }

  it("that is answered goes once", async () => {
    expect(await sent([])).toEqual({ end: "answer", tries: 1, again: 0, waits: [] });
  });

  it("goes on until it is answered, and says that it goes again", async () => {
    expect(await sent([cut, failed(500)])).toEqual({ end: "answer", tries: 3, again: 2, waits: [250, 500] });
  });

  it("that fails three times ends with the last failure", async () => {
    const last = failed(503);
    expect(await sent([cut, cut, last])).toEqual({ end: last, tries: 3, again: 2, waits: [250, 500] });
  });

  it("that writes goes again after a 429 alone", async () => {
    expect((await sent([failed(429, 1)], { reads: false })).end).toBe("answer");
    const unknown = failed(500);
    expect(await sent([unknown], { reads: false })).toEqual({ end: unknown, tries: 1, again: 0, waits: [] });
  });

  it.each([
    [3000, 1],
    [3001, 2],
  ])("with %i ms left waits 3 s only where more than that is left: %i tries", async (left, tries) => {
    expect((await sent([failed(429, 3)], { remaining: () => left })).tries).toBe(tries);
  });

  it("waits by chance where no other is given, and nobody need hear of it", async () => {
    const waits: number[] = [];
    const failures = [cut, cut];
    const send = async () => {
      const failure = failures.pop();
      if (failure) throw failure;
      return "answer";
    };
    const wait = async (ms: number) => void waits.push(ms);
    expect(await withRetries(send, { reads: true, remaining: () => 10_000, wait })).toBe("answer");
    expect(waits[0]).toBeLessThan(500);
    expect(waits[1]).toBeLessThan(1000);
    expect(waits).toHaveLength(2);
  });
});
