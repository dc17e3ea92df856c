import { z } from "zod";
import { indirect, job, section } from "../src/tool/declare.ts";
import { READS, UNJUDGED } from "../src/tool/effects.ts";
import { flag, freeObject, nonEmptyText, text } from "./params.ts";

/** Paths that guides to Klaviyo speak of and no revision has, for no method; and the tool that does their job. */
const deadPaths = [
  [/^\/api\/campaign-recipient-estimations$/, "estimate_campaign_recipients"],
  [/^\/api\/flows\/[^/]+\/flow-messages$/, "get_messages_for_flow"],
  [/^\/api\/tag-campaign-relationships$/, "tag_campaigns"],
  [/^\/api\/tag-flow-relationships$/, "tag_flows"],
] as const;

/** A tool that reads any operation, and one that makes any change: hosts' rules look at the tool that is called. */
const aka = ["klaviyo_request"];
const called = {
  name: text,
  arguments: freeObject.optional(),
  path: text,
  query: freeObject.optional(),
  revision: text,
};
const methods = z.enum(["POST", "PATCH", "DELETE"]).optional();

export const operations = section("operations", {
  search_operations: job({
    title: "Search Klaviyo's operations",
    description:
      "Finds operations of Klaviyo by what they do, beyond the listed tools: forms, reviews, images, web feeds, custom objects, brands, bulk jobs …",
    inputSchema: {
      question: nonEmptyText.max(500),
      section: text,
      limit: z.number().int().min(1).max(20).optional(),
    },
    judgement: READS,
    onKlaviyo: false,
    uses: [],
    run: async ({ operations }, { question, section, limit }) =>
      operations.search(String(question), {
        ...(typeof section === "string" && { section }),
        ...(typeof limit === "number" && { limit }),
      }),
  }),

  describe_operation: job({
    title: "Describe an operation",
    description:
      "One operation's arguments, filters, limits and effects. schema: true adds JSON Schema; part opens a branch of a large one.",
    inputSchema: { name: nonEmptyText, schema: flag, part: text },
    judgement: READS,
    onKlaviyo: false,
    uses: [],
    run: async ({ operations }, { name, schema, part }) =>
      operations.describe(String(name), {
        schema: schema === true || part !== undefined,
        ...(typeof part === "string" && { part }),
      }),
  }),

  read_operation: indirect({
    title: "Read with any operation",
    description:
      'Runs an operation that only reads, by name from search_operations, e.g. name get_lists, arguments {"page_size":5}; or GETs a path of Klaviyo\'s API (developers.klaviyo.com/en/reference).',
    aka,
    inputSchema: called,
    judgement: READS,
    view: true,
    runs: "reads",
    deadPaths,
  }),

  summarize_collection: indirect({
    title: "Count, group, sum or rank",
    description:
      "Works out of all that an operation lists: how many; group_by a path, of a date e.g. created by week; sum of a path; the top by a path. E.g. name get_events, arguments {filter}, group_by event_properties.ProductName.",
    inputSchema: {
      name: nonEmptyText,
      arguments: freeObject.optional(),
      group_by: text,
      sum: text,
      by: text,
      top: z.number().int().min(1).max(100).optional(),
    },
    judgement: READS,
    view: true,
    perAccount: true,
    runs: "summary",
    deadPaths: [],
  }),

  change_operation: indirect({
    title: "Change with any operation",
    description:
      "Runs an operation that changes something, by name; or method, path and JSON:API body of Klaviyo's API (developers.klaviyo.com/en/reference).",
    aka,
    inputSchema: { ...called, method: methods, body: freeObject.optional() },
    judgement: { ...UNJUDGED, why: "Whatever the operation does that it runs." },
    runs: "anything",
    deadPaths,
  }),
});
