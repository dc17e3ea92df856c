import { readFileSync } from "node:fs";
import { accountOf } from "../sandbox/account/seed.ts";
import { Store } from "../sandbox/klaviyo/store.ts";
import { parseRows, type Row } from "../src/operations/rows.ts";
import { filterOf, sampleOf } from "./samples.ts";

// The least call of a row, with ids that the sandbox's account has.

const files = ["klaviyo", "klaviyo-beta", "klaviyo-shapes"].map((name) =>
  readFileSync(new URL(`../tools/operations/${name}.jsonl`, import.meta.url), "utf8"),
);

/** Every row, beta and the largest types included. */
export const rows = parseRows(...files);

const resources = files
  .flatMap((text) => text.split("\n").filter((line) => line.startsWith('{"resource"')))
  .map((line): { resource: string; revision: string; relationships?: string } => JSON.parse(line));

/** The relationships of a resource type, as a row's revision has it. */
export function relationshipsOf(type: string, { revision }: Row): string[] {
  const of = (one: string) => resources.find((line) => line.resource === type && line.revision === one);
  return (of(revision) ?? of("2026-07-15"))?.relationships?.split(" ") ?? [];
}

const account = new Store(accountOf(new Date()), () => new Date());

/** What an id is of, where its name does not say it. */
const OTHERS: Readonly<Record<string, string>> = {
  destination_profile: "profile",
  conversion_metric: "metric",
  exit_condition_conversion_metric: "metric",
  message: "campaign-message",
  variant: "catalog-variant",
  item: "catalog-item",
  category: "catalog-category",
};

const DAY = 24 * 60 * 60_000;
const later = (days: number) => new Date(Date.now() + days * DAY).toISOString();

/** Values that the sandbox holds against more than their kind. */
const TEXTS: Readonly<Record<string, unknown>> = {
  email: "robin@example.com",
  phone_number: "+18025550142",
  import_from_url: "https://cdn.example.com/new-boots.jpg",
};

/** What single calls need besides what their row requires, or instead of it: what only Klaviyo's prose says. */
const ALSO: Readonly<Record<string, () => Record<string, unknown>>> = {
  bulk_suppress_profiles: () => ({ list_id: idOf("list") }),
  bulk_unsuppress_profiles: () => ({ list_id: idOf("list") }),
  bulk_update_catalog_categories: () => ({ categories: [{ id: idOf("catalog-category") }] }),
  update_mapped_metric: () => ({ custom_metric_id: undefined }),
  create_translation: () => ({ template_id: idOf("template") }),
  create_flow_action: () => ({
    definition: {
      type: "time-delay",
      data: { unit: "days", value: 2 },
      links: { next: idOf("flow-action") },
    },
  }),
  schedule_campaign: () => {
    const message = messageThat("draft");
    const schedule = { strategy: "static", send_time: later(3), message_id: message?.id };
    const [campaign] = message ? account.linked(message, "campaign") : [];
    return { message_schedules: [schedule], campaign_id: campaign?.id };
  },
  schedule_campaign_message: () => ({
    strategy: "static",
    send_time: later(3),
    campaign_message_id: messageThat("draft")?.id,
  }),
  update_campaign_message_schedule: () => ({ campaign_message_schedule_id: messageThat("scheduled")?.id }),
};

/** A message of the account in a state. */
function messageThat(state: string) {
  const isIn = (status: unknown) => (state === "draft" ? status === "Draft" : status === "Scheduled");
  return account.all("campaign-message").find((message) => {
    const [campaign] = account.linkedResources(message, "campaign");
    return isIn(campaign?.attributes.status);
  });
}

/** The id of a resource that the account has: one with something in a relationship, where one is named. */
export function idOf(type: string, relation?: string): string | undefined {
  const all = account.all(type);
  const chosen = relation && all.find((one) => account.linkedResources(one, relation).length > 0);
  return (chosen || all.at(-1))?.id;
}

/** Whether the account has a resource of a type with something in a relationship. */
export function isRelated(type: string, relation: string): boolean {
  return account.all(type).some((one) => account.linkedResources(one, relation).length > 0);
}

/** What comes after the id in a path: a relationship. */
export function relationIn(path: string): string | undefined {
  return path.match(/\}\/(?:relationships\/)?(.+)$/)?.[1];
}

/** The type of what a collection in a path holds. */
export function typeOfPath(path: string): string {
  const collection = path.split("/")[2] ?? "";
  const read = rows.all.find(
    (row) => row.method === "GET" && row.path.match(/^\/api\/([^/]+)(\/\{\w+\})?$/)?.[1] === collection,
  );
  return read?.result?.replace(/^job |\[\]$/g, "") ?? collection.replace(/s$/, "");
}

/** The arguments of the least call that the sandbox takes; a change of a resource says all that may be said. */
export function leastOf(row: Row): Record<string, unknown> {
  const args = sampleOf(row, rows, row.method === "PATCH", 0, 1);
  const inPath = row.path.match(/\{(\w+)\}/)?.[1];
  const relation = relationIn(row.path);
  const given = Object.entries(args).map(([name, value]) => [
    name,
    name === inPath ? (idOf(typeOfPath(row.path), relation) ?? "unknown") : fill(value, name),
  ]);
  return {
    ...Object.fromEntries(given),
    ...(row.filter_required && { filter: filterOf(row) }),
    ...ALSO[row.name.replace(/_beta$/, "")]?.(),
  };
}

function fill(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => fill(item, name));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, below]) => [key, fill(below, key === "id" ? `${name}_id` : key)]),
    );
  if (typeof value !== "string" || !value.startsWith("a_")) return value;
  if (name in TEXTS) return TEXTS[name];
  const [, stem] = name.match(/^(\w+?)s?_ids?$/) ?? [];
  const type = stem && (OTHERS[stem] ?? stem.replaceAll("_", "-"));
  return (type && idOf(type)) ?? value;
}
