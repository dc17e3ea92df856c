import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fieldNames, isField } from "../../src/tool/fields.ts";
import type { FilterField, OperationTool, Rate, ResourceType, ResultSpec } from "../../src/tool/tool.ts";
import { allTools } from "../../tools/index.ts";

// The law of facts: what a tool declares of Klaviyo is what the row of the same name says.

interface Row {
  name: string;
  revision: string;
  method: string;
  path: string;
  scopes?: string;
  rate: string | Rate;
  daily?: number;
  stricter?: { argument: string; value: string; rate: string | Rate }[];
  result?: string;
  fields?: Record<string, string>;
  filter?: Record<string, [string, string, string[]?]>;
  sort?: string;
  include?: Record<string, string>;
  additional?: string;
  page?: { size?: number };
}

const TIERS: Record<string, Rate> = {
  XS: { burst: 1, steady: 15 },
  S: { burst: 3, steady: 60 },
  M: { burst: 10, steady: 150 },
  L: { burst: 75, steady: 750 },
  XL: { burst: 350, steady: 3500 },
};

/** Where a tool says less than its row: what, and why a person decided so. Values that the vendor leaves open are corrections. */
const DECIDED: readonly { what: "additional"; of: (row: Row) => boolean; reason: string }[] = [
  {
    what: "additional",
    of: (row) => row.method !== "GET",
    reason:
      "What a change answers is trimmed to what was changed; the read of the same thing brings the rest.",
  },
];

const lines = readFileSync("tools/operations/klaviyo.jsonl", "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Row & { resource?: string; attributes?: string })
  .filter(({ revision }) => revision === "2026-07-15");
const rows = new Map<string, Row>(lines.map((line) => [line.name, line]));
const attributes = new Map(lines.map(({ resource, attributes: names }) => [resource, names]));
const tools = allTools.filter(
  (tool): tool is OperationTool => tool.kind === "operation" && tool.request.host === "gateway",
);

describe("what a tool declares of Klaviyo is what its row says", () => {
  it.each(tools.map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
    const row = rows.get(name);
    expect(row, "its row").toBeDefined();
    if (!row) return;
    expect(declared(tool)).toEqual(stated(row, tool));
    // What a change answers is shown by our own choice.
    if (row.method === "GET") expect(shown(tool).flatMap((type) => fieldsApart(type, row))).toEqual([]);
  });
});

/** The resource types that a tool shows: what it reads and what may come along. */
function shown({ request, result }: OperationTool): ResourceType[] {
  const own = "resource" in result ? [result.resource] : [];
  return [...own, ...Object.values(request.query.include ?? {})];
}

/** Names that `fields` takes by the tool alone or by the row alone; below a name that is open (`definition.*`) any is right. */
function fieldsApart(type: ResourceType, row: Row): string[] {
  const stated = statedFields(type.type, row);
  const ours = [...fieldNames(type)].filter((name) => !name.endsWith("*") && !stated.has(name));
  const theirs = [...stated].filter((name) => !isField(type, name));
  return [
    ...ours.map((name) => `${type.type} ${name}: the tool's`),
    ...theirs.map((name) => `${type.type} ${name}: the row's`),
  ];
}

function statedFields(type: string, row: Row): Set<string> {
  const changes = (row.fields?.[type] ?? "").split(" ").filter(Boolean);
  const [more, less] = ["+", "-"].map((sign) =>
    changes.filter((one) => one.startsWith(sign)).map((one) => one.slice(1)),
  );
  const usual = (attributes.get(type) ?? "").split(" ").filter(Boolean);
  const kept = usual.filter((name) => !less?.some((lost) => name === lost || name.startsWith(`${lost}.`)));
  return fieldNames({ type, attributes: [...kept, ...(more ?? [])], summary: [] });
}

function declared(tool: OperationTool) {
  const { method, path, scopes, rate, stricter = [], query } = tool.request;
  const clauses = Object.values(query.clauses ?? {}).map(({ field, operator }) => `${field} ${operator}`);
  return {
    method,
    path,
    scopes: [...scopes].sort(),
    rate,
    stricter: stricter.map(({ argument, value, rate: window }) => [argument, value, window]),
    filter: fieldsOf(query.filter),
    clauses,
    // What is sorted on this side is none of Klaviyo's.
    sort: [...(query.sort ?? [])].filter((name) => !query.apart?.sorts.includes(name)).sort(),
    include: Object.fromEntries(Object.entries(query.include ?? {}).map(([key, { type }]) => [key, type])),
    additional: [...(query.additionalFields ?? [])].sort(),
    page: query.page,
    result: resultOf(tool.result),
  };
}

function fieldsOf(filter: Record<string, FilterField> = {}) {
  return Object.fromEntries(
    Object.entries(filter).map(([field, { type, operators, values }]) => [
      field,
      { type, operators: [...operators].sort(), values: values && [...values].sort() },
    ]),
  );
}

function resultOf(result: ResultSpec) {
  if (result.kind === "empty") return "";
  if (!("resource" in result)) return undefined;
  if (result.kind === "collection") return `${result.resource.type}[]`;
  return result.kind === "job" ? `job ${result.resource.type}` : result.resource.type;
}

/** The same of the row, as far as the tool leaves it open. */
function stated(row: Row, tool: OperationTool) {
  const clauses = Object.values(tool.request.query.clauses ?? {});
  const filter = Object.entries(row.filter ?? {}).filter(
    ([field]) => !clauses.some((clause) => clause.field === field),
  );
  return {
    method: row.method,
    path: row.path,
    scopes: (row.scopes ?? "").split(" ").filter(Boolean),
    rate: { ...windowOf(row.rate), ...(row.daily && { daily: row.daily }) },
    stricter: (row.stricter ?? []).map(({ argument, value, rate }) => [argument, value, windowOf(rate)]),
    filter: Object.fromEntries(
      filter.map(([field, [type, operators, values]]) => [
        field,
        { type, operators: operators.split(" "), values: values && [...values].sort() },
      ]),
    ),
    clauses: clauses.map(({ field, operator }) =>
      row.filter?.[field]?.[1].split(" ").includes(operator) ? `${field} ${operator}` : field,
    ),
    sort: (row.sort ?? "").split(" ").filter(Boolean).sort(),
    include: row.include ?? {},
    additional: (isDecided("additional", row) ? "" : (row.additional ?? ""))
      .split(" ")
      .filter(Boolean)
      .sort(),
    page: row.page && (row.page.size ? { size: row.page.size } : {}),
    result: resultOf(tool.result) === undefined ? undefined : (row.result ?? ""),
  };
}

function isDecided(what: string, row: Row): boolean {
  return DECIDED.some((one) => one.what === what && one.of(row));
}

function windowOf(rate: string | Rate): Rate | undefined {
  return typeof rate === "string" ? TIERS[rate] : rate;
}
