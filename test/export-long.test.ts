import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BusyError, NetworkError } from "../src/errors.ts";
import { MemoryFolder, pageOf, peopleOf } from "./export-gateway.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

// Exports that a call has no time for, on a clock of the test's own.

/** `npm run test:deep` exports 250,000. */
const DEEP = process.env.DEEP === "true";
const ANSWER_MS = 300;
const DAY = 24 * 60 * 60_000;
const EXPORT = { name: "get_profiles", file: "people.csv", columns: ["id"] };

let folder: MemoryFolder;
let server: InProcess;
/** The milliseconds of the test's clock since it began. */
let passed: number;
let sentAt: { path: string; at: number }[];
const pass = async (ms: number) => {
  for (let gone = 0; gone < ms; gone += 50) {
    await vi.advanceTimersByTimeAsync(50);
    passed += 50;
  }
};
const start = (people: ReturnType<typeof peopleOf>, upset: () => unknown = () => undefined) => {
  server = startInProcess(
    async (request, { signal }) => {
      if (request.host === "control") return connectionsOf("c1");
      sentAt.push({ path: request.path, at: passed });
      await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
      if (signal.aborted) throw new NetworkError("aborted", true);
      const error = request.path === "/api/profiles" ? upset() : undefined;
      if (error) throw error;
      return request.path === "/api/profiles" ? pageOf(people, request) : { data: [], links: {} };
    },
    ["--files", "memory", "--pace", "on"],
    undefined,
    folder,
  );
};
/** The answer to a call, and the milliseconds of the clock that it took. */
const answered = async (tool = "export_collection", args: Record<string, unknown> = EXPORT) => {
  let answer: Awaited<ReturnType<InProcess["call"]>> | undefined;
  const began = passed;
  void server.call(tool, args).then((one) => {
    answer = one;
  });
  while (answer === undefined && passed - began < 60_000) await pass(50);
  return { ...(answer as unknown as Awaited<ReturnType<InProcess["call"]>>), took: passed - began };
};
const rowsOf = () => folder.rows("people.csv");
/** Reads on in the background until the file is there. */
const untilDone = async () => {
  while (!folder.texts.has("people.csv") && passed < 30 * 60_000) await answered();
};
const between = (from: number, to: number) =>
  sentAt.filter(({ at, path }) => path === "/api/profiles" && at >= from && at < to);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
  vi.setSystemTime(Date.UTC(2026, 10, 1));
  folder = new MemoryFolder();
  passed = 0;
  sentAt = [];
});
afterEach(async () => {
  const drained = server.drain(100);
  await pass(500);
  await drained;
  vi.useRealTimers();
});

describe("an export that takes longer than a call", () => {
  it("answers within 40 s with rows, pace and time left, goes on, and the same call waits for its end", async () => {
    start(peopleOf(46_000, (index) => index * 4_500_000));
    const first = await answered();
    expect(first.took).toBeLessThanOrEqual(40_500);
    expect(first.json.data).toMatchObject({ file: "people.csv", status: "running" });
    const { rows, rows_per_second, seconds_left } = first.json.data;
    expect(rows_per_second).toBeGreaterThan(800);
    expect(rows + rows_per_second * seconds_left).toBeGreaterThan(35_000);
    expect(rows + rows_per_second * seconds_left).toBeLessThan(60_000);
    expect(first.json.hint).toContain("The same call again waits for it");
    await pass(5000);
    const second = await answered();
    expect(second.json.data).toMatchObject({ status: "done", rows: 46_000 });
    expect(new Set(rowsOf()).size).toBe(46_000);
    expect(second.took).toBeLessThan(30_000);
  });

  it("notes where it is every few seconds, so that little is read twice after a crash", async () => {
    start(peopleOf(20_000, (index) => index * 10_000_000));
    void server.call("export_collection", EXPORT);
    await pass(12_000);
    const bytes = Buffer.byteLength(folder.texts.get("people.csv.part") ?? "");
    expect(bytes).toBeGreaterThan(0.6 * between(0, passed).length * 100 * "P12345\r\n".length);
  });

  it.each<[total: number, why: string, at: (index: number) => number]>([
    [20_000, "evenly", (part) => 2500 * part],
    [20_000, "more and more", (part) => 2500 * Math.sqrt(part)],
    [20_000, "in the first year alone", (part) => 365 * part],
    [10_000, "evenly", (part) => 2500 * part],
    [10_000, "more and more", (part) => 2500 * Math.sqrt(part)],
  ])("keeps near to what the limits allow: %d people who came %s", async (few, _, at) => {
    const total = DEEP ? 250_000 : few;
    start(peopleOf(total, (index) => at(index / total) * DAY));
    await untilDone();
    const pages = total / 100;
    const last = Math.max(...sentAt.map((one) => one.at));
    expect(between(0, last + 1).length).toBeLessThanOrEqual(pages * 1.02 + 2);
    // 10 a second is Maton's limit.
    expect(pages / (last / 1000)).toBeGreaterThan(0.95 * 10);
    expect(rowsOf()).toHaveLength(total);
  });
});

describe("while somebody else calls", () => {
  it("a third of Maton's rate is left to them, and all of it is its own again when they are gone", async () => {
    start(peopleOf(40_000, (index) => index * 5_000_000));
    void server.call("export_collection", EXPORT);
    await pass(6000);
    const alone = between(2000, 6000).length / 4;
    expect(alone).toBeGreaterThan(9);
    const answers: number[] = [];
    for (let calls = 0; calls < 8; calls += 1) {
      const { took } = await answered("get_lists", {});
      answers.push(took);
      await pass(500);
    }
    expect(Math.max(...answers)).toBeLessThan(1600);
    const until = passed;
    const beside = between(until - 5000, until).length / 5;
    expect(beside).toBeLessThanOrEqual(10 * (2 / 3));
    expect(beside).toBeGreaterThan(4.5);
    await pass(12_000);
    expect(between(passed - 1100, passed).length).toBeGreaterThanOrEqual(9);
  });
});

describe("what may pass is waited for", () => {
  it.each([
    ["a busy limit", () => new BusyError(3), 8],
    ["a connection that fails", () => new NetworkError("reset", true), 3],
  ])("%s", async (_, upset, times) => {
    let left = times;
    start(
      peopleOf(3000, (index) => index * DAY),
      () => {
        left -= 1;
        return left >= 0 && left < times ? upset() : undefined;
      },
    );
    await untilDone();
    expect(new Set(rowsOf()).size).toBe(3000);
    expect([...folder.texts.keys()]).toEqual(["people.csv"]);
  });

  it("but not for ever", async () => {
    start(
      peopleOf(3000, (index) => index * DAY),
      () => new NetworkError("reset", true),
    );
    let answer = await answered();
    for (let calls = 0; answer.json.data?.status === "running" && calls < 10; calls += 1)
      answer = await answered();
    expect(answer.json.data.status).toBe("stopped");
    expect(answer.json.hint).toContain("Reading stopped");
  });
});
