import { InputError } from "../../../src/errors.ts";
import { isObject, textOf } from "../../../src/text.ts";
import type { Input, OperationTool, OtherAccount, WorkflowContext } from "../../../src/tool/tool.ts";
import { operationNamed } from "../../operations/tools.ts";
import type { Carried, Reference } from "../../structures/carried.ts";
import { askedFor } from "./asked.ts";
import { Counterparts } from "./counterparts.ts";
import { carriedTo, KINDS, type Kind, type Source, TEMPLATE, templateName } from "./kinds.ts";
import { called, type Named, type Reader } from "./listed.ts";

/** The id that a thing has once it is made, by its kind and its id in the first account. */
export type MadeAs = (type: string, id: string) => string;

/** One thing to be made. */
export interface Step {
  type: string;
  /** In the first account. */
  id: string;
  name: string;
  tool: OperationTool;
  input(madeAs: MadeAs): Input;
  says?: string;
}

/** What a copy comes to. */
export interface Copying {
  from: OtherAccount;
  steps: readonly Step[];
  /** What the account has already by that name, and stays as it is. */
  already: readonly string[];
  /** What is not copied, and why. */
  leftOut: readonly string[];
  /** How many of those the other account does not have. */
  unknown: number;
  /** What stands for what, by its name. */
  mapped: readonly string[];
  /** What a person should look at. */
  notes: readonly string[];
}

/** A thing that is to be copied. */
interface Wanted extends Named {
  kind: Kind;
  source: Source;
}

/** What a call copies, as both accounts are now. Throws InputError for an account that is none, or is this one. */
export async function copyingOf(context: WorkflowContext, input: Input): Promise<Copying> {
  const given = textOf(input.from);
  if (given.trim().toLowerCase() === "all") {
    throw new InputError("from takes one account", {
      argument: "from",
      next: "Give its name: list_connections shows them.",
    });
  }
  const from = await context.other(given, "from");
  const own = await context.account(undefined);
  const theirs = await from.context.account(undefined);
  if (own && theirs && own.id === theirs.id) {
    throw new InputError("from is the account that is copied to", {
      argument: "from",
      next: "connection_id is where it goes, from where it comes from. Nothing was sent.",
    });
  }
  return new Planning(context, from).of(input);
}

class Planning {
  readonly #context: WorkflowContext;
  readonly #from: OtherAccount;
  readonly #counterparts: Counterparts;
  readonly #steps: Step[] = [];
  readonly #already: string[] = [];
  readonly #leftOut: string[] = [];
  #unknown = 0;
  readonly #notes = new Set<string>();
  readonly #mapped = new Set<string>();
  #sender: ReadonlyMap<string, string> = new Map();
  #read = 0;

  constructor(context: WorkflowContext, from: OtherAccount) {
    this.#context = context;
    this.#from = from;
    this.#counterparts = new Counterparts(from.context, context);
  }

  async of(input: Input): Promise<Copying> {
    const wanted: Wanted[] = [];
    for (const kind of KINDS) wanted.push(...(await this.#wanted(kind, input[kind.argument])));
    const references = wanted.flatMap((one) => this.#references(one));
    await this.#counterparts.learn(references);
    const needed = references.filter(({ is }) => is === "template").map(({ id }) => id);
    const templates = await this.#templates([...new Set(needed)]);
    if (wanted.some(({ kind }) => kind.type === "flow")) this.#sender = await this.#senders();
    await this.#tags(wanted.filter(({ source }) => source.group));
    const isFlow = ({ kind }: Wanted) => kind.type === "flow";
    this.#inTurn(wanted.filter((one) => !isFlow(one)));
    this.#inTurn(wanted.filter(isFlow), templates);
    return {
      from: this.#from,
      steps: this.#steps,
      already: this.#already,
      leftOut: this.#leftOut,
      unknown: this.#unknown,
      mapped: [...this.#mapped],
      notes: [...this.#notes],
    };
  }

  /** The things of a kind that are asked for and are not there yet, read. */
  async #wanted(kind: Kind, given: unknown): Promise<Wanted[]> {
    const asked = [...new Set([given ?? []].flat().map(textOf))];
    const { found, leftOut, unknown } = await askedFor(this.#from, kind.type, asked);
    this.#leftOut.push(...leftOut);
    this.#unknown += unknown;
    const there = await called(this.#context, kind.type, [...new Set(found.map(({ name }) => name))]);
    const wanted: Wanted[] = [];
    for (const one of found) {
      if (there.some(({ name }) => name === one.name)) this.#already.push(`${kind.type} ${one.name}`);
      else {
        const source = await this.#source(kind, one);
        if (typeof source === "string") this.#leftOut.push(`${kind.type} ${one.name}: ${source}`);
        else wanted.push({ ...one, kind, source });
      }
    }
    return wanted;
  }

  #source(kind: Kind, { id, name }: Named): Promise<Source | string> {
    this.#tell(`${kind.type} ${name}`);
    return kind.read(this.#from.context, id);
  }

  #tell(what: string): void {
    this.#read += 1;
    this.#context.progress(this.#read, undefined, what);
  }

  /** The templates that flows need and whose names are not there yet, read. */
  async #templates(ids: readonly string[]): Promise<Wanted[]> {
    const named: Named[] = [];
    for (const id of ids) {
      named.push({ id, name: await templateName(this.#from.context, id) });
      this.#tell(`template ${named.length} of ${ids.length} looked up`);
    }
    await this.#counterparts.templates(named);
    const read: Wanted[] = [];
    for (const one of named) {
      if (this.#counterparts.of({ is: "template", id: one.id })?.id !== undefined) continue;
      const source = await this.#source(TEMPLATE, one);
      if (typeof source !== "string") read.push({ ...one, kind: TEMPLATE, source });
    }
    return read;
  }

  /** Who sends here instead of who sends there. */
  async #senders(): Promise<ReadonlyMap<string, string>> {
    const [theirs, ours] = [await senderOf(this.#from.context), await senderOf(this.#context)];
    return new Map(theirs.flatMap((one, at) => (one && ours[at] ? [[one, ours[at]] as const] : [])));
  }

  /** Groups of tags that are not there yet are made; a tag of one that is there goes into it. */
  async #tags(tags: readonly Wanted[]): Promise<void> {
    const groups = new Map(
      tags.flatMap(({ source: { group } }) => (group ? [[group.id, group] as const] : [])),
    );
    const there = await called(
      this.#context,
      "tag group",
      [...groups.values()].map(({ name }) => name),
    );
    for (const { id, name, exclusive } of groups.values()) {
      if (there.some((one) => one.name === name)) continue;
      const tool = operationNamed("create_tag_group");
      this.#steps.push({ type: "tag group", id, name, tool, input: () => ({ name, exclusive }) });
    }
    for (const one of tags) {
      const { group } = one.source;
      const own = there.find(({ name }) => name === group?.name)?.id;
      const source = one.source;
      one.source = { ...source, input: { ...source.input, ...(own && { tag_group_id: own }) } };
    }
  }

  /** Steps in an order in which each finds what it needs: one that needs another comes after it. */
  #inTurn(wanted: readonly Wanted[], templates: readonly Wanted[] = []): void {
    let left = [...wanted];
    for (let before = -1; before !== left.length; ) {
      before = left.length;
      left = left.filter((one) => !this.#step(one, templates));
    }
    for (const one of left)
      this.#leftOut.push(`${one.kind.type} ${one.name}: ${this.#whyNot(one, templates)}`);
  }

  /** Adds a step where all that it needs is there, or is made before it. */
  #step(one: Wanted, templates: readonly Wanted[]): boolean {
    const carried = this.#carried(one, (reference) => this.#idOf(reference, templates, fresh));
    if (carried && (carried.missing.length > 0 || carried.foreign.length > 0)) return false;
    const { kind, id, name, source } = one;
    for (const reference of this.#references(one)) {
      const counterpart = this.#counterparts.of(reference);
      const template = templates.find((each) => reference.is === "template" && each.id === reference.id);
      if (counterpart?.id !== undefined) this.#mapped.add(counterpart.says);
      else if (template && !this.#isPlanned("template", template.id)) this.#step(template, []);
    }
    for (const path of carried?.without ?? []) this.#notes.add(`${kind.type} ${name} is without ${path}`);
    for (const address of carried?.addresses ?? []) {
      if (![...this.#sender.values()].includes(address))
        this.#notes.add(`${kind.type} ${name} keeps ${address}`);
    }
    this.#steps.push({
      type: kind.type,
      id,
      name,
      tool: operationNamed(kind.create),
      input: (madeAs) => this.#input(one, templates, madeAs),
      ...(source.says && { says: source.says }),
    });
    return true;
  }

  #input({ source }: Wanted, templates: readonly Wanted[], madeAs: MadeAs): Input {
    const becomes = (reference: Reference) => this.#idOf(reference, templates, madeAs);
    const { input } = carriedTo(source, { becomes, sender: this.#sender });
    const { group } = source;
    if (!group || input.tag_group_id !== undefined) return input;
    return { ...input, tag_group_id: madeAs("tag group", group.id) };
  }

  #carried({ source }: Wanted, becomes: (reference: Reference) => string | undefined): Carried | undefined {
    return carriedTo(source, { becomes, sender: this.#sender }).carried;
  }

  /** All that one names of its account. */
  #references(one: Wanted): readonly Reference[] {
    return this.#carried(one, () => undefined)?.missing ?? [];
  }

  /** What a reference becomes: the thing of its name, or one that is made before. */
  #idOf(reference: Reference, templates: readonly Wanted[], madeAs: MadeAs): string | undefined {
    const { is, id } = reference;
    const counterpart = this.#counterparts.of(reference);
    if (counterpart?.id !== undefined) return counterpart.id;
    const type = is === "template" ? is : counterpart?.type;
    if (type === undefined) return undefined;
    const isMade = this.#isPlanned(type, id) || (is === "template" && templates.some((one) => one.id === id));
    return isMade ? madeAs(type, id) : undefined;
  }

  #isPlanned(type: string, id: string): boolean {
    return this.#steps.some((step) => step.type === type && step.id === id);
  }

  #whyNot(one: Wanted, templates: readonly Wanted[]): string {
    const carried = this.#carried(one, (reference) => this.#idOf(reference, templates, fresh));
    const missing = (carried?.missing ?? []).map((reference) => {
      const counterpart = this.#counterparts.of(reference);
      if (!counterpart) return `${reference.is} ${reference.id} cannot be read`;
      const { type, name, found } = counterpart;
      return found > 1 ? `${found} ${type}s there are called ${name}` : `no ${type} there is called ${name}`;
    });
    const foreign = (carried?.foreign ?? []).map((path) => `${path} means nothing in another account`);
    return [...new Set([...missing, ...foreign])].join(", ");
  }
}

/** What stands for a thing that is not made yet. */
export const fresh: MadeAs = (type, id) => `new ${type} ${id}`;

/** Address and name that an account's messages come from unless they say otherwise. */
async function senderOf(reader: Reader): Promise<[address: string | undefined, name: string | undefined]> {
  const document = await reader.call(operationNamed("get_accounts"), {});
  const [account] = isObject(document) && Array.isArray(document.data) ? document.data : [];
  const { contact_information } = isObject(account) && isObject(account.attributes) ? account.attributes : {};
  const { default_sender_email, default_sender_name } = isObject(contact_information)
    ? contact_information
    : {};
  const said = (value: unknown) => textOf(value) || undefined;
  return [said(default_sender_email), said(default_sender_name)];
}
