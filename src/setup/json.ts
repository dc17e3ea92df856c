import {
  createScanner,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import type { Entry } from "./clients.ts";
import { lineAt, lineEnd, type Splice, UnreadableFile } from "./text.ts";

// Servers in a JSON file, by edits that touch nothing else: jsonc-parser's own would format the lines around them.

const BOM = "\uFEFF";
const BLANKS = /[ \t\r\n]*$/;

/** A JSON file whose servers stand by name under one key; `comments`, and a last comma, where its client reads them. */
export class JsonFile {
  readonly #text: string;
  readonly #start: number;
  readonly #under: string;
  readonly #root: Node | undefined;
  readonly #servers: Node | undefined;

  /** Throws UnreadableFile for what its client would not read, or would read in another way than this. */
  constructor(text: string, under: string, comments: boolean) {
    this.#text = text;
    this.#under = under;
    this.#start = text.startsWith(BOM) ? 1 : 0;
    this.#root = rootOf(text.slice(this.#start), comments);
    if (this.#root && this.#root.type !== "object") throw new UnreadableFile("it holds no object");
    this.#servers = this.#root && memberOf(this.#root, under);
    if (this.#servers && this.#servers.type !== "object")
      throw new UnreadableFile(`its ${under} is no object`);
  }

  /** All that the file says. */
  get value(): unknown {
    return this.#root ? getNodeValue(this.#root) : {};
  }

  /** What makes `entry` the server of this name: in the place of one that there is, or behind the others. */
  put(name: string, entry: Entry): Splice[] {
    const body = this.#text.slice(this.#start);
    const write = (value: unknown, indent: string) =>
      JSON.stringify(value, null, unitOf(body)).replaceAll("\n", lineEnd(body) + indent);
    if (!this.#root) {
      const whole = write({ [this.#under]: { [name]: entry } }, "") + lineEnd(body);
      const gap = body === "" || /\n[ \t]*$/.test(body) ? "" : lineEnd(body);
      return [{ at: this.#text.length, length: 0, text: /\S/.test(body) ? gap + whole : whole }];
    }
    if (!this.#servers) return this.#moved(inserted(body, this.#root, this.#under, { [name]: entry }, write));
    const there = memberOf(this.#servers, name);
    if (!there) return this.#moved(inserted(body, this.#servers, name, entry, write));
    const isOneLine = !body.slice(there.offset, there.offset + there.length).includes("\n");
    const text = isOneLine ? JSON.stringify(entry) : write(entry, indentAt(body, there.offset));
    return this.#moved([{ at: there.offset, length: there.length, text }]);
  }

  /** What takes the server of this name out, with the key that held it where `emptied` and it was the only one. */
  take(name: string, emptied: boolean): Splice[] {
    const body = this.#text.slice(this.#start);
    const { children = [] } = this.#servers ?? {};
    if (emptied && this.#root && children.length === 1)
      return this.#moved(removed(body, this.#root, this.#under));
    return this.#servers ? this.#moved(removed(body, this.#servers, name)) : [];
  }

  #moved(splices: Splice[]): Splice[] {
    return splices.map((one) => ({ ...one, at: one.at + this.#start }));
  }
}

function rootOf(body: string, comments: boolean): Node | undefined {
  const errors: ParseError[] = [];
  const options = { allowTrailingComma: comments, disallowComments: !comments, allowEmptyContent: true };
  const root = parseTree(body, errors, options);
  const [first] = errors;
  if (first) {
    const said = printParseErrorCode(first.error).replace(/(?<=[a-z])(?=[A-Z])/g, " ");
    throw new UnreadableFile(`line ${lineAt(body, first.offset)} is no valid JSON (${said.toLowerCase()})`);
  }
  return root;
}

/** The value of a key. Throws UnreadableFile where it stands there twice: which of the two counts is the reader's. */
function memberOf(object: Node, key: string): Node | undefined {
  const found = propertiesOf(object, key);
  if (found.length > 1) throw new UnreadableFile(`${JSON.stringify(key)} stands in it twice`);
  return found[0]?.children?.[1];
}

function propertiesOf({ children = [] }: Node, key: string): Node[] {
  return children.filter(({ children: [name] = [] }) => name?.value === key);
}

/** Behind the last member and the comments that follow it, on lines of its own unless all stands on one. */
function inserted(
  text: string,
  object: Node,
  key: string,
  value: unknown,
  write: (value: unknown, indent: string) => string,
): Splice[] {
  const close = object.offset + object.length - 1;
  const end = object.offset + text.slice(object.offset, close).replace(BLANKS, "").length;
  const last = object.children?.at(-1);
  const hasLines = text.slice(object.offset, close).includes("\n");
  const name = `${JSON.stringify(key)}: `;
  const hasComma = last && commaAfter(text, last.offset + last.length, close) !== undefined;
  const comma = last && !hasComma ? [{ at: last.offset + last.length, length: 0, text: "," }] : [];
  // Who sets a comma behind the last would set one here.
  const own = hasComma ? "," : "";
  if (last && !hasLines) {
    return joined([...comma, { at: end, length: 0, text: ` ${name}${JSON.stringify(value)}${own}` }]);
  }
  const outer = indentAt(text, close);
  const indent = last && startsLine(text, last.offset) ? indentAt(text, last.offset) : outer + unitOf(text);
  const closing = text.slice(end, close).includes("\n") ? "" : lineEnd(text) + outer;
  const put = lineEnd(text) + indent + name + write(value, indent) + own + closing;
  return joined([...comma, { at: end, length: 0, text: put }]);
}

/** A comma and what follows it at once are one change. */
function joined(splices: Splice[]): Splice[] {
  const [first, second] = splices;
  return first && second && first.at === second.at ? [{ ...first, text: first.text + second.text }] : splices;
}

/** A member with the blanks before it and one comma: its own, or where it has none, the one before it. */
function removed(text: string, object: Node, key: string): Splice[] {
  const [property] = propertiesOf(object, key);
  if (!property) return [];
  const { children = [] } = object;
  const close = object.offset + object.length - 1;
  const end = property.offset + property.length;
  const begin = text.slice(0, property.offset).replace(BLANKS, "").length;
  const own = commaAfter(text, end, close);
  const before = children[children.indexOf(property) - 1];
  const comma =
    before && own === undefined ? commaAfter(text, before.offset + before.length, begin) : undefined;
  // Alone in braces that were opened for it, it takes their lines along.
  const alone =
    children.length === 1 && text[begin - 1] === "{" && /^[ \t\r\n]*$/.test(text.slice(end, close));
  const last = alone ? close : own === undefined ? end : own + 1;
  const whole = { at: begin, length: last - begin, text: "" };
  if (comma === undefined) return [whole];
  if (comma + 1 === begin) return [{ at: comma, length: last - comma, text: "" }];
  return [{ at: comma, length: 1, text: "" }, whole];
}

/** Where the comma is between two places, past the comments. */
function commaAfter(text: string, from: number, to: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  scanner.scan();
  const at = scanner.getTokenOffset();
  return text[at] === "," && at < to ? at : undefined;
}

function startsLine(text: string, at: number): boolean {
  return /(^|\n)[ \t]*$/.test(text.slice(0, at));
}

/** The blanks that the line of this place begins with. */
function indentAt(text: string, at: number): string {
  return /(?:^|\n)([ \t]*)[^\n]*$/.exec(text.slice(0, at))?.[1] ?? "";
}

/** What one level is indented by, as the first line that is shows. */
function unitOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
}
