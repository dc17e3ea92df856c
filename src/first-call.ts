import { declared, isInWords } from "../tools/declared.ts";
import { operationsWithShapes } from "../tools/operations/index.ts";
import { rowTools } from "../tools/operations/tools.ts";
import { USES } from "../tools/uses.ts";
import { Dispatcher } from "./call/dispatcher.ts";
import { Grants } from "./call/grants.ts";
import type { Catalog } from "./catalog.ts";
import type { Config } from "./config/config.ts";
import { GatewayError } from "./errors.ts";
import type { Send } from "./gateway/client.ts";
import { Pace } from "./gateway/pace.ts";
import type { Log } from "./log.ts";
import { operationBook } from "./operations/book.ts";
import type { Schema } from "./operations/line.ts";
import { describedSchema } from "./operations/opened.ts";
import { searchOver } from "./operations/search.ts";
import { Registry } from "./registry.ts";
import { Caller, type CallerSettings } from "./serve/calling.ts";
import { entryOf, jsonSchemaOf, type WrittenSearch } from "./serve/entries.ts";
import type { Entry } from "./serve/listing.ts";
import { onlyReads, possibleEffects } from "./tool/effects.ts";
import { once } from "./tool/once.ts";
import type { Tool } from "./tool/tool.ts";

/** What a call needs and a list does not: the declarations, zod, and the way to the gateway. `cli` loads it when asked. */
export function composeCaller(
  config: Config,
  catalog: Catalog,
  send: Send,
  settings: CallerSettings,
  log: Log,
): Caller {
  const toolOf = (name: string) => declared(name, config.beta);
  const registry = new Registry(catalog, {
    declared: toolOf,
    operations: () => rowTools(config.beta),
  });
  const written = once(readSearch);
  // Deadlines and tokens do not move when somebody sets the clock.
  const clock = { now: () => Math.floor(performance.now()), date: () => Date.now() };
  const grants = new Grants(clock.now, clock.date);
  const services = {
    ...clock,
    grants,
    send: config.key || config.sandbox ? send : refuseWithoutKey,
    pace: settings.pace ?? (config.pace ? new Pace({ keyRate: config.keyRate }) : undefined),
    shared: settings.shared,
    timeoutMs: config.timeoutMs,
    audit: settings.audit,
    files: settings.files,
    mask: settings.mask?.((name) => operationsWithShapes().find(name)?.body),
    watch: settings.watch,
    operations: operationBook({
      callable: catalog.callable,
      isListed: ({ name }) => catalog.listed.some((one) => one.name === name),
      toolOf,
      searchAmong: (names) => searchOver(written().index, (name) => names.has(name)),
      schemaOf: (tool) => jsonSchemaOf(tool.inputSchema),
      lineOf: (name) => written().lines[name] ?? name,
      openedOf: (tool, outside, part) =>
        openedOf(tool, outside, part, {
          reshaped: isInWords(tool.name) || (tool.kind === "operation" && tool.result.kind === "report"),
          most: Math.min(MAX_SCHEMA, config.maxResultChars / 2),
        }),
      effectsOf: (tool) => inWords(tool),
      lackOf: (name) => (grants.lackAny ? lackOf(toolOf(name), grants) : undefined),
      refusal: (name) => catalog.refusal(name),
    }),
  };
  const dispatcher = new Dispatcher(
    registry,
    { ...config, connectionId: config.connection, uses: USES },
    services,
  );
  return new Caller(registry, dispatcher, settings, log);
}

/** What a search needs of all tools, as the build wrote it beside this file. */
function readSearch(): WrittenSearch {
  const file = new URL("search.json", import.meta.url);
  return JSON.parse(process.getBuiltinModule("node:fs").readFileSync(file, "utf8"));
}

/** What the list tells of operations that are rows alone: the build wrote none of it, since few settings list them. */
export function entriesOfRows(names: ReadonlySet<string>, beta: boolean): Entry[] {
  return rowTools(beta)
    .filter(({ name }) => names.has(name) && !isInWords(name))
    .map(entryOf);
}

/** Characters of one operation's schema: enough for all but seven, which are read in parts. */
const MAX_SCHEMA = 20_000;

/** What the row has of a tool's arguments; where a person reshaped them, of those that were left as they are. */
function openedOf(
  { name, structures }: Tool,
  outside: Schema,
  part: string | undefined,
  { reshaped, most }: { reshaped: boolean; most: number },
): Schema | undefined {
  const rows = operationsWithShapes();
  const row = rows.find(name);
  if (!row) return undefined;
  const names = reshaped ? Object.keys(structures) : rows.takes(row).map((field) => field.name);
  return describedSchema(outside, row, rows, { names, most, part });
}

/** What a call of a tool does, and why somebody judged so. */
function inWords({ judgement }: Tool): string {
  if (onlyReads({ judgement })) return "reads";
  return [possibleEffects(judgement).join(", "), judgement.why].filter(Boolean).join(": ");
}

/** What connections are known to lack for a tool: a job's own reads tell what of it cannot be read. */
function lackOf(tool: Tool, grants: Grants): string | undefined {
  return tool.kind === "operation" ? grants.lack(tool) : undefined;
}

/** Without a key the tools are listed all the same; the first call says what to set. */
const refuseWithoutKey: Send = async () => {
  throw new GatewayError({ status: 401, source: "gateway", detail: "no key is set" });
};
