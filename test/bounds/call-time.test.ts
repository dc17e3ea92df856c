import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError, NetworkError } from "../../src/errors.ts";
import { Pace } from "../../src/gateway/pace.ts";
import { retryDelay, withRetries } from "../../src/gateway/retry.ts";
import type { GatewayRequest } from "../../src/wire/request.ts";
import { connectionsOf, startInProcess } from "../in-process.ts";

// The 45 s that a call has, and what of them is kept for what, on a clock of the test's own.

const CALL = 45_000;
let passed = 0;
beforeEach(() => {
  vi.useFakeTimers();
  passed = 0;
  const ticking = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => ticking() + passed);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** The gateway takes this long to answer, and no timer runs. */
const pass = (ms: number) => {
  passed += ms;
};
const LIST = { data: { type: "list", id: "L", attributes: { name: "VIP" } } };
const failed = (status: number, retryAfter?: number) =>
  new GatewayError({
    status,
    source: "klaviyo",
    detail: "no",
    ...(retryAfter !== undefined && { retryAfter }),
  });
/** The result of a call whose waits are passed as they come. */
async function finish<T>(call: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync();
  return call;
}

describe("a request of a call", () => {
  it.each([
    [0, 30_000],
    [15_000, 30_000],
    [15_001, 29_999],
    [CALL - 1, 1],
  ])("that begins after %i ms may take %i", async (took, timeoutMs) => {
    const server = startInProcess(({ host }) => {
      if (host !== "control") return LIST;
      pass(took);
      return connectionsOf("c1");
    });
    expect((await server.call("get_list", { list_id: "L" })).json.data).toEqual({ id: "L", name: "VIP" });
    expect(server.options.at(-1)?.timeoutMs).toBe(timeoutMs);
  });

  it("is not begun when the time is over", async () => {
    const server = startInProcess(() => {
      pass(CALL);
      return connectionsOf("c1");
    });
    const answer = await server.call("create_list", { name: "x" });
    expect(answer.text).toBe("create_list: ran out of time\nNothing was changed. Call again.");
    expect(server.sent).toHaveLength(1);
  });
});

describe("a page more", () => {
  const page = (cursor?: string) => ({
    data: [{ type: "list", id: cursor ?? "last", attributes: {} }],
    links: { next: cursor ? `https://a.klaviyo.com/api/lists?page%5Bcursor%5D=${cursor}` : null },
  });

  it.each([
    [3000, 2],
    [2999, 1],
  ])("is begun with 3 s left and not with less: %i ms, %i pages", async (left, pages) => {
    const server = startInProcess(({ host, query }) => {
      if (host === "control") return connectionsOf("c1");
      const first = !query.some(([name]) => name === "page[cursor]");
      if (first) pass(CALL - left);
      return page(first ? "two" : undefined);
    });
    const { json } = await server.call("get_lists", { limit: 20 });
    expect(json.data).toHaveLength(pages);
    expect(json.stopped).toBe(
      pages === 1 ? "The call ran out of time before the limit; go on with next_cursor." : undefined,
    );
    expect(json.next_cursor).toBe(pages === 1 ? "two" : undefined);
  });

  it.each([200, 201])("that fails says why in at most 200 letters: %i", async (letters) => {
    const server = startInProcess(({ host, query }) => {
      if (host === "control") return connectionsOf("c1");
      if (!query.some(([name]) => name === "page[cursor]")) return page("two");
      throw new GatewayError({ status: 400, source: "klaviyo", detail: "x".repeat(letters - "400 ".length) });
    });
    const { json } = await server.call("get_lists", { limit: 20 });
    expect(json.stopped).toBe(`The next page failed: 400 ${"x".repeat(196)}`);
  });
});

describe("a wait before a retry", () => {
  it.each([
    [1001, 2],
    [1000, 1],
  ])("is begun only when it ends before the call does: %i ms left, %i requests", async (left, requests) => {
    let asked = 0;
    const server = startInProcess(({ host }) => {
      if (host === "control") return connectionsOf("c1");
      asked += 1;
      if (asked > 1) return LIST;
      pass(CALL - left);
      throw failed(429, 1);
    });
    const answer = await finish(server.call("get_list", { list_id: "L" }));
    expect(asked).toBe(requests);
    expect(answer.isError ?? false).toBe(requests === 1);
  });

  it.each([
    [40_974, 2],
    [40_975, 1],
  ])("leaves 3 s for the request when turns are kept: after %i ms, %i requests", async (took, requests) => {
    let asked = 0;
    const server = startInProcess(
      ({ host }) => {
        if (host === "control") return connectionsOf("c1");
        asked += 1;
        if (asked > 1) return LIST;
        vi.advanceTimersByTime(took);
        throw failed(429, 1);
      },
      ["--pace", "on"],
    );
    const answer = await finish(server.call("get_list", { list_id: "L" }));
    expect(asked).toBe(requests);
    if (requests === 1) expect(answer.text).toMatch(/^get_list: busy, retry after 1 s/);
  });
});

it("a turn that cannot be waited for at all is a second away at the least", async () => {
  const turn = new Pace().take([], { remaining: () => 0, signal: new AbortController().signal });
  expect(await turn).toEqual({ retryAfter: 1 });
});

describe("a retry", () => {
  const network = new NetworkError("ECONNRESET", true);
  it.each<[what: string, error: unknown, attempt: number, reads: boolean, delay: number | undefined]>([
    ["a 429 without Retry-After waits a second", failed(429), 1, false, 1000],
    ["a 429 waits as long as it says", failed(429, 7), 2, false, 7000],
    ["also no time at all", failed(429, 0), 1, false, 0],
    ["a third request is the last", failed(429), 3, false, undefined],
    ["a read waits up to half a second", failed(500), 1, true, 500],
    ["then up to one", failed(503), 2, true, 1000],
    ["and gives up with the third", failed(503), 3, true, undefined],
    ["a lost answer of a read", network, 2, true, 1000],
    ["but of no change", network, 1, false, undefined],
    ["what is no failure of the gateway", new Error("x"), 1, true, undefined],
    ...[408, 500, 502, 503, 504, 524].map((status): [string, unknown, number, boolean, number] => [
      `${status} of a read`,
      failed(status),
      1,
      true,
      500,
    ]),
    ...[400, 428, 430, 499, 501, 505, 523, 525].map(
      (status): [string, unknown, number, boolean, undefined] => [
        `${status} of a read is no failure that passes`,
        failed(status),
        1,
        true,
        undefined,
      ],
    ),
    ...[408, 500, 502, 503, 504, 524].map((status): [string, unknown, number, boolean, undefined] => [
      `${status} of a change leaves its outcome unknown`,
      failed(status),
      1,
      false,
      undefined,
    ]),
  ])("%s", (_, error, attempt, reads, delay) => {
    expect(retryDelay(error, attempt, reads, () => 1)).toBe(delay);
  });

  it("spreads its waits from nothing on", () => {
    expect(retryDelay(failed(500), 2, true, () => 0)).toBe(0);
    expect(retryDelay(failed(500), 2, true, () => 0.5)).toBe(500);
  });

  it("is made twice at most, and the last failure is what is told", async () => {
    const waits: number[] = [];
    let sent = 0;
    const sending = withRetries(
      async () => {
        sent += 1;
        throw failed(500 + sent * 2);
      },
      { reads: true, remaining: () => 2000, random: () => 1, wait: async (ms) => void waits.push(ms) },
    );
    // 502, 504, and 506, which is none that passes.
    await expect(sending).rejects.toMatchObject({ status: 506 });
    expect([sent, waits]).toEqual([3, [500, 1000]]);
  });
});

describe("a job that waits", () => {
  const estimation = {
    type: "campaign-recipient-estimation",
    id: "C",
    attributes: { estimated_recipient_count: 7 },
  };
  const job = (status: string) => ({
    data: { type: "campaign-recipient-estimation-job", id: "C", attributes: { status } },
  });

  it.each([
    [6000, "complete"],
    [5999, "processing"],
  ])("for a count looks again while a look and five seconds are left: %i ms, %s", async (left, status) => {
    let looks = 0;
    const server = startInProcess(({ host, path, method }: GatewayRequest) => {
      if (host === "control") return connectionsOf("c1");
      if (method === "POST") return job("queued");
      if (!path.includes("-job")) return { data: estimation };
      looks += 1;
      if (looks > 1) return job("complete");
      pass(CALL - left);
      return job("processing");
    });
    const { json } = await finish(server.call("estimate_campaign_recipients", { campaign_id: "C" }));
    expect(json.data.status).toBe(status);
    expect(json.data.estimated_recipient_count).toBe(status === "complete" ? 7 : undefined);
  });

  it.each([
    [6001, "ACTIVE"],
    [6000, "PENDING"],
  ])("for a sign-in looks again while more than three looks are left: %i ms, %s", async (left, status) => {
    let looks = 0;
    const connection = (state: string) => ({
      connection: { connection_id: "new", status: state, url: "https://connect.example/?session_token=x" },
    });
    const server = startInProcess(({ method }) => {
      if (method === "POST") return connection("PENDING");
      looks += 1;
      // The first reads what was made, the second is the first look.
      if (looks === 2) pass(CALL - 2000 - left);
      return connection(looks > 2 ? "ACTIVE" : "PENDING");
    });
    const openUrl = async () => () => undefined;
    const { json } = await finish(server.call("create_connection", {}, { openUrl }));
    expect(json.data.status).toBe(status);
  });
});
