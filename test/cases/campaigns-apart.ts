import type { Case } from "./case.ts";

const SUMMARY = "name,status,archived,audiences,send_strategy,scheduled_at,send_time";

/** Campaigns of all channels: one call for each, and then one list. */
export const campaignsApartCases: readonly Case[] = [
  {
    tool: "get_campaigns",
    name: "of all channels",
    args: {},
    sent: ["email", "sms", "mobile_push"].map((channel) => ({
      method: "GET",
      path: "/api/campaigns",
      query: {
        filter: `equals(messages.channel,"${channel}")`,
        sort: "-created_at",
        "fields[campaign]": `${SUMMARY},created_at`,
        "page[size]": "21",
      },
    })),
    official: async ({ campaigns }) => {
      for (const channel of ["email", "sms", "mobile_push"]) {
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
            "created_at",
          ],
          pageSize: 21,
        });
      }
    },
  },
];
