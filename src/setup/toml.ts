import { type AST, getStaticTOMLValue, ParseError, parseTOML } from "toml-eslint-parser";
import { isObject } from "../text.ts";
import type { Entry } from "./clients.ts";
import { lineEnd, type Splice, UnreadableFile } from "./text.ts";
import { tableOf } from "./toml-table.ts";

/** A TOML file whose servers are tables by name under one key. */
export class TomlFile {
  readonly #text: string;
  readonly #under: string;
  readonly #tables: readonly AST.TOMLTable[];
  /** All that the file says. */
  readonly value: unknown;

  /** Throws UnreadableFile for what is no TOML. */
  constructor(text: string, under: string) {
    this.#text = text;
    this.#under = under;
    try {
      const program = parseTOML(text);
      this.#tables = program.body[0].body.filter((node) => node.type === "TOMLTable");
      this.value = getStaticTOMLValue(program);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      throw new UnreadableFile(`line ${error.lineNumber} is no valid TOML`);
    }
    const servers = isObject(this.value) ? this.value[under] : undefined;
    if (servers !== undefined && !isObject(servers)) throw new UnreadableFile(`its ${under} is no table`);
  }

  /** What makes `entry` the table of this name: in the place of one that there is, or at the end. */
  put(name: string, entry: Entry): Splice[] {
    const eol = lineEnd(this.#text);
    const table = tableOf([this.#under, name], entry).replaceAll("\n", eol) + eol;
    const [first, ...others] = this.#linesOf(name);
    if (first) return [{ ...first, text: table }, ...others.map((one) => ({ ...one, text: "" }))];
    if (this.#isInline()) throw new UnreadableFile(`its ${this.#under} is written inline: change it by hand`);
    const begun = this.#text.trim() === "";
    const gap = begun ? "" : /\n$/.test(this.#text) ? eol : eol + eol;
    return [{ at: this.#text.length, length: 0, text: gap + table }];
  }

  /** What takes the table of this name out, and a blank line before it. */
  take(name: string): Splice[] {
    return this.#linesOf(name).map(({ at, length }) => {
      const blank = /\r?\n(?=\r?\n$)|^\r?\n$/.exec(this.#text.slice(0, at))?.[0] ?? "";
      return { at: at - blank.length, length: length + blank.length, text: "" };
    });
  }

  /** Whether all servers stand in one value, which no table can add to. */
  #isInline(): boolean {
    const isThere = isObject(this.value) && this.#under in this.value;
    return isThere && !this.#tables.some(({ resolvedKey: [under] }) => under === this.#under);
  }

  /** The whole lines of a server's tables. Throws UnreadableFile where it is written in another way. */
  #linesOf(name: string): { at: number; length: number }[] {
    const own = this.#tables.filter(({ resolvedKey: [under, key] }) => under === this.#under && key === name);
    const servers = isObject(this.value) ? this.value[this.#under] : undefined;
    const isThere = isObject(servers) && name in servers;
    if (isThere && !own.some(({ resolvedKey }) => resolvedKey.length === 2))
      throw new UnreadableFile(`its ${this.#under}.${name} is no table of its own: change it by hand`);
    return own.map(({ range: [from, to] }) => {
      const at = this.#text.lastIndexOf("\n", from - 1) + 1;
      const end = this.#text.indexOf("\n", to);
      return { at, length: (end < 0 ? this.#text.length : end + 1) - at };
    });
  }
}
