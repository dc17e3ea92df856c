import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Row, RowRate } from "../../src/operations/rows.ts";
import { operationsWithBeta } from "../../tools/operations/index.ts";
import { clientFacts } from "./client-facts.ts";
import { CHECKSUMS, callOf, FACTS, type Fact, factOf, REGENERATE } from "./stated.ts";

// The law of facts: what a row says of an operation is what Klaviyo's documents say, read once more by other code,
// and what the vendor's client tells its users.

/** Where the vendor's client tells something else than the vendor's document, and why the document is believed. */
const CLIENT_ERRS: Readonly<Record<string, { rate: string; reason: string }>> = {
  upload_image_from_file: {
    rate: "3/s 100/m 500/d",
    reason: "its comment is that of upload_image_from_url, the link to the document too",
  },
};

const TIERS = { XS: "1/s 15/m", S: "3/s 60/m", M: "10/s 150/m", L: "75/s 750/m", XL: "350/s 3500/m" };
const rows = operationsWithBeta().all;

/** A row in the words of a fact. */
function saidBy(row: Row): Omit<Fact, "name" | "revision"> {
  const type = /\w[\w-]*(?=(\[\])?$)/.exec(row.result ?? "")?.[0];
  const { size: largest, default: usual } = row.page ?? {};
  return {
    call: callOf(row),
    scopes: sorted(row.scopes),
    rate: [windows(row.rate), row.daily && `${row.daily}/d`].filter(Boolean).join(" "),
    slower: Object.fromEntries(
      (row.stricter ?? []).map(({ argument, value, rate }) => [
        // Of what is included the documents name the type.
        argument === "include" ? `include=${row.include?.[value]}` : `additional-fields[${type}]=${value}`,
        windows(rate),
      ]),
    ),
    filter: Object.fromEntries(
      Object.entries(row.filter ?? {}).map(([field, [kind, operators, values]]) => [
        field,
        `${kind} ${sorted(operators)}${values ? `: ${values.join("|")}` : ""}`,
      ]),
    ),
    ...(row.filter_required && { filterRequired: true as const }),
    ...(row.sort && { sort: sorted(row.sort.replaceAll(/(?<!\S)\w\S*/g, "$& -$&")) }),
    ...(row.include && { include: sorted(Object.keys(row.include).join(" ")) }),
    ...(row.additional && { additional: sorted(row.additional) }),
    ...(row.page && { page: { ...(largest && { largest }), ...(usual && { usual }) } }),
  };
}

function windows(rate: RowRate): string {
  return typeof rate === "string" ? TIERS[rate] : `${rate.burst}/s ${rate.steady}/m`;
}

function sorted(words = ""): string {
  return words.split(" ").filter(Boolean).sort().join(" ");
}

/** A fact in the words of a row: these have one word for numbers, and one for what is there or not. */
function inRowsWords({ name: _, revision: __, ...fact }: Fact): Omit<Fact, "name" | "revision"> {
  const filter = Object.entries(fact.filter).map(([field, text]) => [
    field,
    text.replace(/^integer /, "number ").replace(/^\w+ has$/, "presence has"),
  ]);
  return { ...fact, filter: Object.fromEntries(filter) };
}

describe("a row says what the documents say", () => {
  it.each(rows.map((row) => [row.name, row] as const))("%s", (name, row) => {
    const fact = factOf(row);
    expect(fact, `No document has ${callOf(row)} in ${row.revision}. ${REGENERATE}`).toBeDefined();
    if (!fact) return;
    expect([fact.name, `${fact.name}_2026_10`], REGENERATE).toContain(name);
    expect(saidBy(row), `${name} is not what the documents say. ${REGENERATE}`).toEqual(inRowsWords(fact));
  });
});

describe("every operation that a key can call has a row", () => {
  const held = new Set(rows.map((row) => `${row.revision} ${callOf(row)}`));
  const stable = new Set(FACTS.filter(({ revision }) => revision === "2026-07-15").map(({ call }) => call));
  // Of a later revision: what the one before does not have.
  const wanted = FACTS.filter(
    ({ call, revision }) =>
      !call.includes(" /client/") && (revision <= "2026-07-15.pre" || !stable.has(call)),
  );
  it.each(wanted.map((fact) => [`${fact.name} of ${fact.revision}`, fact] as const))("%s", (_, fact) => {
    expect(held.has(`${fact.revision} ${fact.call}`), REGENERATE).toBe(true);
  });
});

describe("a row says what the vendor's client tells its users", () => {
  const told = clientFacts();
  const stable = rows.filter(({ revision }) => revision === "2026-07-15");

  it.each(stable.map((row) => [row.name, row] as const))("%s", (name, row) => {
    const fact = told.get(name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
    const stated = factOf(row);
    if (!fact || !stated) throw new Error(`the vendor's client has no ${name}. ${REGENERATE}`);
    const { scopes, rate, slower, filter, page } = saidBy(row);
    const operators = Object.entries(filter).map(([field, text]) => [field, text.replace(/^\w+ |:.*$/g, "")]);
    // A window that a person knows of is not in the client.
    const documented = Object.entries(slower).filter(([when]) => when in fact.slower);
    const ours = {
      scopes,
      rate,
      slower: Object.fromEntries(documented),
      filter: Object.fromEntries(operators),
      ...(page?.largest && { page }),
    };
    const { rate: meant = fact.rate } = CLIENT_ERRS[name] ?? {};
    expect(ours, `${name} is not what klaviyo-api tells. ${REGENERATE}`).toEqual({ ...fact, rate: meant });
  });
});

it("the file of facts is as its script wrote it", () => {
  expect(CHECKSUMS.has, REGENERATE).toBe(CHECKSUMS.given);
  expect(JSON.parse(readFileSync("package.json", "utf8")).scripts.facts).toBe("tsx scripts/facts.ts");
});
