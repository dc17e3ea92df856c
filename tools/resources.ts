import type { ResourceType } from "../src/tool/tool.ts";
import { consentInShort } from "./structures/consent.ts";

/** What a person wants to see of a resource, and what is too large to be shown unasked; its attributes are facts. */
export type Shows = Pick<ResourceType, "summary" | "heavy" | "short">;

const TYPES: Readonly<Record<string, Shows>> = {
  profile: {
    summary: ["email", "phone_number", "external_id", "first_name", "last_name", "last_event_date"],
    short: { subscriptions: consentInShort },
  },
  list: { summary: ["name", "created", "updated", "opt_in_process"] },
  segment: { summary: ["name", "is_active", "is_processing", "is_starred", "created", "updated"] },
  campaign: {
    summary: ["name", "status", "archived", "audiences", "send_strategy", "scheduled_at", "send_time"],
  },
  "campaign-message": {
    summary: [
      "definition.channel",
      "definition.label",
      "definition.content.subject",
      "definition.content.preview_text",
      "definition.content.from_email",
      "definition.content.from_label",
      "definition.content.title",
      "definition.content.body",
    ],
  },
  "campaign-send-job": { summary: ["status"] },
  "campaign-recipient-estimation-job": { summary: ["status"] },
  "campaign-recipient-estimation": { summary: ["estimated_recipient_count"] },
  flow: { summary: ["name", "status", "archived", "trigger_type", "created", "updated"] },
  "flow-action": {
    summary: [
      "definition.type",
      "definition.links",
      "definition.data.status",
      "definition.data.value",
      "definition.data.unit",
      "definition.data.secondary_value",
      "definition.data.timezone",
      "definition.data.delay_until_time",
      "definition.data.delay_until_weekdays",
      "definition.data.message.name",
      "definition.data.message.subject_line",
      "definition.data.message.preview_text",
      "definition.data.message.template_id",
    ],
  },
  "flow-message": {
    summary: [
      "channel",
      "definition.name",
      "definition.subject_line",
      "definition.preview_text",
      "definition.title",
      "definition.body",
      "definition.template_id",
    ],
  },
  event: { summary: ["datetime", "event_properties.$value"] },
  attribution: { summary: [] },
  metric: { summary: ["name", "integration.name", "integration.category"] },
  template: {
    summary: ["name", "editor_type", "created", "updated"],
    heavy: ["html", "text", "amp", "definition"],
  },
  "catalog-item": { summary: ["external_id", "title", "price", "published", "url"] },
  "catalog-variant": { summary: ["external_id", "title", "sku", "price", "inventory_quantity", "published"] },
  "catalog-category": { summary: ["external_id", "name", "updated"] },
  tag: { summary: ["name"] },
  "tag-group": { summary: ["name", "exclusive", "default"] },
  coupon: { summary: ["external_id", "description"] },
  "coupon-code": { summary: ["unique_code", "status", "expires_at"] },
  "profile-bulk-import-job": {
    summary: ["status", "total_count", "completed_count", "failed_count", "created_at", "completed_at"],
  },
  "import-error": { summary: ["code", "title", "detail", "source.pointer", "original_payload"] },
  "coupon-code-bulk-create-job": {
    summary: [
      "status",
      "created_at",
      "completed_at",
      "expires_at",
      "total_count",
      "completed_count",
      "failed_count",
      "errors",
    ],
  },
  webhook: { summary: ["name", "enabled", "endpoint_url"] },
  "webhook-topic": { summary: [] },
  image: { summary: ["name", "image_url"] },
  "push-token": { summary: ["platform", "enablement_status", "created"] },
  conversation: { summary: ["channel"] },
  account: {
    summary: [
      "contact_information",
      "industry",
      "timezone",
      "preferred_currency",
      "public_api_key",
      "locale",
      "test_account",
    ],
  },
};

/** What of each type is worth a look, by its name; of one that is not here nobody has looked. */
export const SHOWN: ReadonlyMap<string, Shows> = new Map(Object.entries(TYPES));

/** A profile as the member of a list or segment: it also knows since when. */
export const member: Shows = {
  ...TYPES.profile,
  summary: [...(TYPES.profile?.summary ?? []), "joined_group_at"],
};
