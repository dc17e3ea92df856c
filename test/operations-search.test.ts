import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { indexOf, type OperationDocument } from "../src/operations/findable.ts";
import { searchOver } from "../src/operations/search.ts";
import { WORDS } from "../tools/operations/words.ts";

// What marketers ask → the operations that answer it, any of them. The word list was written with these in sight: the
// floor notices a word that went missing; how well the search does on questions of others is measured elsewhere.
const QUESTIONS: readonly (readonly [question: string, answers: string])[] = [
  ["show me all our popups", "get_forms"],
  ["how many people saw and submitted our popup last month", "query_form_values"],
  ["pause the welcome series", "update_flow"],
  ["weekly trend of flow opens and clicks", "query_flow_series"],
  ["open rate of last week's newsletters", "query_campaign_values"],
  ["list draft newsletters", "get_campaigns"],
  [
    "schedule the campaign for friday 9am",
    "schedule_campaign schedule_campaign_message send_campaign update_campaign_message_schedule",
  ],
  ["find a customer by email address", "get_profiles"],
  ["why did rows fail in the contact import", "get_errors_for_bulk_import_profiles_job"],
  ["let a blocked address receive mail again", "bulk_unsuppress_profiles"],
  ["device tokens for mobile push", "get_push_tokens"],
  ["add these subscribers to the newsletter list", "add_profiles_to_list bulk_subscribe_profiles"],
  ["who is in the churn risk segment", "get_profiles_for_segment"],
  ["upload 500 promo codes", "bulk_create_coupon_codes"],
  ["add a new product to the feed", "create_catalog_item"],
  ["new product category", "create_catalog_category"],
  ["send a batch of historic orders", "bulk_create_events"],
  ["which metric counts as revenue / conversion for the account", "get_mapped_metrics"],
  ["reject a review as spam", "update_review"],
  ["label campaigns with Q4", "tag_campaigns create_tag"],
  ["copy a template", "clone_template"],
  ["what can I subscribe to with webhooks", "get_webhook_topics"],
  ["connect an external product feed url for templates", "create_web_feed"],
  ["our time zone and currency", "get_accounts"],
  ["default from address for emails", "get_brand_email_defaults update_brand_email_default"],
  ["facebook and instagram links in our emails", "get_brand_social_groups update_brand_social_group"],
  ["see who bounced or failed when we imported profiles", "get_errors_for_bulk_import_profiles_job"],
  ["hard suppress everyone in this segment", "bulk_suppress_profiles"],
  ["delete an old list", "delete_list"],
  ["show emails that went out yesterday", "get_campaigns"],
  ["change who receives the campaign", "update_campaign update_campaign_audience update_campaign_2026_10"],
  ["which variations does this message have", "get_variations_for_campaign_message"],
  ["remove an email from the cart reminder sequence", "delete_flow_action"],
  ["embed form live stats", "query_form_values"],
  ["average order value this year", "query_metric_aggregates"],
  ["send server side event for started checkout", "create_event"],
  ["revoke one discount code", "delete_coupon_code update_coupon_code"],
  ["which collections is this product in", "get_categories_for_catalog_item"],
  ["tag a segment", "tag_segments"],
  ["images uploaded this month", "get_images"],
  ["duplicate a saved block", "clone_universal_content"],
  ["change brand button style", "update_brand_button"],
  ["which numbers do we text from", "get_text_messaging_senders"],
  ["map source columns to object fields", "update_source_mapping"],
  ["I want to see everyone in our loyalty list", "get_profiles_for_list"],
  ["someone asked us to delete everything we know about them", "request_profile_deletion"],
  ["move profiles to another list", "add_profiles_to_list remove_profiles_from_list"],
  ["compare click rates of campaigns", "query_campaign_values"],
  ["which template belongs to this campaign message", "get_template_for_campaign_message"],
  ["time delay in a journey", "update_flow_action create_flow_action"],
  ["mobile signup form submit rate", "query_form_values"],
  ["answer a review", "update_review"],
  ["product is discontinued, remove it", "delete_catalog_item"],
  ["assign categories to a product", "add_categories_to_catalog_item"],
  ["metrics from the shopify integration", "get_metrics"],
  ["tag a couple of automations", "tag_flows"],
  ["swap the shared footer", "update_universal_content"],
  ["who are we? account name", "get_accounts"],
  ["translate an email into spanish", "create_translation"],
  ["write rows to a data source", "bulk_create_data_source_records create_data_source_record"],
];

interface Row {
  name: string;
  section: string;
  path: string;
  method?: string;
  aka?: string;
  takes?: string;
  result?: string;
  filter?: Record<string, unknown>;
  body?: { attributes?: string };
}

const documents = readFileSync(new URL("../tools/operations/klaviyo.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.includes('"method"'))
  .map((line) => documentOf(JSON.parse(line) as Row));
const search = searchOver(indexOf(documents, WORDS));
const names = (question: string, limits = {}) => search(question, limits).map(({ name }) => name);

function documentOf({
  name,
  section,
  path,
  method = "",
  aka = "",
  takes,
  result,
  filter,
  body,
}: Row): OperationDocument {
  const words = `${Object.keys(filter ?? {}).join(" ")} ${body?.attributes ?? ""}`;
  return { name, section, path, method, aka, words, line: `${name}(${takes ?? ""}) → ${result ?? ""}` };
}

/** The share of the questions whose answer stands among the first so many. */
function recall(among: number): number {
  const hit = QUESTIONS.filter(([question, answers]) =>
    names(question, { limit: among }).some((name) => answers.split(" ").includes(name)),
  );
  return hit.length / QUESTIONS.length;
}

describe("search over operations", () => {
  test("every answer of the table is an operation", () => {
    const known = new Set(documents.map(({ name }) => name));
    expect(QUESTIONS.flatMap(([, answers]) => answers.split(" ")).filter((name) => !known.has(name))).toEqual(
      [],
    );
  });

  test.each([
    [5, 0.95],
    [8, 0.98],
  ])("the right one is in the first %i", (among, floor) => {
    expect(recall(among)).toBeGreaterThanOrEqual(floor);
  });

  test("an operation that the question names comes first, whichever way it is written", () => {
    expect(documents.filter(({ name }) => names(name)[0] !== name)).toEqual([]);
    expect(names("get lists")[0]).toBe("get_lists");
    expect(names("what does get_profile_ids_for_list take?")[0]).toBe("get_profile_ids_for_list");
  });

  test("another name of an operation finds it, and a word of that name is no name", () => {
    const renamed = documents.find(({ aka }) => aka);
    expect(names(renamed?.aka?.split(" ")[0] ?? "")[0]).toBe(renamed?.name);
    for (const [one] of ["campaign", "create", "message"].map((word) => search(word))) {
      expect(one?.score).toBeLessThan(1000);
    }
  });

  test.each([
    ["nothing", ""],
    ["blanks", "  \n\t "],
    ["marks alone", "?!… — 🙂"],
    ["words nobody knows", "zyzzyva qwxk"],
    ["words that say nothing", "the of and"],
  ])("%s finds nothing", (_, question) => {
    expect(search(question)).toEqual([]);
  });

  test("of ten million letters only the beginning is read", () => {
    const long = `popup ${"flow ".repeat(2_000_000)}`;
    const started = performance.now();
    expect(names(long)).not.toEqual([]);
    expect(performance.now() - started).toBeLessThan(200);
  });

  test("a section and a limit hold", () => {
    const sections = new Map(documents.map(({ name, section }) => [name, section]));
    const found = names("delete", { section: "web-feeds" });
    expect(found[0]).toBe("delete_web_feed");
    expect(new Set(found.map((name) => sections.get(name)))).toEqual(new Set(["web-feeds"]));
    expect(names("profiles")).toHaveLength(8);
    expect(names("profiles", { limit: 3 })).toHaveLength(3);
    expect(names("profiles", { section: "no-such" })).toEqual([]);
  });

  test("what answers with identifiers alone stands behind its twin", () => {
    const found = names("lists of a profile", { limit: 400 });
    expect(found.indexOf("get_lists_for_profile")).toBeLessThan(found.indexOf("get_list_ids_for_profile"));
  });

  test("an answer is the same each time, and likeliest first", () => {
    const once = search("bulk discount codes");
    expect(search("bulk discount codes")).toEqual(once);
    expect(once.map(({ score }) => score)).toEqual(once.map(({ score }) => score).sort((a, b) => b - a));
  });

  test("no way of saying stands twice in one line of the word list", () => {
    for (const ways of Object.keys(WORDS)) {
      const list = ways.split(", ");
      expect(new Set(list).size, ways).toBe(list.length);
    }
  });
});
