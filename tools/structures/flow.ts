import { z } from "zod";
import type { Structure } from "../../src/tool/tool.ts";
import { conditionGroups, FILTER, flowProfileConditions } from "./conditions.ts";
import { by, choice, each, flag, free, list, number, object, orNull, text } from "./shapes.ts";

// What a flow is made of: triggers, and actions that name each other by temporary_id. Structure and discriminators
// only; what an e-mail may say is Klaviyo's to judge.

const STATUS = choice("draft", "manual", "live", "disabled");
const PROFILE_FILTER = conditionGroups(flowProfileConditions);
const named = (key: string) => object({ [key]: text, field: text, filter: FILTER });
/** Conditions on what triggered the flow. */
const triggerConditions: Record<string, Structure> = {
  "metric-property": named("metric_id"),
  ...each("price-drop-property low-inventory-property", object({ field: text, filter: FILTER })),
  "custom-object-property": named("custom_object_label"),
  "custom-object-trigger-property": object({ property_id: number, filter: FILTER }),
};
const TRIGGER_FILTER = conditionGroups(triggerConditions);
const BEFORE = {
  timedelta_unit_before_date: choice("days", "months", "weeks"),
  recurrence_frequency: choice("annually", "monthly", "never", "weekly"),
};
const dated = (needs: Record<string, Structure>) =>
  object({ timedelta_value_before_date: number, trigger_time: text, ...needs }, BEFORE);

const triggers: Record<string, Structure> = {
  ...each("list segment", object({}, { id: text })),
  metric: object({}, { id: text, trigger_filter: TRIGGER_FILTER }),
  date: by("date_field_type", {
    "profile-property": dated({ date_profile_property: text }),
    "custom-object": dated({
      custom_object_label: text,
      custom_object_property_id: number,
      object_type_id: text,
      object_type_relationship_id: text,
    }),
  }),
  "price-drop": object(
    {
      trigger_filter: orNull(TRIGGER_FILTER),
      price_drop_amount_value: number,
      audience: list(choice("checkout-started", "viewed")),
    },
    { price_drop_amount_unit: choice("currency", "percent") },
  ),
  "low-inventory": object({
    product_level: choice("product", "variant"),
    trigger_filter: orNull(TRIGGER_FILTER),
    inventory_count: number,
    audience: list(choice("added-to-cart", "checkout-started", "viewed")),
  }),
};

const NEXT = object({}, { next: text });
const BRANCHES = object({ next_if_true: orNull(text), next_if_false: orNull(text) });
const action = (data: Structure | undefined, links: Structure = NEXT) =>
  object({}, { temporary_id: text, links, ...(data && { data }) });
/** An action that is nothing without its data. */
const actionWith = (data: Structure) => object({ data }, { temporary_id: text, links: NEXT });
const message = (needs: Record<string, Structure>) =>
  object({}, { message: object(needs, { additional_filters: PROFILE_FILTER }), status: STATUS });

const sends: Record<string, Structure> = {
  "send-email": action(message({})),
  "send-sms": action(message({ body: text })),
  "send-mobile-push": action(message({ body: text })),
  "send-whatsapp": action(message({})),
};
const experiment = (of: Record<string, Structure>) =>
  actionWith(
    object(
      { main_action: by("type", of) },
      { status: STATUS, current_experiment: object({ variations: list(by("type", of)) }) },
    ),
  );
const { "send-email": email, "send-sms": sms, "send-mobile-push": push, "send-whatsapp": whatsapp } = sends;

const PROPERTY_OPERATION = by("operator", {
  ...each(
    "create update",
    object({
      property_type: choice("string", "boolean", "numeric", "date", "list"),
      property_key: text,
      property_value: free,
    }),
  ),
  delete: object({ property_key: text }),
});

const actions: Record<string, Structure> = {
  ...sends,
  "send-webhook": action(object({ message: object({ url: orNull(text) }) }, { status: STATUS })),
  "send-internal-alert": action(
    object(
      {
        message: object({
          from_email: orNull(text),
          from_label: orNull(text),
          to_emails: list(text),
          subject_line: orNull(text),
        }),
      },
      { status: STATUS },
    ),
  ),
  "time-delay": actionWith(object({ value: number }, { unit: choice("days", "hours", "minutes") })),
  "countdown-delay": actionWith(object({}, { unit: choice("days", "months", "weeks"), value: number })),
  "target-date": actionWith(object({})),
  "back-in-stock-delay": action(undefined),
  "conditional-split": action(object({ profile_filter: orNull(PROFILE_FILTER) }), BRANCHES),
  "trigger-split": action(
    object({
      trigger_filter: orNull(TRIGGER_FILTER),
      trigger_id: text,
      trigger_type: choice("date", "list", "low-inventory", "metric", "price-drop", "scheduled", "segment"),
    }),
    BRANCHES,
  ),
  "multi-branch-split": action(
    object({
      name: text,
      branches: list(
        object(
          { branch_id: text },
          { branch_filter: conditionGroups({ ...flowProfileConditions, ...triggerConditions }), links: NEXT },
        ),
      ),
    }),
    free,
  ),
  "action-output-split": action(
    object({
      action_output_filter: conditionGroups({
        "action-output": object({ output_config_id: number, field: text, filter: FILTER }),
      }),
    }),
    BRANCHES,
  ),
  "update-profile": action(object({ profile_operations: list(PROPERTY_OPERATION) }, { status: STATUS })),
  "list-update": actionWith(
    object({ name: text, on_execution: orNull(flag), list_id: orNull(text) }, { status: STATUS }),
  ),
  "ab-test": experiment({ ...(email && { "send-email": email }), ...(sms && { "send-sms": sms }) }),
  "content-experiment": experiment({
    ...(push && { "send-mobile-push": push }),
    ...(whatsapp && { "send-whatsapp": whatsapp }),
  }),
  "internal-service": action(
    object(
      {},
      {
        service_configuration: by("service_method_type", {
          ...each("schedule-report schedule-report-builder-report", object({ report_id: text })),
          ...each("track-event unknown", object({})),
        }),
        status: STATUS,
      },
    ),
  ),
  code: action(free),
};

const typed = (cases: Record<string, Structure>) =>
  z.object({ type: z.enum(Object.keys(cases) as [string, ...string[]]) }).passthrough();

/** The outer shape of a flow's definition: what tools/list shows. */
export const flowDefinition = z.strictObject({
  triggers: z.array(typed(triggers)),
  profile_filter: z.object({ condition_groups: z.array(z.object({}).passthrough()) }).optional(),
  actions: z.array(typed(actions)).min(1),
  entry_action_id: z.string(),
  reentry_criteria: z
    .strictObject({ duration: z.number().int(), unit: z.enum(["day", "hour", "week", "alltime"]) })
    .optional(),
});

/** The rest of it, checked before sending. */
export const flowStructure = object(
  { triggers: list(by("type", triggers)), actions: list(by("type", actions)), entry_action_id: text },
  { profile_filter: PROFILE_FILTER },
);
