import { z } from "zod";
import { operation, section } from "../src/tool/tool.ts";
import {
  ANY_ORDER,
  filterChoice,
  filterFlag,
  filterText,
  filterTime,
  id,
  nonEmptyText,
  S,
} from "./params.ts";
import * as resource from "./resources.ts";
import { flowDefinition, flowStructure } from "./structures/flow.ts";

const TRIGGERS = ["Metric", "Added to List", "Unconfigured", "Date Based", "Price Drop", "Low Inventory"];
const STATUSES = ["draft", "manual", "live"] as const;
const include = { "flow-actions": resource.flowAction, tags: resource.tag };
const times = { created: filterTime("equals", ...ANY_ORDER), updated: filterTime("equals", ...ANY_ORDER) };
const named = filterText("contains", "ends-with", "equals", "starts-with");
const flowPreview = {
  tool: "get_flow",
  arguments: { flow_id: "$flow_id" },
  label: "flow",
  show: ["name", "status", "trigger_type"],
};

export const flows = section("flows", {
  get_flows: operation({
    title: "List flows",
    description: 'Automated journeys, with status draft, manual or live. filter e.g. equals(status,"live").',
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/flows",
      scopes: "flows:read",
      rate: S,
      query: {
        filter: {
          id: filterText("any"),
          name: named,
          status: filterChoice(STATUSES, "equals"),
          archived: filterFlag("equals"),
          ...times,
          trigger_type: filterChoice(TRIGGERS, "equals"),
        },
        sort: ["created", "id", "name", "status", "trigger_type", "updated"],
        include,
        page: { size: 50 },
      },
    },
    result: { kind: "collection", resource: resource.flow },
  }),

  get_flow: operation({
    title: "Read a flow",
    description: "One flow; additional_fields definition adds its whole tree of triggers and actions.",
    inputSchema: { flow_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/flows/{flow_id}",
      scopes: "flows:read",
      rate: S,
      query: { include, additionalFields: ["definition"] },
    },
    result: { kind: "resource", resource: resource.definedFlow },
  }),

  create_flow: operation({
    title: "Create a flow",
    description:
      'Creates a draft flow; sends nothing until it is live. e.g. definition {"triggers":[{"type":"list","id":"LIST"}],"actions":[{"temporary_id":"1","type":"send-email","links":{"next":null},"data":{"message":{"subject_line":"Welcome","from_email":"hi@shop.com","from_label":"Shop","template_id":"TEMPLATE"},"status":"draft"}}],"entry_action_id":"1"}. get_guide with topic flows has every trigger and action. 100 a day.',
    inputSchema: { name: nonEmptyText, definition: flowDefinition },
    guide: "flows",
    structures: { definition: flowStructure },
    impact: "write",
    request: {
      method: "POST",
      path: "/api/flows",
      scopes: "flows:write",
      rate: { burst: 1, steady: 15, daily: 100 },
      body: { type: "flow", attributes: ["name", "definition"] },
    },
    result: { kind: "resource", resource: resource.flow },
  }),

  update_flow: operation({
    title: "Set a flow's status",
    description:
      "Sets the status of a flow and all its actions: live sends to real people from now on, manual holds messages until someone sends them in Klaviyo, draft stops.",
    inputSchema: { flow_id: id, status: z.enum(STATUSES) },
    impact: { default: "write", dangerousWhen: [{ input: "status", equals: "live" }] },
    preview: [
      flowPreview,
      {
        tool: "get_actions_for_flow",
        arguments: { flow_id: "$flow_id", page_size: 50 },
        label: "actions that are draft now and go live with it",
        show: ["id", "definition.type", "definition.data.message.name"],
        only: { paths: ["definition.data.status"], holds: "draft" },
      },
    ],
    request: {
      method: "PATCH",
      path: "/api/flows/{flow_id}",
      scopes: "flows:write",
      rate: S,
      body: { type: "flow", id: "flow_id", attributes: ["status"] },
    },
    result: { kind: "resource", resource: resource.flow },
  }),

  delete_flow: operation({
    title: "Delete a flow",
    description: "Deletes a flow for good; people in it get nothing more. To pause it: update_flow.",
    inputSchema: { flow_id: id },
    impact: "dangerous",
    preview: [flowPreview],
    request: { method: "DELETE", path: "/api/flows/{flow_id}", scopes: "flows:write", rate: S },
    result: { kind: "empty" },
  }),

  get_actions_for_flow: operation({
    title: "List a flow's actions",
    description: "The steps of a flow: sends, delays, splits, each with the next.",
    inputSchema: { flow_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/flows/{flow_id}/flow-actions",
      scopes: "flows:read",
      rate: S,
      query: {
        filter: {
          id: filterText("any"),
          action_type: filterText("any", "equals"),
          status: filterChoice(STATUSES, "equals"),
          ...times,
        },
        sort: ["action_type", "created", "id", "status", "updated"],
        page: { size: 50 },
      },
    },
    result: { kind: "collection", resource: resource.flowAction },
  }),

  get_flow_action_messages: operation({
    title: "List an action's messages",
    description: "The messages of one send action. All of a flow at once: get_messages_for_flow.",
    inputSchema: { flow_action_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/flow-actions/{flow_action_id}/flow-messages",
      scopes: "flows:read",
      rate: S,
      query: {
        filter: { id: filterText("any"), name: named, ...times },
        sort: ["created", "id", "name", "updated"],
        page: { size: 50 },
      },
    },
    result: { kind: "collection", resource: resource.flowMessage },
  }),
});
