import { phoneReader } from "../check/phones.ts";
import { checkRules } from "../check/rules.ts";
import { InputError } from "../errors.ts";
import { lineOf } from "../export/cells.ts";
import { lackOf, rowsTold } from "../import/bad-rows.ts";
import { type BadRow, ERRORS, type GoodRow, itemsOf, placesOf } from "../import/rows.ts";
import { holdsToken } from "../mask/tokens.ts";
import { isObject } from "../text.ts";
import type { Table } from "../tool/files.ts";
import type { Account, Input } from "../tool/tool.ts";
import { errorsOf } from "./import-state.ts";
import type { ImportJob } from "./importing.ts";

/** What a call with a file says. */
export type FileInput = Input & {
  file: string;
  columns?: Record<string, string>;
  every_row?: Record<string, unknown>;
  skip_bad?: boolean;
};

/** A file whose every row was looked at. */
export interface Checked {
  file: string;
  hash: string;
  table: Table;
  /** Where each column goes. */
  places: readonly string[];
  good: readonly GoodRow[];
  bad: readonly BadRow[];
  parts: readonly (readonly GoodRow[])[];
  /** What every row has that its line does not say. */
  every: Readonly<Record<string, unknown>>;
  /** The operation's own arguments. */
  input: Input;
}

/** Klaviyo takes 5 MB a request; the envelope of each item is a part of it. */
const MOST_BYTES = 4_500_000;
const ENVELOPE = 150;
/** Rows of which a model reads what is wrong; all of them are in the file beside it. */
const MOST_TOLD = 60;
/** Rows that are shown. */
const SHOWN = 3;

/**
 * Reads and checks a whole file. Throws InputError where nothing could be sent: with every bad row by number and reason,
 * unless the call says to leave them out. `before` is what the same call found: the same file is not checked again.
 */
export async function checked(
  job: ImportJob,
  given: FileInput,
  account: Account | undefined,
  before?: Checked,
): Promise<Checked> {
  const { tool, rows, files } = job;
  const { file, columns = {}, every_row = {}, skip_bad, ...input } = given;
  const table = await files.table(file);
  if (before?.hash === table.hash) return before;
  if (table.rows.length === 0)
    throw new InputError(`${file} has no rows below its header`, { argument: "file" });
  const places = placesOf(rows, table, columns);
  const { opened, refused } = unmaskedRows(job, table, places);
  const read = itemsOf(rows, opened, places, every_row);
  const { good, bad } = await withPhones(sized(job, { ...read, bad: [...read.bad, ...refused] }), account);
  const { mask, connection } = job.session;
  for (const item of [every_row, ...good.slice(0, SHOWN).map((row) => row.item)])
    mask?.learnOpen(item, connection.id);
  if (bad.length > 0) await files.write(errorsOf(file), errorLines(table, bad));
  if (bad.length > 0 && (!skip_bad || good.length === 0))
    throw refusal({ file, bad, good, input, lack: lackOf(rows, bad, good.length) });
  checkRules(tool.rules, { ...input, [rows.argument]: good.map(({ item }) => item) });
  return {
    file,
    hash: table.hash,
    table,
    places,
    good,
    bad,
    parts: partsOf(good, rows.most),
    every: every_row,
    input,
  };
}

/** The table with the tokens of persons put back, and the rows in which one stands where none may. */
function unmaskedRows({ tool, rows, session }: ImportJob, table: Table, places: readonly string[]) {
  const { mask, connection } = session;
  const refused: BadRow[] = [];
  if (!mask) return { opened: table, refused };
  const cellAt = (cell: string, place: string): string => {
    const item = place.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), cell);
    const args = { [rows.argument]: [rows.shape ? item : cell] };
    return holdsToken(cell) ? leafOf(mask.opened(tool, args, connection.id)) : cell;
  };
  const whole = table.rows.flatMap((row) => {
    try {
      return [{ ...row, cells: row.cells.map((cell, index) => cellAt(cell, places[index] ?? "")) }];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused.push({ line: row.line, why: error.message.replace(`${rows.argument}[0].`, "") });
      return [];
    }
  });
  return { opened: { ...table, rows: whole }, refused };
}

/** The one text in what holds nothing else. */
function leafOf(value: unknown): string {
  return typeof value === "object" && value !== null ? leafOf(Object.values(value)[0]) : String(value);
}

/** A row that is larger than Klaviyo takes. */
function sized({ tool, rows }: ImportJob, { good, bad }: { good: GoodRow[]; bad: BadRow[] }) {
  const most = tool.maxBytes[`${rows.argument}[]`];
  if (most === undefined) return { good, bad };
  const isSmall = ({ item }: GoodRow) => bytesOf(item) <= most;
  const large = good
    .filter((row) => !isSmall(row))
    .map(({ line }) => ({ line, why: `has more than ${most} bytes` }));
  return { good: good.filter(isSmall), bad: [...bad, ...large] };
}

/** Phone numbers as Klaviyo keeps them; one that is none makes its row bad. */
async function withPhones({ good, bad }: { good: GoodRow[]; bad: BadRow[] }, account: Account | undefined) {
  const phoneOf = ({ item }: GoodRow) =>
    isObject(item) && typeof item.phone_number === "string" ? item.phone_number : undefined;
  const isSorted = (rows: BadRow[]) => rows.sort((a, b) => a.line - b.line);
  if (!good.some((row) => phoneOf(row) !== undefined)) return { good, bad: isSorted([...bad]) };
  const read = await phoneReader(account?.country);
  const wrong: BadRow[] = [];
  const right: GoodRow[] = [];
  for (const row of good) {
    const phone = phoneOf(row);
    const found = phone === undefined ? undefined : read(phone);
    if (!found) right.push(row);
    else if ("number" in found)
      right.push({ ...row, item: { ...(row.item as object), phone_number: found.number } });
    else wrong.push({ line: row.line, why: "phone_number is none: write it with + and the country's code" });
  }
  return { good: right, bad: isSorted([...bad, ...wrong]) };
}

function partsOf(rows: readonly GoodRow[], most: number): GoodRow[][] {
  const parts: GoodRow[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const size = bytesOf(row.item) + ENVELOPE;
    const part = parts.at(-1);
    if (part && part.length < most && bytes + size <= MOST_BYTES) {
      part.push(row);
      bytes += size;
    } else {
      parts.push([row]);
      bytes = size;
    }
  }
  return parts;
}

function bytesOf(item: unknown): number {
  return Buffer.byteLength(JSON.stringify(item) ?? "");
}

/** What is wrong with each row, with the row itself, as a file that can be mended and sent alone. */
export function errorLines({ header, rows }: Table, errors: readonly BadRow[]): string {
  const cells = new Map(rows.map((row) => [row.line, row.cells]));
  // A row may have too few cells: that is what is wrong with it, and not with this file.
  const whole = (line: number) => {
    const own = cells.get(line) ?? [];
    return [...own, ...header.slice(own.length).map(() => "")];
  };
  const lines = errors.map(({ line, why }) => lineOf([line, why, ...whole(line)]));
  return `\ufeff${lineOf([...ERRORS, ...header])}${lines.join("")}`;
}

function refusal({
  file,
  bad,
  good,
  input,
  lack,
}: Pick<Checked, "file" | "bad" | "good" | "input"> & { lack: string }): InputError {
  const lists = input.list_id === undefined ? "" : " to the same list";
  const others =
    good.length > 0
      ? ` If the person wants the other ${good.length} sent${lists}, skip_bad true leaves these out.`
      : "";
  return new InputError(
    `${bad.length} of ${bad.length + good.length} rows of ${file} cannot be sent. ${rowsTold(bad, MOST_TOLD)}`,
    {
      argument: "file",
      next: `Nothing was sent. ${errorsOf(file)} beside it has them all.${others}${lack}`,
    },
  );
}

/** What a person decides by: how much, from where, whereto, and the first rows as they will be sent. */
export function linesOf({
  table,
  places,
  good,
  bad,
  parts,
  every,
  input,
}: Checked): { label: string; becomes: unknown }[] {
  const own = Object.entries(input).filter(
    ([name]) => !["confirmation", "dry_run", "connection_id"].includes(name),
  );
  const columns = table.header.map((name, index) => `${name} → ${places[index] || "nowhere"}`);
  return [
    { label: "rows", becomes: good.length },
    { label: "requests", becomes: parts.length },
    ...(bad.length > 0
      ? [
          {
            label: "left out",
            becomes: `${bad.length} bad rows: ${bad
              .slice(0, 20)
              .map(({ line }) => line)
              .join(", ")}${bad.length > 20 ? " …" : ""}`,
          },
        ]
      : []),
    { label: "columns", becomes: columns.join(", ") },
    ...Object.entries(every).map(([name, becomes]) => ({ label: `${name} of every row`, becomes })),
    ...own.map(([label, becomes]) => ({ label, becomes })),
    ...good
      .slice(0, SHOWN)
      .map(({ line, item }) => ({ label: `row ${line}`, becomes: JSON.stringify(item) })),
  ];
}
