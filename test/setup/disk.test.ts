import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { disk } from "../../src/setup/disk.ts";
import { UnreadableFile } from "../../src/setup/text.ts";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "setup disk "));
  file = path.join(folder, "own.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const modeOf = (one: string) => statSync(one).mode & 0o777;
const isUnix = process.platform !== "win32";

it("writes a new file that its owner alone may read, in folders that it makes", () => {
  const deep = path.join(folder, "a/b/own.json");
  disk.write(deep, "é\r\n");
  expect(readFileSync(deep, "utf8")).toBe("é\r\n");
  if (isUnix) expect([modeOf(deep), modeOf(path.dirname(deep))]).toEqual([0o600, 0o700]);
});

it.runIf(isUnix).each([0o644, 0o664, 0o600, 0o666, 0o755])("keeps a file's mode: %o", (mode) => {
  writeFileSync(file, "a");
  chmodSync(file, mode);
  disk.write(file, "b");
  expect([readFileSync(file, "utf8"), modeOf(file)]).toEqual(["b", mode]);
});

it.runIf(isUnix).each([
  [0o644, 0o755, 0o755, 0o044],
  [0o600, 0o755, 0o755, 0],
  [0o644, 0o755, 0o700, 0],
  [0o644, 0o700, 0o755, 0],
  [0o664, 0o750, 0o755, 0o060],
  [0o646, 0o755, 0o701, 0o006],
])("knows what others may do with a file of mode %o, in %o, in %o", (mode, inner, outer, others) => {
  const folders = [path.join(folder, "a/b"), path.join(folder, "a")] as const;
  mkdirSync(folders[0], { recursive: true });
  const deep = path.join(folders[0], "own.json");
  writeFileSync(deep, "a");
  chmodSync(deep, mode);
  chmodSync(folders[0], inner);
  chmodSync(folders[1], outer);
  chmodSync(folder, 0o755);
  symlinkSync(deep, file);
  expect([disk.othersOf(deep), disk.othersOf(file)]).toEqual([others, others]);
  chmodSync(folder, 0o700);
  expect([disk.othersOf(deep), disk.othersOf(path.join(folder, "none"))]).toEqual([0, undefined]);
});

it("writes a mode that is asked for, whatever was there", () => {
  writeFileSync(file, "a");
  chmodSync(file, 0o644);
  disk.write(file, "b", 0o600);
  if (isUnix) expect(modeOf(file)).toBe(0o600);
});

it.runIf(isUnix).each([
  ["a link", (target: string, link: string) => symlinkSync(target, link)],
  [
    "a relative link",
    (target: string, link: string) => symlinkSync(path.relative(path.dirname(link), target), link),
  ],
  [
    "a link to a link",
    (target: string, link: string) => {
      symlinkSync(target, `${link}.between`);
      symlinkSync(`${link}.between`, link);
    },
  ],
])("follows %s, which stays one, whether there is something at its end or not", (_, make) => {
  mkdirSync(path.join(folder, "dotfiles"));
  const target = path.join(folder, "dotfiles/real.json");
  make(target, file);
  for (const text of ["new", "changed"]) {
    disk.write(file, text);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect([readFileSync(target, "utf8"), disk.read(file)]).toEqual([text, text]);
  }
  disk.remove(file);
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(existsSync(target)).toBe(false);
});

it("leaves the file as it is, and nothing beside it, where it cannot be written", () => {
  mkdirSync(file);
  writeFileSync(path.join(file, "inside"), "a");
  expect(() => disk.write(file, "b")).toThrow(UnreadableFile);
  expect(() => disk.write(path.join(file, "inside", "under"), "b")).toThrow(/^it cannot be written \(\w+\)$/);
  expect(readdirSync(folder)).toEqual(["own.json"]);
  expect(readdirSync(file)).toEqual(["inside"]);
});

it("reads text alone, with its mark of byte order, and says what else it is", () => {
  writeFileSync(file, "\uFEFF{}");
  expect(disk.read(file)).toBe("\uFEFF{}");
  writeFileSync(file, Buffer.from([0xff, 0xfe, 0x7b, 0x00]));
  expect(() => disk.read(file)).toThrow("it is no UTF-8 text");
  expect(() => disk.read(folder)).toThrow("it cannot be read (EISDIR)");
  expect(disk.read(path.join(folder, "none"))).toBeUndefined();
});

it("takes away a folder that is empty, and no other", () => {
  const inner = path.join(folder, "inner");
  mkdirSync(inner);
  writeFileSync(file, "a");
  disk.removeEmpty(inner);
  disk.removeEmpty(folder);
  expect(readdirSync(folder)).toEqual(["own.json"]);
});
