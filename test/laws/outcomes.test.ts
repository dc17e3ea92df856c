import { Ajv } from "ajv";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError, NetworkError, StoppedError } from "../../src/errors.ts";
import { OUTPUTS, outputKindOf } from "../../src/serve/outputs.ts";
import { effectsOf } from "../../src/tool/effects.ts";
import { judged } from "../../tools/operations/judged.ts";
import type { Answer } from "../client.ts";
import { called, sendable } from "../contract/kept.ts";
import { documentOf, everyOperation, kindOf, leastCall, oneOfEachKind, wholeCall } from "../every-call.ts";
import { type Inside, startInside } from "../inside.ts";

// Laws of what comes of a call, over every operation: its result, its dry run, what is asked, its failures.

const ajv = new Ajv({ strict: false, code: { optimize: false } });
const shapes = Object.fromEntries(
  Object.entries(OUTPUTS).map(([kind, schema]) => [kind, ajv.compile(schema)]),
);
/** What a result has by its kind, besides what any may have. */
const HAS = {
  collection: "data",
  resource: "data",
  job: "data",
  rows: "data",
  report: "data",
  document: "data",
  empty: "ok",
} as const;
/** What reaches people, or cannot be taken back, is asked whatever else the settings leave free. */
const GRAVE = ["sends", "publishes", "deletes", "forwards", "identity"];

const FAILURES: readonly {
  what: string;
  error: () => Error;
  open: boolean;
  again: "all" | "reads" | "none";
}[] = [
  ...[400, 401, 403, 404, 405, 409, 410, 415].map((status) => ({
    what: String(status),
    error: () => new GatewayError({ status, source: "klaviyo", detail: `fault ${status}`, retryAfter: 0 }),
    open: false,
    again: "none" as const,
  })),
  ...[500, 502, 503, 504, 524].map((status) => ({
    what: String(status),
    error: () => new GatewayError({ status, source: "klaviyo", detail: `fault ${status}`, retryAfter: 0 }),
    open: true,
    again: "reads" as const,
  })),
  {
    what: "a success that cannot be read",
    error: () => new GatewayError({ status: 200, source: "unknown", detail: "not JSON" }),
    open: true,
    again: "none",
  },
  {
    what: "a call that was cancelled",
    error: () => new StoppedError("cancelled", true),
    open: true,
    again: "none",
  },
];

let never: Inside;
let asking: Inside;
let writes: Inside;
let nobody: Inside;
beforeAll(() => {
  never = startInside(["--beta", "--confirm", "never"]);
  asking = startInside(["--beta", "--confirm", "dangerous"]);
  writes = startInside(["--beta", "--confirm", "writes"]);
  nobody = startInside(["--beta", "--confirm", "elicit-only"]);
});
afterAll(() => void vi.restoreAllMocks());

/** What every answer is, whatever became of the call. */
function expectWellFormed(name: string, answer: Answer): void {
  if (!answer.isError) {
    expect(answer.structuredContent).toEqual(answer.json);
    return;
  }
  expect(answer.structuredContent).toBeUndefined();
  expect(answer.text.startsWith(`${name}: `), answer.text).toBe(true);
  expect(answer.text.split("\n").length).toBeLessThanOrEqual(3);
  expect(answer.text).not.toContain("failed inside the server");
}

/** Fails, but for what is read before a change: what it overwrites. */
const failingWith =
  (error: () => Error): Inside["answer"] =>
  (request) => {
    if (request.method === "GET" && reading === false) return { data: [] };
    throw error();
  };
let reading = true;

/** The same with every unique_id that a call was given as one. */
const madeUp = (value: unknown) =>
  JSON.parse(JSON.stringify(value).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "MADE-UP"));

describe.each(sendable)("%s", (name, tool) => {
  const isRead = tool.annotations.readOnlyHint;
  const args = leastCall(name);
  const fits = shapes[outputKindOf(tool)];
  beforeEach(() => {
    for (const one of [never, asking, writes, nobody]) one.answer = () => documentOf(tool);
    reading = isRead;
  });

  it("answers in the shape that its list promises", async () => {
    const answer = await never.call(name, args);
    expect(answer.isError, answer.text).toBeFalsy();
    expectWellFormed(name, answer);
    expect(fits?.(answer.json), JSON.stringify(fits?.errors)).toBe(true);
    expect(answer.json).toHaveProperty(HAS[tool.result.kind]);
  });

  it("shows dry what it would send, and sends nothing", async () => {
    if (isRead) {
      expect((await called(tool, never, { dry_run: true })).text).toContain("dry_run is no argument");
      return;
    }
    const whole = wholeCall(tool);
    const dry = await called(tool, never, { ...whole, dry_run: true });
    expect(dry.own).toEqual([]);
    const { own, text } = await called(tool, never, whole);
    const [sent] = own;
    expect(own, text).toHaveLength(1);
    const wouldSend = {
      method: sent?.method,
      path: `/klaviyo${sent?.path}`,
      query: Object.fromEntries(sent?.query ?? []),
      ...(sent?.body !== undefined && { body: sent.body }),
      connection: "c",
    };
    expect(madeUp(JSON.parse(dry.text).dry_run)).toEqual(madeUp(wouldSend));
    expect(fits?.(JSON.parse(dry.text)), JSON.stringify(fits?.errors)).toBe(true);
  });

  it("asks about what it does to people, sends nothing till then, and afterwards once", async () => {
    const judgement = judged.get(name);
    const effects = judgement ? effectsOf(judgement, args) : isRead ? ["reads"] : GRAVE;
    const first = await called(tool, asking);
    const asks = first.text.includes('"needs_confirmation"');
    if (judgement?.asks || effects.some((one) => GRAVE.includes(one)))
      expect(asks, effects.join()).toBe(true);
    if (effects.every((one) => one === "reads")) expect(asks).toBe(false);
    expect(first.own).toHaveLength(asks ? 0 : 1);
    const refused = await called(tool, nobody);
    expect(refused.own).toHaveLength(asks ? 0 : 1);
    expect(refused.isError).toBe(asks);
    // Of a test e-mail one yes holds for its addresses.
    if (!asks || judgement?.once) return;
    expect(fits?.(JSON.parse(first.text)), JSON.stringify(fits?.errors)).toBe(true);
    const { confirmation } = JSON.parse(first.text);
    const second = await called(tool, asking, { confirmation });
    expect(second.own, second.text).toHaveLength(1);
    const third = await called(tool, asking, { confirmation });
    expect(third.own).toEqual([]);
    expect(third.text).toContain('"needs_confirmation"');
  });

  it("asks about any change where every one is asked, and about none where none is", async () => {
    const asked = await called(tool, writes);
    expect(asked.own).toHaveLength(isRead ? 1 : 0);
    expect(asked.text.includes('"needs_confirmation"')).toBe(!isRead);
    expect((await called(tool, never)).own).toHaveLength(1);
  });

  it("fails in three lines, and a change of unknown outcome says so and is not repeated", async () => {
    for (const { what, error, open, again } of FAILURES) {
      never.answer = failingWith(error);
      const answer = await called(tool, never);
      const times = again === "reads" && isRead ? 3 : 1;
      expect(answer.isError, what).toBe(true);
      expectWellFormed(name, answer);
      expect(answer.own, what).toHaveLength(times);
      expect(answer.text.includes("unknown"), `${what}: ${answer.text}`).toBe(open && !isRead);
    }
  });
});

/** What waits between its tries: of each kind one. */
describe.each(oneOfEachKind.filter(([, tool]) => sendable.some(([name]) => name === tool.name)))(
  "%s: no answer",
  (_, tool) => {
    const isRead = tool.annotations.readOnlyHint;
    beforeEach(() => {
      vi.useFakeTimers();
      reading = isRead;
    });
    afterEach(() => void vi.useRealTimers());

    it.each([true, false])("to a request that may have arrived: %s", async (arrived) => {
      never.answer = failingWith(() => new NetworkError("ECONNRESET", arrived));
      const call = called(tool, never);
      await vi.advanceTimersByTimeAsync(10_000);
      const { own, text } = await call;
      expect(own).toHaveLength(isRead ? 3 : 1);
      expect(text.includes("unknown")).toBe(arrived && !isRead);
    });
  },
);

it("there is an operation of every kind of body and of every kind of result", () => {
  const kinds = everyOperation.map(kindOf).join("\n");
  for (const body of ["attributes", "resources", "links", "identifiers", "built", "form"])
    expect(kinds).toContain(`${body} → `);
  for (const result of [
    "collection",
    "resource",
    "job",
    "rows",
    "empty",
    "ids collection",
    "resource 2026-10-15",
    "resource 2026-07-15.pre",
  ])
    expect(kinds).toContain(result);
});
