import { z } from "zod";
import { section } from "../src/tool/declare.ts";
import { id, nonEmptyText } from "./params.ts";
import { flowDefinition, flowStructure } from "./structures/flow.ts";
import { words } from "./words.ts";

const STATUSES = ["draft", "manual", "live"] as const;
const flowPreview = {
  tool: "get_flow",
  arguments: { flow_id: "$flow_id" },
  label: "flow",
  show: ["name", "status", "trigger_type"],
};

export const flows = section("flows", {
  get_flows: words({
    title: "List flows",
    does: "Automated journeys.",
  }),

  get_flow: words({
    title: "Read a flow",
    does: "One flow; additional_fields definition adds its whole tree of triggers and actions.",
  }),

  create_flow: words({
    title: "Create a flow",
    does: 'Creates a draft flow; sends nothing until it is live. e.g. definition {"triggers":[{"type":"list","id":"LIST"}],"actions":[{"temporary_id":"1","type":"send-email","links":{"next":null},"data":{"message":{"subject_line":"Welcome","from_email":"hi@shop.com","from_label":"Shop","template_id":"TEMPLATE"},"status":"draft"}}],"entry_action_id":"1"}. get_guide with topic flows has every trigger and action.',
    inputSchema: { name: nonEmptyText, definition: flowDefinition },
    guide: "flows",
    structures: { definition: flowStructure },
  }),

  update_flow: words({
    title: "Set a flow's status",
    does: "Sets the status of a flow and all its actions: live sends to real people from now on, manual holds messages until someone sends them in Klaviyo, draft stops.",
    inputSchema: { flow_id: id, status: z.enum(STATUSES) },
    preview: [
      flowPreview,
      {
        tool: "get_actions_for_flow",
        arguments: { flow_id: "$flow_id", page_size: 50, limit: 500 },
        label: "actions that are draft now and go live with it",
        show: ["id", "definition.type", "definition.data.message.name"],
        only: { paths: ["definition.data.status"], holds: "draft" },
      },
    ],
  }),

  delete_flow: words({
    title: "Delete a flow",
    does: "Deletes a flow for good; people in it get nothing more. To pause it: update_flow.",
    preview: [flowPreview],
  }),

  get_actions_for_flow: words({
    title: "List a flow's actions",
    does: "The steps of a flow: sends, delays, splits, each with the next.",
  }),

  get_flow_action_messages: words({
    title: "List an action's messages",
    does: "The messages of one send action. All of a flow at once: get_messages_for_flow.",
  }),
});
