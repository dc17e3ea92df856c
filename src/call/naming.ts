import { type IdText, idsIn, isNoId, mayBeName, textClauses, withIds } from "../check/named.ts";
import { refuseName } from "../check/names.ts";
import { InputError, isNotThere } from "../errors.ts";
import type { Registry } from "../registry.ts";
import { oneLine } from "../text.ts";
import type { Account, DirectTool, Input, OperationTool } from "../tool/tool.ts";
import { isAbout } from "./blame.ts";
import { Directory } from "./directory.ts";
import { allTold, MOST_TOLD, told } from "./entries.ts";
import { isFailure } from "./pages.ts";
import { findPeople, MOST_PEOPLE, personIn, type Sought } from "./people.ts";
import type { CallSession, Reading } from "./session.ts";

/** So many texts of a call at most are looked at to see whether they are ids; the others are sent as such. */
const MOST_LOOKED_AT = 20;

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
  /** The names that were read. */
  readonly directory: Directory;
  readonly #registry: Registry;

  constructor(registry: Registry, now: () => number) {
    this.directory = new Directory(registry, now);
    this.#registry = registry;
  }

  /** Learns the ids of an answer: what somebody read as an id is none of a name. */
  get read(): Reading {
    return this.directory.read;
  }

  /** Forgets what a session read; it is over. */
  end(session: string): void {
    this.directory.known.end(session);
  }

  /**
   * Ids for all texts that can be none; and for a change for those too that could be ids and are not, so that it is
   * asked about and sent as what was meant. Throws InputError where a name is nobody's, or several things have it.
   */
  async plain(looking: Looking, input: Input): Promise<Named> {
    const texts = idsIn(looking.tool, input);
    const shaped = looking.anew ? await this.#noIds(looking, texts.filter(mayBe)) : [];
    return this.#resolve(looking, input, [...texts.filter(({ text }) => isNoId(text)), ...shaped]);
  }

  /**
   * Ids for the texts that may have been names all along, after Klaviyo refused them as ids; undefined where the error
   * is not about them, or none is a name. Throws InputError where several things have it, or things have nearly that.
   */
  async missing(looking: Looking, input: Input, error: unknown): Promise<Named | undefined> {
    const { session, tool } = looking;
    const texts = session.changed === "no" ? idsIn(tool, input).filter(mayBe) : [];
    const blamed = texts.filter((at) => isAbout(error, at, session.operation, input));
    const others = isMissing(error) ? texts.filter((at) => !blamed.includes(at)) : [];
    try {
      for (const some of [blamed, others]) {
        const named = await this.#resolve(looking, input, some, true);
        if (named.input !== input) return named;
      }
      return undefined;
    } catch (failure) {
      // What cannot be looked up is told as Klaviyo told it.
      if (isFailure(failure)) return undefined;
      throw failure;
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
      const texts = idsIn(looking.tool, input).filter(selects);
      const named = await this.#resolve(looking, input, texts, true);
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
      if (!["name", "title", "label"].includes(field) || !this.directory.knows(kind)) continue;
      for (const text of texts) {
        const { called, near, whole } = await this.directory.find(session, [kind], text, anew);
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
    const found = await findPeople(session, this.#registry, "email", changed);
    const [one] = found;
    return (
      one && `There is ${JSON.stringify(one[0])} (${one[1].join(", ")}): write an address in small letters.`
    );
  }

  /** Those of the texts that are ids of nothing, as far as that can be seen. */
  async #noIds(looking: Looking, texts: readonly IdText[]): Promise<IdText[]> {
    const { session } = looking;
    const { operation } = session;
    const isPerson = ({ kinds }: IdText) => kinds.includes("profile");
    const { known } = this.directory;
    const people = texts.filter((at) => isPerson(at) && !known.has(session, "profile", at.text));
    const things = new Map(texts.filter((at) => !isPerson(at)).map((at) => [keyOf(at), at]));
    const none: IdText[] = [];
    for (const at of [...things.values()].slice(0, MOST_LOOKED_AT)) {
      const kinds = at.kinds.filter((kind) => this.directory.knows(kind));
      if (kinds.length > 0 && (await this.directory.has(session, kinds, at.text)) === false) none.push(at);
    }
    const ids = people.map(({ text }) => text).slice(0, MOST_PEOPLE);
    const seen = await findPeople(session, this.#registry, "id", ids).catch((error: unknown) => {
      if (isFailure(error)) return undefined;
      throw error;
    });
    session.operation = operation;
    return [...none, ...(seen ? people.slice(0, MOST_PEOPLE).filter(({ text }) => !seen.has(text)) : [])];
  }

  async #resolve(looking: Looking, input: Input, texts: readonly IdText[], lenient = false): Promise<Named> {
    const { session, tool, anew } = looking;
    const { operation } = session;
    const isPerson = ({ kinds }: IdText) => kinds.includes("profile");
    // By what it is and how it is called: a tag and a campaign may have one name.
    const ids = await this.#people(looking, texts.filter(isPerson), lenient);
    for (const at of texts.filter((one) => !isPerson(one))) {
      if (ids.has(keyOf(at))) continue;
      const id = await this.#thing(session, at, anew, lenient);
      if (id !== undefined) ids.set(keyOf(at), id);
    }
    // An error of the call is no error of the look-up.
    session.operation = operation;
    const resolved = [...ids].map(([key, id]) => [String(JSON.parse(key)[1]), id] as const);
    const told = new Map<string, string>();
    // Two things of one name are told as both.
    for (const [text, id] of resolved) told.set(text, told.has(text) ? `${told.get(text)}, ${id}` : id);
    return {
      input: ids.size > 0 ? withIds(tool, input, (at) => ids.get(keyOf(at)) ?? at.text) : input,
      resolved: Object.fromEntries(told),
    };
  }

  async #thing(
    session: CallSession,
    at: IdText,
    anew: boolean,
    lenient: boolean,
  ): Promise<string | undefined> {
    const kinds = at.kinds.filter((kind) => this.directory.knows(kind));
    if (kinds.length === 0) {
      if (lenient) return undefined;
      throw refuseName(at.argument, at.text);
    }
    const { called, near, whole, isId } = await this.directory.find(session, kinds, at.text, anew);
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
      isNoId(at.text) ? `no ${noun} is called ${name}${seen}` : `no ${noun} has the id or the name ${name}`,
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

  /** The profiles of people by e-mail address, phone number or the shop's own id, by key. */
  async #people(
    { session, account }: Looking,
    texts: readonly IdText[],
    lenient: boolean,
  ): Promise<Map<string, string>> {
    const asked = new Map<string, { at: IdText; by: Sought }>();
    for (const at of texts) {
      if (asked.has(keyOf(at))) continue;
      const by = isNoId(at.text) ? await personIn(at.text, account) : externally(at.text);
      if (!by) throw refuseName(at.argument, at.text);
      asked.set(keyOf(at), { at, by });
    }
    const all = [...asked.entries()];
    const ids = new Map<string, string>();
    for (const field of ["email", "phone_number", "external_id"] as const) {
      const some = all.filter(([, { by }]) => by.field === field);
      const values = [...new Set(some.map(([, { by }]) => by.value))];
      const found = await findPeople(session, this.#registry, field, values);
      const nobody = some.filter(([, { by }]) => !found.has(by.value)).map(([, { at }]) => at);
      if (nobody[0] && !lenient) throw nobodyHas(nobody);
      for (const [key, { at, by }] of some) {
        const [id, ...more] = found.get(by.value) ?? [];
        if (more.length > 0) throw severalHave(at, [id, ...more]);
        if (id !== undefined) ids.set(key, id);
      }
    }
    return ids;
  }
}

function nobodyHas(texts: readonly IdText[]): InputError {
  const names = texts.slice(0, MOST_TOLD).map(({ text }) => JSON.stringify(oneLine(text, 80)));
  const rest = texts.length - names.length;
  const what = texts.some(({ text }) => !isNoId(text)) ? " as id or external id" : "";
  return new InputError(`no profile has ${names.join(" or ")}${rest > 0 ? ` or ${rest} more` : ""}${what}`, {
    argument: texts[0]?.argument ?? "",
    next: "get_profiles finds people by filter.",
    missing: true,
  });
}

function severalHave({ text, argument }: IdText, ids: readonly (string | undefined)[]): InputError {
  return new InputError(`${ids.length} profiles have ${JSON.stringify(oneLine(text, 80))}`, {
    argument,
    next: `Give the id of the one that is meant: ${ids.slice(0, MOST_TOLD).join(", ")}.`,
  });
}

function keyOf({ kinds, text }: IdText): string {
  return JSON.stringify([kinds, text]);
}

function mayBe({ text, kinds }: IdText): boolean {
  return !isNoId(text) && kinds.some((kind) => mayBeName(text, kind));
}

function externally(text: string): Sought {
  return { field: "external_id", value: text };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Whether an error says that something is not there, before anything was changed. */
function isMissing(error: unknown): boolean {
  return isNotThere(error) || (error instanceof InputError && error.missing);
}
