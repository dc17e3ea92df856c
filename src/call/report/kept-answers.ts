/** Klaviyo allows two reports a minute and 225 a day: what was asked is not asked again so soon. */
export const KEEP_MS = 10 * 60_000;
/** More than the day's requests of every report that an agent asks for; the oldest goes first. */
const MOST = 500;

/** What was answered to one request, and when: milliseconds since the epoch. */
export interface KeptAnswer {
  documents: readonly unknown[];
  at: number;
}

/** Answers of requests by what was asked, for ten minutes. */
export class KeptAnswers {
  readonly #now: () => number;
  readonly #kept = new Map<string, KeptAnswer & { until: number }>();

  /** `now` gives milliseconds that never go back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  find(question: string): KeptAnswer | undefined {
    const known = this.#kept.get(question);
    return known && known.until > this.#now() ? known : undefined;
  }

  keep(question: string, answer: KeptAnswer): void {
    this.#kept.delete(question);
    this.#kept.set(question, { ...answer, until: this.#now() + KEEP_MS });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
  }
}
