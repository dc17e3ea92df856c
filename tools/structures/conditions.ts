import type { Structure } from "../../src/tool/tool.ts";
import { by, choice, each, flag, list, number, object, orNull, text } from "./shapes.ts";

// Conditions on profiles, as segments, flow filters and flow splits hold them. Structure and discriminators only:
// which filter goes with which property is Klaviyo's to say.

const UNIT = choice("day", "hour", "week");
const relative = object({ unit: UNIT, quantity: number });
const none = object({});

/** A span of time; `flow-start` in flows alone. */
const dates = {
  ...each("after before", object({ date: text })),
  "between-static": object({ start: text, end: text }),
  ...each("at-least in-the-last in-the-next anniversary-last anniversary-next", relative),
  between: object({ start: number, end: number, unit: UNIT }),
  "calendar-month": object({ value: number }),
  ...each("anniversary anniversary-month alltime flow-start", none),
};
const DATE = by("operator", dates);

const NUMERIC = by("operator", {
  ...each(
    "equals greater-than greater-than-or-equal less-than less-than-or-equal not-equals",
    object({ value: number }),
  ),
  between: object({ start: number, end: number }),
});

const STRING = by("operator", {
  ...each(
    "contains ends-with equals not-contains not-ends-with not-equals not-starts-with nregex regex starts-with",
    object({ value: orNull(text) }),
  ),
  ...each("in not-in phone-country-code-in phone-country-code-not-in", object({ value: list(text) })),
});

const LIST = by("operator", {
  ...each("contains not-contains", object({ value: { is: "free" } })),
  ...each("contains-all contains-any not-contains-all not-contains-any", object({ value: list(text) })),
  ...each("contains-substring not-contains-substring", object({ value: orNull(text) })),
  ...each(
    "length-equals length-greater-than length-greater-than-or-equal length-less-than length-less-than-or-equal",
    object({ value: number }),
  ),
});

/** A comparison with a property's value. */
export const FILTER = by("type", {
  string: STRING,
  numeric: NUMERIC,
  boolean: object({ operator: choice("equals"), value: flag }),
  date: DATE,
  list: LIST,
  existence: object({ operator: choice("is-set", "not-set") }),
});
const WHEN = by("type", { date: DATE });
const COUNT = by("type", { numeric: NUMERIC });
const METRIC_FILTERS = list(object({ property: text }, { filter: FILTER }));

/** Conditions that both segments and flows take. */
const shared: Record<string, Structure> = {
  "profile-property": object({ property: text, filter: FILTER }),
  "profile-metric": object(
    {
      metric_id: text,
      measurement: choice("count", "sum"),
      measurement_filter: COUNT,
      timeframe_filter: WHEN,
    },
    { metric_filters: METRIC_FILTERS },
  ),
  "profile-group-membership": object({ is_member: flag, group_ids: list(text) }, { timeframe_filter: WHEN }),
  "profile-marketing-consent": object({
    consent: object({
      channel: choice("email", "sms", "push"),
      can_receive_marketing: flag,
      consent_status: object({
        subscription: choice("any", "subscribed", "unsubscribed", "never_subscribed"),
      }),
    }),
  }),
  "profile-region": object({ in_region: flag, region: choice("european_union", "united_states") }),
  "profile-postal-code-distance": object({
    country_code: text,
    postal_code: text,
    unit: choice("kilometers", "miles"),
    filter: COUNT,
  }),
  "profile-predictive-analytics": by("dimension", {
    expected_date_of_next_purchase: object({ filter: WHEN }),
    ...each(
      "average_days_between_orders average_order_value churn_probability historic_clv historic_number_of_orders predicted_clv predicted_number_of_orders total_clv",
      object({ filter: COUNT }),
    ),
    predicted_gender: object({ filter: by("type", { string: STRING }) }),
    channel_affinity: object({
      measurement: choice("priority", "rank"),
      predicted_channel: choice("email", "push", "sms", "whatsapp"),
      filter: FILTER,
    }),
  }),
  "profile-has-custom-object": object({
    object_type_id: text,
    object_type_relationship_id: text,
    filter: COUNT,
    filters: list(object({ property_id: number, filter: FILTER })),
  }),
  "profile-permissions": object({
    permission: object({
      reachable_status: choice(
        "explicitly_reachable",
        "implicitly_reachable",
        "implicitly_or_explicitly_reachable",
        "explicitly_unreachable",
        "implicitly_unreachable",
        "implicitly_or_explicitly_unreachable",
      ),
    }),
    channel: choice("whatsapp_marketing", "whatsapp_transactional"),
  }),
};

/** What a condition of a segment can be, by its type. */
export const segmentConditions: Record<string, Structure> = {
  ...shared,
  "profile-metric-funnel": object({
    timeframe_filter: WHEN,
    steps: list(object({ metric_exists: flag, metric_id: text }, { metric_filters: METRIC_FILTERS })),
  }),
};

/** What a condition on the profile in a flow can be, by its type. */
export const flowProfileConditions: Record<string, Structure> = {
  ...shared,
  "profile-sample": object({ percentage: number }),
  ...each(
    "profile-not-sent-email profile-not-sent-sms profile-not-sent-push profile-not-in-flow",
    object({ timeframe_filter: WHEN }),
  ),
};

/** `{condition_groups: [{conditions: […]}]}` over conditions by type. */
export const conditionGroups = (conditions: Record<string, Structure>): Structure =>
  object({ condition_groups: list(object({ conditions: list(by("type", conditions)) })) });
