import { createFlow, listFlows, updateFlow } from "../behaviours/flows.ts";
import { listRelated, read, readRelated, remove } from "../behaviours/resources.ts";
import type { Operation } from "../klaviyo/operation.ts";

const INSTANT = "datetime equals greater-or-equal greater-than less-or-equal less-than";
const STAMPS = { created: INSTANT, updated: INSTANT };
const NAME = "contains ends-with equals starts-with";
const TRIGGERS = ["Metric", "Added to List", "Unconfigured", "Date Based", "Price Drop", "Low Inventory"];

/** Flows, their actions and messages. */
export const flowOperations: readonly Operation[] = [
  {
    id: "get_flows",
    route: "GET /api/flows",
    type: "flow",
    limit: "S",
    success: 200,
    include: "flow-actions tags",
    filter: {
      id: "any",
      name: NAME,
      status: "equals",
      archived: "boolean equals",
      ...STAMPS,
      trigger_type: { takes: "equals", values: TRIGGERS },
    },
    sort: "created id name status trigger_type updated",
    page: [50, 50],
    does: listFlows,
  },
  {
    id: "get_flow",
    route: "GET /api/flows/{id}",
    type: "flow",
    limit: "S",
    success: 200,
    include: "flow-actions tags",
    additional: "definition",
    does: read,
  },
  {
    id: "create_flow",
    route: "POST /api/flows",
    type: "flow",
    limit: "1 15 100",
    success: 201,
    additional: "definition",
    extra: "definition",
    body: '{type!:"flow", attributes!:{name!:text, definition!:$FlowDefinition}}',
    does: createFlow,
  },
  {
    id: "update_flow",
    route: "PATCH /api/flows/{id}",
    type: "flow",
    limit: "S",
    success: 200,
    body: '{type!:"flow", id!:text, attributes!:{status!:"draft"|"manual"|"live"}}',
    does: updateFlow,
  },
  {
    id: "delete_flow",
    route: "DELETE /api/flows/{id}",
    type: "flow",
    limit: "S",
    success: 204,
    empty: true,
    does: remove,
  },
  {
    id: "get_actions_for_flow",
    route: "GET /api/flows/{id}/flow-actions",
    type: "flow-action",
    limit: "S",
    success: 200,
    filter: { id: "any", action_type: "any equals", status: "equals", ...STAMPS },
    sort: "action_type created id status updated",
    page: [50, 50],
    does: listRelated("flow-actions"),
  },
  {
    id: "get_flow_action",
    route: "GET /api/flow-actions/{id}",
    type: "flow-action",
    limit: "S",
    success: 200,
    include: "flow flow-messages",
    does: read,
  },
  {
    id: "get_flow_action_messages",
    route: "GET /api/flow-actions/{id}/flow-messages",
    type: "flow-message",
    limit: "S",
    success: 200,
    filter: { id: "any", name: NAME, ...STAMPS },
    sort: "created id name updated",
    page: [50, 50],
    does: listRelated("flow-messages"),
  },
  {
    id: "get_flow_message",
    route: "GET /api/flow-messages/{id}",
    type: "flow-message",
    limit: "S",
    success: 200,
    include: "flow-action template",
    does: read,
  },
  {
    id: "get_template_for_flow_message",
    route: "GET /api/flow-messages/{id}/template",
    type: "template",
    limit: "S",
    success: 200,
    does: readRelated("template"),
  },
];
