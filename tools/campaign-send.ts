import { z } from "zod";
import { defineTool, defineWorkflow, type Preview, type WorkflowContext } from "../src/tool/tool.ts";
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

export const sendCampaign = defineTool({
  name: "send_campaign",
  title: "Send a campaign",
  toolset: "campaigns",
  description:
    "Sends a campaign to real people, at once or as its send_strategy says. Nothing sent can be taken back.",
  inputSchema: { campaign_id: id() },
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
});

export const getCampaignSendJob = defineTool({
  name: "get_campaign_send_job",
  title: "Read a send job",
  toolset: "campaigns",
  description: "How far the sending of a campaign is: queued, processing, complete or cancelled.",
  inputSchema: { campaign_id: id() },
  impact: "read",
  request: {
    method: "GET",
    path: "/api/campaign-send-jobs/{campaign_id}",
    scopes: "campaigns:read",
    rate: M,
  },
  result: { kind: "job", resource: resource.campaignSendJob, hint: "" },
});

export const cancelCampaignSend = defineTool({
  name: "cancel_campaign_send",
  title: "Cancel a send",
  toolset: "campaigns",
  description:
    "Stops a campaign that is scheduled or sending. cancel is for good; revert makes it a draft that can be sent again.",
  inputSchema: { campaign_id: id(), action: z.enum(["cancel", "revert"]) },
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
});

export const refreshCampaignRecipientEstimation = defineTool({
  name: "refresh_campaign_recipient_estimation",
  title: "Start a recipient estimate",
  toolset: "campaigns",
  description: "Starts counting a campaign's recipients. All in one: estimate_campaign_recipients.",
  inputSchema: { campaign_id: id() },
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
});

export const getCampaignRecipientEstimationJob = defineTool({
  name: "get_campaign_recipient_estimation_job",
  title: "Read an estimate's job",
  toolset: "campaigns",
  description: "Whether the count of a campaign's recipients is ready.",
  inputSchema: { campaign_id: id() },
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
});

export const getCampaignRecipientEstimation = defineTool({
  name: "get_campaign_recipient_estimation",
  title: "Read a recipient estimate",
  toolset: "campaigns",
  description: "The last count of a campaign's recipients.",
  inputSchema: { campaign_id: id() },
  impact: "read",
  request: {
    method: "GET",
    path: "/api/campaign-recipient-estimations/{campaign_id}",
    scopes: "campaigns:read",
    rate: M,
  },
  result: { kind: "resource", resource: resource.estimation },
});

/** Between two looks at the job; Klaviyo allows 150 a minute. */
const POLL_MS = 1000;
/** What is left for reading the number once the job is complete. */
const RESERVE_MS = 5000;

async function statusOf(context: WorkflowContext, input: Record<string, unknown>): Promise<unknown> {
  const { data } = await context.result(getCampaignRecipientEstimationJob, input);
  return (data as { status?: unknown } | undefined)?.status;
}

export const estimateCampaignRecipients = defineWorkflow({
  name: "estimate_campaign_recipients",
  title: "Estimate recipients",
  toolset: "campaigns",
  description: "How many people a campaign would reach now: starts the count, waits for it and reads it.",
  inputSchema: { campaign_id: id() },
  settledBy: "get_campaign_recipient_estimation",
  impact: "write",
  idempotent: true,
  onKlaviyo: true,
  uses: [
    refreshCampaignRecipientEstimation,
    getCampaignRecipientEstimationJob,
    getCampaignRecipientEstimation,
  ],
  firstRequest: ({ campaign_id }) => ({ tool: refreshCampaignRecipientEstimation, input: { campaign_id } }),
  async run(context, { campaign_id }) {
    const input = { campaign_id };
    await context.call(refreshCampaignRecipientEstimation, input);
    context.progress(1, undefined, "count started");
    let status = await statusOf(context, input);
    for (let looks = 2; status !== "complete"; looks += 1) {
      if (status === "cancelled")
        return { data: { id: campaign_id, status }, hint: "The count was cancelled." };
      if (context.remaining() < POLL_MS + RESERVE_MS) {
        return {
          data: { id: campaign_id, status },
          hint: `Not counted yet. get_campaign_recipient_estimation_job with campaign_id "${campaign_id}" shows when it is; then get_campaign_recipient_estimation has the number.`,
        };
      }
      context.progress(looks, undefined, `count is ${status}`);
      await context.wait(POLL_MS);
      status = await statusOf(context, input);
    }
    const { data } = await context.result(getCampaignRecipientEstimation, input);
    return { data: { ...(data as Record<string, unknown>), status } };
  },
});

export const campaignSend = [
  sendCampaign,
  getCampaignSendJob,
  cancelCampaignSend,
  refreshCampaignRecipientEstimation,
  getCampaignRecipientEstimationJob,
  getCampaignRecipientEstimation,
  estimateCampaignRecipients,
];
