import type { Case } from "./case.ts";

const DRAFT = "01GDDKASAP8TKDDA2GRZDSVP4I";
const PUSH_DRAFT = "01H1H8KX4D11A9QN1Z72VJ55GT";
const SENT = "01G502BYRX9Q99CMYKEJ9VAB48";
const SCHEDULED = "01GHDEX2339CQDMMDYCNG1DDW0";
const SENDING = "01GKQAKAJ15T6HF16VY00SYZ48";

/** Sending and counting: every job has the id of its campaign. */
export const campaignSendCases: readonly Case[] = [
  ...[DRAFT, PUSH_DRAFT].map(
    (id): Case => ({
      tool: "send_campaign",
      name: id === DRAFT ? "an e-mail" : "a push",
      args: { campaign_id: id },
      sent: {
        method: "POST",
        path: "/api/campaign-send-jobs",
        body: { data: { type: "campaign-send-job", id } },
      },
      official: ({ campaigns }) => campaigns.sendCampaign({ data: { type: "campaign-send-job", id } }),
      reads: { data: { id, status: "queued" } },
    }),
  ),
  {
    tool: "get_campaign_send_job",
    name: "the smallest valid call",
    args: { campaign_id: SENT },
    sent: { method: "GET", path: `/api/campaign-send-jobs/${SENT}` },
    official: ({ campaigns }) => campaigns.getCampaignSendJob(SENT),
    reads: { data: { id: SENT, status: "complete" } },
  },
  {
    tool: "get_campaign_send_job",
    name: "every argument",
    args: { campaign_id: SCHEDULED, fields: ["status"] },
    sent: {
      method: "GET",
      path: `/api/campaign-send-jobs/${SCHEDULED}`,
      query: { "fields[campaign-send-job]": "status" },
    },
    official: ({ campaigns }) =>
      campaigns.getCampaignSendJob(SCHEDULED, { fieldsCampaignSendJob: ["status"] }),
  },
  ...(["cancel", "revert"] as const).map((action): Case => {
    const id = action === "cancel" ? SENDING : SCHEDULED;
    return {
      tool: "cancel_campaign_send",
      name: action,
      args: { campaign_id: id, action },
      sent: {
        method: "PATCH",
        path: `/api/campaign-send-jobs/${id}`,
        body: { data: { type: "campaign-send-job", id, attributes: { action } } },
      },
      official: ({ campaigns }) =>
        campaigns.cancelCampaignSend(id, { data: { type: "campaign-send-job", id, attributes: { action } } }),
      reads: { ok: true },
    };
  }),
  ...[DRAFT, SENT].map(
    (id): Case => ({
      tool: "refresh_campaign_recipient_estimation",
      name: id === DRAFT ? "a first count" : "another count",
      args: { campaign_id: id },
      sent: {
        method: "POST",
        path: "/api/campaign-recipient-estimation-jobs",
        body: { data: { type: "campaign-recipient-estimation-job", id } },
      },
      official: ({ campaigns }) =>
        campaigns.refreshCampaignRecipientEstimation({
          data: { type: "campaign-recipient-estimation-job", id },
        }),
      reads: { data: { id, status: "queued" } },
    }),
  ),
  {
    tool: "get_campaign_recipient_estimation_job",
    name: "the smallest valid call",
    args: { campaign_id: SENT },
    sent: { method: "GET", path: `/api/campaign-recipient-estimation-jobs/${SENT}` },
    official: ({ campaigns }) => campaigns.getCampaignRecipientEstimationJob(SENT),
    reads: { data: { id: SENT, status: "complete" } },
  },
  {
    tool: "get_campaign_recipient_estimation_job",
    name: "every argument",
    args: { campaign_id: SENT, fields: ["status"] },
    sent: {
      method: "GET",
      path: `/api/campaign-recipient-estimation-jobs/${SENT}`,
      query: { "fields[campaign-recipient-estimation-job]": "status" },
    },
    official: ({ campaigns }) =>
      campaigns.getCampaignRecipientEstimationJob(SENT, {
        fieldsCampaignRecipientEstimationJob: ["status"],
      }),
  },
  {
    tool: "get_campaign_recipient_estimation",
    name: "the smallest valid call",
    args: { campaign_id: SENT },
    sent: { method: "GET", path: `/api/campaign-recipient-estimations/${SENT}` },
    official: ({ campaigns }) => campaigns.getCampaignRecipientEstimation(SENT),
    reads: { data: { id: SENT, estimated_recipient_count: 192 } },
  },
  {
    tool: "get_campaign_recipient_estimation",
    name: "every argument",
    args: { campaign_id: SENT, fields: ["estimated_recipient_count"] },
    sent: {
      method: "GET",
      path: `/api/campaign-recipient-estimations/${SENT}`,
      query: { "fields[campaign-recipient-estimation]": "estimated_recipient_count" },
    },
    official: ({ campaigns }) =>
      campaigns.getCampaignRecipientEstimation(SENT, {
        fieldsCampaignRecipientEstimation: ["estimated_recipient_count"],
      }),
  },
  // The sandbox's job is complete at the second look.
  ...[DRAFT, SCHEDULED].map(
    (id): Case => ({
      tool: "estimate_campaign_recipients",
      name: id === DRAFT ? "a draft" : "one that is scheduled",
      args: { campaign_id: id },
      sent: [
        {
          method: "POST",
          path: "/api/campaign-recipient-estimation-jobs",
          body: { data: { type: "campaign-recipient-estimation-job", id } },
        },
        { method: "GET", path: `/api/campaign-recipient-estimation-jobs/${id}` },
        { method: "GET", path: `/api/campaign-recipient-estimation-jobs/${id}` },
        { method: "GET", path: `/api/campaign-recipient-estimations/${id}` },
      ],
      official: async ({ campaigns }) => {
        await campaigns.refreshCampaignRecipientEstimation({
          data: { type: "campaign-recipient-estimation-job", id },
        });
        await campaigns.getCampaignRecipientEstimationJob(id);
        await campaigns.getCampaignRecipientEstimationJob(id);
        await campaigns.getCampaignRecipientEstimation(id);
      },
      reads: { data: { id, status: "complete" } },
    }),
  ),
];
