import { job, section } from "../../src/tool/declare.ts";
import type { WorkflowContext } from "../../src/tool/tool.ts";
import { campaignSend } from "../campaign-send.ts";
import { id } from "../params.ts";

/** Between two looks at the job; Klaviyo allows 150 a minute. */
const POLL_MS = 1000;
/** What is left for reading the number once the job is complete. */
const RESERVE_MS = 5000;

async function statusOf(context: WorkflowContext, input: Record<string, unknown>): Promise<unknown> {
  const { data } = await context.result(campaignSend.get_campaign_recipient_estimation_job, input);
  return (data as { status?: unknown } | undefined)?.status;
}

export const estimate = section("campaigns", {
  estimate_campaign_recipients: job({
    title: "Estimate recipients",
    description: "How many people a campaign would reach now: starts the count, waits for it and reads it.",
    inputSchema: { campaign_id: id },
    settledBy: "get_campaign_recipient_estimation",
    judgement: { effects: ["adds"], why: "A count, which nobody sees but who asks for it." },
    told: [
      {
        status: 404,
        changed: "yes",
        argument: null,
        next: "The campaign is there and the count was accepted, but its estimate is not available. get_campaign shows whether the campaign can be sent at all; get_list or get_segment with additional_fields profile_count tells how large its audiences are.",
      },
    ],
    idempotent: true,
    onKlaviyo: true,
    get uses() {
      return [
        campaignSend.refresh_campaign_recipient_estimation,
        campaignSend.get_campaign_recipient_estimation_job,
        campaignSend.get_campaign_recipient_estimation,
      ];
    },
    firstRequest: ({ campaign_id }) => ({
      tool: campaignSend.refresh_campaign_recipient_estimation,
      input: { campaign_id },
    }),
    async run(context, { campaign_id }) {
      const input = { campaign_id };
      await context.call(campaignSend.refresh_campaign_recipient_estimation, input);
      context.progress(1, undefined, "count started");
      let status = await statusOf(context, input);
      for (let looks = 2; status !== "complete"; looks += 1) {
        if (status === "cancelled") return { data: { id: campaign_id, status } };
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
      const { data } = await context.result(campaignSend.get_campaign_recipient_estimation, input);
      return { data: { ...(data as Record<string, unknown>), status } };
    },
  }),
});
