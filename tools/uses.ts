import type { Use, Uses } from "../src/tool/use.ts";

/** With these a campaign is on its way to people, or will be without anybody doing anything more. */
const GOING_OUT = [
  "Scheduled",
  "Preparing to schedule",
  "Preparing to send",
  "Queued without Recipients",
  "Adding Recipients",
  "Sending Segments",
  "Sending",
];

const campaign = (tool: string, argument: string): Use => ({
  tool,
  arguments: { [argument]: "$id" },
  path: "status",
  holds: GOING_OUT,
});

/** A live flow that takes people in by it; and the campaigns of a channel that go out to it. */
const audience = (tool: string, argument: string): readonly Use[] => [
  {
    tool,
    arguments: { [argument]: "$id", include: ["flow-triggers"] },
    included: true,
    path: "status",
    holds: ["live"],
  },
  ...["email", "sms", "mobile_push"].map(
    (channel): Use => ({
      tool: "get_campaigns",
      arguments: {
        channel,
        filter: `any(status,${JSON.stringify(GOING_OUT)})`,
        page_size: 100,
        limit: 500,
      },
      path: "status",
      holds: GOING_OUT,
      among: ["audiences.included", "audiences.excluded"],
    }),
  ),
];

/**
 * Where it shows whether something is in use, so that replacing it is seen by customers at once. Of a type that is not
 * here it cannot be read, and replacing it asks.
 */
export const USES: Uses = {
  campaign: [campaign("get_campaign", "campaign_id")],
  "campaign-message": [campaign("get_campaign_for_campaign_message", "campaign_message_id")],
  "campaign-audience": [campaign("get_campaign_for_campaign_audience", "campaign_audience_id")],
  "flow-action": [
    {
      tool: "get_flow_for_flow_action",
      arguments: { flow_action_id: "$id" },
      path: "status",
      holds: ["live"],
    },
  ],
  form: [{ tool: "get_form", arguments: { form_id: "$id" }, path: "status", holds: ["live"] }],
  webhook: [{ tool: "get_webhook", arguments: { webhook_id: "$id" }, path: "enabled", holds: [true] }],
  list: audience("get_list", "list_id"),
  segment: audience("get_segment", "segment_id"),
  // A campaign or a flow sends its own copy, made when the template was assigned.
  template: [],
  // What a shop sells stands in no message before it is sent.
  "catalog-item": [],
  "catalog-category": [],
};
