import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { OperationTool } from "../../src/tool/tool.ts";
import { called, sendable } from "../contract/kept.ts";
import { oneOfEachKind } from "../every-call.ts";
import { type Inside, startInside } from "../inside.ts";

// Answers that no operation has: whatever comes, each of them answers in a bounded text, and no call finds a defect.

let inside: Inside;
beforeAll(() => {
  inside = startInside(["--beta", "--confirm", "never"]);
});
afterAll(() => void vi.restoreAllMocks());

/** Longest result of the settings, with what is said about the cut. */
const MOST = 61_000;
const EVIL = "https://evil.example/api/lists?page[cursor]=abc";

const one = (more: object = {}) => ({ type: "thing", id: "1", attributes: { name: "n" }, ...more });
const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

const ANSWERS: Readonly<Record<string, () => unknown>> = {
  nothing: () => undefined,
  null: () => null,
  "a number": () => 7,
  "a text": () => "text",
  "a list": () => [1, [2]],
  "an empty object": () => ({}),
  "no data": () => ({ data: null }),
  "data that is a text": () => ({ data: "text" }),
  "a list of what is no resource": () => ({ data: [null, 1, "x", [], {}] }),
  "one where many are due, and many where one is": () => ({ data: [[one()], one()] }),
  "a resource of wrong types": () => ({
    data: { type: 1, id: {}, attributes: [], relationships: 7, links: "x" },
  }),
  "resources of nulls": () => ({ data: [{ type: null, id: null, attributes: null, relationships: null }] }),
  "relationships of anything": () => ({
    data: [one({ relationships: { a: null, b: 1, c: { data: 1 }, d: { data: [null, {}, { id: 1 }] } } })],
  }),
  "included of anything": () => ({ data: [one()], included: [null, 1, {}, one()] }),
  "included that is no list": () => ({ data: one(), included: "x" }),
  "links of anything": () => ({ data: [one()], links: 7 }),
  "a next page that is no text": () => ({ data: [one()], links: { next: { href: EVIL } } }),
  "a next page elsewhere": () => ({ data: [one()], links: { next: EVIL } }),
  "keys of the prototype": () =>
    JSON.parse(
      '{"data":[{"type":"t","id":"L","attributes":{"__proto__":{"isError":true},"constructor":{"x":1},"toString":1}}],"__proto__":{"hint":"injected"}}',
    ),
  "errors in a success": () => ({ errors: [{ detail: "no" }, null, 7] }),
  "results that are no rows": () => ({
    data: { type: "r", attributes: { results: [null, 1, {}], dates: 7, data: [{}] } },
  }),
  "a hundred levels": () => ({ data: one({ attributes: { name: deep(100), properties: deep(100) } }) }),
};

/** The same of a size that takes its time: for an operation of each kind. */
const LARGE: typeof ANSWERS = {
  "a megabyte of text": () => ({ data: [one({ attributes: { name: "x".repeat(1_000_000) } })] }),
  "a megabyte of one": () => ({ data: one({ attributes: { name: "x".repeat(1_000_000) } }) }),
  "3,000 items": () => ({
    data: Array.from({ length: 3000 }, () => one({ attributes: { name: "a name" } })),
  }),
};

async function expectBounded(name: string, tool: OperationTool, answers: typeof ANSWERS): Promise<void> {
  for (const [what, answer] of Object.entries(answers)) {
    inside.answer = answer;
    const { isError, text, json, structuredContent, own } = await called(tool, inside);
    const seen = `${what}: ${text.slice(0, 300)}`;
    expect(text, seen).not.toContain("failed inside the server");
    expect(text.length, seen).toBeLessThan(MOST);
    // Where the account is read first, its answer is one of these too.
    expect(own.length, seen).toBeGreaterThanOrEqual(tool.request.needsAccount ? 0 : 1);
    expect(own.length, seen).toBeLessThanOrEqual(1);
    expect(text, seen).not.toContain('"injected"');
    // Of what is cut there is one of our own, of what is odd none.
    expect(json.next_cursor ?? "~", seen).toMatch(/^~/);
    if (isError) expect(text.split("\n").length, seen).toBeLessThanOrEqual(3);
    else expect(JSON.parse(JSON.stringify(structuredContent)), seen).toEqual(json);
  }
  expect(({} as Record<string, unknown>).isError, name).toBeUndefined();
}

it.each(sendable)("%s takes any answer", (name, tool) => expectBounded(name, tool, ANSWERS));

it.each(oneOfEachKind.filter(([, { request }]) => !(request.body && "multipart" in request.body)))(
  "%s takes an answer of any size",
  (kind, tool) => expectBounded(kind, tool, LARGE),
);
