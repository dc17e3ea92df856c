// What an operation takes, in one line that a person, a model and the checker read alike:
// `list_id: string; profile_ids: string[]<=1000; process?: "double"|"single"`. This is its only reader.

export const SCALARS = [
  "string",
  "number",
  "integer",
  "boolean",
  "object",
  "any",
  "datetime",
  "date",
  "time",
  "file",
  "null",
] as const;
export type Scalar = (typeof SCALARS)[number];

/** The shape of one argument, or of what is inside it. */
export type Shape =
  | { is: Scalar }
  | { is: "value"; value: string | number | boolean }
  | { is: "list"; of: Shape; most?: number }
  | { is: "map"; of: Shape }
  | { is: "fields"; fields: readonly Field[] }
  | { is: "name"; name: string }
  | { is: "one of"; of: readonly Shape[] };

export interface Field {
  name: string;
  optional: boolean;
  shape: Shape;
}

/** A signature that cannot be read; `at` is the position in the text. */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
  readonly at: number;

  constructor(problem: string, at: number) {
    super(`${problem} at ${at}`);
    this.at = at;
  }
}

const MAX_DEPTH = 60;

/** Reads the fields of a signature; an empty one has none. Throws SignatureError. */
export function parseSignature(text: string): Field[] {
  return text === "" ? [] : new SignatureReader(text).read((reader) => reader.fields(0));
}

/** Reads one type, as a named one is written. Throws SignatureError. */
export function parseShape(text: string): Shape {
  return new SignatureReader(text).read((reader) => reader.shape(0));
}

/** Fields as a signature: the way back from parseSignature. */
export function printFields(fields: readonly Field[]): string {
  return fields
    .map(({ name, optional, shape }) => {
      const written = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
      return `${written}${optional ? "?" : ""}: ${printShape(shape)}`;
    })
    .join("; ");
}

/** A shape as a signature writes it. */
export function printShape(shape: Shape): string {
  switch (shape.is) {
    case "value":
      return JSON.stringify(shape.value);
    case "name":
      return shape.name;
    case "list": {
      const inner = printShape(shape.of);
      const item = shape.of.is === "one of" ? `(${inner})` : inner;
      return `${item}[]${shape.most === undefined ? "" : `<=${shape.most}`}`;
    }
    case "map":
      return `{[string]: ${printShape(shape.of)}}`;
    case "fields":
      return `{${printFields(shape.fields)}}`;
    case "one of":
      return shape.of.map(printShape).join("|");
    default:
      return shape.is;
  }
}

class SignatureReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read<T>(what: (reader: SignatureReader) => T): T {
    const found = what(this);
    if (this.#at < this.#text.length) throw this.#error("the end");
    return found;
  }

  fields(depth: number): Field[] {
    const fields = [this.#field(depth)];
    while (this.#take(/; /y) !== undefined) fields.push(this.#field(depth));
    const names = new Set(fields.map(({ name }) => name));
    if (names.size < fields.length) throw new SignatureError("a name stands twice before", this.#at);
    return fields;
  }

  shape(depth: number): Shape {
    if (depth > MAX_DEPTH) throw new SignatureError("nested too deeply", this.#at);
    const parts = [this.#part(depth)];
    while (this.#take(/\|/y) !== undefined) parts.push(this.#part(depth));
    const [first] = parts;
    return first && parts.length === 1 ? first : { is: "one of", of: parts };
  }

  #field(depth: number): Field {
    const name = this.#take(/[A-Za-z_]\w*/y) ?? this.#string();
    if (name === undefined) throw this.#error("a name");
    const optional = this.#take(/\?/y) !== undefined;
    this.#expect(/: /y, '": "');
    return { name, optional, shape: this.shape(depth + 1) };
  }

  #part(depth: number): Shape {
    let shape = this.#primary(depth);
    while (this.#take(/\[\]/y) !== undefined) {
      const most = this.#take(/<=\d+/y)?.slice(2);
      shape = { is: "list", of: shape, ...(most && { most: Number(most) }) };
    }
    return shape;
  }

  #primary(depth: number): Shape {
    if (this.#take(/\(/y) !== undefined) {
      const inner = this.shape(depth + 1);
      this.#expect(/\)/y, ")");
      return inner;
    }
    if (this.#take(/\{\[string\]: /y) !== undefined) {
      const of = this.shape(depth + 1);
      this.#expect(/\}/y, "}");
      return { is: "map", of };
    }
    if (this.#take(/\{/y) !== undefined) {
      if (this.#take(/\}/y) !== undefined) return { is: "fields", fields: [] };
      const fields = this.fields(depth + 1);
      this.#expect(/\}/y, "}");
      return { is: "fields", fields };
    }
    const text = this.#string();
    if (text !== undefined) return { is: "value", value: text };
    const number = this.#take(/-?\d+(?:\.\d+)?/y);
    if (number !== undefined) return { is: "value", value: Number(number) };
    return this.#word();
  }

  #word(): Shape {
    const before = this.#at;
    const word = this.#take(/[A-Za-z]\w*/y);
    if (word === "true" || word === "false") return { is: "value", value: word === "true" };
    const scalar = SCALARS.find((one) => one === word);
    if (scalar) return { is: scalar };
    if (word && /^[A-Z]/.test(word)) return { is: "name", name: word };
    this.#at = before;
    throw this.#error("a type");
  }

  #string(): string | undefined {
    const before = this.#at;
    const text = this.#take(/"(?:[^"\\]|\\.)*"/y);
    if (text === undefined) return undefined;
    try {
      return String(JSON.parse(text));
    } catch {
      throw new SignatureError("a string that is no JSON stands", before);
    }
  }

  /** What the pattern matches here, passed over; undefined when it does not. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match !== undefined) this.#at += match.length;
    return match;
  }

  #expect(pattern: RegExp, what: string): void {
    if (this.#take(pattern) === undefined) throw this.#error(what);
  }

  #error(expected: string): SignatureError {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    const found = rest ? JSON.stringify(rest) : "the end";
    return new SignatureError(`${expected} is expected, not ${found}`, this.#at);
  }
}
