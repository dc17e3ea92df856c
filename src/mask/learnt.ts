import type { Said } from "./people.ts";
import { besideTokens } from "./tokens.ts";

/** Shorter ones are found in anything. */
const LEAST_WORD = 3;
const LEAST_DETAIL = 5;
const LEAST_TEXT = 12;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * What one call read of persons, and of which account: by it their names and details are known again in whatever the
 * call answers with. It is forgotten with the call.
 */
export class Learnt {
  /** Whole values, names and details. */
  readonly #values = new Map<string, string>();
  readonly #words = new Map<string, string>();
  readonly #details = new Map<string, string>();
  readonly #texts = new Set<string>();
  readonly #own = new Set<string>();

  /** Something that was read of a person in an account. */
  add(said: Said, value: string | number, account: string): void {
    const text = String(value);
    if (said === "text") {
      this.#texts.add(text);
      return;
    }
    if (text.length > 1 && typeof value === "string") this.#values.set(text, account);
    if (said === "name") {
      for (const [word] of text.matchAll(WORD)) {
        this.#words.set(word, account);
        if (word.length >= LEAST_WORD) this.#words.set(word.toUpperCase(), account);
      }
      return;
    }
    if (text.length >= LEAST_DETAIL && !/^-?\d{1,5}(\.\d+)?$/.test(text)) this.#details.set(text, account);
    if (/^\+\d{8,15}$/.test(text)) this.#details.set(text.slice(1), account);
  }

  /** An address that is the account's own. */
  addOwn(text: string): void {
    this.#own.add(text.toLowerCase());
  }

  /** Whether an address is the account's own, and no person's of whom the call read. */
  isOwn(text: string): boolean {
    return this.#own.has(text.toLowerCase()) && !this.#values.has(text);
  }

  /** The account of a person's whole value. */
  accountOf(value: string): string | undefined {
    return this.#values.get(value);
  }

  /** Whether a text is what somebody wrote freely, or a piece of it. */
  isFreeText(text: string): boolean {
    if (this.#texts.has(text)) return true;
    if (text.length < LEAST_TEXT) return false;
    for (const one of this.#texts) if (one.includes(text)) return true;
    return false;
  }

  /** A text without the free texts that it quotes. */
  withoutTexts(text: string, instead: string): string {
    let rest = text;
    for (const one of this.#texts) if (one.length >= LEAST_TEXT) rest = rest.replaceAll(one, () => instead);
    return rest;
  }

  /** The account whose persons are called by all words of a text, and by nothing else in it. */
  nameIn(text: string): string | undefined {
    if (this.#words.size === 0 || text.length > 200) return undefined;
    const words = text.match(WORD) ?? [];
    const [first] = words;
    const left = text.replace(WORD, "");
    if (first === undefined || first.length < 2 || !/^[\s.,;()'"’-]*$/.test(left)) return undefined;
    return words.every((word) => this.#words.has(word)) ? this.#words.get(first) : undefined;
  }

  /** A text in which each detail that was read is replaced. */
  withoutDetails(text: string, replace: (value: string, account: string) => string): string {
    let rest = text;
    for (const [detail, account] of this.#details) {
      if (!rest.includes(detail)) continue;
      rest = besideTokens(rest, (part) => part.replaceAll(detail, () => replace(detail, account)));
    }
    return rest;
  }

  /** A text in which each word that is a name which was read is replaced. */
  withoutNames(text: string, replace: (value: string, account: string) => string): string {
    if (this.#words.size === 0) return text;
    return text.replace(WORD, (word) => {
      const account = word.length < LEAST_WORD ? undefined : this.#words.get(word);
      return account === undefined ? word : replace(word, account);
    });
  }

  /** The value whose beginning a text ends with, and how much of it that is: what was cut off is what tells no more. */
  begunAtEnd(text: string): { value: string; account: string; length: number } | undefined {
    for (const [value, account] of this.#values) {
      if (!text.includes(value.slice(0, LEAST_WORD))) continue;
      for (let length = value.length - 1; length >= LEAST_WORD; length -= 1) {
        if (text.endsWith(value.slice(0, length))) return { value, account, length };
      }
    }
    return undefined;
  }
}
