import { describe, expect, it } from "vitest";
import { checkFilter } from "../../src/check/filters.ts";
import { wholeOffer } from "../../src/offer.ts";
import type { OperationTool } from "../../src/tool/tool.ts";
import { argumentAt } from "../../src/wire/argument-at.ts";
import { allCases } from "../cases/index.ts";

// A person may reshape what a tool takes; what leaves must be what its row has: this method and path, these query
// parameters and filter fields, and in the body nothing that the row's own arguments do not explain.

const rows = new Map(wholeOffer(false).operations.map((tool) => [tool.name, tool]));

const sentOf = allCases.flatMap((one) => {
  const row = rows.get(one.tool);
  return row ? [one.sent].flat().flatMap((sent) => (isOf(row, sent) ? [{ row, one, sent }] : [])) : [];
});

function isOf({ request }: OperationTool, { method, path }: { method: string; path: string }): boolean {
  const pattern = new RegExp(`^${request.path.replace(/\{\w+\}/g, "[^/]+")}$`);
  return request.method === method && pattern.test(path);
}

describe.each(sentOf.map((it) => [`${it.one.tool}: ${it.one.name}`, it] as const))(
  "%s",
  (_, { row, sent }) => {
    it("satisfies its row", () => {
      const { query, body } = row.request;
      const own = Object.values(query.params ?? {});
      for (const [name, value] of Object.entries(sent.query ?? {})) {
        const kind = /^([\w-]+?)(?:\[.*\])?$/.exec(name)?.[1] ?? name;
        const has = {
          filter: query.filter,
          sort: query.sort,
          include: query.include,
          page: query.page,
          fields: true,
          "additional-fields": query.additionalFields,
        }[kind];
        expect(has ?? own.includes(name), name).toBeTruthy();
        if (kind === "filter") expect(() => checkFilter(row, { filter: value })).not.toThrow();
        if (kind === "sort") expect(query.sort).toContain(value.replace(/^-/, ""));
      }
      expect(sent.body === undefined || body !== undefined).toBe(true);
      for (const pointer of leavesOf(sent.body, "")) {
        const argument = argumentAt(row, { pointer });
        const [name = ""] = (argument ?? "").split(/[.[]/);
        expect(Object.keys(row.inputSchema.shape), pointer).toContain(name);
      }
    });
  },
);

/** JSON pointers of all values but the types, which the row's body says by itself. */
function leavesOf(value: unknown, at: string): string[] {
  if (typeof value !== "object" || value === null) return value === undefined ? [] : [at];
  return Object.entries(value).flatMap(([key, one]) =>
    key === "type" && /(^|\/)(data|\d+)$/.test(at) ? [] : leavesOf(one, `${at}/${key}`),
  );
}

it("holds for every reshaped tool", () => {
  const held = new Set(sentOf.map(({ one }) => one.tool));
  expect(held.size).toBeGreaterThanOrEqual(90);
});
