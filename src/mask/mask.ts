import { InputError } from "../errors.ts";
import type { DirectTool } from "../tool/tool.ts";
import { Cipher } from "./cipher.ts";
import { type Origin, openValue, type Visitor, withPeople } from "./documents.ts";
import { Learnt } from "./learnt.ts";
import { cursors, HIDDEN, type Masking, maskedText, maskedValue } from "./outgoing.ts";
import { ownIn } from "./own.ts";
import { withoutPatterns } from "./patterns.ts";
import { isOwnName, isShown } from "./people.ts";
import { CURSOR, type Opening, type RowBodyOf, refused, withTokens } from "./places.ts";

export interface MaskSettings {
  /** What KLAVIYO_MCP_MASK_KEY says. */
  key: string;
  /** Whether free texts are hidden. */
  hidesTexts: boolean;
  rowBodyOf: RowBodyOf;
}

/** A valid value of each attribute that has a form, to check a call by before its tokens are opened. */
const SAMPLES: Readonly<Record<string, string>> = {
  email: "person@example.com",
  phone_number: "+12025550143",
  age_gated_date_of_birth: "1990-01-01",
};

/** A mask as the settings have it; what rows say of bodies is handed in by who has them. */
export function maskOf(key: string, texts: "hidden" | "shown"): (rowBodyOf: RowBodyOf) => Mask {
  return (rowBodyOf) => new Mask({ key, hidesTexts: texts === "hidden", rowBodyOf });
}

/** What keeps the data of persons from the model. One for the process; it keeps no value. */
export class Mask {
  readonly #settings: MaskSettings;
  readonly #cipher: Cipher;

  constructor(settings: MaskSettings) {
    this.#settings = settings;
    this.#cipher = new Cipher(settings.key);
  }

  /** The mask of one call. */
  begin(): CallMask {
    return new CallMask(this.#settings, this.#cipher);
  }

  /** A document of an account as it may be shown, by what it says itself of persons. */
  document(document: unknown, account = "", origin: Origin = {}): unknown {
    const alone = this.begin();
    alone.learn(document, account, origin);
    return alone.documents([document], account, origin)[0];
  }

  /** Seals what is noted in a file beside an export, and opens it again. */
  sealing(account = "") {
    return {
      sealed: (text: string) => this.#cipher.seal(text, account),
      unsealed: (text: string) => this.#cipher.open(text, account),
    };
  }
}

/** Whether a value is masked wherever it stands, by what it looks like. */
function looksMasked(value: string): boolean {
  return withoutPatterns(value, () => "") === "";
}

interface Sampled {
  args: Record<string, unknown>;
  /** Runs a check of the arguments; what it throws speaks of the tokens, and not of what stood for them. */
  checked(check: () => unknown): void;
}

function saying(tokens: ReadonlyMap<string, string>, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const said = (text: string) =>
      [...tokens].reduce((told, [sample, token]) => told.replaceAll(sample, () => token), text);
    const { argument, next, missing, unknown } = error;
    throw new InputError(said(error.message), {
      ...(argument !== undefined && { argument }),
      ...(next !== undefined && { next: said(next) }),
      missing,
      unknown,
    });
  }
}

interface Hearing {
  progress(done: number, total: number | undefined, message: string): void;
}

/** What one call read of persons, and how its answer and its arguments are masked and put back by it. */
export class CallMask {
  readonly #settings: MaskSettings;
  readonly #cipher: Cipher;
  readonly #learnt = new Learnt();

  constructor(settings: MaskSettings, cipher: Cipher) {
    this.#settings = settings;
    this.#cipher = cipher;
  }

  /** Learns what an answer of an operation says of persons, and what in it is the account's own. */
  learn(document: unknown, account = "", origin: Origin = {}): void {
    withPeople(document, this.#learning(account), origin);
    if (!origin.rendered) for (const text of ownIn(document)) this.#learnt.addOwn(text);
  }

  /** Learns what a value says of persons by what it is called: the rows of a file. */
  learnOpen(value: unknown, account = ""): void {
    openValue(value, "", false, this.#learning(account));
  }

  /** Knows what another call read as well: something that it kept is shown again. */
  also({ learnt }: CallMask): void {
    if (learnt !== this.#learnt) this.#learnt.also(learnt.all);
  }

  /** What it read of persons. */
  get learnt(): Learnt {
    return this.#learnt;
  }

  /** Documents of an account as they may be shown: what they say of persons by what it is, and what is known of these. */
  documents(
    documents: readonly unknown[],
    account: string | undefined,
    origin: Origin = {},
  ): readonly unknown[] {
    const showing = this.#showing(account);
    return documents.map((document) => withPeople(document, showing, origin));
  }

  /** What a call answers with, as a model may read it. */
  result(result: Record<string, unknown>, account: string | undefined): Record<string, unknown> {
    return maskedValue(result, this.#masking(account)) as Record<string, unknown>;
  }

  /** A text of the call, as a model may read it. */
  text(text: string, account: string | undefined): string {
    return maskedText(text, this.#masking(account));
  }

  /**
   * The arguments with a sample of its kind for each token; undefined where there is none. Throws InputError for a token
   * where none may stand, and for a filter or an order by a part of what is masked.
   */
  sampled(tool: DirectTool, args: Readonly<Record<string, unknown>>): Sampled | undefined {
    const tokens = new Map<string, string>();
    let any = false;
    const given = this.#opened(tool, args, (token, _, attribute) => {
      any = true;
      const sample = SAMPLES[attribute] ?? "1";
      if (sample !== "1" && !tokens.has(sample)) tokens.set(sample, token);
      return sample;
    });
    return any ? { args: given, checked: (check) => saying(tokens, check) } : undefined;
  }

  /** The arguments with each token put back. Throws InputError as `sampled` does, and for a token of another account. */
  opened(
    tool: DirectTool,
    args: Readonly<Record<string, unknown>>,
    account: string | undefined,
  ): Record<string, unknown> {
    return this.#opened(tool, args, (token, argument, attribute) => {
      const isCursor = attribute === CURSOR;
      const value = this.#cipher.open(token, isCursor ? cursors(account ?? "") : (account ?? ""));
      if (value === undefined && isCursor) {
        throw new InputError(`${argument} is not as it was given`, {
          argument,
          next: "Give next_cursor as the last answer has it, or begin again without it.",
        });
      }
      if (value === undefined) {
        throw new InputError(`${argument}: this token of a person is none of this account's`, {
          argument,
          next: "Give it whole, as a result of the same account showed it; or read the person again.",
        });
      }
      if (isCursor) return value;
      // Such an id is shown as it is: only what looks like a person's in it is masked when it is read again.
      if (isShown(attribute) && !looksMasked(value)) throw refused(argument);
      this.#learnt.add(
        /name/.test(attribute) && attribute !== "email" ? "name" : "detail",
        value,
        account ?? "",
      );
      return value;
    });
  }

  /** A client that hears of a call's progress without persons in it. */
  hearing<T extends Hearing>(client: T, account: () => string | undefined): T {
    const progress: Hearing["progress"] = (done, total, message) =>
      client.progress(done, total, this.text(message, account()));
    return { ...client, progress };
  }

  /** Learns what a body that is given whole says of persons: a question repeats it, and what is undone was read long ago. */
  learnBody(body: unknown, account = ""): void {
    withPeople(body, this.#learning(account));
  }

  #opened(tool: DirectTool, args: Readonly<Record<string, unknown>>, open: Opening): Record<string, unknown> {
    const { rowBodyOf, hidesTexts } = this.#settings;
    return withTokens(tool, args, rowBodyOf, open, hidesTexts);
  }

  #learning(account: string): Visitor {
    return {
      said: (said, value) => {
        this.#learnt.add(said, value, account);
        return value;
      },
      other: (text, key = "", open = false) => {
        if (open) this.#learnt.addSaid(text, key);
        return withoutPatterns(text, (value, written) => {
          this.#learnt.addSeen(value, account);
          return written;
        });
      },
    };
  }

  #showing(account = ""): Visitor {
    const masking = this.#masking(account);
    return {
      said: (said, value) => {
        if (said !== "text") return masking.seal(String(value), account);
        return masking.hidesTexts ? HIDDEN : maskedText(String(value), masking);
      },
      other: (text, key = "", open = false) => {
        const shown = maskedText(text, masking, open && !isOwnName(key) ? "" : key);
        if (open) this.#learnt.addSaid(shown, key);
        return shown;
      },
    };
  }

  #masking(account = ""): Masking {
    const { hidesTexts } = this.#settings;
    const seal = (value: string, of: string) => this.#cipher.seal(value, of);
    return { learnt: this.#learnt, account, seal, hidesTexts };
  }
}
