import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answeringFor, linesOf, newFolder, type Person, peopleOf } from "./export-gateway.ts";
import { type InProcess, startInProcess } from "./in-process.ts";

let folder: string;
let server: InProcess;
let people: Person[];
const DAY = 24 * 60 * 60_000;
/** One a day, five years of them. */
const EVENLY = (index: number) => index * DAY;
const EXPORT = { name: "get_profiles", file: "people.csv", columns: ["id", "email"] };
const start = (...flags: string[]) => startInProcess(answeringFor(people), ["--files", folder, ...flags]);
const call = (args: Record<string, unknown> = EXPORT) => server.call("export_collection", args);
const idsOf = (name = "people.csv") =>
  linesOf(folder, name)
    .slice(1)
    .map((line) => line.split(",")[0] ?? "");
const sorted = (ids: readonly string[]) => [...ids].sort();
const everybody = () => sorted(people.map(({ id }) => id));

beforeEach(() => {
  folder = newFolder();
  people = peopleOf(2500, EVENLY);
});
afterEach(async () => {
  await server?.drain(1000);
  rmSync(folder, { recursive: true, force: true });
});

describe("an export", () => {
  it("writes every row once, and nothing but the file stays", async () => {
    server = start();
    const { json } = await call();
    expect(json.data).toMatchObject({ file: "people.csv", status: "done", rows: 2500, columns: 2 });
    expect(linesOf(folder, "people.csv")[0]).toBe("id,email");
    expect(sorted(idsOf())).toEqual(everybody());
    expect(readdirSync(folder)).toEqual(["people.csv"]);
    const whole = readFileSync(join(folder, "people.csv"));
    expect([...whole.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(json.data.bytes).toBe(whole.length);
    expect(statSync(join(folder, "people.csv")).mode & 0o777).toBe(0o600);
  });

  it("asks Klaviyo for its columns alone, in ranges of a date that are read side by side", async () => {
    server = start();
    await call();
    const asked = server.sent
      .filter(({ path }) => path === "/api/profiles")
      .map(({ query }) => Object.fromEntries(query));
    expect(new Set(asked.map((one) => one["fields[profile]"]))).toEqual(new Set(["email,created"]));
    expect(new Set(asked.map((one) => one["page[size]"]))).toEqual(new Set(["100"]));
    expect(new Set(asked.map((one) => one.filter)).size).toBeGreaterThan(4);
    // Cutting costs requests: few, beside the 25 pages that there are.
    expect(asked.length).toBeLessThan(60);
  });

  it.each([
    ["all came in the same second", () => 0],
    ["most of them came on one day", (index: number) => (index < 100 ? index * DAY : 100 * DAY + index)],
    ["they came ever faster", (index: number) => Math.sqrt(index) * 40 * DAY],
    ["they came ever more slowly", (index: number) => index ** 2 * 2000],
    ["a few a second", (index: number) => index * 300],
  ])("writes every row once when %s", async (_, at) => {
    people = peopleOf(1777, at);
    server = start();
    const { json } = await call();
    expect(json.data.rows).toBe(1777);
    expect(sorted(idsOf())).toEqual(everybody());
  });

  it.each([
    [
      "a filter with both ends",
      "greater-than(created,2021-01-01T00:00:00Z),less-than(created,2022-01-01T00:00:00Z)",
      [2021],
    ],
    ["a filter with a beginning", "greater-than(created,2025-01-01T00:00:00Z)", [2025, 2026]],
    ["a filter with an end", "less-than(created,2021-01-01T00:00:00Z)", [2020]],
  ])("writes what %s selects, and no more", async (_, filter, years) => {
    server = start();
    await call({ ...EXPORT, arguments: { filter } });
    const first = Date.UTC(2021, 0, 1);
    const meant = people.filter(
      ({ created }) =>
        years.includes(new Date(created).getUTCFullYear()) &&
        !(created === first && years[0] === 2021) &&
        !(created === Date.UTC(2025, 0, 1) && years[0] === 2025),
    );
    expect(sorted(idsOf())).toEqual(sorted(meant.map(({ id }) => id)));
  });

  it("stops at a limit to the row, in one chain of pages", async () => {
    server = start();
    const { json } = await call({ ...EXPORT, arguments: { limit: 150 } });
    expect(json.data).toMatchObject({ status: "done", rows: 150 });
    expect(idsOf()).toHaveLength(150);
    expect(json.hint).toContain("The limit of 150 ended it.");
  });

  it("as JSON lines has whole items, or the columns that are asked for", async () => {
    people = peopleOf(2, EVENLY);
    server = start();
    await call({ name: "get_profiles", file: "all.jsonl" });
    expect(linesOf(folder, "all.jsonl").map((line) => JSON.parse(line))[0]).toEqual({
      id: "P0",
      email: "p0@example.com",
      first_name: "P0",
      created: "2020-01-01T00:00:00+00:00",
      properties: { tier: "gold" },
    });
    await call({
      name: "get_profiles",
      file: "two.jsonl",
      columns: ["id", "properties.tier", "phone_number"],
    });
    expect(linesOf(folder, "two.jsonl").map((line) => JSON.parse(line))[1]).toEqual({
      id: "P1",
      "properties.tier": "gold",
      phone_number: null,
    });
  });

  it("without columns has all that an item has, and no column for what nobody asked for", async () => {
    people = peopleOf(1, EVENLY);
    server = start();
    await call({ name: "get_profiles", file: "people.csv" });
    const [header = "", row = ""] = linesOf(folder, "people.csv");
    expect(header.split(",")).toEqual(expect.arrayContaining(["id", "email", "location.city", "properties"]));
    expect(header).not.toMatch(/predictive_analytics|subscriptions|push-tokens/);
    expect(row).toContain('"{""tier"":""gold""}"');
  });

  it("of nothing is a file with its header", async () => {
    people = [];
    server = start();
    const { json } = await call();
    expect(json.data).toMatchObject({ status: "done", rows: 0 });
    expect(linesOf(folder, "people.csv")).toEqual(["id,email"]);
  });
});

describe("what an export refuses, without a request", () => {
  it.each([
    ["a path", { file: "../people.csv" }, "is a path"],
    ["another format", { file: "people.xlsx" }, "file must end with .csv or .jsonl"],
    ["no format", { file: "people" }, "file must end with .csv or .jsonl"],
    [
      "a column that leads to nothing",
      { columns: ["e_mail"] },
      'profile has nothing at e_mail. Did you mean "email"?',
    ],
    ["what lists nothing", { name: "get_account" }, "lists nothing that could be exported"],
    ["what changes something", { name: "create_profile" }, "lists nothing that could be exported"],
    ["a cursor", { arguments: { page_cursor: "abc" } }, "begins at the beginning"],
    ["a wrong filter", { arguments: { filter: "equals(colour,1)" } }, "colour"],
  ])("%s", async (_, args, told) => {
    server = start();
    const { text, isError } = await call({ ...EXPORT, ...args });
    expect(isError).toBe(true);
    expect(text).toContain(told);
    expect(server.sent.filter(({ host }) => host !== "control")).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("a file that is there", async () => {
    server = start();
    writeFileSync(join(folder, "people.csv"), "mine");
    const { text } = await call();
    expect(text).toContain("there is a file people.csv already, and none is written over");
    expect(readFileSync(join(folder, "people.csv"), "utf8")).toBe("mine");
  });

  it("a beginning that somebody else left", async () => {
    server = start();
    writeFileSync(join(folder, "people.csv.part"), "mine");
    expect((await call()).text).toContain("nothing tells whose it is");
    expect(readFileSync(join(folder, "people.csv.part"), "utf8")).toBe("mine");
  });
});

describe("without a folder", () => {
  it("the tool is not there, and the refusal says what a person may set", async () => {
    server = startInProcess(answeringFor(people));
    const { text } = await call();
    expect(text).toContain(
      "It exists, but the settings of this server hide it: it needs --files and a folder",
    );
  });
});
