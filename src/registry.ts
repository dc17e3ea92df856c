import { type Callable, Catalog, type Chosen, everything, INDIRECT_SECTION } from "./catalog.ts";
import { kindOfId } from "./check/names.ts";
import { clauseOf } from "./check/refusals.ts";
import { type Danger, dangerOf } from "./danger.ts";
import type { InputError } from "./errors.ts";
import { PathIndex } from "./operations/paths.ts";
import type { Located, Reachable } from "./operations/reachable.ts";
import { onlyReads } from "./tool/effects.ts";
import { once } from "./tool/once.ts";
import type { Method, OperationTool, ResourceType, Tool } from "./tool/tool.ts";

/** More characters than any argument's name has. */
const MAX_NAME = 64;

/** Where declarations come from: of hundreds a session calls a few, so each is made when it is asked for. */
export interface Declarations {
  /** The declaration of a name that the catalog has. */
  declared(name: string): Tool;
  /** Those that a native path may stand for, be they callable or not. */
  operations(): readonly OperationTool[];
}

type Lister = OperationTool & { result: { kind: "collection"; resource: ResourceType } };

/** The declarations behind the names of a catalog, and what follows from them. */
export class Registry implements Reachable {
  readonly catalog: Catalog;
  readonly #declared: Declarations["declared"];
  readonly #paths: () => PathIndex;
  /** Every tool that may be called: for an error's next step, never for a call. */
  readonly #callable: () => readonly Tool[];
  readonly #listers: () => readonly Lister[];
  /** What another tool may take instead: a tool's words and how far it goes. */
  readonly #subjects: () => readonly Subject[];
  /** The place among the callable of the first that reads a path. */
  readonly #readers: () => ReadonlyMap<string, number>;

  constructor(catalog: Catalog, { declared, operations }: Declarations) {
    this.catalog = catalog;
    this.#declared = declared;
    this.#paths = once(() => new PathIndex(operations()));
    this.#callable = once(() => catalog.callable.map(({ name }) => declared(name)));
    this.#listers = once(() => this.#callable().filter(isLister));
    this.#subjects = once(() =>
      catalog.callable.filter(({ toolset }) => toolset !== INDIRECT_SECTION).map(subjectOf),
    );
    this.#readers = once(() => readersOf(this.#callable()));
  }

  /** Of tools that are at hand; all of them may be called and are listed unless told otherwise. */
  static whole(tools: readonly Tool[], chosen: Chosen<Callable> = everything(tools)): Registry {
    const byName = new Map(tools.map((tool) => [tool.name, tool]));
    const declared = (name: string) => {
      const tool = byName.get(name);
      if (!tool) throw new Error(`no tool ${name}`);
      return tool;
    };
    return new Registry(new Catalog(tools, chosen), {
      declared,
      operations: () => tools.flatMap(operationsOf),
    });
  }

  get anyPath(): boolean {
    return this.catalog.anyPath;
  }

  /** A tool that may be called under the settings in force, by its name or another name of it. */
  find(name: string): Tool | undefined {
    const found = this.catalog.find(name);
    return found && this.#declared(found.name);
  }

  refusal(name: string): InputError {
    return this.catalog.refusal(name);
  }

  /** A text as a model under these settings may read it. */
  visible(text: string): string {
    return this.catalog.visible(text);
  }

  locate(method: Method, path: string, revision?: string): Located | undefined {
    return this.#paths().locate(method, path, revision);
  }

  alike(method: Method, path: string): OperationTool | undefined {
    return this.#paths().alike(method, path);
  }

  /** A tool by name, callable or not. */
  known(name: string): Tool | undefined {
    const known = this.catalog.known(name);
    return known && this.#declared(known.name);
  }

  /** An operation by name, callable or not: lookups and previews read with tools that a model may not see. */
  operation(name: string): OperationTool {
    const tool = this.known(name);
    if (tool?.kind !== "operation") throw new Error(`no operation ${name}`);
    return tool;
  }

  /**
   * The tool that shows valid values of an id argument: of one in an operation's path what lists all that stands there,
   * of any other what lists its kind, `destination_profile_id` → get_profiles. One that tools/list shows goes before.
   */
  listerOf(argument: string, operation?: OperationTool): string | undefined {
    // A model may have made the name up, megabytes long: only its end is looked at.
    const name = argument.slice(-MAX_NAME).replace(/\[\d+\]$/, "");
    const { path = "" } = operation?.request ?? {};
    const above = path.split(`/{${name}}`)[0];
    const beside = above === path ? undefined : this.#listers().find(({ request }) => request.path === above);
    if (beside && this.#isListed(beside)) return beside.name;
    const inner = name.replace(/^.*\./, "");
    const noun = /^([a-z_]+?)_ids?$/.exec(inner)?.[1];
    const kind = noun ?? kindOfId(inner);
    const lister = kind === undefined ? undefined : this.#listerOfKind(kind);
    if (beside && !(lister && this.#isListed(lister))) return beside.name;
    return lister?.name ?? this.#callable().find(({ name }) => name === `list_${kind}s`)?.name;
  }

  /** Of a kind that is a resource type of its own that type's; else of the one it ends with, or that ends with it. */
  #listerOfKind(kind: string): Lister | undefined {
    const type = kind.replaceAll("_", "-");
    const listers = this.#listers();
    // The one that needs no other id first: get_profiles before get_profiles_for_list.
    const far = (one: Lister) => pathInputs(one) + (this.#isListed(one) ? 0 : 10);
    const of = (fits: (known: string) => boolean) =>
      listers.filter(({ result }) => fits(result.resource.type)).sort((a, b) => far(a) - far(b))[0];
    const isOwn = this.#callable().some((tool) => typeOf(tool) === type);
    if (isOwn) return of((known) => known === type);
    const longer = new Set(listers.map(typeOf).filter((known) => known?.endsWith(`-${type}`)));
    const only = longer.size === 1 ? [...longer][0] : undefined;
    return of((known) => type.endsWith(`-${known}`)) ?? of((known) => known === only);
  }

  #isListed({ name }: Tool): boolean {
    return this.catalog.listed.some((one) => one.name === name);
  }

  /**
   * The tool that takes an argument which another one does not: on the same things, no more dangerous, the one whose
   * name says the most of both and the least besides.
   */
  takerOf(argument: string, tool: Tool): string | undefined {
    const about = nounsIn(tool.name);
    const wanted = nounsIn(`_${argument.slice(0, MAX_NAME).replace(/_ids?$/, "")}`);
    const most = dangerOf(tool);
    const nearness = ({ one, nouns }: Subject) =>
      10 * nouns.filter((noun) => wanted.includes(noun)).length +
      5 * nouns.filter((noun) => about.includes(noun)).length +
      (this.catalog.isListed(one) ? 3 : 0) -
      nouns.length;
    const takes = ({ name }: Callable) => Object.hasOwn(this.#declared(name).inputSchema.shape, argument);
    const candidates = this.#subjects()
      .filter(({ danger }) => danger <= most && (danger === 0) === (most === 0))
      .filter(({ one, nouns }) => nouns.some((noun) => about.includes(noun)) && one.name !== tool.name)
      .map((subject) => ({ one: subject.one, near: nearness(subject) }))
      .sort((a, b) => b.near - a.near);
    return candidates.find(({ one }) => takes(one))?.one.name;
  }

  /** The list of what a call is about, with the filter that selects by an argument's value; where an id must be given. */
  finderOf(argument: string, value: unknown, tool: Tool): string | undefined {
    const [id] =
      Object.entries(tool.inputSchema.shape).find(([name, one]) => /_id$/.test(name) && !one.isOptional()) ??
      [];
    const lister = id === undefined ? undefined : this.find(this.listerOf(id) ?? "");
    if (lister?.kind !== "operation" || lister.name === tool.name) return undefined;
    const clause = clauseOf(argument, value, lister.request.query.filter ?? {});
    return clause && `${lister.name} with filter ${clause}`;
  }

  /**
   * The listed read that shows whether a write happened: what the tool declares, else one of the same path as the
   * operation that it sent, or of the same kind of resource.
   */
  settlingRead(tool: Tool, operation: OperationTool | undefined): string | undefined {
    if (tool.settledBy) return this.find(tool.settledBy)?.name;
    if (!operation) return undefined;
    const { path } = operation.request;
    const related = path.replace("/relationships", "");
    const readers = [path, related].flatMap((one) => this.#readers().get(one) ?? []);
    if (readers.length > 0) return this.catalog.callable[Math.min(...readers)]?.name;
    const type = "resource" in operation.result ? operation.result.resource.type : bodyType(operation);
    return type && this.listerOf(`${type.replaceAll("-", "_")}_id`);
  }
}

interface Subject {
  one: Callable;
  nouns: readonly string[];
  danger: Danger;
}

function subjectOf(one: Callable): Subject {
  return { one, nouns: nounsIn(one.name), danger: dangerOf(one) };
}

function isLister(tool: Tool): tool is Lister {
  return tool.kind === "operation" && tool.result.kind === "collection";
}

function readersOf(tools: readonly Tool[]): Map<string, number> {
  const reads = tools.map((tool) => (onlyReads(tool) ? operationsOf(tool) : []));
  const paths = reads.flatMap((operations, at) =>
    operations.flatMap(({ request: { method, path } }) => (method === "GET" ? [[path, at] as const] : [])),
  );
  // Of several the read itself rather than a job over it, and the first: a later entry of a map replaces an earlier one.
  const isJob = ([, at]: readonly [string, number]) => tools[at]?.kind === "workflow";
  const jobs = paths.filter(isJob);
  return new Map([...jobs.toReversed(), ...paths.filter((one) => !isJob(one)).toReversed()]);
}

function typeOf(tool: Tool): string | undefined {
  return tool.kind === "operation" && "resource" in tool.result ? tool.result.resource.type : undefined;
}

function operationsOf(tool: Tool): readonly OperationTool[] {
  if (tool.kind === "operation") return [tool];
  return tool.kind === "workflow" ? tool.uses : [];
}

/** Words that say nothing of what a name speaks of. */
const SMALL = new Set(["for", "to", "from", "of", "by", "or", "id", "ids", "job", "jobs", "update"]);

/** What a name speaks of, its verb left out, each in the singular. */
function nounsIn(name: string): string[] {
  const [, ...words] = name.replace(/^bulk_/, "").split("_");
  return words.filter((word) => !SMALL.has(word)).map((word) => word.replace(/ies$/, "y").replace(/s$/, ""));
}

function pathInputs(tool: OperationTool): number {
  return tool.request.path.split("{").length;
}

function bodyType({ request: { body } }: OperationTool): string | undefined {
  return body && "type" in body ? body.type : undefined;
}
