import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { Catalog, everything, INDIRECT_SECTION } from "../src/catalog.ts";
import { entryOf } from "../src/serve/entries.ts";
import { listTools } from "../src/serve/listing.ts";
import { CORE, STEPS } from "../tools/core.ts";
import { allTools } from "../tools/index.ts";

/** What is listed beside core: the ways to other operations, and the way back. */
const WAYS = [INDIRECT_SECTION, "undo"];

/** Tokens of a text as current models count them (o200k). */
export function countTokens(text: string): number {
  return encode(text).length;
}

/**
 * Tokens of tools/list as a model sees it: name, description and inputSchema of the tools chosen. Core comes with the
 * ways to the others.
 */
export function listTokens(choose: (name: string, isCore: boolean) => boolean): number {
  const entries = allTools.map(entryOf);
  const chosen = entries.filter(
    ({ name, toolset }) =>
      !STEPS.includes(name) && choose(name, CORE.includes(name) || WAYS.includes(toolset)),
  );
  const catalog = new Catalog(entries, everything(entries));
  const listed = listTools(chosen, catalog, { hidden: [], outputSchemas: false, maxResultChars: 45_000 });
  const seen = listed.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  return countTokens(JSON.stringify(seen));
}
