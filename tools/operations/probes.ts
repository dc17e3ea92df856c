import type { Input, OperationTool } from "../../src/tool/tool.ts";
import { operationNamed } from "./tools.ts";

/** The small read that shows of each section whether a connection may read there: a page of one is enough. */
const READS: Readonly<Record<string, string>> = {
  accounts: "get_accounts",
  billing: "list_billing_usage",
  brands: "get_brand_email_defaults",
  campaigns: "get_campaigns",
  catalogs: "get_catalog_items",
  coupons: "get_coupons",
  "custom-objects": "get_data_sources",
  events: "get_events",
  flows: "get_flows",
  forms: "get_forms",
  images: "get_images",
  lists: "get_lists",
  metrics: "get_mapped_metrics",
  profiles: "get_profiles",
  reviews: "get_reviews",
  segments: "get_segments",
  tags: "get_tags",
  templates: "get_templates",
  "text-messaging": "get_text_messaging_senders",
  "tracking-settings": "get_tracking_settings",
  translations: "get_translations",
  "web-feeds": "get_web_feeds",
  webhooks: "get_webhooks",
};
/** What a read needs besides. */
const NEEDS: Readonly<Record<string, Input>> = {
  get_campaigns: { filter: 'equals(messages.channel,"email")' },
};

/** Sections of which no small read tells: they only write, or Klaviyo counts each of their reads. */
export const UNPROBED: readonly string[] = ["conversations", "data-privacy", "reporting"];

/**
 * What scopes begin with that no connection through Maton has been seen to hold: what they are for is built and not
 * proven. See docs/unverified.md.
 */
export const UNSEEN_SCOPES: readonly string[] = ["brands", "sender-config", "translations", "usage"];

/** Whether a scope is one that nobody has seen Maton grant. */
export function isUnseen(scope: string): boolean {
  return UNSEEN_SCOPES.some((one) => scope.startsWith(`${one}:`));
}

/** The read of one section, and what it is called with. */
export interface Probe {
  section: string;
  tool: OperationTool;
  input: Input;
}

/** A small read of every section that has one, in the order of their names. */
export function probes(): Probe[] {
  return Object.entries(READS).map(([section, name]) => ({
    section,
    tool: operationNamed(name),
    input: NEEDS[name] ?? {},
  }));
}
