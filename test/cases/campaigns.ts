import type { Case } from "./case.ts";

const ID = "01GDDKASAP8TKDDA2GRZDSVP4I";
const SUMMARY = "name,status,archived,audiences,send_strategy,scheduled_at,send_time";

/** Campaigns themselves: get_campaigns, get_campaign, create_campaign, update_campaign, delete_campaign. */
export const campaignsCases: readonly Case[] = [
  {
    tool: "get_campaigns",
    name: "the smallest valid call",
    args: { channel: "email" },
    sent: {
      method: "GET",
      path: "/api/campaigns",
      query: {
        filter: 'equals(messages.channel,"email")',
        "fields[campaign]": SUMMARY,
        "page[size]": "20",
      },
    },
    official: ({ campaigns }) =>
      campaigns.getCampaigns('equals(messages.channel,"email")', {
        fieldsCampaign: [
          "name",
          "status",
          "archived",
          "audiences",
          "send_strategy",
          "scheduled_at",
          "send_time",
        ],
        pageSize: 20,
      }),
  },
  {
    tool: "get_campaigns",
    name: "every argument",
    args: {
      channel: "sms",
      filter: 'any(status,["Sent","Cancelled: No Recipients"]),greater-than(created_at,2026-01-01T00:00:00Z)',
      sort: "-scheduled_at",
      fields: ["name", "send_strategy.method", "campaign-message:definition.content.body"],
      include: ["campaign-messages", "tags"],
      page_size: 2,
    },
    sent: {
      method: "GET",
      path: "/api/campaigns",
      query: {
        filter:
          'equals(messages.channel,"sms"),any(status,["Sent","Cancelled: No Recipients"]),greater-than(created_at,2026-01-01T00:00:00Z)',
        sort: "-scheduled_at",
        include: "campaign-messages,tags",
        "fields[campaign]": "name,send_strategy.method",
        "fields[campaign-message]": "definition.content.body",
        "fields[tag]": "name",
        "page[size]": "2",
      },
    },
    official: ({ campaigns }) =>
      campaigns.getCampaigns(
        'equals(messages.channel,"sms"),any(status,["Sent","Cancelled: No Recipients"]),greater-than(created_at,2026-01-01T00:00:00Z)',
        {
          sort: "-scheduled_at",
          include: ["campaign-messages", "tags"],
          fieldsCampaign: ["name", "send_strategy.method"],
          fieldsCampaignMessage: ["definition.content.body"],
          fieldsTag: ["name"],
          pageSize: 2,
        },
      ),
    reads: {
      data: [{ name: "Restock alert", send_strategy: { method: "immediate" } }, { name: "Weekend SMS" }],
    },
  },
  {
    tool: "get_campaign",
    name: "the smallest valid call",
    args: { campaign_id: ID },
    sent: { method: "GET", path: `/api/campaigns/${ID}` },
    official: ({ campaigns }) => campaigns.getCampaign(ID),
    reads: {
      data: {
        id: ID,
        name: "Spring Sale 2024",
        status: "Draft",
        audiences: { included: ["Y6nRLr"] },
        send_strategy: { method: "immediate" },
      },
    },
  },
  {
    tool: "get_campaign",
    name: "every argument",
    args: {
      campaign_id: ID,
      fields: ["name", "tracking_options.is_tracking_opens"],
      include: ["campaign-messages", "tags"],
    },
    sent: {
      method: "GET",
      path: `/api/campaigns/${ID}`,
      query: {
        include: "campaign-messages,tags",
        "fields[campaign]": "name,tracking_options.is_tracking_opens",
        "fields[campaign-message]":
          "definition.channel,definition.label,definition.content.subject,definition.content.preview_text,definition.content.from_email,definition.content.from_label,definition.content.title,definition.content.body",
        "fields[tag]": "name",
      },
    },
    official: ({ campaigns }) =>
      campaigns.getCampaign(ID, {
        include: ["campaign-messages", "tags"],
        fieldsCampaign: ["name", "tracking_options.is_tracking_opens"],
        fieldsCampaignMessage: [
          "definition.channel",
          "definition.label",
          "definition.content.subject",
          "definition.content.preview_text",
          "definition.content.from_email",
          "definition.content.from_label",
          "definition.content.title",
          "definition.content.body",
        ],
        fieldsTag: ["name"],
      }),
    reads: { data: { name: "Spring Sale 2024", tracking_options: { is_tracking_opens: true } } },
  },
  {
    tool: "update_campaign",
    name: "the smallest valid call",
    args: { campaign_id: ID, name: "Spring Sale 2027" },
    sent: {
      method: "PATCH",
      path: `/api/campaigns/${ID}`,
      body: { data: { type: "campaign", id: ID, attributes: { name: "Spring Sale 2027" } } },
    },
    official: ({ campaigns }) =>
      campaigns.updateCampaign(ID, {
        data: { type: "campaign", id: ID, attributes: { name: "Spring Sale 2027" } },
      }),
    reads: { data: { id: ID, name: "Spring Sale 2027", status: "Draft" } },
  },
  {
    tool: "update_campaign",
    name: "every argument but clear, throttled",
    args: {
      campaign_id: ID,
      name: "Spring Sale 2027",
      included_audiences: ["Y6nRLr", "UxQKbd"],
      excluded_audiences: ["T9mLcV"],
      send_strategy: { method: "throttled", datetime: "2026-12-04T14:00:00.000Z", throttle_percentage: 25 },
      send_options: { use_smart_sending: true },
      tracking_options: {
        add_tracking_params: true,
        custom_tracking_params: [
          { type: "static", name: "utm_source", value: "klaviyo" },
          { type: "static", name: "utm_medium", value: "email" },
        ],
        is_tracking_clicks: false,
        is_tracking_opens: true,
      },
    },
    sent: {
      method: "PATCH",
      path: `/api/campaigns/${ID}`,
      body: {
        data: {
          type: "campaign",
          id: ID,
          attributes: {
            name: "Spring Sale 2027",
            audiences: { included: ["Y6nRLr", "UxQKbd"], excluded: ["T9mLcV"] },
            send_strategy: {
              method: "throttled",
              datetime: "2026-12-04T14:00:00.000Z",
              throttle_percentage: 25,
            },
            send_options: { use_smart_sending: true },
            tracking_options: {
              add_tracking_params: true,
              custom_tracking_params: [
                { type: "static", name: "utm_source", value: "klaviyo" },
                { type: "static", name: "utm_medium", value: "email" },
              ],
              is_tracking_clicks: false,
              is_tracking_opens: true,
            },
          },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.updateCampaign(ID, {
        data: {
          type: "campaign",
          id: ID,
          attributes: {
            name: "Spring Sale 2027",
            audiences: { included: ["Y6nRLr", "UxQKbd"], excluded: ["T9mLcV"] },
            sendStrategy: {
              method: "throttled",
              datetime: new Date("2026-12-04T14:00:00Z"),
              throttlePercentage: 25,
            },
            sendOptions: { useSmartSending: true },
            trackingOptions: {
              addTrackingParams: true,
              customTrackingParams: [
                { type: "static", name: "utm_source", value: "klaviyo" },
                { type: "static", name: "utm_medium", value: "email" },
              ],
              isTrackingClicks: false,
              isTrackingOpens: true,
            },
          },
        },
      }),
  },
  {
    tool: "update_campaign",
    name: "clear",
    args: {
      campaign_id: ID,
      clear: ["excluded_audiences", "send_strategy", "send_options", "tracking_options"],
    },
    sent: {
      method: "PATCH",
      path: `/api/campaigns/${ID}`,
      body: {
        data: {
          type: "campaign",
          id: ID,
          attributes: {
            audiences: { excluded: null },
            send_strategy: null,
            send_options: null,
            tracking_options: null,
          },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.updateCampaign(ID, {
        data: {
          type: "campaign",
          id: ID,
          attributes: {
            audiences: { excluded: null },
            sendStrategy: null,
            sendOptions: null,
            trackingOptions: null,
          },
        },
      }),
  },
  {
    tool: "delete_campaign",
    name: "a draft",
    args: { campaign_id: ID },
    sent: { method: "DELETE", path: `/api/campaigns/${ID}` },
    official: ({ campaigns }) => campaigns.deleteCampaign(ID),
    reads: { ok: true },
  },
  {
    tool: "delete_campaign",
    name: "one that was sent",
    args: { campaign_id: "01G502BYRX9Q99CMYKEJ9VAB48" },
    sent: { method: "DELETE", path: "/api/campaigns/01G502BYRX9Q99CMYKEJ9VAB48" },
    official: ({ campaigns }) => campaigns.deleteCampaign("01G502BYRX9Q99CMYKEJ9VAB48"),
  },
];
