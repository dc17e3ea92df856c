import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wholeOffer } from "../src/offer.ts";
import type { Row } from "../src/operations/rows.ts";
import { allCases } from "./cases/index.ts";
import { type Started, startClient } from "./client.ts";
import { isRelated, leastOf, relationIn, rows, typeOfPath } from "./least.ts";

// Whatever can be called can be tried: the sandbox answers the least call of every row as its contract says.

const { operations, firstClass } = wholeOffer(true);
const worded = new Set(firstClass.map(({ name }) => name));
const toolNamed = new Map(operations.map((tool) => [tool.name, tool]));
const reads = new Set(operations.filter(({ impact }) => impact === "read").map(({ name }) => name));

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--beta", "--confirm", "never"], sandbox: { keepAnswers: true } });
  await server.call("list_connections");
});
afterAll(() => server.close());
let dirty = false;
beforeEach(() => {
  if (dirty) server.sandbox.reset();
  dirty = false;
});

interface Resource {
  type: string;
  id: string;
  attributes?: Record<string, unknown>;
  relationships?: Record<string, { data?: unknown }>;
}

async function called(row: Row, args: Record<string, unknown>) {
  dirty ||= !reads.has(row.name);
  server.sandbox.clearRequests();
  const tool = reads.has(row.name) ? "read_operation" : "change_operation";
  const answer = await server.call(tool, { name: row.name, arguments: args });
  const path = new RegExp(`^/klaviyo${row.path.replace(/\{\w+\}/g, "[^/]+")}/?$`);
  const request = server.sandbox.requests.findLast((one) => one.method === row.method && path.test(one.path));
  return { answer, request, document: request?.answer ? JSON.parse(request.answer) : undefined };
}

const callable = rows.all.filter(({ body, name }) => !body?.multipart && !worded.has(name));

describe.each(callable.map((row) => [row.name, row] as const))("%s", (_, row) => {
  it("answers its least call as its contract says", async () => {
    const detail = toolNamed.get(row.name)?.inputSchema.shape.detail && { detail: "full" };
    const args = { ...leastOf(row), ...detail };
    const { answer, request, document } = await called(row, args);
    expect(answer.isError, `${JSON.stringify(args)} ${answer.text.slice(0, 600)}`).toBeFalsy();
    expect(row.status).toContain(request?.status);
    expect(request?.headers.revision).toBe(row.revision);
    if (row.result === undefined) {
      expect(document).toBeUndefined();
      return;
    }
    const [, kind, type = "", many] = row.result.match(/^(?:(job|ids) )?([^[]+)(\[\])?$/) ?? [];
    const data: Resource[] = [document.data].flat().filter(Boolean);
    if (many) expect(Array.isArray(document.data)).toBe(true);
    const relation = relationIn(row.path);
    if (!relation || isRelated(typeOfPath(row.path), relation)) expect(data.length).toBeGreaterThan(0);
    for (const one of data) {
      expect(one.type).toBe(type);
      if (kind === "ids") expect(Object.keys(one)).toEqual(["type", "id"]);
      else {
        const asked = row.additional?.split(" ") ?? [];
        const roots = rows.attributes(type, row).map((name) => name.split(".")[0] ?? "");
        const known = new Set(roots.filter((name) => !asked.includes(name)));
        for (const name of Object.keys(one.attributes ?? {})) expect([...known]).toContain(name);
        // A type whose fields cannot be chosen may show none.
        for (const name of row.fields?.[type] === "" ? [] : known)
          expect(Object.keys(one.attributes ?? {})).toContain(name);
      }
    }
  });
});

it("covers the calls of those that have words in cases", () => {
  expect(allCases.length).toBeGreaterThan(0);
});
