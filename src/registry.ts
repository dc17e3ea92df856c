import { ConfigError } from "./errors.ts";
import { didYouMean } from "./text.ts";
import { type Impact, type OperationTool, TOOLSETS, type Tool } from "./tool/tool.ts";

/** More characters than any argument's name has. */
const MAX_NAME = 64;

export interface Selection {
  /** Sections of the list, `core`, or `all`. */
  toolsets: readonly string[];
  /** Names that are listed besides those of the toolsets; alone, they are the whole list. */
  tools: readonly string[];
  excludeTools: readonly string[];
  readOnly: boolean;
}

/** Whether every call of a tool changes something: what `--read-only` hides. */
export function onlyWrites(impact: Impact): boolean {
  return impact !== "read" && !(typeof impact === "object" && impact.default === "read");
}

/**
 * The tools that the settings leave, in their order. Throws ConfigError for a name that does not exist or that two
 * tools share, and for settings that leave nothing.
 */
export function selectTools(all: readonly Tool[], core: readonly string[], selection: Selection): Tool[] {
  const names = new Set(all.map(({ name }) => name));
  if (names.size < all.length) throw new ConfigError("Two tools have the same name.");
  for (const name of [...selection.tools, ...selection.excludeTools]) {
    if (!names.has(name)) throw new ConfigError(`There is no tool ${name}.${didYouMean(name, names)}`);
  }
  const sections = [...new Set(["all", "core", ...TOOLSETS, ...all.map(({ toolset }) => toolset)])];
  for (const toolset of selection.toolsets) {
    if (!sections.includes(toolset)) {
      throw new ConfigError(`There is no toolset ${toolset}: --toolsets takes ${sections.join(", ")}.`);
    }
  }
  const toolsets = selection.toolsets.length > 0 || selection.tools.length > 0 ? selection.toolsets : ["all"];
  const inToolset = (tool: Tool) =>
    toolsets.some(
      (one) => one === "all" || one === tool.toolset || (one === "core" && core.includes(tool.name)),
    );
  const selected = all.filter(
    (tool) =>
      (inToolset(tool) || selection.tools.includes(tool.name)) &&
      !selection.excludeTools.includes(tool.name) &&
      !(selection.readOnly && onlyWrites(tool.impact)),
  );
  if (selected.length === 0)
    throw new ConfigError("These settings leave no tool: widen --toolsets or --tools.");
  return selected;
}

/** All tools and those listed under the settings in force, and what follows from the declarations. */
export class Registry {
  readonly listed: readonly Tool[];
  readonly #all: ReadonlyMap<string, Tool>;
  readonly #listedNames: ReadonlySet<string>;

  constructor(all: readonly Tool[], listed: readonly Tool[]) {
    this.listed = listed;
    this.#all = new Map(all.map((tool) => [tool.name, tool]));
    this.#listedNames = new Set(listed.map(({ name }) => name));
  }

  /** A tool that may be called under the settings in force. */
  find(name: string): Tool | undefined {
    return this.#listedNames.has(name) ? this.#all.get(name) : undefined;
  }

  /** Whether the name exists but the settings hide it. */
  isHidden(name: string): boolean {
    return this.#all.has(name) && !this.#listedNames.has(name);
  }

  /** An operation by name, listed or not: lookups and previews read with tools that a model may not see. */
  operation(name: string): OperationTool {
    const tool = this.#all.get(name);
    if (tool?.kind !== "operation") throw new Error(`no operation ${name}`);
    return tool;
  }

  /** A text without the sentences that name a tool which the settings hide. */
  visible(text: string): string {
    if (this.listed.length === this.#all.size) return text;
    const lines = text.split("\n").map((line) => {
      const sentences = line.split(/(?<=[.;])\s+/);
      return sentences.filter((one) => !toolNamesIn(one).some((name) => this.isHidden(name))).join(" ");
    });
    return lines.join("\n");
  }

  /** The listed tool that shows valid values of an id argument: `destination_profile_id` → get_profiles. */
  listerOf(argument: string): string | undefined {
    // A model may have made the name up, megabytes long: only its end is looked at.
    const noun = /([a-z_]+?)_ids?(?:\[\d+\])?$/.exec(argument.slice(-MAX_NAME))?.[1];
    if (!noun) return undefined;
    const type = noun.replaceAll("_", "-");
    const listers = this.listed.filter(
      (tool): tool is OperationTool =>
        tool.kind === "operation" &&
        tool.result.kind === "collection" &&
        (type === tool.result.resource.type || type.endsWith(`-${tool.result.resource.type}`)),
    );
    // The one that needs no other id first: get_profiles before get_profiles_for_list.
    listers.sort((a, b) => pathInputs(a) - pathInputs(b));
    return listers[0]?.name ?? this.listed.find(({ name }) => name === `list_${noun}s`)?.name;
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
    const samePath = this.listed.find(
      (read) =>
        read.impact === "read" &&
        (read.kind === "operation" ? [read] : read.uses).some(
          ({ request }) => request.method === "GET" && [path, related].includes(request.path),
        ),
    );
    if (samePath) return samePath.name;
    const type = "resource" in operation.result ? operation.result.resource.type : bodyType(operation);
    return type && this.listerOf(`${type.replaceAll("-", "_")}_id`);
  }
}

/** Every word in a text that could be a tool's name. */
export function toolNamesIn(text: string): string[] {
  return text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
}

function pathInputs(tool: OperationTool): number {
  return tool.request.path.split("{").length;
}

function bodyType({ request: { body } }: OperationTool): string | undefined {
  return body && "type" in body ? body.type : undefined;
}
