/** Klaviyo allows two reports a minute and 225 a day: what was asked is not asked again so soon. */
export const KEEP_MS = 10 * 60_000;
/** More than the day's requests of every report that an agent asks for; the oldest goes first. */
const MOST = 500;

/** What was answered to one request, and when: milliseconds since the epoch. */
export interface KeptAnswer {
  documents: readonly unknown[];
  at: number;
}

/** Answers that other processes have, too. */
export interface AnswersBeyond {
  /** An answer, and how many milliseconds longer it is kept. */
  find(question: string): Promise<{ answer: KeptAnswer; rest: number } | undefined>;
  keep(question: string, answer: KeptAnswer): void;
}

/** Answers of requests by what was asked, for ten minutes. */
export class KeptAnswers {
  readonly #now: () => number;
  readonly #beyond: AnswersBeyond | undefined;
  readonly #kept = new Map<string, KeptAnswer & { until: number }>();

  /** `now` gives milliseconds that never go back. */
  constructor(now: () => number, beyond?: AnswersBeyond) {
    this.#now = now;
    this.#beyond = beyond;
  }

  async find(question: string): Promise<KeptAnswer | undefined> {
    const known = this.#kept.get(question);
    if (known && known.until > this.#now()) return known;
    const found = await this.#beyond?.find(question);
    if (found) this.#keep(question, found.answer, found.rest);
    return found?.answer;
  }

  keep(question: string, answer: KeptAnswer): void {
    this.#keep(question, answer, KEEP_MS);
    this.#beyond?.keep(question, answer);
  }

  #keep(question: string, answer: KeptAnswer, ms: number): void {
    this.#kept.delete(question);
    this.#kept.set(question, { ...answer, until: this.#now() + ms });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
  }
}
