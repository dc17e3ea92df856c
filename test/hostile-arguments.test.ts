import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { called, sendable } from "./contract/kept.ts";
import { documentOf } from "./every-call.ts";
import { type Inside, startInside } from "./inside.ts";

// Ids that try to get out of the place where they stand: each leaves as one segment of its path, or nothing leaves.

let inside: Inside;
beforeAll(() => {
  inside = startInside(["--beta", "--confirm", "never"]);
});
afterAll(() => void vi.restoreAllMocks());

const IDS = [
  "a/b",
  "a\\b",
  "L?include=tags#x",
  "a%2Fb",
  "..",
  ".",
  "%2e%2e",
  "../../connections",
  "https://evil.example",
  "//evil.example",
  "a\r\nx-evil: 1",
  "a\u0000",
  "__proto__",
  "",
  " ",
  "a\ud800",
];

const placed = sendable.flatMap(([name, tool]) => {
  const ids = [...tool.request.path.matchAll(/\{(\w+)\}/g)].map(([, id = ""]) => id);
  return ids.map((id) => [`${name}: ${id}`, tool, id] as const);
});

describe.each(placed)("%s", (_, tool, argument) => {
  it("stays in its place", async () => {
    inside.answer = () => documentOf(tool);
    for (const id of IDS) {
      const { text } = await called(tool, inside, { [argument]: id });
      expect(text, id).not.toContain("failed inside the server");
      expect(
        inside.left.map(({ host }) => host),
        id,
      ).not.toContain("control");
      // What is read before a change has a path of its own.
      for (const { path, query } of inside.left.filter(({ method }) => method === tool.request.method)) {
        const url = new URL(`https://gateway.example/klaviyo${path}`);
        expect([url.host, url.search, url.hash], id).toEqual(["gateway.example", "", ""]);
        const [ours, theirs] = [url.pathname, `/klaviyo${tool.request.path}`].map((one) => one.split("/"));
        expect(ours, id).toHaveLength(theirs?.length ?? 0);
        for (const [at, segment] of (theirs ?? []).entries()) {
          const sent = decodeURIComponent(ours?.[at] ?? "");
          if (segment === `{${argument}}`) expect(sent).toBe(id);
          else if (!segment.startsWith("{")) expect(sent).toBe(segment);
        }
        const { include = "" } = Object.fromEntries(query);
        expect(include, id).not.toContain("tags");
      }
    }
  });
});
