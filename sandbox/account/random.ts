const ALPHANUMERIC = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A small deterministic generator (mulberry32). Every kind of data draws from its own named stream, so that a change
 * in one leaves the ids and values of the others alone.
 */
export class Random {
  #state = 2166136261;

  constructor(stream: string) {
    for (let i = 0; i < stream.length; i++) {
      this.#state = Math.imul(this.#state ^ stream.charCodeAt(i), 16777619);
    }
  }

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number, both ends included. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items; the list must not be empty. */
  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)] as T;
  }

  /** So many different items, in random order. */
  sample<T>(items: readonly T[], size: number): T[] {
    const rest = [...items];
    const chosen: T[] = [];
    while (chosen.length < size && rest.length > 0) {
      chosen.push(...rest.splice(Math.floor(this.next() * rest.length), 1));
    }
    return chosen;
  }

  /** The short ids of lists, metrics, flows, templates and events, such as `Wb3XpZ`. */
  shortId(length = 6): string {
    return this.#letters(ALPHANUMERIC, length);
  }

  /** The 26 characters of profile and campaign ids. They carry no time, so that ids do not change from day to day. */
  ulid(): string {
    return `01${this.pick(["G", "H", "J"])}${this.#letters(CROCKFORD, 23)}`;
  }

  /** A UUID whose end stays the same, like those that Klaviyo makes from its clock. */
  uuid(): string {
    return `${this.#hex()}${this.#hex()}-${this.#hex()}-11f0-8001-${this.#hex()}a163313b`;
  }

  /** Sixteen bits: larger numbers leave the engine's fast path for writing hexadecimal. */
  #hex(): string {
    return this.between(0x10000, 0x1ffff).toString(16).slice(1);
  }

  #letters(alphabet: string, length: number): string {
    let text = "";
    for (let i = 0; i < length; i++) text += alphabet[Math.floor(this.next() * alphabet.length)];
    return text;
  }
}
