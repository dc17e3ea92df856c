import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { Buttons } from "../ask/gate.ts";
import type { Audit } from "../audit.ts";
import type { Dispatcher } from "../call/dispatcher.ts";
import type { ClientCall } from "../call/given.ts";
import type { Shared } from "../call/shared.ts";
import { errorContext } from "../call/telling.ts";
import { errorText } from "../error-text.ts";
import { Told } from "../errors.ts";
import type { Pacing } from "../gateway/pace.ts";
import { defectOf, type Log, type LogLevel } from "../log.ts";
import type { Mask } from "../mask/mask.ts";
import type { RowBodyOf } from "../mask/places.ts";
import type { Resolved } from "../operations/reachable.ts";
import type { Registry } from "../registry.ts";
import type { Files } from "../tool/files.ts";
import { endedBy, type Watch } from "../watch.ts";
import { textOfResult } from "../wire/budget.ts";
import { mayHoldUnseen, withoutUnseen } from "../wire/unseen.ts";

export interface CallerSettings {
  /** Keeps what was asked, answered and changed. */
  audit?: Audit | undefined;
  /** The folder that a person allowed. */
  files?: Files | undefined;
  /** Makes what keeps the data of persons from the model, where somebody wants that. */
  mask?: ((rowBodyOf: RowBodyOf) => Mask) | undefined;
  /** The limits of the key where others call by it too; its own are made where none are handed in. */
  pace?: Pacing | undefined;
  /** What calls elsewhere have in common with those of this process. */
  shared?: Shared | undefined;
  /** Counts what happens. */
  watch?: Watch | undefined;
  sandbox: boolean;
  /** Takes the key out of text that goes out. */
  hide(text: string): string;
}

/** An answer, and what the log says of the call. */
export interface Called {
  answer: CallToolResult;
  level: LogLevel;
  facts: Record<string, unknown>;
}

/**
 * Runs tools/call over the dispatcher. The one place that catches: every failure of a call becomes a text of at most
 * three lines with isError.
 */
export class Caller {
  readonly #registry: Registry;
  readonly #dispatcher: Dispatcher;
  readonly #settings: CallerSettings;
  readonly #log: Log;

  constructor(registry: Registry, dispatcher: Dispatcher, settings: CallerSettings, log: Log) {
    this.#registry = registry;
    this.#dispatcher = dispatcher;
    this.#settings = settings;
    this.#log = log;
  }

  /** Ends what only reads, and gives a write that is on its way up to `ms` to say what came of it. */
  drain(ms: number): Promise<void> {
    return this.#dispatcher.drain(ms);
  }

  /** What the pages of a session may do. */
  buttons(caller: ClientCall["caller"]): Buttons {
    return this.#dispatcher.buttons(caller);
  }

  /** Lets go of all that is kept for a session; it is over. */
  end(session: string): void {
    this.#dispatcher.end(session);
  }

  async run(name: string, args: unknown, client: ClientCall): Promise<Called> {
    const { hide, sandbox, watch } = this.#settings;
    const started = performance.now();
    const registry = this.#registry;
    const session = this.#dispatcher.begin(client);
    const called = registry.find(name);
    let tool = called?.kind === "indirect" ? undefined : called;
    let given = args;
    let text: string;
    let structuredContent: Record<string, unknown> | undefined;
    let failure: unknown;
    try {
      if (!called) throw registry.refusal(name);
      const resolved: Omit<Resolved, "args"> & { args: unknown } =
        called.kind === "indirect"
          ? await this.#dispatcher.resolve(called, args, session)
          : { tool: called, args };
      tool = await this.#dispatcher.fromFile(resolved.tool, resolved.args, session);
      session.raw = resolved.raw;
      session.wanted = resolved.wanted;
      session.exported = resolved.exported;
      session.accounts = resolved.accounts;
      given = resolved.args;
      structuredContent = await this.#dispatcher.run(tool, resolved.args, session);
      let whole = textOfResult(structuredContent);
      if (mayHoldUnseen(whole)) {
        structuredContent = withoutUnseen(structuredContent);
        whole = JSON.stringify(structuredContent);
      }
      // Of what sent nothing and speaks to no account nothing is a person's.
      if (session.mask && (tool.kind !== "workflow" || tool.onKlaviyo || session.requests > 0)) {
        const { status, preview } = structuredContent;
        if (status === "needs_confirmation" || status === "changed") client.view?.show(preview);
        structuredContent = session.mask.result(structuredContent, session.connection.id);
        whole = JSON.stringify(structuredContent);
      }
      text = hide(whole);
      if (text !== whole) structuredContent = JSON.parse(text);
    } catch (error) {
      failure = error;
      const told = errorText(error, errorContext(tool ?? called, given, session, registry));
      text = hide(session.mask?.text(told, session.connection.id) ?? told);
      if (sandbox) text = `SANDBOX ${text}`;
      if (error instanceof Error && !(error instanceof Told)) {
        this.#log("error", "defect", { call: session.id, tool: called?.name, ...defectOf(error) });
      }
    }
    const named = (tool ?? called)?.name ?? "unknown";
    watch?.called(named, endedBy(failure, structuredContent?.status), performance.now() - started);
    if (session.changed === "unknown") watch?.unknown(named);
    const content = [{ type: "text" as const, text }];
    return {
      answer: structuredContent ? { content, structuredContent } : { content, isError: true },
      level: failure ? "warning" : "info",
      facts: {
        call: session.id,
        tool: named,
        status: failure instanceof Error ? failure.name : "ok",
        requests: session.requests,
        retries: session.retries,
        bytes_raw: session.bytes,
        bytes_trimmed: text.length,
        caller: client.caller.name,
      },
    };
  }
}
