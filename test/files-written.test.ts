import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolder } from "../src/files/folder.ts";
import type { Files } from "../src/tool/files.ts";

let home: string;
let root: string;
let outside: string;
let files: Files;
const put = (name: string, text = "a,b\n1,2\n") => writeFileSync(join(root, name), text);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const MB = 1_000_000;

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "klaviyo-files-")));
  root = join(home, "allowed");
  outside = join(home, "outside");
  mkdirSync(root);
  mkdirSync(outside);
  writeFileSync(join(outside, "secret.csv"), "secret");
  files = openFolder(root);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("what is written", () => {
  it("is its owner's alone, whatever the mask says", async () => {
    const before = process.umask(0);
    try {
      const file = await files.grow("x.part");
      await file.append(Buffer.from("1"));
      await file.close();
      await files.write("x.state", "{}");
    } finally {
      process.umask(before);
    }
    for (const name of ["x.part", "x.state"]) expect(statSync(join(root, name)).mode & 0o777).toBe(0o600);
  });

  it("goes on behind what is there, and is cut where it is told", async () => {
    const first = await files.grow("x.part");
    await first.append(Buffer.from("one,two,"));
    await first.keep();
    await first.close();
    const second = await files.grow("x.part");
    expect(second.size).toBe(8);
    await second.cut(4);
    await second.append(Buffer.from("three"));
    await second.close();
    expect(readFileSync(join(root, "x.part"), "utf8")).toBe("one,three");
  });

  it("takes a final name that nothing has, and no other", async () => {
    put("x.part", "new");
    put("x.csv", "old");
    await expect(files.publish("x.part", "x.csv")).rejects.toThrow("none is written over");
    expect(readFileSync(join(root, "x.csv"), "utf8")).toBe("old");
    await files.publish("x.part", "y.csv");
    expect(readdirSync(root).sort()).toEqual(["x.csv", "y.csv"]);
  });

  it("leaves no draft behind where it fails", async () => {
    mkdirSync(join(root, "x.state"));
    await expect(files.write("x.state", "{}")).rejects.toMatchObject({ name: "InputError" });
    expect(readdirSync(root)).toEqual(["x.state"]);
  });

  it("is told by name when it is not there, and removing it is as good as done", async () => {
    await expect(files.read("x.csv", MB)).rejects.toThrow("x.csv is not in the folder");
    await files.remove("x.csv");
    expect(await files.has("x.csv")).toBe(false);
    put("x.csv");
    await files.remove("x.csv");
    expect(readdirSync(root)).toEqual([]);
  });
});

describe("the setting", () => {
  it.each(["/nowhere/at/all", "file"])("%s is no folder", (path) => {
    writeFileSync(join(home, "file"), "");
    expect(() => openFolder(path.startsWith("/") ? path : join(home, path))).toThrow("--files");
  });

  it("may be a link that the person made: it is followed once, at the start", async () => {
    put("x.csv");
    symlinkSync(root, join(home, "link"));
    const linked = openFolder(join(home, "link"));
    rmSync(join(home, "link"));
    symlinkSync(outside, join(home, "link"));
    expect(text(await linked.read("x.csv", MB))).toContain("1,2");
    await expect(linked.read("secret.csv", MB)).rejects.toThrow("not in the folder");
  });
});
