import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { tableOf } from "../src/files/table.ts";
import { itemsOf, placesOf, type Rows, rowsOf } from "../src/import/rows.ts";
import { allTools } from "../tools/index.ts";
import { rowTools } from "../tools/operations/tools.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** The bytes of a file as a disk gives them, so many at once. */
const inChunks = (whole: Uint8Array, size = 64) =>
  async function* () {
    for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
  };
const table = (text: string) => tableOf(inChunks(bytes(text), 65_536), "x.csv");
const utf16 = (text: string, big = false, mark = true) => {
  const buffer = Buffer.from(mark ? `\ufeff${text}` : text, "utf16le");
  return new Uint8Array(big ? buffer.swap16() : buffer);
};

describe("a table is read whatever it was saved with", () => {
  const TEXT = "email,name\r\na@example.com,Zoë\r\n";
  it.each([
    ["UTF-8", bytes(TEXT)],
    ["UTF-8 with its mark", bytes(`\ufeff${TEXT}`)],
    ["UTF-16", utf16(TEXT)],
    ["UTF-16, the other end first", utf16(TEXT, true)],
    ["UTF-16 without its mark", utf16(TEXT, false, false)],
    ["UTF-16, the other end first, without its mark", utf16(TEXT, true, false)],
    ["Windows-1252", new Uint8Array(Buffer.from(TEXT, "latin1"))],
    ["semicolons", bytes(TEXT.replaceAll(",", ";"))],
    ["tabs", bytes(TEXT.replaceAll(",", "\t"))],
    ["one kind of line end", bytes(TEXT.replaceAll("\r\n", "\n"))],
    ["empty lines", bytes(TEXT.replace("\r\n", "\r\n\r\n"))],
    ["quotes", bytes('"email","name"\n"a@example.com","Zoë"\n')],
  ])("%s, however much of it comes at once", async (_, whole) => {
    for (const size of [2, 3, 29, 64]) {
      const { header, rows } = await tableOf(inChunks(whole, size), "x.csv");
      expect(header).toEqual(["email", "name"]);
      expect(rows.map(({ cells }) => cells)).toEqual([["a@example.com", "Zoë"]]);
    }
  });

  it("Windows-1252 is seen where nothing but the last line speaks of it", async () => {
    const lines = `${"a@example.com,Zoe\n".repeat(500)}b@example.com,Zo\u00eb\n`;
    const { rows } = await tableOf(
      inChunks(new Uint8Array(Buffer.from(`email,name\n${lines}`, "latin1"))),
      "x.csv",
    );
    expect(rows.at(-1)?.cells).toEqual(["b@example.com", "Zoë"]);
  });

  it("a cell may hold what parts cells and lines, and a line knows its number in the file", async () => {
    const { rows } = await table('a,b\n"x,1","two\nlines"\ny,z\n');
    expect(rows.map(({ cells }) => cells)).toEqual([
      ["x,1", "two\nlines"],
      ["y", "z"],
    ]);
    expect(rows.at(-1)?.line).toBe(4);
  });

  it("what parts cells is looked for outside of quotes", async () => {
    expect((await table('"a,b,c";d\n1;2\n')).header).toEqual(["a,b,c", "d"]);
  });

  it("its hash is that of its bytes", async () => {
    const hash = createHash("sha256").update("a\n1\n").digest("base64url");
    expect((await table("a\n1\n")).hash).toBe(hash);
    expect((await table("a\n2\n")).hash).not.toBe(hash);
  });

  it.each([
    ["nothing", "", "x.csv is empty"],
    ["a program", "MZ\0\0\u0001", "holds bytes that no text has"],
    ["a quote that is never closed", `a,b\n"${"x".repeat(1000)}`, "is no CSV at line"],
    ["one cell without an end", `a,b\n"${"x".repeat(300_000)}"\n`, "is no CSV"],
    ["columns without an end", `${"a,".repeat(400)}b\n`, "has 401 columns; at most 300 are taken"],
    ["rows without an end", `a\n${"1\n".repeat(250_001)}`, "has more than 250000 rows"],
  ])("%s is refused", (_, text, told) => expect(table(text)).rejects.toThrow(told));
});

const operations = [...allTools, ...rowTools(false)].flatMap((tool) =>
  tool.kind === "operation" ? [tool] : [],
);
const rowsFor = (name: string) =>
  rowsOf(operations.find((tool) => tool.name === name) ?? ({} as never)) as Rows;
const read = async (
  name: string,
  text: string,
  columns: Record<string, string> = {},
  every: Record<string, unknown> = {},
) => {
  const rows = rowsFor(name);
  const found = await table(text);
  return itemsOf(rows, found, placesOf(rows, found, columns), every);
};
const itemsIn = async (...args: Parameters<typeof read>) =>
  (await read(...args)).good.map(({ item }) => item);
const PEOPLE = "bulk_import_profiles";

describe("what takes rows of a file", () => {
  it.each([
    ["bulk_import_profiles", "profiles", 10_000],
    ["bulk_subscribe_profiles", "profiles", 1000],
    ["bulk_create_coupon_codes", "codes", 1000],
    ["bulk_create_catalog_items", "items", 100],
  ])("%s", (name, argument, most) => expect(rowsFor(name)).toMatchObject({ argument, most }));

  it.each([
    "bulk_delete_catalog_items",
    "bulk_unsubscribe_profiles",
    "create_profile",
    "get_profiles",
    "bulk_create_events",
  ])("not %s", (name) => expect(rowsFor(name)).toBeUndefined());
});

describe("columns go to arguments", () => {
  it.each([
    ["email,first_name", { email: "a@b.example", first_name: "A" }],
    ["E-Mail,First Name", { email: "a@b.example", first_name: "A" }],
    ["Email Address,FirstName", { email: "a@b.example", first_name: "A" }],
    ["EMAIL,location.city", { email: "a@b.example", location: { city: "A" } }],
    ["email,properties.Shoe size", { email: "a@b.example", properties: { "Shoe size": "A" } }],
  ])("%s by their names", async (header, item) =>
    expect(await itemsIn(PEOPLE, `${header}\na@b.example,A\n`)).toEqual([item]),
  );

  it("and those of a file of errors, once it is mended, are sent without its two", async () => {
    expect(await itemsIn(PEOPLE, "row,why,email\n7,email is no address,a@b.example\n")).toEqual([
      { email: "a@b.example" },
    ]);
    expect(await itemsIn("bulk_create_coupon_codes", "row,why,Gutschein\n7,x,A1\n")).toEqual(["A1"]);
    await expect(read(PEOPLE, "email,row,why\na@b.example,1,2\n")).rejects.toThrow(
      'the columns "row", "why"',
    );
  });

  it("as the call says, where their names do not, or nowhere", async () => {
    expect(
      await itemsIn(PEOPLE, "Adresse,Stufe,Notiz\na@b.example,gold,x\n", {
        Adresse: "email",
        Stufe: "properties.tier",
        Notiz: "",
      }),
    ).toEqual([{ email: "a@b.example", properties: { tier: "gold" } }]);
  });

  it.each([
    ["a column that nothing is known of", "email,Stufe", {}, 'no argument is known for the column "Stufe"'],
    ["a column that is not there", "email", { Stufe: "properties.tier" }, 'the file has no column "Stufe"'],
    [
      "a path that leads to nothing",
      "email,Stufe",
      { Stufe: "tier" },
      'columns leads to "tier", which is no argument',
    ],
    ["a path into what is no object", "email,Stufe", { Stufe: "email.x" }, "is no argument"],
    ["what every object has", "email,Stufe", { Stufe: "properties.__proto__.x" }, "is no argument"],
    ["two columns to one place", "email,E-Mail", {}, "two columns go to email"],
  ])("%s is refused", async (_, header, columns, told) => {
    await expect(read(PEOPLE, `${header}\n`, columns)).rejects.toThrow(told);
  });
});

describe("cells become values", () => {
  it.each([
    ["properties.n", "12.5", { properties: { n: 12.5 } }],
    ["properties.n", "-3", { properties: { n: -3 } }],
    ["properties.n", "007", { properties: { n: "007" } }],
    ["properties.n", "1e5", { properties: { n: "1e5" } }],
    ["properties.n", "12345678901234567890", { properties: { n: "12345678901234567890" } }],
    ["properties.n", "TRUE", { properties: { n: true } }],
    ["properties.n", "yes", { properties: { n: "yes" } }],
    ["location.zip", "01234", { location: { zip: "01234" } }],
    ["location.latitude", "52.5", { location: { latitude: 52.5 } }],
    ["first_name", "  Anna ", { first_name: "Anna" }],
    ["first_name", "", {}],
    ["properties", '"{""a"":1}"', { properties: { a: 1 } }],
  ])("%s of %j", async (column, cell, item) => {
    expect(await itemsIn(PEOPLE, `email,${column}\na@b.example,${cell}\n`)).toEqual([
      { email: "a@b.example", ...item },
    ]);
  });

  it("every row has what its line does not say", async () => {
    const items = await itemsIn(
      "bulk_subscribe_profiles",
      "email,channels\na@b.example,\nc@d.example,email|sms\n",
      {},
      { channels: ["email"] },
    );
    expect(items).toMatchObject([{ email: "a@b.example", channels: ["email"] }]);
  });

  it("a file of codes is one column, whatever it is called", async () => {
    expect(await itemsIn("bulk_create_coupon_codes", "Gutschein\nA1\nB2\n")).toEqual(["A1", "B2"]);
  });

  it("a catalog item has its price as a number and its images as a list", async () => {
    const header = "external_id,title,description,url,price,images,published";
    expect(
      await itemsIn("bulk_create_catalog_items", `${header}\nS1,Mug,x,https://e.example,9.5,a;b,no\n`),
    ).toEqual([
      {
        external_id: "S1",
        title: "Mug",
        description: "x",
        url: "https://e.example",
        price: 9.5,
        images: ["a", "b"],
        published: false,
      },
    ]);
  });
});

describe("a bad row is told by its number and its reason, and not by its values", () => {
  it.each([
    [PEOPLE, "email,phone_number\n,\n", "needs one of profile_id, email, phone_number, external_id"],
    [PEOPLE, "email,phone_number\nsecret-at-nowhere,\n", "email is no address"],
    [PEOPLE, "phone_number\n4.47E+11\n", "phone_number is a number that a spreadsheet rounded"],
    [
      PEOPLE,
      "phone_number;email\n4,47E+11;a@b.example\n",
      "phone_number is a number that a spreadsheet rounded",
    ],
    [PEOPLE, "external_id\n1.2E+15\n", "external_id is a number that a spreadsheet rounded"],
    [PEOPLE, "email,first_name\na@b.example\n", "has 1 cells where the header has 2"],
    [PEOPLE, "email,location.latitude\na@b.example,north\n", "location.latitude is no number"],
    ["bulk_subscribe_profiles", "email,channels\na@b.example,fax-secret\n", "channels is none of email, sms"],
    ["bulk_subscribe_profiles", "email,channels\na@b.example,sms\n", "channel sms needs phone_number"],
    ["bulk_subscribe_profiles", "email\na@b.example\n", "channels is missing"],
    [
      "bulk_create_catalog_items",
      "external_id,title,description,url,price\nS1,Mug,x,https://e.example,free\n",
      "price is no number",
    ],
    ["bulk_create_coupon_codes", "code,x\nA1,1\n", undefined],
  ])("%s of %j", async (name, text, why) => {
    const columns: Record<string, string> = text.startsWith("code,x") ? { x: "" } : {};
    const { good, bad } = await read(name, text, columns);
    if (why === undefined) return expect(good).toHaveLength(1);
    expect(good).toEqual([]);
    expect(bad).toHaveLength(1);
    expect(bad[0]?.line).toBe(2);
    expect(bad[0]?.why).toContain(why);
    expect(bad[0]?.why).not.toContain("secret");
  });

  it("a code that stands there twice is bad the second time", async () => {
    expect((await read("bulk_create_coupon_codes", "code\nA1\nB2\nA1\n")).bad).toEqual([
      { line: 4, why: "the same as row 2" },
    ]);
  });
});
