import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolder } from "../src/files/folder.ts";
import { plainName } from "../src/files/names.ts";
import type { Files } from "../src/tool/files.ts";

// The one reader and writer of the folder that a person allowed, attacked from both sides: by names, and by who may put
// things into the folder.

let home: string;
let root: string;
let outside: string;
let files: Files;
/** What happens at the last moment before a file is opened. */
let beforeOpen: (() => void) | undefined;
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
  files = openFolder(root, (...args) => {
    const happens = beforeOpen;
    beforeOpen = undefined;
    happens?.();
    return open(...args);
  });
});
afterEach(() => {
  beforeOpen = undefined;
  rmSync(home, { recursive: true, force: true });
});

/** All that the folder does with a name. */
const USES: readonly [string, (files: Files, name: string) => Promise<unknown>][] = [
  ["read", (one, name) => one.read(name, MB)],
  ["has", (one, name) => one.has(name)],
  ["grow", (one, name) => one.grow(name)],
  ["write", (one, name) => one.write(name, "x")],
  ["publish from", (one, name) => one.publish(name, "new.csv")],
  ["publish as", (one, name) => one.publish("ok.csv", name)],
  ["remove", (one, name) => one.remove(name)],
];

const NO_NAMES = [
  "../outside/secret.csv",
  "..\\outside\\secret.csv",
  "..",
  ".",
  "",
  " ",
  "/etc/passwd",
  "C:\\secret.csv",
  "C:secret.csv",
  "\\\\server\\share\\x.csv",
  "sub/x.csv",
  "x.csv\0.txt",
  "\0",
  "x\n.csv",
  "x\u202Evsc.csv",
  ".hidden",
  "~/x.csv",
  "-rf",
  "x.csv.",
  "x.csv ",
  "x..csv",
  "x.csv:stream",
  "x.csv::$DATA",
  "CON",
  "nul.csv",
  "com1.csv",
  "COM¹.csv",
  "lpt9",
  "aux.tar.gz",
  "a*.csv",
  "a?.csv",
  "a|b.csv",
  '"a".csv',
  "<a>.csv",
  "$HOME.csv",
  "x".repeat(201),
  "ü".repeat(101),
  "%2e%2e%2fsecret.csv",
];

describe("names", () => {
  it.each(NO_NAMES)("%j is none, whatever is done with it", async (name) => {
    put("ok.csv");
    for (const [use, act] of USES)
      await expect(act(files, name), use).rejects.toMatchObject({ name: "InputError", argument: "file" });
    expect(readdirSync(root)).toEqual(["ok.csv"]);
    expect(readFileSync(join(outside, "secret.csv"), "utf8")).toBe("secret");
  });

  it.each([
    "a.csv",
    "Kunden März 2026 (neu).csv",
    "customers_v1.2.jsonl",
    "顧客.csv",
    "a+b@c.csv",
    "x".repeat(200),
  ])("%j is one", async (name) => {
    put(name);
    expect(text(await files.read(name, MB))).toContain("1,2");
  });

  it("is the same however its accents are written", () => {
    expect(plainName("Ma\u0308rz.csv")).toBe("März.csv");
  });
});

describe("what is no plain file", () => {
  const things: readonly [string, (at: string) => void][] = [
    ["a link out of it", (at) => symlinkSync(join(outside, "secret.csv"), at)],
    ["a link within it", (at) => symlinkSync(join(root, "ok.csv"), at)],
    ["a link to nothing", (at) => symlinkSync(join(outside, "new.csv"), at)],
    ["a link to a device", (at) => symlinkSync("/dev/zero", at)],
    ["a hard link out of it", (at) => linkSync(join(outside, "secret.csv"), at)],
    ["a folder", (at) => mkdirSync(at)],
    ["a pipe, whose opener would wait for ever", (at) => void execFileSync("mkfifo", [at])],
  ];
  it.each(things)("%s is neither read nor written", async (_, make) => {
    put("ok.csv");
    make(join(root, "x.csv"));
    await expect(files.read("x.csv", MB)).rejects.toMatchObject({ name: "InputError" });
    await expect(files.grow("x.csv")).rejects.toMatchObject({ name: "InputError" });
    expect(readFileSync(join(outside, "secret.csv"), "utf8")).toBe("secret");
    expect(existsSync(join(outside, "new.csv"))).toBe(false);
    expect(readFileSync(join(root, "ok.csv"), "utf8")).toBe("a,b\n1,2\n");
  });

  it("a link that a whole file is written over is replaced itself, and what it leads to is not touched", async () => {
    symlinkSync(join(outside, "secret.csv"), join(root, "x.state"));
    await files.write("x.state", "new");
    expect(readFileSync(join(outside, "secret.csv"), "utf8")).toBe("secret");
    expect(readFileSync(join(root, "x.state"), "utf8")).toBe("new");
  });

  it("a link where a finished file is to stand keeps it from being there", async () => {
    put("x.part");
    symlinkSync(join(outside, "new.csv"), join(root, "x.csv"));
    await expect(files.publish("x.part", "x.csv")).rejects.toThrow("there is a file x.csv already");
    expect(existsSync(join(outside, "new.csv"))).toBe(false);
  });
});

describe("what changes between the look and the opening", () => {
  const asLink = (name: string) => () => {
    rmSync(join(root, name), { force: true });
    symlinkSync(join(outside, "secret.csv"), join(root, name));
  };
  /** The folder itself is moved away, and a link to another one stands in its place. */
  const folderAsLink = () => {
    renameSync(root, join(home, "moved"));
    symlinkSync(outside, root);
  };
  it.each([
    ["the file becomes a link", asLink("x.csv")],
    ["the folder becomes a link", folderAsLink],
    [
      "the folder becomes another one",
      () => {
        renameSync(root, join(home, "moved"));
        renameSync(outside, root);
      },
    ],
  ])("%s: nothing is read", async (_, change) => {
    put("x.csv");
    writeFileSync(join(outside, "x.csv"), "secret");
    beforeOpen = change;
    await expect(files.read("x.csv", MB)).rejects.toMatchObject({ name: "InputError" });
  });

  it("the folder becomes a link: nothing is written into what is there", async () => {
    writeFileSync(join(outside, "x.csv"), "secret");
    put("x.csv", "mine");
    beforeOpen = folderAsLink;
    await expect(files.grow("x.csv")).rejects.toMatchObject({ name: "InputError" });
    expect(readFileSync(join(outside, "x.csv"), "utf8")).toBe("secret");
    await expect(files.write("y.csv", "z")).rejects.toThrow("is not the one that it was");
    expect(readdirSync(outside).sort()).toEqual(["secret.csv", "x.csv"]);
  });

  it("a new name becomes a link: it is not made where that leads", async () => {
    beforeOpen = () => symlinkSync(join(outside, "new.csv"), join(root, "x.csv"));
    await expect(files.grow("x.csv")).rejects.toMatchObject({ name: "InputError" });
    expect(existsSync(join(outside, "new.csv"))).toBe(false);
  });
});

describe("sizes", () => {
  it("of what is read: the bound counts, one more does not", async () => {
    put("x.csv", "12345");
    expect(text(await files.read("x.csv", 5))).toBe("12345");
    await expect(files.read("x.csv", 4)).rejects.toThrow("at most");
  });

  it("a file of terabytes that takes no room on the disk costs none", async () => {
    put("huge.csv", "");
    truncateSync(join(root, "huge.csv"), 2 ** 42);
    await expect(files.read("huge.csv", MB)).rejects.toThrow("huge.csv has 4398046.5 MB");
  });

  it("of what grows", async () => {
    put("x.part", "");
    truncateSync(join(root, "x.part"), 4 * 1024 ** 3 - 1);
    const file = await files.grow("x.part");
    await file.append(new Uint8Array(1));
    await expect(file.append(new Uint8Array(1))).rejects.toThrow("at most");
    await file.close();
  });
});
