import { z } from "zod";
import { type BadRow, type Rows, withoutChecks } from "./rows.ts";

/** Bad rows in words, those of one reason together, `most` of them: `rows 7, 9: email is no address; row 8: …`. */
export function rowsTold(bad: readonly BadRow[], most: number): string {
  const byReason = new Map<string, number[]>();
  for (const { line, why } of bad.slice(0, most)) byReason.set(why, [...(byReason.get(why) ?? []), line]);
  const told = [...byReason].map(
    ([why, lines]) => `${lines.length > 1 ? "rows" : "row"} ${lines.join(", ")}: ${why}`,
  );
  return [...told, ...(bad.length > most ? [`and ${bad.length - most} more`] : [])].join("; ");
}

/**
 * How all rows get what none of them has, as a sentence to be read behind another; empty where some have it, or where
 * they are bad for something else. What it may be is said where there is a choice: which one is the person's.
 */
export function lackOf({ shape = {} }: Rows, bad: readonly BadRow[], good: number): string {
  const [first] = bad;
  const name = /^(\w+) is missing$/.exec(first?.why ?? "")?.[1];
  if (good > 0 || name === undefined || bad.some(({ why }) => why !== first?.why)) return "";
  const schema = shape[name] && withoutChecks(shape[name]);
  const isList = schema instanceof z.ZodArray;
  const one = isList ? withoutChecks(schema.element) : schema;
  const of = one instanceof z.ZodEnum ? ` of ${one.options.join(", ")}` : "";
  return ` every_row says it for all of them: {"${name}":${isList ? "[…]" : "…"}}${of}.`;
}
