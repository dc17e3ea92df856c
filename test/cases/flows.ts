import type { Case } from "./case.ts";

const LIVE = "VJvBNr";
const DRAFT = "8fucdi";
const ACTION = "70064148";

/** Flows, their actions and messages; create_flow has a file of its own. */
export const flowsCases: readonly Case[] = [
  {
    tool: "get_flows",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/flows",
      query: { "fields[flow]": "name,status,archived,trigger_type,created,updated", "page[size]": "20" },
    },
    official: ({ flows }) =>
      flows.getFlows({
        fieldsFlow: ["name", "status", "archived", "trigger_type", "created", "updated"],
        pageSize: 20,
      }),
  },
  {
    tool: "get_flows",
    name: "every argument",
    args: {
      filter: 'equals(status,"live"),equals(trigger_type,"Added to List"),equals(archived,false)',
      sort: "-updated",
      fields: ["name", "status", "tag:name"],
      include: ["flow-actions", "tags"],
      page_size: 50,
    },
    sent: {
      method: "GET",
      path: "/api/flows",
      query: {
        filter: 'equals(status,"live"),equals(trigger_type,"Added to List"),equals(archived,false)',
        sort: "-updated",
        include: "flow-actions,tags",
        "fields[flow]": "name,status",
        "fields[flow-action]":
          "definition.type,definition.links,definition.data.status,definition.data.value,definition.data.unit,definition.data.secondary_value,definition.data.timezone,definition.data.delay_until_time,definition.data.delay_until_weekdays,definition.data.message.name,definition.data.message.subject_line,definition.data.message.preview_text,definition.data.message.template_id",
        "fields[tag]": "name",
        "page[size]": "50",
      },
    },
    official: ({ flows }) =>
      flows.getFlows({
        filter: 'equals(status,"live"),equals(trigger_type,"Added to List"),equals(archived,false)',
        sort: "-updated",
        include: ["flow-actions", "tags"],
        fieldsFlow: ["name", "status"],
        fieldsFlowAction: [
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
        fieldsTag: ["name"],
        pageSize: 50,
      }),
    reads: { data: [{ id: LIVE, name: "Welcome Series", status: "live" }] },
  },
  {
    tool: "get_flow",
    name: "the smallest valid call",
    args: { flow_id: LIVE },
    sent: { method: "GET", path: `/api/flows/${LIVE}` },
    official: ({ flows }) => flows.getFlow(LIVE),
    reads: { data: { id: LIVE, name: "Welcome Series", status: "live", trigger_type: "Added to List" } },
  },
  {
    tool: "get_flow",
    name: "every argument",
    args: {
      flow_id: LIVE,
      fields: ["name", "definition.triggers", "flow-action:definition.type"],
      include: ["flow-actions", "tags"],
      additional_fields: ["definition"],
    },
    sent: {
      method: "GET",
      path: `/api/flows/${LIVE}`,
      query: {
        include: "flow-actions,tags",
        "additional-fields[flow]": "definition",
        "fields[flow]": "name,definition",
        "fields[flow-action]": "definition.type",
        "fields[tag]": "name",
      },
    },
    official: ({ flows }) =>
      flows.getFlow(LIVE, {
        include: ["flow-actions", "tags"],
        additionalFieldsFlow: ["definition"],
        fieldsFlow: ["name", "definition"],
        fieldsFlowAction: ["definition.type"],
        fieldsTag: ["name"],
      }),
    reads: { data: { name: "Welcome Series", definition: { triggers: [{ type: "list", id: "Y6nRLr" }] } } },
  },
  ...(["live", "manual", "draft"] as const).map((status): Case => {
    const id = status === "draft" ? LIVE : DRAFT;
    return {
      tool: "update_flow",
      name: status,
      args: { flow_id: id, status },
      sent: {
        method: "PATCH",
        path: `/api/flows/${id}`,
        body: { data: { type: "flow", id, attributes: { status } } },
      },
      official: ({ flows }) => flows.updateFlow(id, { data: { type: "flow", id, attributes: { status } } }),
      reads: { data: { id, status } },
    };
  }),
  ...[DRAFT, LIVE].map(
    (id): Case => ({
      tool: "delete_flow",
      name: id === DRAFT ? "a draft" : "a live one",
      args: { flow_id: id },
      sent: { method: "DELETE", path: `/api/flows/${id}` },
      official: ({ flows }) => flows.deleteFlow(id),
      reads: { ok: true },
    }),
  ),
  {
    tool: "get_actions_for_flow",
    name: "the smallest valid call",
    args: { flow_id: LIVE },
    sent: {
      method: "GET",
      path: `/api/flows/${LIVE}/flow-actions`,
      query: {
        "fields[flow-action]":
          "definition.type,definition.links,definition.data.status,definition.data.value,definition.data.unit,definition.data.secondary_value,definition.data.timezone,definition.data.delay_until_time,definition.data.delay_until_weekdays,definition.data.message.name,definition.data.message.subject_line,definition.data.message.preview_text,definition.data.message.template_id",
        "page[size]": "20",
      },
    },
    official: ({ flows }) =>
      flows.getActionsForFlow(LIVE, {
        fieldsFlowAction: [
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
        pageSize: 20,
      }),
    reads: {
      data: [
        { definition: { type: "send-email", data: { message: { name: "Welcome #1: offer" } } } },
        { definition: { type: "time-delay", data: { value: 1, unit: "days" } } },
        { definition: { type: "conditional-split" } },
        {},
        {},
        {},
        { definition: { type: "send-sms" } },
      ],
    },
  },
  {
    tool: "get_actions_for_flow",
    name: "every argument",
    args: {
      flow_id: LIVE,
      filter: 'equals(status,"live"),less-than(created,2026-11-01T00:00:00Z)',
      sort: "-created",
      fields: ["created", "definition.data.main_action.data.message.subject_line"],
      page_size: 3,
    },
    sent: {
      method: "GET",
      path: `/api/flows/${LIVE}/flow-actions`,
      query: {
        filter: 'equals(status,"live"),less-than(created,2026-11-01T00:00:00Z)',
        sort: "-created",
        "fields[flow-action]": "created,definition.data.main_action.data.message.subject_line",
        "page[size]": "3",
      },
    },
    official: ({ flows }) =>
      flows.getActionsForFlow(LIVE, {
        filter: 'equals(status,"live"),less-than(created,2026-11-01T00:00:00Z)',
        sort: "-created",
        fieldsFlowAction: ["created", "definition.data.main_action.data.message.subject_line"],
        pageSize: 3,
      }),
  },
  {
    tool: "get_flow_action_messages",
    name: "the smallest valid call",
    args: { flow_action_id: ACTION },
    sent: {
      method: "GET",
      path: `/api/flow-actions/${ACTION}/flow-messages`,
      query: {
        "fields[flow-message]":
          "channel,definition.name,definition.subject_line,definition.preview_text,definition.title,definition.body,definition.template_id",
        "page[size]": "20",
      },
    },
    official: ({ flows }) =>
      flows.getFlowActionMessages(ACTION, {
        fieldsFlowMessage: [
          "channel",
          "definition.name",
          "definition.subject_line",
          "definition.preview_text",
          "definition.title",
          "definition.body",
          "definition.template_id",
        ],
        pageSize: 20,
      }),
    reads: { data: [{ id: "GaqEhz", channel: "Email", definition: { name: "Welcome #1: offer" } }] },
  },
  {
    tool: "get_flow_action_messages",
    name: "every argument",
    args: {
      flow_action_id: ACTION,
      filter: 'contains(name,"offer"),greater-or-equal(created,2025-01-01T00:00:00Z)',
      sort: "name",
      fields: ["channel", "definition.additional_filters.condition_groups"],
      page_size: 50,
    },
    sent: {
      method: "GET",
      path: `/api/flow-actions/${ACTION}/flow-messages`,
      query: {
        filter: 'contains(name,"offer"),greater-or-equal(created,2025-01-01T00:00:00Z)',
        sort: "name",
        "fields[flow-message]": "channel,definition.additional_filters.condition_groups",
        "page[size]": "50",
      },
    },
    official: ({ flows }) =>
      flows.getFlowActionMessages(ACTION, {
        filter: 'contains(name,"offer"),greater-or-equal(created,2025-01-01T00:00:00Z)',
        sort: "name",
        fieldsFlowMessage: ["channel", "definition.additional_filters.condition_groups"],
        pageSize: 50,
      }),
    reads: { data: [{ id: "GaqEhz", channel: "Email" }] },
  },
  ...[LIVE, "qcbEZu"].map(
    (id): Case => ({
      tool: "get_messages_for_flow",
      name: id === LIVE ? "e-mails and a text" : "an alert to the team",
      args: { flow_id: id },
      sent: {
        method: "GET",
        path: `/api/flows/${id}`,
        query: { "additional-fields[flow]": "definition", "fields[flow]": "name,definition" },
      },
      official: ({ flows }) =>
        flows.getFlow(id, { additionalFieldsFlow: ["definition"], fieldsFlow: ["name", "definition"] }),
      reads: {
        data:
          id === LIVE
            ? [
                { id: "GaqEhz", channel: "email", name: "Welcome #1: offer", action_id: ACTION },
                { name: "Welcome #2: buyers", action_type: "send-email", action_status: "live" },
                { name: "Welcome #2: reminder" },
                { id: "YrZZ4T", channel: "sms", body: "Your 10% ends tonight: {{ shop_url }}" },
              ]
            : [
                { name: "Low inventory e-mail", action_status: "draft" },
                { name: "Alert to buying", channel: "email", action_type: "send-internal-alert" },
              ],
      },
    }),
  ),
];
