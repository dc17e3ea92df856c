import { InputError } from "../errors.ts";
import type { Account, DirectTool, Input } from "../tool/tool.ts";
import { abridged } from "../wire/budget.ts";
import type { Shaped } from "../wire/result.ts";
import { type CallImpact, Confirmations, type ConfirmMode, needsConfirmation } from "./confirm.ts";
import { type PreviewRead, questionText, readPreviews } from "./preview.ts";
import { withoutSecrets } from "./secrets.ts";

/** Characters of a call's own arguments that a preview repeats: who is to decide reads no thousand profiles. */
const MAX_ARGUMENTS = 2000;

/** What the gate needs of the call that it asks about. */
export interface Asking {
  connectionId: string | undefined;
  /** Whether the call is about an account; Maton's control API knows none. */
  onAccount: boolean;
  /** Asks the person; absent where the client cannot. */
  elicit: ((question: string) => Promise<boolean>) | undefined;
  /** Undefined when it cannot be read. */
  account(connectionId: string | undefined): Promise<Account | undefined>;
  read: PreviewRead;
}

/** Stands before everything that changes something: refuses it, or has it confirmed, as the settings say. */
export class Gate {
  readonly #settings: { confirm: ConfirmMode; readOnly: boolean };
  readonly #confirmations: Confirmations;

  constructor(settings: { confirm: ConfirmMode; readOnly: boolean }, now: () => number) {
    this.#settings = settings;
    this.#confirmations = new Confirmations(now);
  }

  /** Throws InputError for a change where the server only reads. */
  admit(impact: CallImpact): void {
    if (!this.#settings.readOnly || impact === "read") return;
    throw new InputError("this server only reads, and this call would change something", {
      next: "Start it without --read-only to change things.",
    });
  }

  /** Undefined when the call may go on; otherwise what the model reads instead of a result. */
  async ask(tool: DirectTool, input: Input, impact: CallImpact, asking: Asking): Promise<Shaped | undefined> {
    const { confirm } = this.#settings;
    if (!needsConfirmation(impact, confirm)) return undefined;
    const { elicit, connectionId } = asking;
    const { confirmation } = input;
    if (!elicit && typeof confirmation === "string") {
      if (await this.#confirmations.redeem(confirmation, tool, input, connectionId)) return undefined;
    }
    if (!elicit && confirm === "elicit-only") {
      throw new InputError("this server takes such a change only from a client that can ask the person", {
        next: "Make it in Klaviyo, or start the server with --confirm dangerous.",
      });
    }
    const preview = await previewOf(tool, input, asking);
    if (elicit) {
      const agreed = await elicit(questionText(preview));
      return agreed ? undefined : { status: "declined", hint: "The person did not agree: nothing was sent." };
    }
    return {
      status: "needs_confirmation",
      preview,
      confirmation: await this.#confirmations.issue(tool, input, connectionId),
      hint: `Nothing was sent${confirmation ? ": that confirmation is spent, older than five minutes, or of another call" : ""}. Show the preview to the person. If they agree, make the same call with confirmation within five minutes. The confirmation proves that this preview was made, not that a person saw it.`,
    };
  }
}

async function previewOf(tool: DirectTool, input: Input, asking: Asking): Promise<Shaped> {
  const { confirmation: _, connection_id: named, ...args } = input;
  const shown: [string, unknown][] = [["action", tool.title]];
  const connectionId = asking.connectionId ?? named;
  if (connectionId !== undefined || asking.onAccount) {
    const account = await asking.account(connectionId);
    shown.push(["account", account?.name ?? connectionId ?? "could not be read"]);
  }
  const previews = await readPreviews(tool, input, asking.read);
  const visible = abridged(withoutSecrets(args, tool.secrets), MAX_ARGUMENTS);
  return Object.fromEntries([...shown, ...previews, ["arguments", visible]]);
}
