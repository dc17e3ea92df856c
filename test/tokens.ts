import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { Catalog, everything } from "../src/catalog.ts";
import { entryOf } from "../src/serve/entries.ts";
import { listTools } from "../src/serve/listing.ts";
import { CORE } from "../tools/core.ts";
import { allTools } from "../tools/index.ts";

/** Tokens of a text as current models count them (o200k). */
export function countTokens(text: string): number {
  return encode(text).length;
}

/** Tokens of tools/list as a model sees it: name, description and inputSchema of the tools chosen. */
export function listTokens(choose: (name: string, isCore: boolean) => boolean): number {
  const tools = allTools.filter(({ name }) => choose(name, CORE.includes(name)));
  const entries = allTools.map(entryOf);
  const catalog = new Catalog(entries, everything(entries));
  const listed = listTools(entries, catalog, { hidden: [], outputSchemas: false }).filter(({ name }) =>
    tools.some((tool) => tool.name === name),
  );
  const seen = listed.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  return countTokens(JSON.stringify(seen));
}

/** Tools beyond the guide that this server implements: those without which its own jobs cannot be finished. */
export const BEYOND_GUIDE: ReadonlySet<string> = new Set([
  "create_or_update_profile",
  "bulk_import_profiles",
  "get_bulk_import_profiles_job",
  "get_errors_for_bulk_import_profiles_job",
  "bulk_subscribe_profiles",
  "bulk_unsubscribe_profiles",
  "get_messages_for_campaign",
  "update_campaign_message",
  "assign_template_to_campaign_message",
  "bulk_create_coupon_codes",
  "get_bulk_create_coupon_codes_job",
  "query_campaign_values",
  "query_flow_values",
  "get_guide",
]);
