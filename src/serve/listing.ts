import type { Callable, Catalog, Offer } from "../catalog.ts";
import { onlyReads } from "../tool/effects.ts";
import type { Annotations } from "../tool/tool.ts";
import type { InputSchema } from "./brief.ts";
import { shapesOnce } from "./brief.ts";
import type { OutputKind } from "./outputs.ts";
import { OUTPUTS, type OutputSchema } from "./outputs.ts";
import { DRAWN_META, type DrawnMeta } from "./views/announced.ts";

/** What tools/list tells of a tool: the build writes it, so that listing loads neither declarations nor zod. */
export interface Entry extends Callable {
  title: string;
  /** Sentences that name a tool which the settings hide are left out. */
  description: string;
  /** What always belongs to the description: what filter and sort take. */
  facts?: string;
  /** Every argument, those too that the settings may make pointless. */
  inputSchema: InputSchema;
  /** The argument whose items may be the rows of a file instead. */
  rows?: string;
  /** Which of the few shapes of a result it answers with. */
  output: OutputKind;
  /** A page can draw its results. */
  view?: true;
  annotations: Annotations;
}

/** What the build writes of all tools: entries of those that a person put into words, names of the rest. */
export interface WrittenOffer extends Offer<Callable> {
  firstClass: readonly Entry[];
  rows: readonly (Callable & { beta?: boolean })[];
}

export interface ListedTool {
  name: string;
  title: string;
  description: string;
  inputSchema: InputSchema;
  outputSchema?: OutputSchema;
  annotations: Annotations & { title: string };
  _meta?: { [MAX_RESULT]?: number } & Partial<DrawnMeta>;
}

export interface ListingSettings {
  /** Shared arguments that the settings make pointless. */
  hidden: readonly string[];
  outputSchemas: boolean;
  /** The most characters of a result. */
  maxResultChars: number;
  /** Whether a person allows a folder. */
  files?: boolean;
  /** For a client that shows pages: what they draw. `all` is what changes ask, too. */
  drawn?: "results" | "all";
}

/** What a call says instead of its rows, where these are in a file. */
const FROM_FILE = {
  file: { type: "string", description: "CSV in the folder that the person allowed, instead of the rows." },
  columns: {
    type: "object",
    additionalProperties: { type: "string" },
    description: 'Where a column goes whose name does not say it: {"Tier":"properties.tier"}; "" is nowhere.',
  },
  every_row: { type: "object", description: "What each row has that its line does not say." },
};

/** Claude Code puts a result of many tokens aside unless the tool says how long it may be; it takes 500,000 at most. */
const MAX_RESULT = "anthropic/maxResultSizeChars";
const MOST_SAID = 500_000;

/** Whether the build wrote all that the list tells of a tool; of operations that are rows alone it wrote the name. */
export function isWritten(tool: Callable): tool is Entry {
  return "output" in tool;
}

/** The entries as tools/list answers them under the settings in force. */
export function listTools(
  entries: readonly Entry[],
  catalog: Catalog,
  { hidden, outputSchemas, maxResultChars, files = false, drawn }: ListingSettings,
): ListedTool[] {
  const listed = entries.map((entry) => ({
    name: entry.name,
    title: entry.title,
    description: describeEntry(entry, catalog),
    inputSchema: withoutArguments(files ? withFile(entry) : entry.inputSchema, hidden),
    ...(outputSchemas && { outputSchema: OUTPUTS[entry.output] }),
    // Directories of hosts look for the title here.
    annotations: { title: entry.title, ...entry.annotations },
    ...metaOf(entry, Math.min(maxResultChars, MOST_SAID), drawn),
  }));
  return shapesOnce(listed);
}

/** What is for hosts alone; where there is nothing to say, nothing is said. */
function metaOf(entry: Entry, maxChars: number, drawn: ListingSettings["drawn"]): Pick<ListedTool, "_meta"> {
  const shows = drawn && (entry.view || (drawn === "all" && !onlyReads(entry)));
  const _meta = {
    ...(entry.annotations.readOnlyHint && { [MAX_RESULT]: maxChars }),
    ...(shows && DRAWN_META),
  };
  return Object.keys(_meta).length > 0 ? { _meta } : {};
}

/** What a tool says of itself under the settings in force. */
export function describeEntry({ description, facts }: Entry, catalog: Catalog): string {
  return [catalog.visible(description), ...(facts ? [facts] : [])].join(" ");
}

/** Shared arguments that the settings in force make pointless, by name. */
export function hiddenArguments(settings: { pinned: boolean; readOnly: boolean; tokens: boolean }): string[] {
  return [
    ...(settings.pinned ? ["connection_id", "accounts"] : []),
    ...(settings.readOnly ? ["dry_run"] : []),
    ...(settings.readOnly || !settings.tokens ? ["confirmation"] : []),
  ];
}

/** The arguments of a tool whose rows may stand in a file: then they need not be given. */
function withFile({ inputSchema, rows }: Entry): InputSchema {
  if (rows === undefined) return inputSchema;
  const { properties, required = [] } = inputSchema;
  const needed = required.filter((name) => name !== rows);
  return {
    type: "object",
    properties: { ...properties, ...FROM_FILE },
    ...(needed.length > 0 && { required: needed }),
  };
}

function withoutArguments(schema: InputSchema, hidden: readonly string[]): InputSchema {
  const { properties, required = [] } = schema;
  // What a tool needs is its own, whatever its name: get_connection reads the connection that connection_id names.
  const shown = Object.entries(properties).filter(
    ([name]) => required.includes(name) || !hidden.includes(name),
  );
  return {
    type: "object",
    properties: Object.fromEntries(shown),
    ...(required.length > 0 && { required }),
  };
}
