import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { Json } from "./agent.ts";
import { job } from "./job.ts";

// Jobs over files. As many rows as a real one has are played by `npm run test:deep` and `npm run jobs`; `npm test` has
// the same ones over fewer.

const LARGE = process.env.DEEP === "true";
const ROWS = LARGE ? 25_000 : 2500;
const BAD = 40;
const CROWD = LARGE ? 250_000 : 2500;

const CUSTOMERS = "customers.csv";
/** Lines of the file whose rows cannot be sent, spread over all of it. */
const WRONG = Array.from({ length: BAD }, (_, at) => 7 + at * Math.floor(ROWS / BAD));
const emailOf = (line: number) => `kunde${line}@import.example.com`;
/** What is wrong with them, in turn. */
const FLAWS: readonly ((line: number) => string)[] = [
  (line) => `kunde${line} at import;Zoë;+491511${2_000_000 + line};Gold`,
  (line) => `${emailOf(line)};Zoë;4,47E+11;Gold`,
  (line) => `${emailOf(line)};Zoë`,
  () => ";Zoë;;Gold",
];
const lineOf = (line: number) =>
  WRONG.includes(line)
    ? (FLAWS[WRONG.indexOf(line) % FLAWS.length]?.(line) ?? "")
    : `${emailOf(line)};Zoë;+491511${2_000_000 + line};Gold`;

const importFile = job(32, {
  question: `Import ${CUSTOMERS} onto a new list "Shop customers": Stufe is properties.tier. Tell me which rows are bad, and import the others.`,
  files: true,
  async given(_, folder) {
    const lines = [
      "E-Mail;Vorname;Telefon;Stufe",
      ...Array.from({ length: ROWS }, (_, at) => lineOf(at + 2)),
    ];
    // As a spreadsheet on Windows saves it.
    writeFileSync(join(folder, CUSTOMERS), Buffer.from(`${lines.join("\r\n")}\r\n`, "latin1"));
  },
  async play(agent) {
    const { data: list } = await agent.call("create_list", { name: "Shop customers" });
    const columns = { Vorname: "first_name", Telefon: "phone_number", Stufe: "properties.tier" };
    const args = { file: CUSTOMERS, list_id: list.id, columns };
    const told = await agent.refused("bulk_import_profiles", args);
    const some = { ...args, skip_bad: true };
    const done = (await agent.confirmed("bulk_import_profiles", some, (preview) => {
      assert.match(JSON.stringify(preview), new RegExp(`${BAD} bad rows`));
      assert.match(JSON.stringify(preview), new RegExp(`${ROWS - BAD}`));
    })) as Json;
    let { data } = done;
    while (data.status === "processing") ({ data } = await agent.call("bulk_import_profiles", some));
    const rows = [...told.matchAll(/rows ([\d, ]+): /g)].flatMap(([, some = ""]) => some.split(", "));
    return { data, bad: rows.map(Number).sort((a, b) => a - b) };
  },
  async check({ data, bad }, account, folder) {
    assert.deepEqual(
      [data.status, data.rows, data.left_out, data.completed, data.failed],
      ["complete", ROWS - BAD, BAD, ROWS - BAD, 0],
    );
    assert.deepEqual(bad, WRONG);
    const beside = parse(readFileSync(join(folder, `${CUSTOMERS}.errors.csv`)), { bom: true, from: 2 });
    assert.deepEqual(
      (beside as unknown as string[][]).map(([row]) => Number(row)),
      WRONG,
    );
    const list = await account.named("/api/lists", "Shop customers");
    const members = await account.all(`/api/lists/${list.id}/profiles?page[size]=100`);
    const imported = new Map(members.map(({ attributes }) => [attributes.email, attributes]));
    const good = Array.from({ length: ROWS }, (_, at) => at + 2).filter((line) => !WRONG.includes(line));
    assert.equal(members.length, good.length);
    for (const line of good) {
      const { first_name, phone_number, properties } = imported.get(emailOf(line)) ?? {};
      const expected = ["Zoë", `+491511${2_000_000 + line}`, "Gold"];
      assert.deepEqual([first_name, phone_number, properties?.tier], expected, emailOf(line));
    }
  },
});

const LIST = "Newsletter Subscribers";
const EXPORTED = "newsletter.csv";

const exportList = job(33, {
  question: `Export everybody on ${LIST} to ${EXPORTED}, with e-mail, phone number and city.`,
  files: true,
  crowd: CROWD,
  async play(agent) {
    const args = {
      name: "get_profiles_for_list",
      arguments: { list_id: LIST },
      file: EXPORTED,
      columns: ["id", "email", "phone_number", "location.city"],
    };
    let { data } = await agent.call("export_collection", args);
    while (data.status === "running") ({ data } = await agent.call("export_collection", args));
    return data;
  },
  async check(answer, account, folder) {
    const list = await account.named("/api/lists", LIST);
    const members = await account.all(`/api/lists/${list.id}/profiles?page[size]=100`);
    assert(members.length > CROWD);
    assert.deepEqual([answer.status, answer.rows], ["done", members.length]);
    const rows = parse(readFileSync(join(folder, EXPORTED)), { bom: true, from: 2 }) as unknown as string[][];
    const written = rows.map((cells) => cells.join("\t"));
    const there = members.map(({ id, attributes: { email, phone_number, location } }) =>
      [id, email ?? "", phone_number ?? "", location?.city ?? ""].join("\t"),
    );
    assert.deepEqual(written.toSorted(), there.toSorted());
  },
});

export const large = [importFile, exportList];
