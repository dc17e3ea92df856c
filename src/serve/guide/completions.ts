import { type GuideTexts, MOST_NAMES } from "../../tool/guide.ts";
import { GuideError, type Read } from "./read.ts";

/** Someone types a few letters a second: the names are read once for all of them. */
const KEEP_MS = 60_000;

export interface Named {
  id: string;
  name: string;
}

export type Reference = { type: "ref/prompt"; name: string } | { type: "ref/resource"; uri: string };

export interface Completion {
  values: string[];
  total: number;
  hasMore: boolean;
}

/** Completes arguments of prompts and variables of templates with the names and ids of the account. */
export class Completions {
  readonly #texts: GuideTexts;
  readonly #read: Read;
  readonly #now: () => number;
  readonly #known = new Map<string, { names: Promise<Named[]>; until: number }>();

  constructor(texts: GuideTexts, read: Read, now: () => number) {
    this.#texts = texts;
    this.#read = read;
    this.#now = now;
  }

  /** A prompt takes `Name (id)`, since a model understands both; a URI takes the id of what the name finds. */
  async complete(ref: Reference, argument: { name: string; value: string }): Promise<Completion> {
    const typed = argument.value.trim().toLowerCase();
    if (ref.type === "ref/prompt") {
      const found = await this.#find(this.#completedBy(ref.name, argument.name), typed);
      return firstOf(found.map(({ id, name }) => `${name} (${id})`));
    }
    if (argument.name === "topic")
      return firstOf(Object.keys(this.#texts.topics).filter((topic) => topic.startsWith(typed)));
    const kind = Object.entries(this.#texts.kinds).find(
      ([name, { variable }]) => ref.uri === `klaviyo://${name}/{${variable}}`,
    );
    if (!kind) throw new GuideError(`there is no template ${ref.uri.slice(0, 64)}`, "invalid");
    const found = kind[1].variable === argument.name ? await this.#find([kind[0]], typed) : [];
    return firstOf(found.map(({ id }) => id));
  }

  /** What the typed text finds, in names that begin with it first. */
  async #find(of: readonly string[], typed: string): Promise<Named[]> {
    const all = (await Promise.all(of.map((kind) => this.#names(kind)))).flat();
    const begins = ({ id, name }: Named) => [id, name].some((text) => text.toLowerCase().startsWith(typed));
    const rest = all.filter((one) => !begins(one) && one.name.toLowerCase().includes(typed));
    return [...all.filter(begins), ...rest];
  }

  /** The names of a kind; a failure is none, and is not kept. */
  async #names(kind: string): Promise<Named[]> {
    const known = this.#known.get(kind);
    if (known && known.until > this.#now()) return known.names.catch(() => []);
    const names = this.#fetch(kind);
    this.#known.set(kind, { names, until: this.#now() + KEEP_MS });
    return names.catch(() => {
      this.#known.delete(kind);
      return [];
    });
  }

  async #fetch(kind: string): Promise<Named[]> {
    // Of no one request: the next letter wants the same names, and must not find them cancelled.
    const { signal } = new AbortController();
    const results = await Promise.all(
      (this.#texts.kinds[kind]?.named ?? []).map((call) => this.#read(call.tool, call.arguments, signal)),
    );
    return results.flatMap(({ data }) => (Array.isArray(data) ? data : [])).filter(isNamed);
  }

  #completedBy(promptName: string, argument: string): readonly string[] {
    const prompt = this.#texts.prompts.find(({ name }) => name === promptName);
    if (!prompt) throw new GuideError(`there is no prompt ${promptName.slice(0, 64)}`, "invalid");
    return prompt.arguments.find(({ name }) => name === argument)?.of ?? [];
  }
}

function firstOf(values: string[]): Completion {
  const shown = values.slice(0, MOST_NAMES);
  return { values: shown, total: values.length, hasMore: values.length > shown.length };
}

function isNamed(item: unknown): item is Named {
  const { id, name } = (item ?? {}) as Partial<Record<keyof Named, unknown>>;
  return typeof id === "string" && typeof name === "string";
}
