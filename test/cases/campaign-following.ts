import { expect } from "vitest";
import type { Case } from "./case.ts";

// Drafts that come with their template and schedule, and copies that are other than what they were made of.

const DRAFT = "01GDDKASAP8TKDDA2GRZDSVP4I";
const SENT = "01GVZXDAF53BFQDV4AENKEAC18";
/** The ids that the sandbox gives first after every reset. */
const MADE = "01KWETF5WF48CT0Z2B0EFE0EK8";
const MESSAGE = "01KDYN5Q25HSG80WD64PWXQVMK";
const COPIED = "01K2YWVFT4N0ZWSAPNGBK4QZTW";

const assigned = (id: string) => ({
  method: "POST",
  path: "/api/campaign-message-assign-template",
  body: {
    data: {
      type: "campaign-message",
      id,
      relationships: { template: { data: { type: "template", id: "dmAjy2" } } },
    },
  },
});
const LOCAL = (datetime: string) => ({ method: "static", datetime, options: { is_local: true } });
const updated = (id: string, attributes: Record<string, unknown>) => ({
  method: "PATCH",
  path: `/api/campaigns/${id}`,
  body: { data: { type: "campaign", id, attributes } },
});

export const campaignFollowingCases: readonly Case[] = [
  {
    tool: "create_campaign",
    name: "with its template, on the account's clock",
    args: {
      name: "Teaser",
      channel: "email",
      included_audiences: ["Y6nRLr"],
      template_id: "dmAjy2",
      schedule: "2026-12-01T10:00:00-05:00",
    },
    sent: [
      {
        method: "POST",
        path: "/api/campaigns",
        body: {
          data: {
            type: "campaign",
            attributes: {
              name: "Teaser",
              audiences: { included: ["Y6nRLr"] },
              send_strategy: { method: "static", datetime: "2026-12-01T10:00:00-05:00" },
              "campaign-messages": {
                data: [{ type: "campaign-message", attributes: { definition: { channel: "email" } } }],
              },
            },
          },
        },
      },
      assigned(MESSAGE),
    ],
    reads: { hint: expect.stringContaining("on Tuesday, 1 December 2026 at 10:00, UTC-05:00.") },
  },
  {
    tool: "create_campaign",
    name: "on each recipient's clock",
    args: {
      name: "Teaser",
      channel: "sms",
      included_audiences: ["Y6nRLr"],
      body: "Hi",
      schedule_local: "2026-12-01T10:00",
    },
    sent: {
      method: "POST",
      path: "/api/campaigns",
      body: {
        data: {
          type: "campaign",
          attributes: {
            name: "Teaser",
            audiences: { included: ["Y6nRLr"] },
            send_strategy: LOCAL("2026-12-01T10:00:00.000Z"),
            "campaign-messages": {
              data: [
                {
                  type: "campaign-message",
                  attributes: { definition: { channel: "sms", content: { body: "Hi" } } },
                },
              ],
            },
          },
        },
      },
    },
    reads: { hint: expect.stringContaining("1 December 2026 at 10:00, on each recipient's clock.") },
  },
  {
    tool: "update_campaign",
    name: "another time, on the account's clock",
    args: { campaign_id: DRAFT, schedule: "2026-12-01T10:00:00-05:00" },
    sent: updated(DRAFT, { send_strategy: { method: "static", datetime: "2026-12-01T10:00:00-05:00" } }),
    reads: { hint: expect.stringContaining("on Tuesday, 1 December 2026 at 10:00, UTC-05:00.") },
  },
  {
    tool: "update_campaign",
    name: "another time, on each recipient's clock",
    args: { campaign_id: DRAFT, schedule_local: "2026-12-01T10:00" },
    sent: updated(DRAFT, { send_strategy: LOCAL("2026-12-01T10:00:00.000Z") }),
  },
  {
    tool: "create_campaign_clone",
    name: "the smallest valid call",
    args: { campaign_id: SENT },
    sent: {
      method: "POST",
      path: "/api/campaign-clone",
      body: { data: { type: "campaign", id: SENT, attributes: {} } },
    },
    official: ({ campaigns }) =>
      campaigns.createCampaignClone({ data: { type: "campaign", id: SENT, attributes: {} } }),
    reads: { data: { status: "Draft", name: "Clone of Newsletter: old trails" } },
  },
  {
    tool: "create_campaign_clone",
    name: "every argument, on the account's clock",
    args: {
      campaign_id: SENT,
      new_name: "Next month",
      included_audiences: ["Y6nRLr"],
      excluded_audiences: ["T9mLcV"],
      schedule: "2026-12-20T10:00:00-05:00",
      subject: "Again",
      preview_text: "Yes",
      template_id: "dmAjy2",
    },
    sent: [
      {
        method: "POST",
        path: "/api/campaign-clone",
        body: { data: { type: "campaign", id: SENT, attributes: { new_name: "Next month" } } },
      },
      updated(MADE, {
        audiences: { included: ["Y6nRLr"], excluded: ["T9mLcV"] },
        send_strategy: { method: "static", datetime: "2026-12-20T10:00:00-05:00" },
      }),
      {
        method: "PATCH",
        path: `/api/campaign-messages/${COPIED}`,
        body: {
          data: {
            type: "campaign-message",
            id: COPIED,
            attributes: {
              definition: { channel: "email", content: { subject: "Again", preview_text: "Yes" } },
            },
          },
        },
      },
      assigned(COPIED),
    ],
    reads: {
      data: {
        name: "Next month",
        audiences: { included: ["Y6nRLr"], excluded: ["T9mLcV"] },
        send_strategy: { method: "static", datetime: "2026-12-20T10:00:00-05:00" },
      },
      hint: expect.stringContaining("on Sunday, 20 December 2026 at 10:00, UTC-05:00."),
    },
  },
  {
    tool: "create_campaign_clone",
    name: "on each recipient's clock",
    args: { campaign_id: SENT, schedule_local: "2026-12-20T10:00" },
    sent: [
      {
        method: "POST",
        path: "/api/campaign-clone",
        body: { data: { type: "campaign", id: SENT, attributes: {} } },
      },
      updated(MADE, { send_strategy: LOCAL("2026-12-20T10:00:00.000Z") }),
    ],
    official: async ({ campaigns }) => {
      await campaigns
        .createCampaignClone({ data: { type: "campaign", id: SENT, attributes: {} } })
        .catch(() => undefined);
      const sendStrategy = {
        method: "static" as const,
        datetime: new Date("2026-12-20T10:00:00Z"),
        options: { isLocal: true },
      };
      await campaigns.updateCampaign(MADE, {
        data: { type: "campaign", id: MADE, attributes: { sendStrategy } },
      });
    },
  },
];
