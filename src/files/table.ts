import { createHash, type Hash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { InputError } from "../errors.ts";
import type { Table } from "../tool/files.ts";

/** More than Klaviyo takes in a day, and less than a process has room for. */
export const MAX_ROWS = 250_000;
const MAX_COLUMNS = 300;
/** Characters of a row: a quote that is never closed would make the rest of a file one cell. */
const MAX_ROW = 200_000;
const DELIMITERS = [",", ";", "\t"] as const;

/**
 * Reads a CSV file as it comes off the disk: `source` gives its bytes from the start, as often as it is asked. Throws
 * InputError for what is none.
 */
export async function tableOf(source: () => AsyncIterable<Uint8Array>, name: string): Promise<Table> {
  const encoding = await encodingOf(source());
  const hash = createHash("sha256");
  const { first, whole } = await peeked(textOf(hashed(source(), hash), encoding, name), MAX_ROW);
  const parser = parse({
    delimiter: delimiterOf(first),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW,
  });
  const lines: { line: number; cells: string[] }[] = [];
  try {
    await pipeline(
      whole,
      parser,
      async (records: AsyncIterable<{ record: string[]; info: { lines: number } }>) => {
        for await (const { record, info } of records) {
          lines.push({ line: info.lines, cells: record });
          if (lines.length > MAX_ROWS + 1) throw refusal(name, `has more than ${MAX_ROWS} rows: split it`);
        }
      },
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? ` at line ${error.lines}` : "";
    throw refusal(name, `is no CSV${line}: a quote is not closed there, or stands where none may`);
  }
  const [header, ...rows] = lines;
  if (!header) throw refusal(name, "is empty");
  const names = header.cells.map((one) => one.trim());
  if (names.length > MAX_COLUMNS)
    throw refusal(name, `has ${names.length} columns; at most ${MAX_COLUMNS} are taken`);
  return { hash: hash.digest("base64url"), header: names, rows };
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** The encoding that bytes speak of: what spreadsheets write is UTF-8, UTF-16 or Windows-1252. */
async function encodingOf(bytes: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let start: Uint8Array | undefined;
  try {
    for await (const chunk of bytes) {
      start ??= chunk.subarray(0, 1000);
      const wide = utf16Of(start);
      if (wide) return wide;
      utf8.decode(chunk, { stream: true });
    }
    utf8.decode();
    return "utf-8";
  } catch (error) {
    if (error instanceof TypeError) return "windows-1252";
    throw error;
  }
}

function utf16Of(start: Uint8Array): Encoding | undefined {
  const [first, second] = start;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // Without a mark, every other byte of Latin text in UTF-16 is empty.
  const empty = (odd: number) => start.filter((byte, at) => at % 2 === odd && byte === 0).length;
  if (empty(1) > start.length / 4 && empty(0) === 0) return "utf-16le";
  if (empty(0) > start.length / 4 && empty(1) === 0) return "utf-16be";
  return undefined;
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* textOf(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  name: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    if (text.includes("\0")) throw refusal(name, "holds bytes that no text has: save it as CSV");
    yield text;
  }
  yield decoder.decode();
}

/** The first characters of a text that comes in pieces, at most so many, and all of it from the start. */
async function peeked(pieces: AsyncGenerator<string>, most: number) {
  let first = "";
  while (first.length < most) {
    const { value, done } = await pieces.next();
    if (done) break;
    first += value;
  }
  async function* whole() {
    yield first;
    yield* pieces;
  }
  return { first: first.slice(0, most), whole };
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
