import { section } from "../src/tool/declare.ts";
import type { Preview, Telling } from "../src/tool/tool.ts";
import { words } from "./words.ts";

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
/** With these a campaign is on its way, went out, or never will. */
const GONE = [
  "Preparing to send",
  "Adding Recipients",
  "Sending",
  "Sending Segments",
  "Sent",
  "Variations Sent",
  "Cancelled",
  "Cancelled: Smart Sending",
  "Cancelled: Account Disabled",
  "Cancelled: No Recipients",
  "Cancelled: Internal Error",
  "Cancelled: Billing Limit",
  "Cancelled: Misconfigured",
];

/** There is no count before one was asked for, be the campaign there or not. */
const NOT_COUNTED: readonly Telling[] = [
  {
    status: 404,
    changed: "no",
    next: "Where {argument} is right, nothing was counted yet: estimate_campaign_recipients counts.",
  },
];

export const campaignSend = section("campaigns", {
  send_campaign: words({
    title: "Send a campaign",
    does: "Sends a campaign to real people, at once or as its send_strategy says. Nothing sent can be taken back.",
    settledBy: "get_campaign",
    preview: [
      { ...campaignPreview, never: { path: "status", holds: GONE, says: "it cannot be sent any more" } },
      {
        tool: "get_messages_for_campaign",
        // The template's html is no line of the question, and must be the same when the campaign leaves.
        arguments: { campaign_id: "$campaign_id", include: ["template"] },
        label: "message",
        show: ["subject", "from_label", "from_email", "title", "body"].map(
          (name) => `definition.content.${name}`,
        ),
      },
      {
        tool: "estimate_campaign_recipients",
        before: "get_campaign_recipient_estimation",
        arguments: { campaign_id: "$campaign_id" },
        label: "recipients",
        show: ["estimated_recipient_count", "counted_at"],
        reach: "estimated_recipient_count",
        otherwise: "unknown: they could not be counted",
      },
    ],
    hint: 'get_campaign_send_job with campaign_id "{id}" shows its progress.',
  }),

  get_campaign_send_job: words({
    title: "Read a send job",
    does: "How far the sending of a campaign is: queued, processing, complete or cancelled.",
    hint: "",
  }),

  cancel_campaign_send: words({
    title: "Cancel a send",
    does: "Stops a campaign that is scheduled or sending. cancel is for good; revert makes it a draft that can be sent again.",
    preview: [campaignPreview],
    hint: "get_campaign shows what became of it.",
  }),

  refresh_campaign_recipient_estimation: words({
    title: "Start a recipient estimate",
    does: "Starts counting a campaign's recipients. All in one: estimate_campaign_recipients.",
    settledBy: "get_campaign_recipient_estimation",
    idempotent: true,
    hint: 'get_campaign_recipient_estimation_job with campaign_id "{id}" shows when the count is ready.',
  }),

  get_campaign_recipient_estimation_job: words({
    title: "Read an estimate's job",
    does: "Whether the count of a campaign's recipients is ready.",
    told: NOT_COUNTED,
    hint: "When it is complete, get_campaign_recipient_estimation has the number.",
  }),

  get_campaign_recipient_estimation: words({
    title: "Read a recipient estimate",
    does: "The last count of a campaign's recipients.",
    told: NOT_COUNTED,
  }),
});
