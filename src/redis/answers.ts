import { type AnswersBeyond, KEEP_MS, type KeptAnswer } from "../call/report/kept-answers.ts";
import { AWAY, type Link } from "./link.ts";
import type { Seal } from "./sealed.ts";

/** A longer answer is asked for anew by another process: Redis is no place for it. */
const MOST_CHARS = 2_000_000;

/** Answers of reports, for the other processes of a caller; none while Redis is away. */
export class SharedAnswers implements AnswersBeyond {
  readonly #link: Link;
  readonly #key: (question: string) => string;
  readonly #seal: Seal;

  constructor(link: Link, key: (kind: string, name: string) => string, seal: Seal) {
    this.#link = link;
    this.#key = (question) => key("answer", question);
    this.#seal = seal;
  }

  async find(question: string): Promise<{ answer: KeptAnswer; rest: number } | undefined> {
    const key = this.#key(question);
    const found = await this.#link.ask(
      async (client) => [await client.get(key), await client.pttl(key)] as const,
    );
    if (found === AWAY) return undefined;
    const [sealed, rest] = found;
    const answer = sealed === null ? undefined : (this.#seal.open(sealed, key) as KeptAnswer | undefined);
    return answer && rest > 0 ? { answer, rest } : undefined;
  }

  keep(question: string, answer: KeptAnswer): void {
    const key = this.#key(question);
    const sealed = this.#seal.close(answer, key);
    if (sealed.length > MOST_CHARS) return;
    void this.#link.ask((client) => client.set(key, sealed, "PX", KEEP_MS));
  }
}
