import { expect } from "vitest";
import { checkFilter } from "../../src/check/filters.ts";
import { InputError } from "../../src/errors.ts";
import type { FilterField, Input, OperationTool, RequestSpec } from "../../src/tool/tool.ts";

// An operation whose filter has a field of each kind, and what is read of a filter that it does not take.

/** A field of text with these operators. */
export const text = (...operators: string[]): FilterField => ({ type: "string", operators });
const FIELDS: Record<string, FilterField> = {
  name: text("equals", "any", "contains"),
  nickname: text("equals", "any"),
  title: text("contains"),
  tag: text("contains-any"),
  list_id: text("equals", "any"),
  phone_number: text("equals"),
  status: { ...text("equals", "any"), values: ["Draft", "Sent", "Cancelled: Smart Sending"] },
  created: { type: "datetime", operators: ["greater-than", "less-than"] },
  updated: { type: "datetime", operators: ["greater-or-equal", "less-or-equal"] },
  joined_group_at: { type: "datetime", operators: ["equals"] },
  count: { type: "number", operators: ["equals", "greater-than"] },
  archived: { type: "boolean", operators: ["equals"] },
  profile: { type: "presence", operators: ["has"] },
};
/** What is said of them, after the next step. */
export const TAKES = [
  "It takes name equals/any/contains",
  "nickname, list_id equals/any",
  "title contains",
  "tag contains-any",
  "phone_number, joined_group_at, archived equals",
  "status equals/any of Draft|Sent|Cancelled: Smart Sending",
  "created greater-than/less-than",
  "updated greater-or-equal/less-or-equal",
  "count equals/greater-than",
  "profile has",
].join("; ");

/** An operation with these fields, of which nothing else matters here. */
export function toolOf(
  query: Partial<RequestSpec["query"]>,
  bodyFilter?: RequestSpec["bodyFilter"],
): OperationTool {
  return { kind: "operation", request: { query, bodyFilter } } as unknown as OperationTool;
}
const THINGS = toolOf({
  filter: FIELDS,
  clauses: { channel: { operator: "equals", field: "messages.channel" } },
});

/** What is read of a refused filter; undefined for one that passes. */
export function refusalOf(input: Input, tool = THINGS): InputError | undefined {
  try {
    checkFilter(tool, input);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** What is said of a filter that is wrong where it begins: the problem, and the next step before what it takes. */
export function saidOf(
  filter: string,
  tool = THINGS,
): { problem: string | undefined; next: string | undefined } {
  const error = refusalOf({ filter }, tool);
  const begin = `the filter is wrong at position 0 (${JSON.stringify(filter.slice(0, 40))}): `;
  expect(error?.message.slice(0, begin.length) ?? begin).toBe(begin);
  return { problem: error?.message.slice(begin.length), next: error?.next };
}

/** Rows of a table that is written as lines, `left → right`. */
export const rowsOf = (lines: string) =>
  lines
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" → ") as [string, string]);
