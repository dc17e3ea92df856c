import { expect } from "vitest";
import type { Case } from "./case.ts";

const CAMPAIGN = "01GDDKASAP8TKDDA2GRZDSVP4I";
const EMAIL = "01GZ7KFRD6SZ1CSC309WZSYF6C";
const SMS = "01GFAP6SJHNCTRH779V5JNA257";
const PUSH = "01H1AERPK3J0AWRY5MN5370ST5";

/** What campaigns say: get_messages_for_campaign, update_campaign_message, assign_template_to_campaign_message. */
export const campaignMessagesCases: readonly Case[] = [
  {
    tool: "get_messages_for_campaign",
    name: "the smallest valid call",
    args: { campaign_id: CAMPAIGN },
    sent: {
      method: "GET",
      path: `/api/campaigns/${CAMPAIGN}/campaign-messages`,
      query: {
        include: "campaign,template",
        "fields[campaign]": "name",
        "fields[template]": "name",
        "fields[campaign-message]":
          "definition.channel,definition.label,definition.content.subject,definition.content.preview_text,definition.content.from_email,definition.content.from_label,definition.content.title,definition.content.body",
      },
    },
    official: ({ campaigns }) =>
      campaigns.getMessagesForCampaign(CAMPAIGN, {
        include: ["campaign", "template"],
        fieldsCampaign: ["name"],
        fieldsTemplate: ["name"],
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
      }),
    reads: {
      data: [
        {
          id: EMAIL,
          definition: { channel: "email", content: { subject: "Spring Sale: 20% off the whole trail" } },
        },
      ],
    },
  },
  {
    tool: "get_messages_for_campaign",
    name: "every argument",
    args: {
      campaign_id: CAMPAIGN,
      fields: ["send_times", "definition.content.reply_to_email", "template:name", "template:editor_type"],
      include: ["campaign", "image", "template"],
    },
    sent: {
      method: "GET",
      path: `/api/campaigns/${CAMPAIGN}/campaign-messages`,
      query: {
        include: "campaign,image,template",
        "fields[campaign-message]": "send_times,definition.content.reply_to_email",
        "fields[campaign]": "name,status,archived,audiences,send_strategy,scheduled_at,send_time",
        "fields[image]": "name,image_url",
        "fields[template]": "name,editor_type",
      },
    },
    official: ({ campaigns }) =>
      campaigns.getMessagesForCampaign(CAMPAIGN, {
        include: ["campaign", "image", "template"],
        fieldsCampaignMessage: ["send_times", "definition.content.reply_to_email"],
        fieldsCampaign: [
          "name",
          "status",
          "archived",
          "audiences",
          "send_strategy",
          "scheduled_at",
          "send_time",
        ],
        fieldsImage: ["name", "image_url"],
        fieldsTemplate: ["name", "editor_type"],
      }),
  },
  {
    tool: "update_campaign_message",
    name: "the smallest valid call",
    args: { campaign_message_id: EMAIL, label: "Version A" },
    sent: {
      method: "PATCH",
      path: `/api/campaign-messages/${EMAIL}`,
      body: {
        data: {
          type: "campaign-message",
          id: EMAIL,
          attributes: { definition: { channel: "email", label: "Version A" } },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.updateCampaignMessage(EMAIL, {
        data: {
          type: "campaign-message",
          id: EMAIL,
          attributes: { definition: { channel: "email", label: "Version A" } },
        },
      }),
    reads: { data: { id: EMAIL, definition: { channel: "email", label: "Version A" } } },
  },
  {
    tool: "update_campaign_message",
    name: "every argument of an e-mail",
    args: {
      campaign_message_id: EMAIL,
      label: "Version B",
      subject: "Last call: 20 % off",
      preview_text: "Ends tonight",
      from_email: "sale@northwind-outfitters.example.com",
      from_label: "Northwind Sale",
      reply_to_email: "care@northwind-outfitters.example.com",
    },
    sent: {
      method: "PATCH",
      path: `/api/campaign-messages/${EMAIL}`,
      body: {
        data: {
          type: "campaign-message",
          id: EMAIL,
          attributes: {
            definition: {
              channel: "email",
              label: "Version B",
              content: {
                subject: "Last call: 20 % off",
                preview_text: "Ends tonight",
                from_email: "sale@northwind-outfitters.example.com",
                from_label: "Northwind Sale",
                reply_to_email: "care@northwind-outfitters.example.com",
              },
            },
          },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.updateCampaignMessage(EMAIL, {
        data: {
          type: "campaign-message",
          id: EMAIL,
          attributes: {
            definition: {
              channel: "email",
              label: "Version B",
              content: {
                subject: "Last call: 20 % off",
                previewText: "Ends tonight",
                fromEmail: "sale@northwind-outfitters.example.com",
                fromLabel: "Northwind Sale",
                replyToEmail: "care@northwind-outfitters.example.com",
              },
            },
          },
        },
      }),
    reads: {
      data: { definition: { content: { subject: "Last call: 20 % off", preview_text: "Ends tonight" } } },
    },
  },
  {
    tool: "update_campaign_message",
    name: "the text of an SMS",
    args: { campaign_message_id: SMS, body: "This weekend: free shipping. {{ shop_url }}" },
    sent: {
      method: "PATCH",
      path: `/api/campaign-messages/${SMS}`,
      body: {
        data: {
          type: "campaign-message",
          id: SMS,
          attributes: {
            definition: { channel: "sms", content: { body: "This weekend: free shipping. {{ shop_url }}" } },
          },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.updateCampaignMessage(SMS, {
        data: {
          type: "campaign-message",
          id: SMS,
          attributes: {
            definition: { channel: "sms", content: { body: "This weekend: free shipping. {{ shop_url }}" } },
          },
        },
      }),
  },
  {
    tool: "update_campaign_message",
    name: "the title and text of a push",
    args: { campaign_message_id: PUSH, title: "New tents", body: "Pitch one tonight" },
    sent: {
      method: "PATCH",
      path: `/api/campaign-messages/${PUSH}`,
      body: {
        data: {
          type: "campaign-message",
          id: PUSH,
          attributes: {
            definition: {
              channel: "mobile_push",
              content: { title: "New tents", body: "Pitch one tonight" },
            },
          },
        },
      },
    },
    official: ({ campaigns }) =>
      campaigns.updateCampaignMessage(PUSH, {
        data: {
          type: "campaign-message",
          id: PUSH,
          attributes: {
            definition: {
              channel: "mobile_push",
              content: { title: "New tents", body: "Pitch one tonight" },
            },
          },
        },
      }),
  },
  ...["dmAjy2", "V4xHGr"].map((template, index): Case => {
    const message = [EMAIL, "01GA53G39TQZXT7AGCN9MWN5JA"][index] ?? "";
    return {
      tool: "assign_template_to_campaign_message",
      name: index === 0 ? "over the template that is there" : "to a message without a template",
      args: { campaign_message_id: message, template_id: template },
      sent: {
        method: "POST",
        path: "/api/campaign-message-assign-template",
        body: {
          data: {
            type: "campaign-message",
            id: message,
            relationships: { template: { data: { type: "template", id: template } } },
          },
        },
      },
      official: ({ campaigns }) =>
        campaigns.assignTemplateToCampaignMessage({
          data: {
            type: "campaign-message",
            id: message,
            relationships: { template: { data: { type: "template", id: template } } },
          },
        }),
      reads: {
        data: {
          id: message,
          channel: "email",
          relationships: { template: expect.stringMatching(/^\w{6}$/) },
        },
        hint: expect.stringContaining("clone"),
      },
    };
  }),
];
