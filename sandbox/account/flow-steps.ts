import { metricId } from "./metrics.ts";
import { SENDER } from "./organization.ts";

/**
 * One line of the table of flows, `kind | first | second`: `email | name | subject`, `sms | name | text`,
 * `alert | name | subject`, `wait | number | unit`, `set | property | value`, `join | name | list id`, and
 * `split | n`, where those who have ordered since they entered go on and the others skip n steps.
 */
export interface Step {
  kind: string;
  first: string;
  second: string;
}

/** The parts of a flow action's definition that other code reads. */
export interface ActionDefinition {
  id: string;
  type: string;
  links: Record<string, string | null>;
  data: { message?: MessageDefinition; [key: string]: unknown };
}

/** A message inside an action. */
export interface MessageDefinition {
  id: string;
  name: string;
  [key: string]: unknown;
}

/** The definition of one step's action; `nextIds` are the ids of the steps that follow it, nearest first. */
export function defineAction(
  { kind, first, second }: Step,
  id: string,
  nextIds: string[],
  status: string,
  message: { id: string; templateId: string | null },
): ActionDefinition {
  const next = nextIds[0] ?? null;
  const build = (
    type: string,
    data: ActionDefinition["data"],
    links: ActionDefinition["links"] = { next },
  ) => ({
    id,
    type,
    data,
    links,
  });
  switch (kind) {
    case "email":
      return build("send-email", { message: defineEmail(second, first, message), status });
    case "sms":
      return build("send-sms", { message: defineSms(second, first, message.id), status });
    case "alert": {
      const sender = {
        from_email: SENDER.email,
        from_label: SENDER.label,
        to_emails: ["buying@example.com"],
      };
      const text = { subject_line: second, template_id: message.templateId, name: first, id: message.id };
      return build("send-internal-alert", { message: { ...sender, ...text }, status });
    }
    case "wait": {
      return build("time-delay", {
        unit: second,
        value: Number(first),
        secondary_value: 0,
        timezone: "profile",
      });
    }
    case "split": {
      const links = { next_if_true: next, next_if_false: nextIds[Number(first)] ?? null };
      const filter = { condition_groups: [{ conditions: [hasOrdered(true)] }] };
      return build("conditional-split", { profile_filter: filter }, links);
    }
    case "set": {
      const operation = {
        operator: "update",
        property_type: "string",
        property_key: first,
        property_value: second,
      };
      return build("update-profile", { profile_operations: [operation], status });
    }
    case "join":
      return build("list-update", { name: first, on_execution: true, list_id: second, status });
    default:
      throw new Error(`The table of flows has a step of unknown kind: ${kind}`);
  }
}

/** The condition that a person placed an order, or placed none, since entering the flow. */
export function hasOrdered(expected: boolean): object {
  return {
    type: "profile-metric",
    metric_id: metricId("Placed Order"),
    measurement: "count",
    measurement_filter: { type: "numeric", operator: expected ? "greater-than" : "equals", value: 0 },
    timeframe_filter: { type: "date", operator: "flow-start" },
    metric_filters: null,
  };
}

const SENDING = {
  smart_sending_enabled: true,
  transactional: false,
  add_tracking_params: true,
  custom_tracking_params: null,
  additional_filters: null,
};

function defineEmail(
  subject: string,
  name: string,
  { id, templateId }: { id: string; templateId: string | null },
): MessageDefinition {
  return {
    from_email: SENDER.email,
    from_label: SENDER.label,
    reply_to_email: null,
    cc_email: null,
    bcc_email: null,
    subject_line: subject,
    preview_text: "From all of us in Burlington",
    template_id: templateId,
    ...SENDING,
    name,
    id,
  };
}

function defineSms(body: string, name: string, id: string): MessageDefinition {
  return {
    body,
    image_id: null,
    dynamic_image: null,
    message_hierarchy: null,
    shorten_links: true,
    include_contact_card: false,
    add_org_prefix: true,
    add_info_link: true,
    add_opt_out_language: false,
    sms_quiet_hours_enabled: true,
    template_id: null,
    ...SENDING,
    name,
    id,
  };
}
