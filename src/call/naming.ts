import { type IdText, idsIn, isNoId, mayBeName, textClauses, withIds } from "../check/named.ts";
import { refuseName } from "../check/names.ts";
import { phoneReader } from "../check/phones.ts";
import { GatewayError, InputError } from "../errors.ts";
import { primaryData } from "../jsonapi/document.ts";
import { quote } from "../jsonapi/filter.ts";
import type { Registry } from "../registry.ts";
import { oneLine } from "../text.ts";
import type { Account, DirectTool, Input, OperationTool } from "../tool/tool.ts";
import { allTold, Directory, told } from "./directory.ts";
import { isFailure } from "./pages.ts";
import type { CallSession } from "./session.ts";

/** So many names are remembered of a session. */
const MAX_NAMES = 1000;

/** The input with ids where names stood, and which name was read as which id. */
export interface Named {
  input: Input;
  resolved: Readonly<Record<string, string>>;
}

/** What a call gives its names to be looked up with. */
export interface Looking {
  session: CallSession;
  tool: DirectTool;
  /** Believes nothing that was read before: what changes something must not go by old names. */
  anew: boolean;
  account(): Promise<Account | undefined>;
}

/** Takes names where ids are due: of what has a name, and of people by address, number or id of the shop's own. */
export class Naming {
  readonly #directory: Directory;
  readonly #registry: Registry;
  /** Texts in the form of an id that were names before, by session: a confirmed change must not begin by the text. */
  readonly #names = new Map<string, Set<string>>();

  constructor(registry: Registry, now: () => number) {
    this.#directory = new Directory(registry, now);
    this.#registry = registry;
  }

  /**
   * Ids for all texts that can be none, and for those that were names before in this session. Throws InputError where a
   * name is nobody's, or several things have it.
   */
  plain(looking: Looking, input: Input): Promise<Named> {
    const known = this.#names.get(looking.session.client.caller.session);
    return this.#resolve(looking, input, (at) => isNoId(at.text) || known?.has(keyOf(at)) === true);
  }

  /** Forgets what were names in a session; it is over. */
  end(session: string): void {
    this.#names.delete(session);
  }

  /**
   * Ids for the texts that may have been names all along, after Klaviyo knew none of them as an id; undefined where
   * none is a name. Throws InputError where several things have it, or things have nearly that.
   */
  async missing(looking: Looking, input: Input): Promise<Named | undefined> {
    try {
      const named = await this.#resolve(looking, input, mayBe, true);
      return named.input === input ? undefined : named;
    } catch (error) {
      // What cannot be looked up is told as Klaviyo told it.
      if (isFailure(error)) return undefined;
      throw error;
    }
  }

  /**
   * Why a list is empty: a name stood where an id is due, and the call with the id is what was meant; or a sentence
   * that tells what is called nearly so. Undefined where it may just be empty.
   */
  async whyEmpty(looking: Looking, input: Input): Promise<Named | string | undefined> {
    const path = looking.tool.kind === "operation" ? looking.tool.request.path : "";
    // An id in the path that nobody has is a 404.
    const selects = (at: IdText) => mayBe(at) && !path.includes(`{${at.argument}}`);
    try {
      const named = await this.#resolve(looking, input, selects, true);
      return named.input === input ? await this.#nearly(looking, input) : named;
    } catch (error) {
      if (isFailure(error)) return undefined;
      if (!(error instanceof InputError)) throw error;
      return [sentence(error.message), error.next].filter(Boolean).join(" ");
    }
  }

  async #nearly({ session, tool, anew }: Looking, { filter }: Input): Promise<string | undefined> {
    if (tool.kind !== "operation" || tool.result.kind !== "collection") return undefined;
    const kind = tool.result.resource.type.replaceAll("-", "_");
    for (const { field, texts } of textClauses(filter)) {
      if (field === "email") return this.#otherAddress(session, tool, texts);
      if (!["name", "title", "label"].includes(field) || !this.#directory.knows(kind)) continue;
      for (const text of texts) {
        const { called, near, whole } = await this.#directory.find(session, [kind], text, anew);
        const noun = kind.replaceAll("_", " ");
        if (called.length > 0)
          return `No ${noun} is called exactly ${JSON.stringify(oneLine(text, 80))}; there is ${allTold(called)}.`;
        if (near.length > 0)
          return `No ${noun} is called ${JSON.stringify(oneLine(text, 80))}; there is ${allTold(near)}.`;
        if (whole) return `No ${noun} has a name like that, of all that there are.`;
      }
    }
    return undefined;
  }

  /** An address in other letters than it is kept in. */
  async #otherAddress(
    session: CallSession,
    tool: OperationTool,
    texts: readonly string[],
  ): Promise<string | undefined> {
    const lower = texts.map((text) => text.trim().toLowerCase());
    const changed = lower.filter((one, at) => one !== texts[at]);
    const { operators = [] } = tool.request.query.filter?.email ?? {};
    if (changed.length === 0 || !operators.includes("equals")) return undefined;
    for (const address of changed) {
      const [person] = await this.#people(session, `equals(email,${quote(address)})`);
      if (person)
        return `There is ${JSON.stringify(address)} (${person}): write an address in small letters.`;
    }
    return undefined;
  }

  async #resolve(
    looking: Looking,
    input: Input,
    wanted: (at: IdText) => boolean,
    lenient = false,
  ): Promise<Named> {
    // By what it is and how it is called: a tag and a campaign may have one name.
    const ids = new Map<string, string>();
    const { session, tool, anew } = looking;
    const { operation } = session;
    for (const at of idsIn(tool, input).filter(wanted)) {
      if (ids.has(keyOf(at))) continue;
      const id = at.kinds.includes("profile")
        ? await this.#person(looking, at, lenient)
        : await this.#thing(session, at, anew, lenient);
      if (id === undefined) continue;
      ids.set(keyOf(at), id);
      if (lenient) this.#remember(session, keyOf(at));
    }
    // An error of the call is no error of the look-up.
    session.operation = operation;
    const resolved = [...ids].map(([key, id]) => [String(JSON.parse(key)[1]), id] as const);
    const told = new Map<string, string>();
    // Two things of one name are told as both.
    for (const [text, id] of resolved) told.set(text, told.has(text) ? `${told.get(text)}, ${id}` : id);
    return {
      input: withIds(tool, input, (at) => (wanted(at) && ids.get(keyOf(at))) || at.text),
      resolved: Object.fromEntries(told),
    };
  }

  #remember(session: CallSession, key: string): void {
    const caller = session.client.caller.session;
    const known = this.#names.get(caller) ?? new Set();
    this.#names.set(caller, known);
    known.add(key);
    const [oldest] = known;
    if (known.size > MAX_NAMES && oldest !== undefined) known.delete(oldest);
  }

  async #thing(
    session: CallSession,
    at: IdText,
    anew: boolean,
    lenient: boolean,
  ): Promise<string | undefined> {
    const kinds = at.kinds.filter((kind) => this.#directory.knows(kind));
    if (kinds.length === 0) {
      if (lenient) return undefined;
      throw refuseName(at.argument, at.text);
    }
    const { called, near, whole, isId } = await this.#directory.find(session, kinds, at.text, anew);
    if (lenient && isId) return undefined;
    const [only, ...more] = called;
    if (only && more.length === 0) return only.id;
    const noun = kinds.join(" or ").replaceAll("_", " ");
    const name = JSON.stringify(oneLine(at.text, 80));
    if (only) {
      throw new InputError(`${called.length} of them are called ${name}`, {
        argument: at.argument,
        next: `Give the id of the one that is meant: ${allTold(called)}.`,
      });
    }
    if (lenient && (near.length === 0 || !whole)) return undefined;
    const seen = whole ? "" : `, of the first that there are`;
    throw new InputError(
      lenient ? `no ${noun} has the id or the name ${name}` : `no ${noun} is called ${name}${seen}`,
      {
        argument: at.argument,
        next:
          near.length > 0
            ? `There is ${near.map(told).join(", ")}.`
            : `Give its id: ${this.#lister(kinds[0] ?? "")} lists them.`,
      },
    );
  }

  #lister(kind: string): string {
    return this.#registry.listerOf(`${kind}_id`) ?? "the account in Klaviyo";
  }

  /** The profile of somebody by e-mail address, phone number or the shop's own id. */
  async #person(
    { session, account }: Looking,
    { text, argument }: IdText,
    lenient: boolean,
  ): Promise<string | undefined> {
    const clause = lenient ? `equals(external_id,${quote(text)})` : await clauseFor(text, account);
    const found = clause === undefined ? [] : await this.#people(session, clause);
    const [only, ...more] = found;
    if (only && more.length === 0) return only;
    if (lenient && !only) return undefined;
    if (clause === undefined) throw refuseName(argument, text);
    const name = JSON.stringify(oneLine(text, 80));
    throw new InputError(only ? `${found.length} profiles have ${name}` : `no profile has ${name}`, {
      argument,
      next: only
        ? `Give the id of the one that is meant: ${found.slice(0, 5).join(", ")}.`
        : "get_profiles finds people by filter.",
    });
  }

  async #people(session: CallSession, filter: string): Promise<string[]> {
    const tool = this.#registry.operation("get_profiles");
    session.client.progress(session.requests + 1, undefined, `people: ${tool.name}`);
    const { document } = await session.sendOperation(tool, { filter, fields: ["email"] });
    return primaryData(document).flatMap(({ id }) => (typeof id === "string" ? [id] : []));
  }
}

function keyOf({ kinds, text }: IdText): string {
  return JSON.stringify([kinds, text]);
}

function mayBe({ text }: IdText): boolean {
  return !isNoId(text) && mayBeName(text);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Whether an error says that something is not there, before anything was changed. */
export function isMissing(error: unknown): boolean {
  return (
    (error instanceof GatewayError && error.status === 404 && error.source === "klaviyo") ||
    (error instanceof InputError && error.missing)
  );
}

async function clauseFor(text: string, account: Looking["account"]): Promise<string | undefined> {
  if (text.includes("@")) return `equals(email,${quote(text.trim().toLowerCase())})`;
  const known = text.trim().startsWith("+") ? undefined : await account();
  const phone = (await phoneReader(known?.country))(text);
  return "number" in phone ? `equals(phone_number,${quote(phone.number)})` : undefined;
}
