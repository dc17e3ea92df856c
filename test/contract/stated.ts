import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { CORRECTIONS } from "../../tools/operations/corrections.ts";

// What Klaviyo's documents say of its operations, read by another script than the one that writes the rows.

/** One operation. Names that are sets stand sorted, with a space between them. */
export interface Fact {
  name: string;
  revision: string;
  /** Method and path, the ids in it as `{}`. */
  call: string;
  scopes: string;
  /** `10/s 150/m`, with a daily cap `… 225/d`. */
  rate: string;
  /** Windows that apply when a parameter has a value. */
  slower: Record<string, string>;
  /** `datetime greater-than less-than`; the values of a field that has few stand behind a colon, with | between. */
  filter: Record<string, string>;
  filterRequired?: true;
  sort?: string;
  include?: string;
  additional?: string;
  page?: { largest?: number; usual?: number };
}

/** What to do about a row that says otherwise, where the row is what is wrong. */
export const REGENERATE =
  "A row is not edited: `npm run contract -- stable.json --beta beta.json --facts facts.json --responses answers.json` writes tools/operations/*.jsonl from Klaviyo's documents, `npm run facts -- stable.json --beta beta.json --facts facts.json` this side. What a person knows better stands in tools/operations/corrections.ts.";

const [stamp = "", ...lines] = readFileSync("test/contract/facts.jsonl", "utf8").trimEnd().split("\n");

/** The checksum that the file of facts gives of itself, and the one that it has. */
export const CHECKSUMS = {
  given: (JSON.parse(stamp) as { sha256: string }).sha256,
  has: createHash("sha256").update(lines.join("\n")).digest("hex"),
};

export const FACTS: readonly Fact[] = lines.map((line) => JSON.parse(line) as Fact);

const places = new Map(FACTS.map((fact) => [`${fact.revision} ${fact.call}`, fact]));

/** What the documents say of the call of a row, with what a person knows better; undefined where they have none. */
export function factOf(row: {
  name: string;
  revision: string;
  method: string;
  path: string;
}): Fact | undefined {
  const call = callOf(row);
  // A later revision is told where it says otherwise.
  const fact = places.get(`${row.revision} ${call}`) ?? places.get(`2026-07-15 ${call}`);
  return (
    fact && CORRECTIONS.filter(({ operations }) => operations.includes(row.name)).reduce(corrected, fact)
  );
}

/** `GET /api/lists/{}` */
export function callOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`;
}

function corrected(fact: Fact, { filterValues = {}, stricter }: (typeof CORRECTIONS)[number]): Fact {
  const filter = { ...fact.filter };
  for (const [field, values] of Object.entries(filterValues)) filter[field] += `: ${values.join("|")}`;
  if (!stricter) return { ...fact, filter };
  const { argument, value, rate } = stricter;
  const when = argument === "include" ? `include=${value}` : `additional-fields[profile]=${value}`;
  return { ...fact, filter, slower: { ...fact.slower, [when]: `${rate.burst}/s ${rate.steady}/m` } };
}
