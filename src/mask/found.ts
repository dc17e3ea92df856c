import { besideTokens } from "./tokens.ts";

/** Values are looked up by so many of their first letters: what a text has of them is found without trying each. */
const BEGINNING = 5;

/** Values with the account that each is of, found in texts however many there are. */
export class Found {
  readonly #accounts = new Map<string, string>();
  readonly #byBeginning = new Map<string, Set<string>>();
  readonly #lengths = new Set<number>();

  set(value: string, account: string): void {
    this.#accounts.set(value, account);
    const beginning = value.slice(0, BEGINNING);
    this.#lengths.add(beginning.length);
    const alike = this.#byBeginning.get(beginning) ?? new Set();
    this.#byBeginning.set(beginning, alike.add(value));
  }

  get all(): ReadonlyMap<string, string> {
    return this.#accounts;
  }

  /** A text in which each of the values is replaced, the longest first; `wanted` may leave some out. */
  without(
    text: string,
    replace: (value: string, account: string) => string,
    wanted: (value: string) => boolean = () => true,
  ): string {
    const there = [...this.#in(text)].filter(wanted).sort((a, b) => b.length - a.length);
    let rest = text;
    for (const value of there) {
      const account = this.#accounts.get(value) ?? "";
      rest = besideTokens(rest, (part) => part.replaceAll(value, () => replace(value, account)));
    }
    return rest;
  }

  #in(text: string): Set<string> {
    const there = new Set<string>();
    besideTokens(text, (part) => {
      for (let at = 0; at < part.length; at += 1) {
        for (const length of this.#lengths) {
          const alike = this.#byBeginning.get(part.slice(at, at + length));
          if (!alike) continue;
          for (const value of alike) if (part.startsWith(value, at)) there.add(value);
        }
      }
      return part;
    });
    return there;
  }
}
