import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { type ElicitResult, ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import type { Answer, Question } from "../ask/question.ts";
import { InputError, StoppedError } from "../errors.ts";

/** How long a person may read and think; a client that shows questions to nobody would hang a call for ever. */
export const ANSWER_MS = 5 * 60_000;
/** A cancel faster than a person reads is the host's own doing. */
export const HOST_MS = 1000;
/** More questions at once nobody answers with care. */
export const MAX_OPEN = 4;
/** How often a waiting call says that it waits. */
const PROGRESS_MS = 10_000;

/** The request that a question belongs to: over HTTP it goes out on that request's stream. */
export interface Asker {
  requestId: string | number;
  signal: AbortSignal;
  progress(done: number, total: number | undefined, message: string): void;
}

/** The person behind one session, as far as its host lets them be asked. */
export class Person {
  readonly #server: Server;
  readonly #now: () => number;
  #open = 0;
  #closed = 0;
  /** Why nobody can be asked in this session any more. */
  deaf: string | undefined;

  /** `now` in milliseconds, of a clock that nobody can set back. */
  constructor(server: Server, now: () => number) {
    this.#server = server;
    this.#now = now;
  }

  /** Asks a yes or no. Throws InputError where four questions are open already, StoppedError when the call was cancelled. */
  async ask({ text, halfHour }: Question, asker: Asker): Promise<Answer> {
    const confirm = { type: "boolean" as const, title: "Yes, do this" };
    const half_hour = {
      type: "boolean" as const,
      title: "Yes, and such changes here for 30 minutes",
      default: false,
    };
    const params = {
      message: text,
      requestedSchema: {
        type: "object" as const,
        properties: { confirm, ...(halfHour && { half_hour }) },
        required: ["confirm"],
      },
    };
    const asked = this.#now();
    // A call that began before the session went deaf asks nobody either.
    if (this.deaf) return { unheard: this.deaf };
    const came = await this.#wait("form", asker, (options) => this.#server.elicitInput(params, options));
    if ("unheard" in came) return came;
    const { heard } = came;
    if (heard.action === "cancel" && this.#now() - asked <= HOST_MS) return this.#closedByHost();
    if (heard.action !== "accept" || heard.content?.confirm !== true) return { said: "no" };
    return { said: halfHour && heard.content.half_hour === true ? "yes for half an hour" : "yes" };
  }

  /** Has the person open a page; undefined when they would not, else what tells the client that it has served its purpose. */
  async openUrl(url: string, message: string, asker: Asker): Promise<(() => void) | undefined> {
    const elicitationId = crypto.randomUUID();
    const params = { mode: "url" as const, elicitationId, url, message };
    const came = await this.#wait("url", asker, (options) => this.#server.elicitInput(params, options));
    if ("unheard" in came || came.heard.action !== "accept") return undefined;
    const options = { relatedRequestId: asker.requestId };
    const notify = this.#server.createElicitationCompletionNotifier(elicitationId, options);
    return () => void notify().catch(() => undefined);
  }

  async #wait(
    mode: "form" | "url",
    { requestId, signal, progress }: Asker,
    send: (options: {
      timeout: number;
      signal: AbortSignal;
      relatedRequestId: string | number;
    }) => Promise<ElicitResult>,
  ): Promise<{ heard: ElicitResult } | { unheard: string }> {
    if (this.#open >= MAX_OPEN) {
      throw new InputError(`${MAX_OPEN} questions are open in this session already`, {
        next: "Nothing was sent. Call again when one of them is answered.",
      });
    }
    this.#open += 1;
    let looks = 0;
    const telling = setInterval(() => {
      looks += 1;
      progress(looks, undefined, "waiting for the person's answer");
    }, PROGRESS_MS);
    try {
      return { heard: await send({ timeout: ANSWER_MS, signal, relatedRequestId: requestId }) };
    } catch (error) {
      if (signal.aborted) {
        if (mode === "form")
          this.deaf =
            "This host cancelled a call while its question was open, so that questions go unanswered here.";
        throw new StoppedError("cancelled");
      }
      return { unheard: mode === "form" ? this.#deafened(error) : "The page was not opened." };
    } finally {
      clearInterval(telling);
      this.#open -= 1;
    }
  }

  #closedByHost(): Answer {
    this.#closed += 1;
    const unheard = "The host closed the question before anybody could read it: nobody was asked.";
    if (this.#closed > 1) this.deaf = "This host closes questions before anybody can read them.";
    return { unheard };
  }

  #deafened(error: unknown): string {
    const late = error instanceof McpError && error.code === ErrorCode.RequestTimeout;
    this.deaf = late
      ? "A question was open here for five minutes and nobody answered."
      : "This host answers questions with an error.";
    return this.deaf;
  }
}
