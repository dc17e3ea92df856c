import { expect } from "vitest";
import type { Case } from "./case.ts";

/** create_campaign, channel by channel: together they set every argument and use three send strategies of four. */
export const campaignDraftsCases: readonly Case[] = [
  {
    tool: "create_campaign",
    name: "the smallest valid call",
    args: { name: "Summer Newsletter", channel: "email", included_audiences: ["Y6nRLr"] },
    sent: {
      method: "POST",
      path: "/api/campaigns",
      body: {
        data: {
          type: "campaign",
          attributes: {
            name: "Summer Newsletter",
            audiences: { included: ["Y6nRLr"] },
            "campaign-messages": {
              data: [{ type: "campaign-message", attributes: { definition: { channel: "email" } } }],
            },
          },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.createCampaign({
        data: {
          type: "campaign",
          attributes: {
            name: "Summer Newsletter",
            audiences: { included: ["Y6nRLr"] },
            campaignMessages: {
              data: [{ type: "campaign-message", attributes: { definition: { channel: "email" } } }],
            },
          },
        },
      }),
    reads: {
      data: { name: "Summer Newsletter", status: "Draft", send_strategy: { method: "immediate" } },
      hint: expect.stringContaining("relationships.campaign-messages has its message's id"),
    },
  },
  {
    tool: "create_campaign",
    name: "every argument of an e-mail, at a local time",
    args: {
      name: 'Gifts & "more"',
      channel: "email",
      included_audiences: ["Y6nRLr", "UxQKbd"],
      excluded_audiences: ["T9mLcV"],
      send_strategy: {
        method: "static",
        datetime: "2026-12-01T15:00:00.000Z",
        is_local: true,
        send_past_recipients_immediately: true,
      },
      send_options: { use_smart_sending: false },
      tracking_options: {
        add_tracking_params: true,
        custom_tracking_params: [
          { type: "dynamic", name: "utm_campaign", value: "campaign_name_send_day" },
          { type: "static", name: "utm_source", value: "klaviyo" },
          { type: "static", name: "utm_medium", value: "email" },
        ],
        is_tracking_clicks: true,
        is_tracking_opens: false,
      },
      label: "Gifts, version A",
      subject: "Für dich: 20 % off 🎁",
      preview_text: "Only this week",
      from_email: "hello@northwind-outfitters.example.com",
      from_label: "Northwind Outfitters",
      reply_to_email: "care@northwind-outfitters.example.com",
    },
    sent: {
      method: "POST",
      path: "/api/campaigns",
      body: {
        data: {
          type: "campaign",
          attributes: {
            name: 'Gifts & "more"',
            audiences: { included: ["Y6nRLr", "UxQKbd"], excluded: ["T9mLcV"] },
            send_strategy: {
              method: "static",
              datetime: "2026-12-01T15:00:00.000Z",
              options: { is_local: true, send_past_recipients_immediately: true },
            },
            send_options: { use_smart_sending: false },
            tracking_options: {
              add_tracking_params: true,
              custom_tracking_params: [
                { type: "dynamic", name: "utm_campaign", value: "campaign_name_send_day" },
                { type: "static", name: "utm_source", value: "klaviyo" },
                { type: "static", name: "utm_medium", value: "email" },
              ],
              is_tracking_clicks: true,
              is_tracking_opens: false,
            },
            "campaign-messages": {
              data: [
                {
                  type: "campaign-message",
                  attributes: {
                    definition: {
                      channel: "email",
                      label: "Gifts, version A",
                      content: {
                        subject: "Für dich: 20 % off 🎁",
                        preview_text: "Only this week",
                        from_email: "hello@northwind-outfitters.example.com",
                        from_label: "Northwind Outfitters",
                        reply_to_email: "care@northwind-outfitters.example.com",
                      },
                    },
                  },
                },
              ],
            },
          },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.createCampaign({
        data: {
          type: "campaign",
          attributes: {
            name: 'Gifts & "more"',
            audiences: { included: ["Y6nRLr", "UxQKbd"], excluded: ["T9mLcV"] },
            sendStrategy: {
              method: "static",
              datetime: new Date("2026-12-01T15:00:00Z"),
              options: { isLocal: true, sendPastRecipientsImmediately: true },
            },
            sendOptions: { useSmartSending: false },
            trackingOptions: {
              addTrackingParams: true,
              customTrackingParams: [
                { type: "dynamic", name: "utm_campaign", value: "campaign_name_send_day" },
                { type: "static", name: "utm_source", value: "klaviyo" },
                { type: "static", name: "utm_medium", value: "email" },
              ],
              isTrackingClicks: true,
              isTrackingOpens: false,
            },
            campaignMessages: {
              data: [
                {
                  type: "campaign-message",
                  attributes: {
                    definition: {
                      channel: "email",
                      label: "Gifts, version A",
                      content: {
                        subject: "Für dich: 20 % off 🎁",
                        previewText: "Only this week",
                        fromEmail: "hello@northwind-outfitters.example.com",
                        fromLabel: "Northwind Outfitters",
                        replyToEmail: "care@northwind-outfitters.example.com",
                      },
                    },
                  },
                },
              ],
            },
          },
        },
      }),
    reads: { data: { send_strategy: { method: "static", options: { is_local: true } } } },
  },
  {
    tool: "create_campaign",
    name: "an SMS on the best hour of a day",
    args: {
      name: "Flash sale",
      channel: "sms",
      included_audiences: ["R7kQwT"],
      send_strategy: { method: "smart_send_time", date: "2026-12-05" },
      tracking_options: { add_tracking_params: true },
      body: "Two hours only: {{ shop_url }}",
    },
    sent: {
      method: "POST",
      path: "/api/campaigns",
      body: {
        data: {
          type: "campaign",
          attributes: {
            name: "Flash sale",
            audiences: { included: ["R7kQwT"] },
            send_strategy: { method: "smart_send_time", date: "2026-12-05" },
            tracking_options: { add_tracking_params: true },
            "campaign-messages": {
              data: [
                {
                  type: "campaign-message",
                  attributes: {
                    definition: { channel: "sms", content: { body: "Two hours only: {{ shop_url }}" } },
                  },
                },
              ],
            },
          },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.createCampaign({
        data: {
          type: "campaign",
          attributes: {
            name: "Flash sale",
            audiences: { included: ["R7kQwT"] },
            sendStrategy: { method: "smart_send_time", date: "2026-12-05" },
            trackingOptions: { addTrackingParams: true },
            campaignMessages: {
              data: [
                {
                  type: "campaign-message",
                  attributes: {
                    definition: { channel: "sms", content: { body: "Two hours only: {{ shop_url }}" } },
                  },
                },
              ],
            },
          },
        },
      }),
  },
  {
    tool: "create_campaign",
    name: "a push at once",
    args: {
      name: "App: new boots",
      channel: "mobile_push",
      included_audiences: ["VfM2Zs"],
      send_strategy: { method: "immediate" },
      title: "Northwind",
      body: "New boots have landed",
    },
    sent: {
      method: "POST",
      path: "/api/campaigns",
      body: {
        data: {
          type: "campaign",
          attributes: {
            name: "App: new boots",
            audiences: { included: ["VfM2Zs"] },
            send_strategy: { method: "immediate" },
            "campaign-messages": {
              data: [
                {
                  type: "campaign-message",
                  attributes: {
                    definition: {
                      channel: "mobile_push",
                      content: { title: "Northwind", body: "New boots have landed" },
                    },
                  },
                },
              ],
            },
          },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.createCampaign({
        data: {
          type: "campaign",
          attributes: {
            name: "App: new boots",
            audiences: { included: ["VfM2Zs"] },
            sendStrategy: { method: "immediate" },
            campaignMessages: {
              data: [
                {
                  type: "campaign-message",
                  attributes: {
                    definition: {
                      channel: "mobile_push",
                      content: { title: "Northwind", body: "New boots have landed" },
                    },
                  },
                },
              ],
            },
          },
        },
      }),
  },
];
