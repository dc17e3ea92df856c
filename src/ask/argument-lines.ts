import { isObject } from "../text.ts";
import type { Line } from "./plan.ts";
import { quotedName, quotedScalar } from "./quote.ts";

/** Of a list of rows these many are shown from its beginning and from its end. */
export const ROWS_SHOWN = 3;
/** A list of plain values up to this long is shown whole. */
const FEW = 10;
const TEXT_CHARS = 300;
const ROW_CHARS = 160;
const VALUE_CHARS = 700;

/**
 * A call's arguments as a person reads them, a line each: texts by their beginning and length, lists of rows by their
 * number, the fields set on how many of them, the first and last three.
 */
export function argumentLines(input: Record<string, unknown>): Line[] {
  return Object.entries(input).flatMap(([name, value]): Line[] => {
    const label = quotedName(name);
    if (!Array.isArray(value)) return [[label, shownValue(value, VALUE_CHARS)]];
    return value.some(isObject) && value.length > 1 ? rowLines(label, value) : [[label, shownList(value)]];
  });
}

function rowLines(label: string, rows: readonly unknown[]): Line[] {
  const set = new Map<string, number>();
  for (const row of rows) for (const path of pathsOf(row)) set.set(path, (set.get(path) ?? 0) + 1);
  const fields = [...set].map(([path, count]) => `${quotedName(path)} on ${count}`);
  const first = rows.slice(0, ROWS_SHOWN);
  const last = rows.slice(Math.max(ROWS_SHOWN, rows.length - ROWS_SHOWN));
  const rest = rows.length - first.length - last.length;
  return [
    [label, `${rows.length}; ${cut(fields, VALUE_CHARS)}`],
    ...first.map((row, at): Line => [`${label} ${at + 1}`, shownValue(row, ROW_CHARS)]),
    ...(rest > 0 ? [[label, `${rest} more between these`] satisfies Line] : []),
    ...last.map(
      (row, at): Line => [`${label} ${rows.length - last.length + at + 1}`, shownValue(row, ROW_CHARS)],
    ),
  ];
}

function shownList(values: readonly unknown[]): string {
  if (values.length <= FEW) return values.map((one) => shownValue(one, TEXT_CHARS)).join(", ") || "(empty)";
  const ends = [...values.slice(0, ROWS_SHOWN), "…", ...values.slice(-ROWS_SHOWN)];
  return `${values.length}: ${ends.map((one) => (one === "…" ? "…" : shownValue(one, ROW_CHARS))).join(", ")}`;
}

/** One value in one line: an object as its fields, each by its path, as many as there is room for. */
function shownValue(value: unknown, most: number): string {
  if (!isObject(value) && !Array.isArray(value)) return quotedScalar(value, Math.min(most, TEXT_CHARS));
  const pieces = leavesOf(value).map(([path, one]) => `${quotedName(path)} ${quotedScalar(one, 80)}`);
  return cut(pieces, most) || "(empty)";
}

/** The pieces that fit, and how many do not. */
function cut(pieces: readonly string[], most: number): string {
  let length = 0;
  const fitting = pieces.findIndex((piece) => {
    length += piece.length + 2;
    return length > most;
  });
  if (fitting < 0) return pieces.join(", ");
  const kept = Math.max(1, fitting);
  const rest = pieces.length - kept;
  return `${pieces.slice(0, kept).join(", ")}${rest > 0 ? `, and ${rest} more fields` : ""}`;
}

function leavesOf(value: unknown, path = ""): [string, unknown][] {
  if (!isObject(value) && !Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, one]) =>
    leavesOf(one, path === "" ? name : `${path}.${name}`),
  );
}

function pathsOf(row: unknown): string[] {
  if (!isObject(row)) return [];
  return Object.entries(row).flatMap(([name, one]) =>
    isObject(one) ? pathsOf(one).map((path) => `${name}.${path}`) : [name],
  );
}

const ADDRESS = /\bhttps?:\/\/[^\s"'<>)\\]+/gi;

/** The whole host of every address in the arguments, each once, as the machine that is called has it. */
export function hostsOf(value: unknown): string[] {
  const hosts = new Set<string>();
  const visit = (one: unknown) => {
    if (typeof one === "string") {
      // A text that is an address as a whole may be spelled as only a parser of addresses reads it.
      for (const address of [one, ...(one.match(ADDRESS) ?? [])]) {
        const url = URL.canParse(address) ? new URL(address) : undefined;
        if (url && /^(https?|wss?|ftp):$/.test(url.protocol)) hosts.add(url.host);
      }
    } else if (typeof one === "object" && one !== null) Object.values(one).forEach(visit);
  };
  visit(value);
  return [...hosts];
}
