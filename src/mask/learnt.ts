import { Found } from "./found.ts";
import { isOwnName, type Said } from "./people.ts";
import { besideTokens } from "./tokens.ts";

/** Shorter ones are found in anything. */
const LEAST_WORD = 2;
/** A name in capitals, and the beginning of a value that was cut off. */
const LEAST_OTHER = 3;
const LEAST_DETAIL = 5;
const LEAST_TEXT = 12;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Writing that has no blanks between its words. */
const UNPARTED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** The digits of a phone number that stand in it however it is written. */
const LAST_DIGITS = 8;

/**
 * What one call read of persons, and of which account: by it their names and details are known again in whatever the
 * call answers with. It is forgotten with the call.
 */
export class Learnt {
  /** Whole values, names and details. */
  readonly #values = new Map<string, string>();
  readonly #words = new Map<string, string>();
  readonly #details = new Found();
  /** The last digits of phone numbers. */
  readonly #phones = new Map<string, { value: string; account: string }>();
  /** What looked like a detail in a text. */
  readonly #seen = new Map<string, string>();
  readonly #texts = new Set<string>();
  readonly #own = new Set<string>();
  readonly #said = new Set<string>();

  /** Something that was read of a person in an account. */
  add(said: Said, value: string | number, account: string): void {
    const text = String(value);
    if (said === "text") {
      this.#texts.add(text);
      return;
    }
    if (text.length > 1 && typeof value === "string") this.#values.set(text, account);
    if (said === "name") this.#addName(text, account);
    else if (text.length >= LEAST_DETAIL && !/^-?\d{1,5}(\.\d+)?$/.test(text))
      this.#details.set(text, account);
    if (text.length >= LEAST_OTHER) for (const other of otherForms(text)) this.#details.set(other, account);
    const digits = text.replace(/\D/g, "");
    if (said === "detail" && /^\+\d{8,15}$/.test(text)) {
      this.#details.set(text.slice(1), account);
      this.#phones.set(digits.slice(-LAST_DIGITS), { value: text, account });
    }
  }

  #addName(text: string, account: string): void {
    for (const [word] of text.matchAll(WORD)) {
      this.#words.set(word, account);
      if (word.length >= LEAST_OTHER) this.#words.set(word.toUpperCase(), account);
      if (word.length > 1 && UNPARTED.test(word)) this.#details.set(word, account);
    }
  }

  /** Something that a text had which looks like a detail: cut off, it looks like nothing. */
  addSeen(value: string, account: string): void {
    this.#seen.set(value, account);
  }

  /** What another call read: what is kept of it is shown again. */
  also({ values, words, details, phones, seen, texts, own, said }: Learnt["all"]): void {
    for (const [from, into] of [
      [values, this.#values],
      [words, this.#words],
      [seen, this.#seen],
    ] as const)
      for (const [value, account] of from) into.set(value, account);
    for (const [value, account] of details.all) this.#details.set(value, account);
    for (const [digits, phone] of phones) this.#phones.set(digits, phone);
    for (const text of texts) this.#texts.add(text);
    for (const text of own) this.#own.add(text);
    for (const text of said) this.#said.add(text);
  }

  /** All that was read of persons. */
  get all() {
    return {
      values: this.#values,
      words: this.#words,
      details: this.#details,
      phones: this.#phones,
      seen: this.#seen,
      texts: this.#texts,
      own: this.#own,
      said: this.#said,
    };
  }

  /** A text that stood in what is about a person: a subject that was written to them is no title of the account's. */
  addSaid(text: string, key: string): void {
    if (!isOwnName(key)) this.#said.add(text);
  }

  isSaid(text: string): boolean {
    return this.#said.has(text);
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
    return this.#details.without(this.#withoutPhones(text, replace), replace);
  }

  /** A text in which each address that was read is replaced, whatever letters it has. */
  withoutAddresses(text: string, replace: (value: string, account: string) => string): string {
    return text.includes("@") ? this.#details.without(text, replace, (detail) => detail.includes("@")) : text;
  }

  /** Without phone numbers that were read, written as people do at home. */
  #withoutPhones(text: string, replace: (value: string, account: string) => string): string {
    const digits = text.replace(/\D/g, "");
    if (digits.length < LAST_DIGITS) return text;
    let rest = text;
    for (let at = 0; at + LAST_DIGITS <= digits.length; at += 1) {
      const last = digits.slice(at, at + LAST_DIGITS);
      const phone = this.#phones.get(last);
      if (!phone) continue;
      const { value, account } = phone;
      const written = new RegExp(
        `[+\\d\\s().\\/-]*${[...last].join("[\\s().\\/\u2010-\u2013-]{0,3}")}(?!\\d)`,
        "g",
      );
      rest = besideTokens(rest, (part) =>
        part.replace(written, (all) => `${/^\s*/.exec(all)?.[0] ?? ""}${replace(value, account)}`),
      );
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
    for (const [value, account] of [...this.#values, ...this.#seen]) {
      if (!text.includes(value.slice(0, LEAST_OTHER))) continue;
      for (let length = value.length - 1; length >= LEAST_OTHER; length -= 1) {
        if (text.endsWith(value.slice(0, length))) return { value, account, length };
      }
    }
    return undefined;
  }
}

/** A value as a url, a page, JSON or another keyboard writes it, where that is not as it stands. */
function otherForms(text: string): string[] {
  const numbered = (write: (code: number) => string) =>
    text.replace(/[^ -~]|['"&<>]/gu, (letter) => `&#${write(letter.codePointAt(0) ?? 0)};`);
  const forms = [
    encodeURIComponent(text.toWellFormed()),
    encodeURIComponent(text.toWellFormed()).replaceAll("%20", "+"),
    numbered((code) => String(code)),
    numbered((code) => `x${code.toString(16)}`),
    JSON.stringify(text).slice(1, -1),
    text.normalize("NFC"),
    text.normalize("NFD"),
  ];
  return [...new Set(forms)].filter((form) => form !== text);
}
