import type { Case, OfficialClient } from "./case.ts";

const FLOW = "8fucdi";
const STEP = "98576123";
const MESSAGE = "w697y5";

const SMS_FLOW = "a8i8jf";
const SMS_STEP = "66796442";
const WAIT = "76088495";

const readOf = (flow: string) => ({
  method: "GET",
  path: `/api/flows/${flow}`,
  query: { "additional-fields[flow]": "definition", "fields[flow]": "name,status,definition" },
});
const read = readOf(FLOW);
const written = (message: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  id: STEP,
  type: "send-email",
  data: {
    message: {
      from_email: "hello@northwind-outfitters.example.com",
      from_label: "Northwind Outfitters",
      reply_to_email: null,
      cc_email: null,
      bcc_email: null,
      subject_line: "Happy birthday, {{ first_name|default:'friend' }}",
      preview_text: "From all of us in Burlington",
      template_id: "dLjgCm",
      smart_sending_enabled: true,
      transactional: false,
      add_tracking_params: true,
      custom_tracking_params: null,
      additional_filters: null,
      name: "Birthday e-mail",
      id: MESSAGE,
      ...message,
    },
    status: "draft",
    ...more,
  },
  links: { next: "92750214" },
});
const HAPPY = written({ subject_line: "Happy day" });
const WHOLE = written(
  {
    subject_line: "Happy day",
    preview_text: "For you",
    from_email: "crew@northwind-outfitters.example.com",
    from_label: "The crew",
    reply_to_email: "help@northwind-outfitters.example.com",
    template_id: "dmAjy2",
  },
  { status: "manual" },
);
const SMS = {
  id: SMS_STEP,
  type: "send-sms",
  data: {
    message: {
      body: "Cheaper now",
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
      smart_sending_enabled: true,
      transactional: false,
      add_tracking_params: true,
      custom_tracking_params: null,
      additional_filters: null,
      name: "Price drop SMS",
      id: "FPa9VK",
    },
    status: "live",
  },
  links: { next: null },
};
const WAITED = {
  id: WAIT,
  type: "time-delay",
  data: { unit: "hours", value: 2, secondary_value: 0, timezone: "profile" },
  links: { next: SMS_STEP },
};
const write = (definition: { id: string; [key: string]: unknown }) => ({
  method: "PATCH",
  path: `/api/flow-actions/${definition.id}`,
  body: { data: { type: "flow-action", id: definition.id, attributes: { definition } } },
});

/** Keys as the vendor's client has them. */
function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== "object" || value === null) return value;
  const named = (key: string) => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [named(key), camel(one)]));
}

/** The same by the vendor's client: read for the plan and for the change, these steps written, read back. */
const officially =
  (flow: string, ...steps: { id: string; [key: string]: unknown }[]) =>
  async ({ flows }: OfficialClient) => {
    const look = () =>
      flows.getFlow(flow, {
        additionalFieldsFlow: ["definition"],
        fieldsFlow: ["name", "status", "definition"],
      });
    await look();
    await look();
    for (const step of steps) {
      const attributes = { definition: camel(step) as never };
      await flows.updateFlowAction(step.id, { data: { type: "flow-action", id: step.id, attributes } });
    }
    await look();
  };

/** A message of a flow is read for the plan and for the change, written whole, and read back. */
export const flowMessageCases: readonly Case[] = [
  {
    tool: "edit_flow_message",
    name: "the smallest valid call",
    args: { flow_id: FLOW, message: "1", subject: "Happy day" },
    sent: [read, read, write(HAPPY), read],
    official: officially(FLOW, HAPPY),
    reads: {
      data: {
        flow_id: FLOW,
        message: "e-mail 1 (Birthday e-mail)",
        message_id: MESSAGE,
        before: { subject: "Happy birthday, {{ first_name|default:'friend' }}" },
        after: { subject: "Happy day" },
      },
    },
  },
  {
    tool: "edit_flow_message",
    name: "every argument that an e-mail has",
    args: {
      flow_id: FLOW,
      message: MESSAGE,
      subject: "Happy day",
      preview_text: "For you",
      from_email: "crew@northwind-outfitters.example.com",
      from_label: "The crew",
      reply_to_email: "help@northwind-outfitters.example.com",
      template_id: "dmAjy2",
      status: "manual",
    },
    sent: [read, read, write(WHOLE), read],
    official: officially(FLOW, WHOLE),
  },
  {
    tool: "edit_flow_message",
    name: "the text of an SMS, and the wait before it",
    args: { flow_id: SMS_FLOW, message: "sms 1", body: "Cheaper now", delay: "2 hours" },
    sent: [readOf(SMS_FLOW), readOf(SMS_FLOW), write(SMS), write(WAITED), readOf(SMS_FLOW)],
    official: officially(SMS_FLOW, SMS, WAITED),
    reads: { data: { before: { delay: "3 hours" }, after: { body: "Cheaper now", delay: "2 hours" } } },
  },
];
