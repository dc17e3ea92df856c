import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { called, sendable } from "../contract/kept.ts";
import { documentOf } from "../every-call.ts";
import { type Inside, startInside } from "../inside.ts";

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
  "../../../connections",
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
        inside.left.some(({ host }) => host === "control"),
        id,
      ).toBe(false);
      // What is read before a change has a path of its own.
      for (const { path, query } of inside.left.filter(({ method }) => method === tool.request.method)) {
        const url = new URL(`https://gateway.example/klaviyo${path}`);
        expect([url.host, url.search, url.hash], id).toEqual(["gateway.example", "", ""]);
        const sent = url.pathname.split("/").map(decodeURIComponent);
        const due = `/klaviyo${tool.request.path}`.split("/").map((segment, at) => {
          if (segment === `{${argument}}`) return id;
          return segment.startsWith("{") ? sent[at] : segment;
        });
        expect(sent).toEqual(due);
        const { include = "" } = Object.fromEntries(query);
        expect(include, id).not.toContain("tags");
      }
    }
  });
});
