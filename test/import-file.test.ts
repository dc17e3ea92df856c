import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GatewayError } from "../src/errors.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { linesOf, newFolder } from "./export-gateway.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

// Calls whose rows stand in a file: checked whole, asked once, sent in parts.

/** `npm run test:deep` imports 25,000. */
const TOTAL = process.env.DEEP === "true" ? 25_000 : 10_500;
const PART = 10_000;
/** The rows of each part. */
const PARTS = Array.from({ length: Math.ceil(TOTAL / PART) }, (_, at) => Math.min(PART, TOTAL - at * PART));
const IMPORT = "bulk_import_profiles";
const FILE = { file: "people.csv" };

let folder: string;
let server: InProcess;
let questions: string[];
/** What happens while the person reads the question. */
let meanwhile: () => void;
/** What the gateway answers to the post at this place, from 0 on, instead of a job. */
let upset: (post: number) => Error | undefined;
let errors: Record<string, unknown>[];
let posts: number;
const put = (text: string, name = FILE.file) => writeFileSync(join(folder, name), text);
const people = (total: number, bad: readonly number[] = []) =>
  put(
    `email,first_name\n${Array.from({ length: total }, (_, at) => `${bad.includes(at + 2) ? "nobody" : `p${at}@example.com`},P${at}`).join("\n")}\n`,
  );
const answering = (request: GatewayRequest): unknown => {
  if (request.host === "control") return connectionsOf("c1");
  if (request.method === "POST") {
    posts += 1;
    const error = upset(posts - 1);
    if (error) throw error;
    return { data: { type: "job", id: `J${posts}`, attributes: { status: "queued" } } };
  }
  if (request.path.endsWith("/import-errors"))
    return {
      data: errors.map((attributes, at) => ({ type: "import-error", id: `E${at}`, attributes })),
      links: {},
    };
  if (request.path.includes("-jobs/")) {
    return {
      data: {
        type: "job",
        id: "J",
        attributes: { status: "complete", completed_count: 1, failed_count: errors.length },
      },
    };
  }
  return { data: [], links: {} };
};
const start = (...flags: string[]) =>
  startInProcess(answering, ["--files", folder, "--confirm", "dangerous", ...flags]);
const call = (args: Record<string, unknown> = FILE, name = IMPORT) =>
  server.call(name, args, {
    elicit: async ({ text }) => {
      questions.push(text);
      meanwhile();
      return { said: "yes" };
    },
  });
const sent = () => server.sent.filter(({ method, host }) => method === "POST" && host !== "control");
const rowsIn = (request: GatewayRequest | undefined) =>
  (
    (request as GatewayRequest).body as {
      data: { attributes: { profiles: { data: { attributes: Record<string, unknown> }[] } } };
    }
  ).data.attributes.profiles.data;

beforeEach(() => {
  folder = newFolder();
  questions = [];
  errors = [];
  posts = 0;
  meanwhile = () => undefined;
  upset = () => undefined;
  server = start();
});
afterEach(async () => {
  await server.drain(100);
  rmSync(folder, { recursive: true, force: true });
});

describe("a file of rows", () => {
  it("is sent in parts of what Klaviyo takes, after one question that shows its first three rows and no more", async () => {
    people(TOTAL);
    const { json } = await call();
    expect(json.data).toMatchObject({
      file: "people.csv",
      rows: TOTAL,
      parts: PARTS.length,
      status: "complete",
      left_out: 0,
    });
    expect(sent().map((one) => rowsIn(one).length)).toEqual(PARTS);
    expect(rowsIn(sent().at(-1)).at(-1)?.attributes).toEqual({
      email: `p${TOTAL - 1}@example.com`,
      first_name: `P${TOTAL - 1}`,
    });
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain(`changes: "${TOTAL} rows of people.csv"`);
    expect(questions[0]).toContain(`requests: ${PARTS.length}`);
    expect(questions[0]).toContain("p2@example.com");
    expect(questions[0]).not.toContain("p3@example.com");
    expect(JSON.stringify(json)).not.toContain("@");
    expect(readdirSync(folder)).toEqual(["people.csv"]);
  });

  it("is sent in parts of 5 MB, too", async () => {
    const long = "x".repeat(90_000);
    put(
      `email,properties.note\n${Array.from({ length: 120 }, (_, at) => `p${at}@example.com,${long}`).join("\n")}\n`,
    );
    const { json } = await call();
    expect(json.data).toMatchObject({ rows: 120, status: "complete" });
    const sizes = sent().map(({ body }) => Buffer.byteLength(JSON.stringify(body)));
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThan(5_000_000);
  });

  it("asks even where as many rows would not", async () => {
    people(2);
    expect((await server.call(IMPORT, FILE)).json.status).toBe("needs_confirmation");
    expect(sent()).toEqual([]);
  });

  it("tells the list and what every row has", async () => {
    put("email\na@example.com\n");
    await call(
      { ...FILE, every_row: { channels: ["email"] }, custom_source: "fair" },
      "bulk_subscribe_profiles",
    );
    expect(questions[0]).toContain('custom_source: "fair"');
    expect(questions[0]).toContain("channels of every row: email");
  });

  it("has the effects of its rows: one person's address for another's record is refused where that is denied", async () => {
    server = start("--deny", "identity");
    put("profile_id,email\n01ABC,a@example.com\n");
    expect((await call()).text).toContain("this server refuses what identity");
    expect(sent()).toEqual([]);
  });

  it("is shown by a dry run as a person would see it, and nothing leaves", async () => {
    people(2);
    const { json } = await call({ ...FILE, dry_run: true });
    expect(json.dry_run).toMatchObject({ rows: "2", requests: "1" });
    expect(sent()).toEqual([]);
    expect(questions).toEqual([]);
  });

  it("reads phone numbers as the rest does", async () => {
    put("phone_number\n+1 (202) 555-0143\n");
    await call();
    expect(rowsIn(sent()[0])[0]?.attributes).toEqual({ phone_number: "+12025550143" });
  });
});

describe("bad rows", () => {
  it("are all told by number and reason, and nothing is sent", async () => {
    people(100, [3, 50, 101]);
    const { text } = await call();
    expect(text).toContain(
      "3 of 100 rows of people.csv cannot be sent. rows 3, 50, 101: email is no address",
    );
    expect(text).toContain("skip_bad true leaves these out");
    expect(text).not.toContain("nobody");
    expect(sent()).toEqual([]);
    expect(questions).toEqual([]);
    expect(linesOf(folder, "people.csv.errors.csv")).toEqual([
      "row,why,email,first_name",
      "3,email is no address,nobody,P1",
      "50,email is no address,nobody,P48",
      "101,email is no address,nobody,P99",
    ]);
  });

  it("are left out where the person says so, and the question says how many", async () => {
    people(100, [3, 50]);
    const { json } = await call({ ...FILE, skip_bad: true });
    expect(json.data).toMatchObject({ rows: 98, left_out: 2, errors: "people.csv.errors.csv" });
    expect(questions[0]).toContain('left out: "2 bad rows: 3, 50"');
    expect(rowsIn(sent()[0])).toHaveLength(98);
  });

  it("that are all there is are not sent, whatever is said", async () => {
    people(2, [2, 3]);
    expect((await call({ ...FILE, skip_bad: true })).text).toContain("2 of 2 rows");
    expect(sent()).toEqual([]);
  });

  it("that Klaviyo finds are told by the line of the file, and written beside it", async () => {
    people(3);
    errors = [
      { detail: "Invalid email", source: { pointer: "/data/attributes/profiles/data/1/attributes/email" } },
    ];
    const { json } = await call();
    expect(json.data.failures).toBe("row 3: Invalid email");
    expect(linesOf(folder, "people.csv.errors.csv")[1]).toBe("3,Invalid email,p1@example.com,P1");
  });
});

describe("a file that changes", () => {
  it("between the question and the yes is refused, and what it is now is shown", async () => {
    people(2);
    meanwhile = () => appendFileSync(join(folder, FILE.file), "late@example.com,L\n");
    const { json } = await call();
    expect(json.status).toBe("changed");
    expect(json.hint).toContain("What the person agreed to has changed since, so nothing was sent");
    expect(sent()).toEqual([]);
  });

  it("in one letter, too, and by a token as well", async () => {
    people(2);
    const asked = await server.call(IMPORT, FILE);
    put(readFileSync(join(folder, FILE.file), "utf8").replace("p1@", "q1@"));
    const { json } = await server.call(IMPORT, { ...FILE, confirmation: asked.json.confirmation });
    expect(json.status).toBe("needs_confirmation");
    expect(json.hint).toContain("has changed since");
    expect(sent()).toEqual([]);
  });
});

describe("an import that stops", () => {
  it("says which parts were sent, and the same call sends the others alone", async () => {
    people(TOTAL);
    upset = (post) =>
      post === 1 ? new GatewayError({ status: 400, source: "klaviyo", detail: "no" }) : undefined;
    const first = await call();
    expect(first.json.data).toMatchObject({
      status: "stopped",
      parts: PARTS.length,
      parts_sent: 1,
      rows_sent: 10_000,
    });
    upset = () => undefined;
    await server.drain(100);
    server = start();
    const second = await call();
    expect(second.json.data).toMatchObject({ status: "complete", rows: TOTAL });
    expect(sent().map((one) => rowsIn(one).length)).toEqual(PARTS.slice(1));
    expect(rowsIn(sent()[0])[0]?.attributes.email).toBe("p10000@example.com");
    expect(questions[1]).toContain('sent already: "the first 10000 rows: the others follow"');
    expect(readdirSync(folder)).toEqual(["people.csv"]);
  });

  it("at its first part is an error like any other, and leaves nothing behind", async () => {
    people(2);
    upset = () => new GatewayError({ status: 400, source: "klaviyo", detail: "no such list" });
    const { isError, text } = await call();
    expect(isError).toBe(true);
    expect(text).toContain("no such list");
    expect(readdirSync(folder)).toEqual(["people.csv"]);
  });

  it("begins anew where the file has changed since", async () => {
    people(TOTAL);
    upset = (post) =>
      post === 1 ? new GatewayError({ status: 400, source: "klaviyo", detail: "no" }) : undefined;
    await call();
    upset = () => undefined;
    people(PART + 1);
    await call();
    expect(
      sent()
        .slice(2)
        .map((one) => rowsIn(one).length),
    ).toEqual([PART, 1]);
  });
});

describe("without a folder", () => {
  it("no call takes a file, and the refusal says what a person may set", async () => {
    server = startInProcess(answering);
    const { text } = await call();
    expect(text).toContain("this server may touch no file");
    expect(text).toContain("--files DIR");
  });

  it.each(["../people.csv", "/etc/passwd", "sub/people.csv"])("%s is no file of it", async (file) => {
    expect((await call({ file })).text).toContain("is a path");
    expect(sent()).toEqual([]);
  });
});
