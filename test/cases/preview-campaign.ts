import { expect } from "vitest";
import type { Case, OfficialClient } from "./case.ts";

const TEXT = "01HSPMRDMCG2BDWHDNX4KDBFFH";
const MAIL = "01GVZXDAF53BFQDV4AENKEAC18";
const SARAH = "01GDDKASAP8TKDDA2GRZDSVP4H";

const campaign = (id: string) => ({ method: "GET", path: `/api/campaigns/${id}` });
const message = (id: string) => ({
  method: "GET",
  path: `/api/campaigns/${id}/campaign-messages`,
  query: {
    include: "template",
    "fields[campaign-message]": "definition",
    "fields[template]": "html,text,name",
  },
});
const list = (id: string) => ({
  method: "GET",
  path: `/api/lists/${id}`,
  query: { "additional-fields[list]": "profile_count" },
});

const ofText = async ({ campaigns, lists }: OfficialClient) => {
  await campaigns.getCampaign(TEXT);
  await campaigns.getMessagesForCampaign(TEXT, {
    include: ["template"],
    fieldsCampaignMessage: ["definition"],
    fieldsTemplate: ["html", "text", "name"],
  });
  await lists.getList("R7kQwT", { additionalFieldsList: ["profile_count"] });
};

export const previewCampaignCases: readonly Case[] = [
  {
    tool: "preview_campaign",
    name: "an SMS, for nobody in particular",
    args: { campaign_id: TEXT },
    sent: [campaign(TEXT), message(TEXT), list("R7kQwT")],
    official: ofText,
    reads: { data: { channel: "sms", included: [{ name: "SMS Subscribers" }] } },
  },
  {
    tool: "preview_campaign",
    name: "an SMS, which has no html",
    args: { campaign_id: TEXT, html: true },
    sent: [campaign(TEXT), message(TEXT), list("R7kQwT")],
    official: ofText,
  },
  {
    tool: "preview_campaign",
    name: "an e-mail, for a person, with its html",
    args: { campaign_id: MAIL, profile_id: SARAH, html: true },
    sent: [
      campaign(MAIL),
      message(MAIL),
      {
        method: "GET",
        revision: "2026-10-15",
        path: "/api/campaign-messages/01GRS7TTYKFTEQX8P1BAV62YNG/campaign-variations",
        query: { "fields[campaign-variation]": "definition" },
      },
      { method: "GET", path: `/api/profiles/${SARAH}` },
      list("Y6nRLr"),
      {
        method: "POST",
        path: "/api/template-render",
        body: {
          data: {
            type: "template",
            id: "BPGhNX",
            attributes: { context: expect.objectContaining({ first_name: "Sarah" }) },
          },
        },
      },
    ],
    reads: { data: { for: "sarah.novak1@example.com", html: expect.stringContaining("Sarah") } },
  },
];
