import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linesOf, newFolder } from "./export-gateway.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

let folder: string;
let server: InProcess;
const call = () => server.call("bulk_import_profiles", { file: "people.csv" });
const put = (text: string) => writeFileSync(join(folder, "people.csv"), text);

beforeEach(() => {
  folder = newFolder();
  server = startInProcess(() => connectionsOf("c1"), ["--files", folder]);
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
});
