import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox/index.ts";
import { type Ask, startAsking } from "./asked.ts";

// What stands around an answer, as recorded answers of a live account have it: limits, cursors and revisions.

let sandbox: Sandbox;
let ask: Ask;
beforeAll(async () => {
  ({ sandbox, ask } = await startAsking());
});
afterAll(() => sandbox.close());

describe("a page's cursor", () => {
  const first = { "page[size]": "2" };

  it("is taken with a leading =, as one of the vendor's clients sends it", async () => {
    const { json } = await ask("GET profiles", { query: first });
    const cursor = new URL(json.links.next).searchParams.get("page[cursor]") ?? "";
    const plain = await ask("GET profiles", { query: { ...first, "page[cursor]": cursor } });
    const marked = await ask("GET profiles", { query: { ...first, "page[cursor]": `=${cursor}` } });
    expect(plain.status).toBe(200);
    expect(marked.json.data).toEqual(plain.json.data);
    expect(marked.json.data).not.toEqual(json.data);
  });

  it.each(["nonsense", "=nonsense", "==bmV4dDoyOmE", "="])("%s is refused", async (cursor) => {
    const { status, json } = await ask("GET profiles", { query: { ...first, "page[cursor]": cursor } });
    expect(status).toBe(400);
    expect(json.errors[0].source).toEqual({ parameter: "page[cursor]" });
  });
});

describe("limits", () => {
  it.each<[path: string, limit: string, remaining: string]>([
    ["lists", "75, 75;w=1, 750;w=60", "74"],
    ["metrics", "10, 10;w=1, 150;w=60", "9"],
    ["profiles", "75, 75;w=1, 750;w=60", "74"],
    ["flows", "3, 3;w=1, 60;w=60", "2"],
  ])("of GET %s are told as %s", async (path, limit, remaining) => {
    const limited = await startAsking({ limits: 1 });
    try {
      const { headers } = await limited.ask(`GET ${path}`);
      expect(headers.get("ratelimit-limit")).toBe(limit);
      expect(headers.get("ratelimit-remaining")).toBe(remaining);
      expect(headers.get("ratelimit-reset")).toMatch(/^[01]$/);
    } finally {
      await limited.sandbox.close();
    }
  });

  it("that are used up are told without a content type, with the wait", async () => {
    const limited = await startAsking({ limits: 1 });
    try {
      const answers = [];
      for (let at = 0; at < 4; at++) answers.push(await limited.ask("GET accounts"));
      const refused = answers.find(({ status }) => status === 429);
      expect(refused?.headers.get("content-type")).toBeNull();
      expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(refused?.json.errors[0]).toMatchObject({
        code: "throttled",
        detail: expect.stringMatching(/^Request was throttled. Expected available in \d+ seconds?\.$/),
        links: { type: expect.stringContaining("rate_limits") },
      });
    } finally {
      await limited.sandbox.close();
    }
  });
});

describe("a revision", () => {
  const OPT_OUT = { "x-klaviyo-revision-fall-forward-opt-out": "1" };
  const SPEAKS = /^The sandbox speaks the revisions 2026-07-15, 2026-10-15, 2026-07-15\.pre; /;

  it.each<[revision: string, status: number, detail: RegExp, headers?: Record<string, string>]>([
    ["2025-01-15", 400, SPEAKS],
    ["2025-04-15", 400, SPEAKS],
    ["2025-07-15", 400, SPEAKS],
    ["2025-10-15", 400, SPEAKS],
    ["2026-01-15", 400, SPEAKS],
    ["2026-04-15", 400, SPEAKS],
    ["2024-10-15", 400, SPEAKS],
    ["2026-04-15", 400, SPEAKS, OPT_OUT],
    ["2024-10-15", 410, /no longer supported/, OPT_OUT],
    ["2027-01-15", 400, /^Invalid revision '2027-01-15'/],
    ["2026-13-15", 400, /^Invalid revision/],
    ["nonsense", 400, /^Invalid revision/],
    ["", 400, /revision header is required/],
  ])("%s is refused with %d", async (revision, status, detail, headers = {}) => {
    const answer = await ask("GET lists", { revision, headers });
    expect(answer.status).toBe(status);
    expect(answer.json.errors[0].detail).toMatch(detail);
    expect(answer.json.errors[0].source).toEqual({ parameter: "revision" });
  });

  it.each(["2026-07-15", "2026-10-15", "2026-07-15.pre"])("%s is answered", async (revision) => {
    expect((await ask("GET lists", { revision })).status).toBe(200);
  });

  it("of the two that are stable, each has campaigns of its own", async () => {
    const query = { filter: 'equals(messages.channel,"email")' };
    const [older] = (await ask("GET campaigns", { query })).json.data;
    const [newer] = (await ask("GET campaigns", { revision: "2026-10-15" })).json.data;
    expect(Object.keys(older.attributes)).toContain("audiences");
    expect(Object.keys(newer.attributes)).not.toContain("audiences");
    expect(Object.keys(newer.relationships)).toContain("campaign-audiences");
  });
});
