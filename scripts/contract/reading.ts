/** One argument of a signature, or a field within one, by its path: `items[].title`. */
export interface Said {
  needed: boolean;
  /** Literals, types and names that it may be, in order. */
  may: readonly string[];
}

const WORD = /[A-Za-z_]\w*/y;
const LITERAL = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?/y;

/** Reads a signature into its paths. Named types are not followed: each has a line of its own. */
export function readTakes(takes: string): Map<string, Said> {
  return new Reader(takes).fields();
}

/** Reads what a named type is, in the same way; its own fields stand below "". */
export function readType(is: string): Map<string, Said> {
  return new Reader(is).type();
}

class Reader {
  readonly #text: string;
  #at = 0;
  readonly #said = new Map<string, Said>();

  constructor(text: string) {
    this.#text = text;
  }

  fields(): Map<string, Said> {
    if (this.#text) this.#fields("");
    return this.#said;
  }

  type(): Map<string, Said> {
    this.#type("", true);
    return this.#said;
  }

  #fields(path: string): void {
    do {
      const name = this.#match(LITERAL) ?? this.#match(WORD) ?? this.#fail();
      const needed = !this.#skip("?");
      if (!this.#skip(": ")) this.#fail();
      this.#type(path ? `${path}.${name}` : name, needed);
    } while (this.#skip("; "));
  }

  #type(path: string, needed: boolean): void {
    const known = this.#said.get(path);
    const may: string[] = [...(known?.may ?? [])];
    do may.push(this.#part(path));
    while (this.#skip("|"));
    // Of a field that several alternatives have, what one of them leaves out is not needed.
    this.#said.set(path, { needed: needed && known?.needed !== false, may: [...new Set(may)] });
  }

  #part(path: string): string {
    let part = this.#primary(path);
    while (this.#skip("[]")) {
      const bound = this.#skip("<=") ? `<=${this.#match(LITERAL)}` : "";
      part = `${part}[]${bound}`;
    }
    return part;
  }

  #primary(path: string): string {
    if (this.#skip("{[string]: ")) return this.#closed(() => this.#type(`${path}{}`, false), "}", "map");
    if (this.#skip("{")) {
      return this.#closed(() => this.#text[this.#at] !== "}" && this.#fields(path), "}", "object");
    }
    if (this.#skip("(")) return this.#closed(() => this.#type(`${path}[]`, false), ")", "either");
    return this.#match(LITERAL) ?? this.#match(WORD) ?? this.#fail();
  }

  #closed(read: () => unknown, end: string, name: string): string {
    read();
    if (!this.#skip(end)) this.#fail();
    return name;
  }

  #skip(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found) this.#at += found.length;
    return found;
  }

  #fail(): never {
    throw new Error(`No signature at ${this.#at}: ${this.#text.slice(this.#at, this.#at + 40)}`);
  }
}
