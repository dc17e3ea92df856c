import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GatewayError } from "../src/errors.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { newFolder } from "./export-gateway.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

// What leads out of the allowed folder, by the three ways that a call names a file; and an import whose third part fails.

const SECRET = "email\nsecret@example.com\n";

let home: string;
let folder: string;
let server: InProcess;
/** The post that fails, from 1 on. */
let failing: number;

beforeEach(() => {
  failing = 0;
  home = newFolder();
  folder = join(home, "allowed");
  mkdirSync(folder);
  writeFileSync(join(home, "secret.csv"), SECRET);
  writeFileSync(join(home, "secret.png"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  let posts = 0;
  const answering = ({ host, method, path }: GatewayRequest): unknown => {
    if (host === "control") return connectionsOf("c1");
    if (method === "POST") {
      posts += 1;
      if (posts === failing) throw new GatewayError({ status: 403, source: "klaviyo", detail: "enough" });
      return { data: { type: "job", id: `J${posts}`, attributes: {} } };
    }
    const attributes = path.includes("-jobs/") ? { status: "complete", completed_count: 1000 } : {};
    return { data: { type: "job", id: "J", attributes } };
  };
  server = startInProcess(answering, ["--files", folder]);
});
afterEach(async () => {
  await server.drain(100);
  rmSync(home, { recursive: true, force: true });
});

const WAYS: readonly [tool: string, ending: string, args: (file: string) => Record<string, unknown>][] = [
  ["bulk_import_profiles", "csv", (file) => ({ file })],
  ["upload_image_from_file", "png", (file) => ({ file })],
  ["export_collection", "csv", (file) => ({ name: "get_profiles", file })],
];
const OUT: readonly [
  what: string,
  file: (ending: string) => string,
  made: (from: string, to: string) => void,
][] = [
  ["a path", (ending) => `../secret.${ending}`, () => undefined],
  ["a link", (ending) => `x.${ending}`, symlinkSync],
  ["a hard link", (ending) => `x.${ending}`, linkSync],
];

describe.each(WAYS)("%s", (tool, ending, args) => {
  it.each(OUT)("takes no %s that leads out of the folder, and sends nothing", async (_, file, make) => {
    const secret = join(home, `secret.${ending}`);
    const before = readFileSync(secret);
    make(secret, join(folder, `x.${ending}`));
    const there = readdirSync(folder);
    const { isError, text } = await server.call(tool, args(file(ending)));
    expect(isError).toBe(true);
    expect(text).not.toContain("secret@");
    expect(server.sent.filter(({ host }) => host !== "control")).toEqual([]);
    expect(readdirSync(folder)).toEqual(there);
    expect(readFileSync(secret)).toEqual(before);
  });

  it("is not called with a file where no folder is allowed", async () => {
    server = startInProcess(() => connectionsOf("c1"));
    const { isError, text } = await server.call(tool, args(`x.${ending}`));
    expect(isError).toBe(true);
    expect(text).toContain("--files");
  });
});

describe("an import whose third part fails", () => {
  it("says so, and what was sent; the same call sends the third alone", async () => {
    const codes = Array.from({ length: 2500 }, (_, at) => `CODE-${at}`);
    writeFileSync(join(folder, "codes.csv"), `code\n${codes.join("\n")}\n`);
    failing = 3;
    const args = { coupon_id: "C", file: "codes.csv" };
    const stopped = await server.call("bulk_create_coupon_codes", args);
    const { data, hint } = stopped.json;
    expect(data, stopped.text).toMatchObject({ status: "stopped", parts: 3, parts_sent: 2, rows_sent: 2000 });
    expect(hint).toContain("Part 3 failed");
    const again = await server.call("bulk_create_coupon_codes", args);
    expect(again.json.data, again.text).toMatchObject({ status: "complete", rows: 2500 });
    const posts = server.sent.filter(({ method }) => method === "POST");
    expect(posts).toHaveLength(4);
    expect(JSON.stringify(posts[3]?.body)).toContain("CODE-2000");
    expect(JSON.stringify(posts[3]?.body)).not.toContain("CODE-1999");
  });
});
