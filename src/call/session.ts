import type { View } from "../ask/gate.ts";
import type { Answer as Heard, Question } from "../ask/question.ts";
import type { Audit } from "../audit.ts";
import { GatewayError, StoppedError, type StopReason } from "../errors.ts";
import { type Bucket, bucketsOf } from "../gateway/buckets.ts";
import type { Answer, Send } from "../gateway/client.ts";
import type { Choice } from "../gateway/connections.ts";
import type { Pacing } from "../gateway/pace.ts";
import { withRetries } from "../gateway/retry.ts";
import type { CallMask, Mask } from "../mask/mask.ts";
import type { Resolved } from "../operations/reachable.ts";
import { oneLine } from "../text.ts";
import { onlyReads } from "../tool/effects.ts";
import type { Files } from "../tool/files.ts";
import { type Selection, withAdditional } from "../tool/shown.ts";
import type { Account, Input, OperationBook, OperationTool } from "../tool/tool.ts";
import { buildRequest, type GatewayRequest, type Page } from "../wire/request.ts";
import type { Grants } from "./grants.ts";
import { originOf } from "./masking.ts";
import { bothChanged, type Changed, changedBy } from "./outcome.ts";
import type { Shared } from "./shared.ts";
import type { Skipping } from "./skipping.ts";
import { pause } from "./stopping.ts";
import { learning, takeTurn } from "./turn.ts";
import { withFile } from "./uploading.ts";

/** SDK clients give up on a call after 60 s; every call answers well before that with what it knows. */
export const CALL_MS = 45_000;
/** So much of what Klaviyo did not take is told: names of attributes. */
const MAX_PARTIAL = 300;
/** What a request itself may need once its turn has come. */
const REQUEST_MS = 3000;

/** What a client gives a call: its way to cancel, and where progress goes. */
export interface ClientCall {
  signal: AbortSignal;
  progress(done: number, total: number | undefined, message: string): void;
  /**
   * Whose call it is: its session, which nobody can guess, the client's name and version, and the name under which the
   * server knows the caller, where it tells callers apart.
   */
  caller: { session: string; client: string; name?: string | undefined };
  /** Asks the person; absent where the client cannot, or can no more: then `deaf` says why. */
  elicit?: ((question: Question) => Promise<Heard>) | undefined;
  deaf?: string | undefined;
  /** The pages that its session shows; absent where the client shows none. */
  view?: View | undefined;
  /**
   * Has the person open a page; absent where the client cannot. Answers undefined when they would not, otherwise with
   * what tells the client that the page has served its purpose.
   */
  openUrl?: ((url: string, message: string) => Promise<(() => void) | undefined>) | undefined;
}

export interface CallServices {
  send: Send;
  /** Absent where nobody keeps to rate limits: a gateway on this machine. */
  pace: Pacing | undefined;
  timeoutMs: number;
  /** What other processes have in common with this one; absent where it stands alone. */
  shared?: Shared | undefined;
  /** Keeps what was asked, answered and changed; absent where nobody wants that. */
  audit?: Audit | undefined;
  /** The folder that a person allowed; absent where none is. */
  files?: Files | undefined;
  /** Keeps the data of persons from the model; absent where nobody wants that. */
  mask?: Mask | undefined;
  /** What each connection is known to be allowed. */
  grants: Grants;
  /** What the tools that search and describe operations draw on. */
  operations: OperationBook;
  now(): number;
  /** Milliseconds since the epoch, which relative times count from. */
  date(): number;
}

/** Learns what an operation's answer has. */
export type Reading = (session: CallSession, document: unknown) => void;

/** One call while it runs: its deadline, its connection, and what it has sent so far. */
export class CallSession {
  readonly client: ClientCall;
  /** Aborts when the client cancels, or when the server stops while the call only reads. */
  readonly signal: AbortSignal;
  /** A write is on its way: what came of it must not get lost. */
  writing = false;
  /** The call itself is under way, and not what is read to ask about it: what its requests change counts. */
  acting = false;
  /** The status of the last answer that was a success. */
  status: number | undefined;
  changed: Changed = "no";
  readonly #stop = new AbortController();
  connection: Choice = { id: undefined, several: false };
  /** The operation that is being sent, for an error to speak of. */
  operation: OperationTool | undefined;
  /** Method and path, where the call gave them itself. */
  raw: Resolved["raw"];
  /** What the call wants worked out of the collection, instead of its items. */
  wanted: Resolved["wanted"];
  /** What the call wants written to a file, instead of an answer. */
  exported: Resolved["exported"];
  /** The accounts of which a summary is wanted, a row each. */
  accounts: Resolved["accounts"];
  /** The most characters of its result, where that is less than the settings say: a row of several. */
  room: number | undefined;
  skipping: Skipping | undefined;
  /** The names of what this call looked at to see whether it is there, by type and id; undefined of what is not. */
  readonly checked = new Map<string, string | undefined>();
  /** What was made up for this call, so that it can be repeated: a unique_id. */
  generated: Record<string, string> = {};
  /** What Klaviyo says that it left out of what was sent, while it took the rest. */
  readonly notTaken = new Set<string>();
  /** Knows again what the call read of persons; absent where nothing is masked, or what is read is masked at once. */
  mask: CallMask | undefined;
  /** Nobody waits for it: whoever else calls is left a part of the limits. */
  background = false;
  requests = 0;
  retries = 0;
  bytes = 0;
  /** Milliseconds that the last answer took, the wait for its turn not among them. */
  answeredIn: number | undefined;
  readonly #services: CallServices;
  readonly #read: Reading;
  #deadline: number;

  constructor(client: ClientCall, services: CallServices, read: Reading = () => undefined) {
    this.mask = services.mask?.begin();
    this.client = this.mask?.hearing(client, () => this.connection.id) ?? client;
    this.signal = this.#stop.signal;
    if (client.signal.aborted) this.stop("cancelled");
    else client.signal.addEventListener("abort", this.#cancel, { once: true });
    this.#services = services;
    this.#read = read;
    this.#deadline = services.now() + CALL_MS;
  }

  /** Ends the call: its request is aborted and nothing is sent any more. */
  stop(reason: StopReason): void {
    this.#stop.abort(reason);
  }

  readonly #cancel = (): void => this.stop("cancelled");

  /** Lets go of the client's signal; the call is over. */
  finish(): void {
    this.client.signal.removeEventListener("abort", this.#cancel);
  }

  /** Milliseconds until the call must answer. */
  remaining(): number {
    return Math.max(0, this.#deadline - this.#services.now());
  }

  /** Milliseconds since the epoch. */
  date(): number {
    return this.#services.date();
  }

  /** How many more requests of an operation the day allows, as this process counts them; undefined where it counts none. */
  leftToday(tool: OperationTool): number | undefined {
    const [own] = bucketsOf(tool, {}, this.connection.id ?? "");
    return own && this.#services.pace?.leftToday(own);
  }

  /** The time in which a person decided does not count. */
  restartClock(): void {
    this.#deadline = this.#services.now() + CALL_MS;
  }

  /** One of several calls that this one is made of: it ends when this one does, and whoever else calls goes before. */
  beside(connection: Choice): CallSession {
    const { signal, client } = this;
    const own = new CallSession({ ...client, signal, progress: () => undefined }, this.#services, this.#read);
    own.#deadline = this.#deadline;
    own.background = true;
    own.wanted = this.wanted;
    own.connection = connection;
    return own;
  }

  /** Waits; throws StoppedError as soon as the client cancels. */
  wait(ms: number): Promise<void> {
    return pause(ms, this.signal);
  }

  /** Sends an operation as declared, again where the retry table allows it. */
  async sendOperation(
    tool: OperationTool,
    given: Input,
    { page, account, shown }: OperationSend = {},
  ): Promise<Answer> {
    this.operation = tool;
    const input = withAdditional(tool, given);
    const built = buildRequest(tool, input, page, account, shown);
    const request = built.upload ? await withFile(built, tool, this.#services.files) : built;
    const buckets = bucketsOf(tool, input, this.connection.id ?? "");
    const sent = this.send(request, onlyReads(tool), { buckets });
    const answer = await this.#services.grants.heard(sent, tool, this.connection.id);
    if (tool.result.kind === "document" && tool.result.foreign?.(answer.document)) throw notThere();
    this.mask?.learn(answer.document, this.connection.id, originOf(tool, this.raw));
    this.#read(this, answer.document);
    return answer;
  }

  /**
   * Sends a request when its turn has come; one to the control API names no connection. Throws GatewayError also for a
   * read that is answered with nothing.
   */
  async send(
    request: GatewayRequest,
    reads: boolean,
    { connectionId = this.connection.id, buckets = [] }: SessionSend = {},
  ): Promise<Answer> {
    const answer = await withRetries(() => this.#sendOnce(request, reads, buckets, connectionId), {
      reads,
      remaining: () => this.remaining(),
      wait: (ms) => this.wait(ms),
      onRetry: () => {
        this.retries += 1;
      },
    });
    this.bytes += answer.bytes;
    this.status = answer.status;
    const partial = answer.headers["x-klaviyo-partial-failure"];
    if (partial !== undefined) this.notTaken.add(oneLine(String(partial), MAX_PARTIAL));
    if (reads && answer.document === undefined) {
      throw new GatewayError({
        status: answer.status,
        source: "unknown",
        detail: "an empty answer to a read",
      });
    }
    return answer;
  }

  async #sendOnce(
    request: GatewayRequest,
    reads: boolean,
    buckets: readonly Bucket[],
    connectionId: string | undefined,
  ): Promise<Answer> {
    const { pace, send } = this.#services;
    if (pace) {
      const remaining = () => this.remaining() - REQUEST_MS;
      await takeTurn(pace, buckets, { remaining, signal: this.signal, background: this.background });
    }
    const sent = this.#withinTime(send, request, reads, connectionId);
    const learnt = pace ? sent.then(...learning(pace, buckets)) : sent;
    return learnt.then(...this.#counting(reads));
  }

  async #withinTime(
    send: Send,
    request: GatewayRequest,
    reads: boolean,
    connectionId: string | undefined,
  ): Promise<Answer> {
    const timeoutMs = Math.min(this.#services.timeoutMs, this.remaining());
    if (timeoutMs <= 0) throw new StoppedError("deadline");
    this.requests += 1;
    this.writing = !reads;
    const to = request.host === "control" ? undefined : connectionId;
    const since = this.#services.now();
    const answer = await send(request, { signal: this.signal, timeoutMs, connectionId: to });
    this.answeredIn = this.#services.now() - since;
    return answer;
  }

  /** Keeps what a request changed, be its end an answer or an error. */
  #counting(reads: boolean) {
    const count = (error: unknown) => {
      if (this.acting) this.changed = bothChanged(this.changed, changedBy(reads, error));
    };
    return [
      (answer: Answer): Answer => {
        count(undefined);
        return answer;
      },
      (error: unknown): never => {
        count(error);
        throw error;
      },
    ] as const;
  }
}

interface OperationSend {
  page?: Page | undefined;
  account?: Account | undefined;
  /** What the call shows, where that is worked out already. */
  shown?: Selection | undefined;
}

interface SessionSend {
  /** The call's own when left out. */
  connectionId?: string | undefined;
  /** What the request is charged to besides the key. */
  buckets?: readonly Bucket[];
}

/** What is not for us to see is as good as not there. */
function notThere(): GatewayError {
  return new GatewayError({
    status: 404,
    source: "gateway",
    detail: "the key has no such connection to Klaviyo",
  });
}
