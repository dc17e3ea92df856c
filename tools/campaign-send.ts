import { z } from "zod";
import { operation, type Preview, section } from "../src/tool/tool.ts";
import { id, M } from "./params.ts";
import * as resource from "./resources.ts";

const AUDIENCE_NAMES = [
  { tool: "get_list", argument: "list_id" },
  { tool: "get_segment", argument: "segment_id" },
];
const campaignPreview: Preview = {
  tool: "get_campaign",
  arguments: { campaign_id: "$campaign_id" },
  label: "campaign",
  show: [
    "name",
    "status",
    "audiences.included",
    "audiences.excluded",
    "send_strategy",
    "scheduled_at",
    "send_time",
  ],
  named: { paths: ["audiences.included", "audiences.excluded"], by: AUDIENCE_NAMES },
};

export const campaignSend = section("campaigns", {
  send_campaign: operation({
    title: "Send a campaign",
    description:
      "Sends a campaign to real people, at once or as its send_strategy says. Nothing sent can be taken back.",
    inputSchema: { campaign_id: id },
    settledBy: "get_campaign",
    impact: "dangerous",
    preview: [
      campaignPreview,
      {
        tool: "get_messages_for_campaign",
        arguments: { campaign_id: "$campaign_id" },
        label: "message",
        show: ["subject", "from_label", "from_email", "title", "body"].map(
          (name) => `definition.content.${name}`,
        ),
      },
      {
        tool: "get_campaign_recipient_estimation",
        arguments: { campaign_id: "$campaign_id" },
        label: "recipients",
        show: ["estimated_recipient_count"],
        otherwise: "unknown",
      },
    ],
    request: {
      method: "POST",
      path: "/api/campaign-send-jobs",
      scopes: "campaigns:write",
      rate: M,
      body: { type: "campaign-send-job", id: "campaign_id" },
    },
    result: {
      kind: "job",
      resource: resource.campaignSendJob,
      hint: 'Accepted, not sent yet. get_campaign_send_job with campaign_id "{id}" shows its progress.',
    },
  }),

  get_campaign_send_job: operation({
    title: "Read a send job",
    description: "How far the sending of a campaign is: queued, processing, complete or cancelled.",
    inputSchema: { campaign_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/campaign-send-jobs/{campaign_id}",
      scopes: "campaigns:read",
      rate: M,
    },
    result: { kind: "job", resource: resource.campaignSendJob, hint: "" },
  }),

  cancel_campaign_send: operation({
    title: "Cancel a send",
    description:
      "Stops a campaign that is scheduled or sending. cancel is for good; revert makes it a draft that can be sent again.",
    inputSchema: { campaign_id: id, action: z.enum(["cancel", "revert"]) },
    impact: { default: "write", dangerousWhen: [{ input: "action", equals: "revert" }] },
    preview: [campaignPreview],
    request: {
      method: "PATCH",
      path: "/api/campaign-send-jobs/{campaign_id}",
      scopes: "campaigns:write",
      rate: M,
      body: { type: "campaign-send-job", id: "campaign_id", attributes: ["action"] },
    },
    result: { kind: "empty", hint: "get_campaign shows what became of it." },
  }),

  refresh_campaign_recipient_estimation: operation({
    title: "Start a recipient estimate",
    description: "Starts counting a campaign's recipients. All in one: estimate_campaign_recipients.",
    inputSchema: { campaign_id: id },
    settledBy: "get_campaign_recipient_estimation",
    impact: "write",
    idempotent: true,
    request: {
      method: "POST",
      path: "/api/campaign-recipient-estimation-jobs",
      scopes: "campaigns:write",
      rate: M,
      body: { type: "campaign-recipient-estimation-job", id: "campaign_id" },
    },
    result: {
      kind: "job",
      resource: resource.estimationJob,
      hint: 'get_campaign_recipient_estimation_job with campaign_id "{id}" shows when the count is ready.',
    },
  }),

  get_campaign_recipient_estimation_job: operation({
    title: "Read an estimate's job",
    description: "Whether the count of a campaign's recipients is ready.",
    inputSchema: { campaign_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/campaign-recipient-estimation-jobs/{campaign_id}",
      scopes: "campaigns:read",
      rate: M,
    },
    result: {
      kind: "job",
      resource: resource.estimationJob,
      hint: "When it is complete, get_campaign_recipient_estimation has the number.",
    },
  }),

  get_campaign_recipient_estimation: operation({
    title: "Read a recipient estimate",
    description: "The last count of a campaign's recipients.",
    inputSchema: { campaign_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/campaign-recipient-estimations/{campaign_id}",
      scopes: "campaigns:read",
      rate: M,
    },
    result: { kind: "resource", resource: resource.estimation },
  }),
});
