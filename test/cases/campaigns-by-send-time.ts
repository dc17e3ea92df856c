import type { Case } from "./case.ts";

const SUMMARY = "name,status,archived,audiences,send_strategy,scheduled_at,send_time";
const CHANNELS = ["email", "sms", "mobile_push"];

/** All channels, one after the other, and then one list. */
export const campaignsBySendTimeCases: readonly Case[] = [{}, { sort: "send_time" }].map((args) => ({
  tool: "get_campaigns_by_send_time",
  name: "sort" in args ? "the first first" : "the smallest valid call",
  args,
  sent: CHANNELS.map((channel) => ({
    method: "GET",
    path: "/api/campaigns",
    query: {
      filter: `equals(messages.channel,"${channel}")`,
      sort: "-created_at",
      "fields[campaign]": SUMMARY,
      "page[size]": "100",
    },
  })),
  official: async ({ campaigns }) => {
    for (const channel of CHANNELS) {
      await campaigns.getCampaigns(`equals(messages.channel,"${channel}")`, {
        sort: "-created_at",
        fieldsCampaign: [
          "name",
          "status",
          "archived",
          "audiences",
          "send_strategy",
          "scheduled_at",
          "send_time",
        ],
        pageSize: 100,
      });
    }
  },
}));
