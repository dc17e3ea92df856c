import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linesOf, newFolder } from "./export-gateway.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

let folder: string;
let server: InProcess;
const call = (name = "bulk_import_profiles", more: object = {}) =>
  server.call(name, { file: "people.csv", ...more });
const put = (text: string) => writeFileSync(join(folder, "people.csv"), text);

beforeEach(() => {
  folder = newFolder();
  server = startInProcess(() => connectionsOf("c1"), ["--files", folder, "--confirm", "dangerous"]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("bad rows of a file", () => {
  it("are of one length in the file beside it, also one that has too few cells", async () => {
    put("email,first_name,last_name\na@example.com\n");
    await call();
    expect(linesOf(folder, "people.csv.errors.csv")[1]).toBe(
      "2,has 1 cells where the header has 3,a@example.com,,",
    );
  });

  it("of which there are thousands are told by number and reason as far as a model can read them, and all beside it", async () => {
    put(`email\n${"nobody\n".repeat(3000)}`);
    const { text } = await call();
    expect(text).toContain("3000 of 3000 rows");
    expect(text).toContain(`61: email is no address; and 2940 more`);
    expect(text.length).toBeLessThan(1500);
    expect(linesOf(folder, "people.csv.errors.csv")).toHaveLength(3001);
  });

  it("of which none has what all need say how all get it, and what it may be", async () => {
    put("email\na@example.com\nb@example.com\n");
    const { text } = await call("bulk_subscribe_profiles");
    expect(text).toContain("rows 2, 3: channels is missing");
    expect(text).toContain('every_row says it for all of them: {"channels":[…]} of email, sms,');
    const asked = await call("bulk_subscribe_profiles", { every_row: { channels: ["email"] } });
    expect(asked.json.status).toBe("needs_confirmation");
    expect(server.sent.filter(({ method }) => method === "POST")).toEqual([]);
  });

  it.each([
    ["of which some have it", "email,channels\na@example.com,email\nb@example.com,\n"],
    ["of which one is bad for something else", "email\na@example.com\nnobody\n"],
  ])("%s say nothing of it", async (_, text) => {
    put(text);
    const told = await call("bulk_subscribe_profiles");
    expect(told.text).toContain("channels is missing");
    expect(told.text).not.toContain("every_row");
  });
});

describe("a file and rows in the call", () => {
  it("are one too many, and nothing is read or sent", async () => {
    put("email\na@example.com\n");
    const { text, isError } = await call("bulk_import_profiles", { profiles: [{ email: "b@example.com" }] });
    expect([isError, text]).toEqual([true, expect.stringContaining("give either file or profiles")]);
    expect(server.sent.filter(({ method }) => method === "POST")).toEqual([]);
  });
});
