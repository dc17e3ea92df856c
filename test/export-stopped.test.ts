import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GatewayError } from "../src/errors.ts";
import { answeringFor, linesOf, newFolder, type Person, pageOf, peopleOf } from "./export-gateway.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

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

describe("an export that is stopped", () => {
  /** People whose gateway fails for good after so many pages. */
  const failingAfter = (pages: number) => {
    let left = pages;
    return startInProcess(
      (request) => {
        if (request.host === "control") return connectionsOf("c1");
        left -= 1;
        if (left < 0) throw new GatewayError({ status: 403, source: "klaviyo", detail: "enough" });
        return pageOf(people, request);
      },
      ["--files", folder],
    );
  };

  it.each([1, 2, 3, 7, 12, 20])(
    "after %i pages goes on in another process, with no row lost or doubled",
    async (pages) => {
      server = failingAfter(pages);
      const { json } = await call();
      expect(json.data.status).toBe("stopped");
      expect(json.hint).toContain("The same call goes on from there.");
      expect(existsSync(join(folder, "people.csv"))).toBe(false);
      expect(linesOf(folder, "people.csv.part").length - 1).toBe(json.data.rows);
      await server.drain(1000);
      server = start();
      const again = await call();
      expect(again.json.data).toMatchObject({ status: "done", rows: 2500 });
      expect(sorted(idsOf())).toEqual(everybody());
      expect(readdirSync(folder)).toEqual(["people.csv"]);
    },
  );

  it("what was written and not noted, as by a crash, is written again and not doubled", async () => {
    server = failingAfter(5);
    await call();
    await server.drain(1000);
    const part = join(folder, "people.csv.part");
    writeFileSync(part, `${readFileSync(part, "utf8")}P9,half a ro`);
    server = start();
    await call();
    expect(sorted(idsOf())).toEqual(everybody());
  });

  it("is told where its beginning was cut off, and nothing is lost silently", async () => {
    server = failingAfter(5);
    await call();
    writeFileSync(join(folder, "people.csv.part"), "id");
    server = start();
    expect((await call()).text).toContain("people.csv.part is shorter than it was");
  });

  it("is another call's where its arguments differ", async () => {
    server = failingAfter(5);
    await call();
    server = start();
    expect((await call({ ...EXPORT, columns: ["id"] })).text).toContain(
      "was begun by an export of something else",
    );
  });

  it("goes on where the server ends in the middle of it", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let pages = 0;
    server = startInProcess(
      async (request, { signal }) => {
        if (request.host === "control") return connectionsOf("c1");
        pages += 1;
        if (pages > 6) {
          open();
          await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("gone"))));
        }
        return pageOf(people, request);
      },
      ["--files", folder],
    );
    const pending = call();
    await gate;
    await server.drain(1000);
    await pending;
    const written = linesOf(folder, "people.csv.part").length - 1;
    expect(written).toBeGreaterThan(0);
    server = start();
    expect((await call()).json.data.rows).toBe(2500);
    expect(sorted(idsOf())).toEqual(everybody());
  });
});

describe("the same call", () => {
  it("after the end says that it is done, without a request", async () => {
    server = start();
    const first = await call();
    const sent = server.sent.length;
    const again = await call();
    expect(again.json.data).toEqual(first.json.data);
    expect(server.sent.slice(sent).filter(({ host }) => host !== "control")).toEqual([]);
  });

  it("of another session is refused while it is written", async () => {
    server = start();
    const [one, other] = await Promise.all([
      call(),
      server.call("export_collection", EXPORT, { caller: { session: "other", client: "test 1" } }),
    ]);
    expect(one.json.data.status).toBe("done");
    expect(other.text).toContain("people.csv is being written by another call");
    expect(sorted(idsOf())).toEqual(everybody());
  });
});
