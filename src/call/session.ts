import { GatewayError, StoppedError, type StopReason, stopReasonOf } from "../errors.ts";
import { type Bucket, bucketsOf } from "../gateway/buckets.ts";
import type { Answer, Send } from "../gateway/client.ts";
import type { Choice } from "../gateway/connections.ts";
import { withRetries } from "../gateway/retry.ts";
import type { CallMask } from "../mask/mask.ts";
import type { Resolved } from "../operations/reachable.ts";
import { oneLine } from "../text.ts";
import { onlyReads } from "../tool/effects.ts";
import { type Selection, withAdditional } from "../tool/shown.ts";
import type { Account, Input, OperationTool } from "../tool/tool.ts";
import { buildRequest, type GatewayRequest, type Page } from "../wire/request.ts";
import { notThere } from "./choice.ts";
import type { CallServices, ClientCall } from "./given.ts";
import { originOf } from "./masking.ts";
import { bothChanged, type Changed, changedBy } from "./outcome.ts";
import type { Skipping } from "./skipping.ts";
import { pause, unlessStopped } from "./stopping.ts";
import { learning, takeTurn } from "./turn.ts";
import { withFile } from "./uploading.ts";
import { answered, capped, turned } from "./watched.ts";

/** SDK clients give up on a call after 60 s; every call answers well before that with what it knows. */
export const CALL_MS = 45_000;
/** So much of what Klaviyo did not take is told: names of attributes. */
const MAX_PARTIAL = 300;
/** What a request itself may need once its turn has come. */
const REQUEST_MS = 3000;

/** Learns what an operation's answer has. */
export type Reading = (session: CallSession, document: unknown) => void;

/** One call while it runs: its deadline, its connection, and what it has sent so far. */
export class CallSession {
  /** By which the logs speak of the call. */
  readonly id = crypto.randomUUID();
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
  /** Aborts when nothing more may begin: with the call itself, or before it. */
  readonly #ending = new AbortController();
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
  /** The call that this one is a part of. */
  #within: CallSession | undefined;

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
    this.#ending.abort(reason);
    this.#stop.abort(reason);
  }

  /** The server stops: what reads or waits ends at once; a write that is on its way may finish, and no other one begins. */
  windUp(): void {
    this.#ending.abort("stopping");
    if (!this.writing) this.stop("stopping");
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

  /** A part of this call that goes to another account: it ends when this one does, and what it sends counts here too. */
  beside(connection: Choice): CallSession {
    const { signal, client } = this;
    const own = new CallSession({ ...client, signal, progress: () => undefined }, this.#services, this.#read);
    own.#deadline = this.#deadline;
    own.#within = this;
    own.wanted = this.wanted;
    own.connection = connection;
    return own;
  }

  #count(what: "requests" | "retries" | "bytes", more = 1): void {
    this[what] += more;
    if (this.#within) this.#within.#count(what, more);
  }

  /** Waits; throws StoppedError as soon as the client cancels or the server stops. */
  wait(ms: number): Promise<void> {
    return pause(ms, this.#ending.signal);
  }

  /** What a person answers; throws StoppedError when the server stops meanwhile, and does not wait for them. */
  heard<T>(answer: Promise<T>): Promise<T> {
    this.writing = false;
    return unlessStopped(answer, this.signal);
  }

  /** Sends an operation as declared, again where the retry table allows it. */
  async sendOperation(
    tool: OperationTool,
    given: Input,
    { page, account, shown }: OperationSend = {},
  ): Promise<Answer> {
    this.operation = tool;
    if (this.#within) this.#within.operation = tool;
    const input = withAdditional(tool, given);
    const built = buildRequest(tool, input, page, account, shown);
    const request = built.upload ? await withFile(built, tool, this.#services.files) : built;
    const buckets = bucketsOf(tool, input, this.connection.id ?? "");
    capped(tool, this.connection.id, this.#services);
    const sent = this.send(request, onlyReads(tool), { buckets, operation: tool.name });
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
    { connectionId = this.connection.id, ...charged }: SessionSend,
  ): Promise<Answer> {
    const answer = await withRetries(() => this.#sendOnce(request, reads, charged, connectionId), {
      reads,
      remaining: () => this.remaining(),
      wait: (ms) => this.wait(ms),
      onRetry: () => {
        this.#count("retries");
      },
    });
    this.#count("bytes", answer.bytes);
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
    { buckets = [], operation }: SessionSend,
    connectionId: string | undefined,
  ): Promise<Answer> {
    const { pace, send, watch, now } = this.#services;
    if (pace) {
      const remaining = () => this.remaining() - REQUEST_MS;
      const { signal, background, client } = this;
      const options = { remaining, signal, background, who: client.caller.name };
      await turned(takeTurn(pace, buckets, options), watch, now);
    }
    const sent = answered(this.#withinTime(send, request, reads, connectionId), operation, watch);
    const learnt = pace ? sent.then(...learning(pace, buckets)) : sent;
    return learnt.then(...this.#counting(reads));
  }

  async #withinTime(
    send: Send,
    request: GatewayRequest,
    reads: boolean,
    connectionId: string | undefined,
  ): Promise<Answer> {
    if (this.#ending.signal.aborted && !reads) throw new StoppedError(stopReasonOf(this.#ending.signal));
    const timeoutMs = Math.min(this.#services.timeoutMs, this.remaining());
    if (timeoutMs <= 0) throw new StoppedError("deadline");
    this.#count("requests");
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
  /** The name of what is sent. */
  operation: string;
  /** The call's own when left out. */
  connectionId?: string | undefined;
  /** What the request is charged to besides the key. */
  buckets?: readonly Bucket[];
}
