import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { onlyReads } from "../../src/tool/effects.ts";
import type { Tool } from "../../src/tool/tool.ts";
import { allTools } from "../../tools/index.ts";
import type { OfficialClient } from "../cases/case.ts";
import { allCases } from "../cases/index.ts";
import { officialClient } from "./official.ts";
import { type Recorder, startRecorder } from "./recorder.ts";

// The vendor's client judges what our tools send: test/calls.test.ts shows that a tool sends `sent`, and this that the
// official method sends the same. Known differences are rows with their reason.

/** Where we differ on purpose. */
const DIFFERENCES = [
  {
    what: "content-type",
    official: "application/json",
    ours: "application/vnd.api+json",
    reason: "the specification declares JSON:API's media type for every body, and has a 415",
  },
  {
    what: "start and end of a timeframe",
    official: "the moment in UTC",
    ours: "the same moment on the account's clock",
    reason: "the specification says: offset is ignored and the company timezone is used",
  },
] as const;

/** Operations that the vendor's client has none of: Maton's, and workflows, which are compared call by call. */
const NOT_KLAVIYO = ["connections", "operations", "undo", "files", "guide"];

let recorder: Recorder;
let client: OfficialClient;
beforeAll(async () => {
  recorder = await startRecorder();
  client = officialClient(recorder.url);
});
afterAll(() => recorder.close());
beforeEach(() => {
  recorder.requests.length = 0;
});

/** The moments of a timeframe by when they are. */
const inUtc = (body: unknown) =>
  body === undefined
    ? body
    : JSON.parse(JSON.stringify(body), (key, value) =>
        key === "start" || key === "end" ? new Date(value).toISOString() : value,
      );

const judged = allCases.filter((one) => one.official);

describe.each(judged.map((one) => [`${one.tool}: ${one.name}`, one] as const))("%s", (_, one) => {
  it("sends what the vendor's client sends", async () => {
    // What it makes of our recording server's answer is of no interest here.
    await one.official?.(client).catch(() => undefined);
    const expected = [one.sent].flat().map(({ method, path, query = {}, body }) => ({
      method,
      // Encoded alike: both decode to the same path.
      path: decodeURIComponent(path),
      query,
      body: inUtc(body),
    }));
    const official = recorder.requests.map(({ method, path, query, body }) => ({
      method,
      path: decodeURIComponent(path),
      query,
      body: inUtc(body),
    }));
    expect(official).toEqual(expected);
    for (const { headers, body } of recorder.requests) {
      expect(headers.revision).toBe("2026-07-15");
      expect(headers.accept).toBe("application/vnd.api+json");
      if (body !== undefined) expect(headers["content-type"]).toBe(DIFFERENCES[0].official);
    }
  });
});

describe("the cases", () => {
  // A job that reads is held by the operations that it reads with, each on its own.
  const isReading = (tool: Tool) => tool.kind === "workflow" && onlyReads(tool);
  // The vendor's client has one revision: a newer one is held against its documents alone.
  const isNewer = (tool: Tool) =>
    tool.kind === "workflow" && tool.uses.some(({ request }) => request.revision);
  const tools = allTools.filter(
    (tool) => !NOT_KLAVIYO.includes(tool.toolset) && !isReading(tool) && !isNewer(tool),
  );
  it.each(tools.map(({ name }) => name))("hold %s against the vendor's client at least twice", (name) => {
    expect(judged.filter((one) => one.tool === name).length).toBeGreaterThanOrEqual(2);
  });
});
