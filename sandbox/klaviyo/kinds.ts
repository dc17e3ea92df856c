import type { Tree } from "../facts/facts.ts";
import type { Resource, Values } from "../resource.ts";
import {
  ACCOUNT_FIELDS,
  CAMPAIGN_FIELDS,
  CATALOG_FIELDS,
  FLOW_ACTION_FIELDS,
  FLOW_DEFINITION,
  FLOW_MESSAGE_FIELDS,
  MESSAGE_DEFINITION,
  PREDICTIVE_ANALYTICS,
  PROFILE_FIELDS,
  SUBSCRIPTIONS,
  TEMPLATE_DEFINITION,
} from "./fields.ts";

/** What the sandbox knows of one resource type. */
export interface Kind {
  /** The collection's name in paths. */
  path: string;
  /** Attribute names in tree notation; `id` is a legal field everywhere and not listed. */
  fields?: string;
  /** Attributes that come only when asked for with additional-fields. */
  additional?: string;
  /** Attributes of a whole answer that no fieldset can name. */
  unlisted?: readonly string[];
  /**
   * Relationship → its type; `*` to many, `!` with linkage data in every answer, not only when included, `~` left out
   * where there is nothing at its end.
   */
  relations?: Record<string, string>;
  /** Filter and sort names that are no attribute path: `#id`, `>relation`, `>relation/attribute path`. */
  names?: Record<string, string>;
  /** How new ids look. */
  ids?: "ulid" | "uuid" | "short" | "number" | "long";
  /** The attributes that hold the time of creation and of the last change. */
  stamps?: readonly [created: string | undefined, updated: string | undefined];
  /** Relationships whose resources are deleted together with this one. */
  owns?: readonly string[];
  /** Attributes that are the size of a relationship. */
  counts?: Record<string, string>;
  /** Its resource objects have no links. */
  isUnlinked?: true;
  /** Attributes that Klaviyo answers shortened. */
  shortened?: readonly string[];
  /** What its attributes hold. */
  attributes?: Tree;
  /** Relationships that have paths but are in no answer. */
  routes?: Record<string, string>;
  /** Attributes that are made of what is stored under other names. */
  derived?: Record<string, (resource: Resource) => unknown>;
}

/** A profile says where it is by all of these, or that it does not know. */
const NO_PLACE = Object.fromEntries(
  "address1 address2 city country latitude longitude region zip timezone ip"
    .split(" ")
    .map((name) => [name, null]),
);

/** The threshold of a coupon's monitor comes back as text. */
function inWords(monitor: unknown): unknown {
  const { low_balance_threshold: least, ...rest } = (monitor ?? {}) as Values;
  return least === undefined ? (monitor ?? null) : { ...rest, low_balance_threshold: String(least) };
}

/** An instant as answers write it, with a numeric offset, however it was sent. */
const inUtc = (instant: unknown) =>
  typeof instant === "string" ? `${new Date(instant).toISOString().slice(0, 19)}+00:00` : null;

/** A flow's message names its channel as a person would; that of texts is an assumption. */
const CHANNELS: Record<string, string> = { email: "Email", sms: "SMS" };

const CREATED = ["created", "updated"] as const;
const CREATED_AT = ["created_at", "updated_at"] as const;
const JOB = "status created_at total_count completed_count failed_count completed_at expires_at";

/** The resource types that have behaviour of their own, by their JSON:API name. */
export const kinds: Record<string, Kind> = {
  profile: {
    path: "profiles",
    fields: PROFILE_FIELDS,
    additional: `${SUBSCRIPTIONS} ${PREDICTIVE_ANALYTICS}`,
    relations: {
      lists: "list*",
      segments: "segment*",
      "push-tokens": "push-token*",
      conversations: "conversation*",
    },
    names: { id: "#id", profile_id: "#id" },
    ids: "ulid",
    stamps: CREATED,
    unlisted: ["anonymous_id", "whatsapp_bsuid"],
    derived: {
      location: ({ attributes }) => ({ ...NO_PLACE, ...(attributes.location as Values | null) }),
    },
  },
  list: {
    path: "lists",
    fields: "name created updated opt_in_process",
    additional: "profile_count",
    relations: { profiles: "profile*", tags: "tag*", "flow-triggers": "flow*" },
    names: { id: "#id" },
    ids: "short",
    stamps: CREATED,
    counts: { profile_count: "profiles" },
  },
  segment: {
    path: "segments",
    fields: "name created updated is_active is_processing is_starred definition{condition_groups}",
    additional: "profile_count",
    relations: { profiles: "profile*", tags: "tag*", "flow-triggers": "flow*" },
    names: { id: "#id" },
    ids: "short",
    stamps: CREATED,
    counts: { profile_count: "profiles" },
  },
  campaign: {
    path: "campaigns",
    fields: CAMPAIGN_FIELDS,
    relations: { "campaign-messages": "campaign-message*!", tags: "tag*" },
    names: { id: "#id", "messages.channel": ">campaign-messages/definition.channel" },
    ids: "ulid",
    stamps: CREATED_AT,
    owns: ["campaign-messages"],
  },
  "campaign-message": {
    path: "campaign-messages",
    fields: `${MESSAGE_DEFINITION} send_times created_at updated_at`,
    relations: { campaign: "campaign!", template: "template", image: "image" },
    ids: "ulid",
    stamps: CREATED_AT,
  },
  "campaign-send-job": { path: "campaign-send-jobs", fields: "status" },
  "campaign-recipient-estimation-job": { path: "campaign-recipient-estimation-jobs", fields: "status" },
  "campaign-recipient-estimation": {
    path: "campaign-recipient-estimations",
    fields: "estimated_recipient_count",
  },
  flow: {
    path: "flows",
    fields: "name status archived created updated trigger_type",
    additional: FLOW_DEFINITION,
    relations: { "flow-actions": "flow-action*", tags: "tag*" },
    names: { id: "#id" },
    ids: "short",
    stamps: CREATED,
    owns: ["flow-actions"],
  },
  "flow-action": {
    path: "flow-actions",
    fields: FLOW_ACTION_FIELDS,
    relations: { flow: "flow!", "flow-messages": "flow-message*" },
    names: { id: "#id", action_type: "definition.type", status: "definition.data.status" },
    ids: "number",
    stamps: CREATED,
    owns: ["flow-messages"],
  },
  "flow-message": {
    path: "flow-messages",
    fields: FLOW_MESSAGE_FIELDS,
    relations: { "flow-action": "flow-action!", template: "template!" },
    names: { id: "#id", name: "definition.name" },
    ids: "short",
    stamps: CREATED,
    derived: {
      channel: ({ attributes: { channel } }) => CHANNELS[String(channel)] ?? channel,
    },
  },
  event: {
    path: "events",
    fields: "timestamp event_properties datetime uuid",
    relations: { profile: "profile!", metric: "metric!", attributions: "attribution*!~" },
    names: { metric_id: ">metric", profile_id: ">profile", metric: ">metric", profile: ">profile" },
    ids: "short",
  },
  attribution: { path: "attributions" },
  metric: {
    path: "metrics",
    fields: "name created updated integration",
    relations: { "flow-triggers": "flow*" },
    ids: "short",
    stamps: CREATED,
  },
  "metric-aggregate": { path: "metric-aggregates", fields: "dates data", ids: "long" },
  template: {
    path: "templates",
    fields: "name editor_type html text amp created updated",
    additional: TEMPLATE_DEFINITION,
    names: { id: "#id" },
    ids: "short",
    stamps: CREATED,
  },
  "catalog-item": {
    path: "catalog-items",
    fields: CATALOG_FIELDS,
    relations: { variants: "catalog-variant*" },
    names: { ids: "#id", "category.id": ">categories" },
    stamps: CREATED,
    owns: ["variants"],
  },
  "catalog-variant": {
    path: "catalog-variants",
    fields: `${CATALOG_FIELDS} sku inventory_policy inventory_quantity`,
    relations: { item: "catalog-item" },
    names: { ids: "#id", "item.id": ">item" },
    stamps: CREATED,
  },
  "catalog-category": {
    path: "catalog-categories",
    fields: "external_id name updated",
    relations: { items: "catalog-item*" },
    names: { ids: "#id", "item.id": ">items", created: "updated" },
    stamps: [undefined, "updated"],
  },
  tag: {
    path: "tags",
    fields: "name",
    relations: {
      "tag-group": "tag-group!",
      lists: "list*",
      segments: "segment*",
      campaigns: "campaign*",
      flows: "flow*",
    },
    names: { id: "#id" },
    ids: "uuid",
  },
  "tag-group": {
    path: "tag-groups",
    fields: "name exclusive default",
    relations: { tags: "tag*" },
    names: { id: "#id" },
    ids: "uuid",
  },
  coupon: {
    path: "coupons",
    fields: "external_id description monitor_configuration",
    derived: { monitor_configuration: ({ attributes }) => inWords(attributes.monitor_configuration) },
  },
  "coupon-code": {
    path: "coupon-codes",
    fields: "unique_code expires_at status",
    relations: { coupon: "coupon!", profile: "profile" },
    names: { "coupon.id": ">coupon", "profile.id": ">profile" },
    derived: { expires_at: ({ attributes }) => inUtc(attributes.expires_at) },
  },
  webhook: {
    path: "webhooks",
    fields: "name description endpoint_url enabled created_at updated_at",
    relations: { "webhook-topics": "webhook-topic*!" },
    ids: "ulid",
    stamps: CREATED_AT,
    shortened: ["endpoint_url"],
  },
  "webhook-topic": { path: "webhook-topics" },
  account: { path: "accounts", fields: ACCOUNT_FIELDS },
  "profile-bulk-import-job": {
    path: "profile-bulk-import-jobs",
    fields: `${JOB} started_at`,
    relations: { lists: "list*!", profiles: "profile*", "import-errors": "import-error*" },
    ids: "ulid",
  },
  "import-error": {
    path: "import-errors",
    fields: "code title detail source{pointer} original_payload",
    ids: "uuid",
    isUnlinked: true,
  },
  "coupon-code-bulk-create-job": {
    path: "coupon-code-bulk-create-jobs",
    fields: `${JOB} errors`,
    relations: { "coupon-codes": "coupon-code*" },
    ids: "ulid",
  },
  "campaign-values-report": {
    path: "campaign-values-reports",
    fields: "results",
    relations: { campaigns: "campaign*!" },
    isUnlinked: true,
  },
  "flow-values-report": {
    path: "flow-values-reports",
    fields: "results",
    relations: { flows: "flow*!", "flow-messages": "flow-message*!" },
    isUnlinked: true,
  },
};
