import { nearestTool } from "./danger.ts";
import { ConfigError, InputError } from "./errors.ts";
import { didYouMean, oneLine } from "./text.ts";
import { type Doing, type Effect, onlyReads, onlyWrites } from "./tool/effects.ts";
import type { Tool } from "./tool/tool.ts";

/** What decides whether a tool may be called, and how a text names it. */
export type Callable = Pick<Tool, "name" | "toolset" | "aka" | "worded"> & { judgement: Doing };

/** More characters than any tool's name has. */
const MAX_NAME = 64;

/** Where tools that reach other tools stand, and with them the native paths that no operation has. */
export const INDIRECT_SECTION = "operations";
/** Where what puts a change back stands: it is there wherever anything may be changed. */
const UNDO_SECTION = "undo";
/** Where what reads and writes files stands: it is there where a person allows a folder. */
const FILES_SECTION = "files";
/** What a section was called before. */
const FORMER_SECTIONS: Readonly<Record<string, string>> = { "any-path": INDIRECT_SECTION };

/** Every tool there is: those that a person put into words, and the operations that are rows alone. */
export interface Offer<T extends Callable> {
  firstClass: readonly T[];
  rows: readonly T[];
  core: readonly string[];
  /** What a finished job does by itself: not listed unless it is named, and callable. */
  steps: readonly string[];
}

/** What the settings say of it. */
export interface Choice {
  /** Sections of which tools may be called, `all`, or `core` for a list of these alone. */
  toolsets: readonly string[];
  /** Names that may be called besides those of the toolsets, and are listed; alone, they are all there is. */
  tools: readonly string[];
  excludeTools: readonly string[];
  readOnly: boolean;
  /** Effects that are refused: what always has one is not there at all. */
  deny: readonly Effect[];
  /** The folder that a person allows. */
  files?: string | undefined;
  /** Which of the tools that may be called tools/list shows. */
  list: "all" | "core";
}

/** What may be called and what is listed are two things: hosts bear few tools, and a search finds the others. */
export interface Chosen<T extends Callable> {
  callable: readonly T[];
  listed: readonly T[];
  /** Whether native paths that no operation has may be called. */
  anyPath: boolean;
}

/**
 * The tools that may be called, and of these the listed ones, both in their order. Throws ConfigError for a name that
 * does not exist or that two tools share, and for settings that leave nothing.
 */
export function chooseTools<T extends Callable>(
  { firstClass, rows, core, steps }: Offer<T>,
  choice: Choice,
): Chosen<T> {
  const all = [...firstClass, ...rows];
  checkNames(all, choice);
  const named = choice.toolsets.map((one) => FORMER_SECTIONS[one] ?? one);
  const sections = named.filter((one) => one !== "core");
  // Without a section everything, unless single tools are all that is wanted.
  const bounds = sections.length > 0 || (choice.tools.length > 0 && named.length === 0) ? sections : ["all"];
  const everything = bounds.includes("all");
  // Alone, core is a shorter list of everything; beside sections it stands for its tools, as a section would.
  const withCore = named.includes("core") && sections.length > 0;
  const onlyCore = choice.list === "core" || (named.includes("core") && !withCore);
  const callable = all.filter(
    (tool) =>
      (everything ||
        bounds.includes(tool.toolset) ||
        (withCore && core.includes(tool.name)) ||
        choice.tools.includes(tool.name)) &&
      !choice.excludeTools.includes(tool.name) &&
      !(choice.readOnly && onlyWrites(tool)) &&
      !isDenied(tool, choice.deny),
  );
  const inWords = new Set(firstClass);
  const worded = new Set(firstClass.map(({ toolset }) => toolset));
  const isShown = (tool: T) =>
    choice.tools.includes(tool.name) ||
    (inWords.has(tool)
      ? onlyCore
        ? core.includes(tool.name)
        : !steps.includes(tool.name)
      : bounds.includes(tool.toolset) && (!worded.has(tool.toolset) || tool.worded === true));
  const byThemselves = new Set([INDIRECT_SECTION, UNDO_SECTION, FILES_SECTION]);
  const direct = callable.filter(({ toolset }) => !byThemselves.has(toolset));
  const anyPath = everything || bounds.includes(INDIRECT_SECTION);
  const reachesMore = anyPath || direct.some((tool) => !isShown(tool));
  const ways = [
    ...(reachesMore ? waysOf(INDIRECT_SECTION, firstClass, choice) : []),
    ...(anyPath || bounds.includes(UNDO_SECTION) || !direct.every(onlyReads)
      ? waysOf(UNDO_SECTION, firstClass, choice)
      : []),
    ...(choice.files === undefined ? [] : waysOf(FILES_SECTION, firstClass, choice)),
  ];
  const order = (tools: readonly T[]) => {
    const wanted = new Set(tools);
    return all.filter((tool) => wanted.has(tool));
  };
  const listed = order([...direct.filter(isShown), ...ways]);
  if (listed.length === 0)
    throw new ConfigError("These settings leave no tool: widen --toolsets or --tools.");
  return { callable: order([...direct, ...ways]), listed, anyPath };
}

/** All of them callable and listed. */
export function everything<T extends Callable>(tools: readonly T[]): Chosen<T> {
  return { callable: tools, listed: tools, anyPath: true };
}

/** The tools of a section that is there beside the others; a change only where changes are allowed. */
function waysOf<T extends Callable>(
  section: string,
  firstClass: readonly T[],
  { excludeTools, readOnly, deny }: Choice,
): T[] {
  return firstClass.filter(
    (tool) =>
      tool.toolset === section &&
      !excludeTools.includes(tool.name) &&
      !(readOnly && onlyWrites(tool)) &&
      !isDenied(tool, deny),
  );
}

/** Whether every call has an effect that the settings refuse. */
function isDenied({ judgement }: Callable, deny: readonly Effect[]): boolean {
  return judgement.effects.some((effect) => deny.includes(effect));
}

function checkNames(all: readonly Callable[], { tools, excludeTools, toolsets }: Choice): void {
  const names = new Set(all.map(({ name }) => name));
  if (names.size < all.length) throw new ConfigError("Two tools have the same name.");
  for (const name of [...tools, ...excludeTools]) {
    if (!names.has(name)) throw new ConfigError(`There is no tool ${name}.${didYouMean(name, names)}`);
  }
  const sections = new Set(["all", "core", ...all.map(({ toolset }) => toolset)]);
  for (const toolset of toolsets) {
    if (sections.has(FORMER_SECTIONS[toolset] ?? toolset)) continue;
    throw new ConfigError(`There is no toolset ${toolset}: --toolsets takes ${[...sections].join(", ")}.`);
  }
}

/** Which tools there are, may be called and are listed: names are enough for it. */
export class Catalog<T extends Callable = Callable> {
  readonly callable: readonly T[];
  readonly listed: readonly T[];
  readonly anyPath: boolean;
  readonly #all: ReadonlyMap<string, T>;
  readonly #callable: ReadonlyMap<string, T>;
  readonly #listed: ReadonlySet<T>;
  readonly #choice: Choice | undefined;

  constructor(all: readonly T[], { callable, listed, anyPath }: Chosen<T>, choice?: Choice) {
    this.#choice = choice;
    this.callable = callable;
    this.listed = listed;
    this.anyPath = anyPath;
    this.#all = byName(all);
    this.#callable = byName(callable);
    this.#listed = new Set(listed);
  }

  /** Of an offer under the settings in force. Throws what chooseTools throws. */
  static of(offer: Offer<Callable>, choice: Choice): Catalog {
    return new Catalog([...offer.firstClass, ...offer.rows], chooseTools(offer, choice), choice);
  }

  /** A tool that may be called under the settings in force, by its name or another name of it. */
  find(name: string): T | undefined {
    return this.#callable.get(name);
  }

  /** A tool by name, callable or not. */
  known(name: string): T | undefined {
    return this.#all.get(name);
  }

  isListed(tool: T): boolean {
    return this.#listed.has(tool);
  }

  /** Why a name cannot be called, with the nearest that can. */
  refusal(name: string): InputError {
    const hidden = this.isHidden(name)
      ? ` It exists, but the settings of this server hide it${this.#hiddenBy(name)}.`
      : "";
    const meant = hidden ? undefined : nearestTool(name, this.callable);
    const near = hidden || (meant ? ` Did you mean "${meant.name}"?` : "");
    return new InputError(`there is no tool ${oneLine(name, MAX_NAME)} here.${near}`, {
      unknown: true,
      next: this.find("search_operations")
        ? "search_operations finds operations by what they do."
        : "tools/list shows what there is.",
    });
  }

  /** The setting that hides a tool, for the person who runs the server. */
  #hiddenBy(name: string): string {
    const tool = this.#all.get(name);
    if (!tool || !this.#choice) return "";
    if (this.#choice.excludeTools.includes(tool.name)) return " (--exclude-tools)";
    if (isDenied(tool, this.#choice.deny)) return " (--deny)";
    if (tool.toolset === FILES_SECTION && this.#choice.files === undefined)
      return ": it needs --files and a folder";
    return this.#choice.readOnly && onlyWrites(tool) ? " (--read-only)" : " (--toolsets, --tools)";
  }

  /** Whether the name exists but the settings hide it. */
  isHidden(name: string): boolean {
    return this.#all.has(name) && !this.#callable.has(name);
  }

  /** A text as a model under these settings may read it: what is not listed is named with the tool that calls it. */
  visible(text: string): string {
    const lines = text.split("\n").map((line) => {
      const sentences = line.split(/(?<=[.;])\s+/);
      const kept = sentences.filter((one) => toolNamesIn(one).every((name) => this.#wayTo(name) !== "none"));
      return kept.map((one) => one.replace(SPOKEN_NAME, (name) => this.#spoken(name))).join(" ");
    });
    return lines.join("\n");
  }

  #spoken(name: string): string {
    const way = this.#wayTo(name);
    return way === "direct" ? name : `${way} with name ${name}`;
  }

  /** How a model calls what a text names: by itself, by another tool, or not at all. */
  #wayTo(name: string): string {
    const tool = this.#callable.get(name);
    if (!tool) return this.#all.has(name) ? "none" : "direct";
    if (this.#listed.has(tool)) return "direct";
    const caller = onlyReads(tool) ? "read_operation" : "change_operation";
    return this.#callable.has(caller) ? caller : "none";
  }
}

/** One that a text speaks of as a tool to call; in quotes it is an argument or a suggestion for one. */
const SPOKEN_NAME = /(?<!["\w])[a-z]+(?:_[a-z0-9]+)+\b/g;
/** A word that could be a tool's name. */
const TOOL_NAME = /\b[a-z]+(?:_[a-z0-9]+)+\b/g;

/** Every word in a text that could be a tool's name. */
export function toolNamesIn(text: string): string[] {
  return text.match(TOOL_NAME) ?? [];
}

/** The tools by their names, and by their other names where no tool has that. */
function byName<T extends Callable>(tools: readonly T[]): Map<string, T> {
  const others = tools.flatMap((tool) => tool.aka.map((name): [string, T] => [name, tool]));
  return new Map([...others, ...tools.map((tool): [string, T] => [tool.name, tool])]);
}
