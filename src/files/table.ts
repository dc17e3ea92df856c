import { createHash } from "node:crypto";
import { CsvError, parse } from "csv-parse/sync";
import { InputError } from "../errors.ts";
import type { Table } from "../tool/files.ts";

/** More than Klaviyo takes in a day, and less than a process has room for. */
export const MAX_ROWS = 250_000;
const MAX_COLUMNS = 300;
/** Characters of a row: a quote that is never closed would make the rest of a file one cell. */
const MAX_ROW = 200_000;
const DELIMITERS = [",", ";", "\t"] as const;

/** Reads a CSV file. Throws InputError for what is none. */
export function tableOf(bytes: Uint8Array, name: string): Table {
  const text = textOf(bytes);
  if (text.includes("\0")) throw refusal(name, "holds bytes that no text has: save it as CSV");
  const first = text.slice(0, MAX_ROW);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      delimiter: delimiterOf(first),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW,
      to: MAX_ROWS + 2,
    }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? ` at line ${error.lines}` : "";
    throw refusal(name, `is no CSV${line}: a quote is not closed there, or stands where none may`);
  }
  const [header, ...rows] = records;
  if (!header) throw refusal(name, "is empty");
  const names = header.record.map((one) => one.trim());
  if (names.length > MAX_COLUMNS)
    throw refusal(name, `has ${names.length} columns; at most ${MAX_COLUMNS} are taken`);
  if (rows.length > MAX_ROWS) throw refusal(name, `has more than ${MAX_ROWS} rows: split it`);
  return {
    hash: createHash("sha256").update(bytes).digest("base64url"),
    header: names,
    rows: rows.map(({ record, info }) => ({ line: info.lines, cells: record })),
  };
}

/** Text in the encoding that its bytes speak of: what spreadsheets write is UTF-8, UTF-16 or Windows-1252. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  // Without a mark, every other byte of Latin text in UTF-16 is empty.
  const start = bytes.subarray(0, 1000);
  const empty = (odd: number) => start.filter((byte, at) => at % 2 === odd && byte === 0).length;
  if (empty(1) > start.length / 4 && empty(0) === 0) return new TextDecoder("utf-16le").decode(bytes);
  if (empty(0) > start.length / 4 && empty(1) === 0) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** What the header is parted by: the most frequent one outside of quotes. */
function delimiterOf(text: string): string {
  const header = text.replace(/"(?:[^"]|"")*"/g, "").split(/[\r\n]/, 1)[0] ?? "";
  const counts = DELIMITERS.map((one) => [one, header.split(one).length] as const);
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

function refusal(name: string, why: string): InputError {
  return new InputError(`${name} ${why}`, { argument: "file", next: "Nothing was sent." });
}
