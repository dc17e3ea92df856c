import { defineTool, type Input, type Json } from "../src/tool.ts";
import { EMAIL_CONTENT, emailContent } from "./definitions/campaign.ts";
import * as resource from "./definitions/resources.ts";
import { id, M, text } from "./params.ts";

export const getMessagesForCampaign = defineTool({
  name: "get_messages_for_campaign",
  title: "List a campaign's messages",
  toolset: "campaigns",
  description: "What a campaign says: channel, subject, sender or text, with the ids of the messages.",
  inputSchema: { campaign_id: id() },
  impact: "read",
  request: {
    method: "GET",
    path: "/api/campaigns/{campaign_id}/campaign-messages",
    scopes: "campaigns:read",
    rate: M,
    query: { include: { campaign: resource.campaign, image: resource.image, template: resource.template } },
  },
  result: { kind: "collection", resource: resource.campaignMessage },
});

/** A definition names its channel: only e-mail has a subject and a sender, so the content says which it is. */
function messageBody(input: Input): Json {
  const names = [...EMAIL_CONTENT, "body"].filter((name) => input[name] !== undefined);
  const content = Object.fromEntries(names.map((name) => [name, input[name] as Json]));
  return {
    data: {
      type: "campaign-message",
      id: input.campaign_message_id as string,
      attributes: {
        definition: {
          channel: input.body === undefined ? "email" : "sms",
          ...(input.label !== undefined && { label: input.label as string }),
          ...(names.length > 0 && { content }),
        },
      },
    },
  };
}

const DEFINITION = "/data/attributes/definition";

export const updateCampaignMessage = defineTool({
  name: "update_campaign_message",
  title: "Update a campaign message",
  toolset: "campaigns",
  description: "Changes an e-mail's subject and sender, or an SMS's body. Ids: get_messages_for_campaign.",
  inputSchema: {
    campaign_message_id: id(),
    ...emailContent,
    label: text(),
    body: text().describe("sms only"),
  },
  impact: "write",
  atLeastOne: [["subject", "preview_text", "from_email", "from_label", "reply_to_email", "label", "body"]],
  neverTogether: [
    ["body"],
    ["subject", "preview_text", "from_email", "from_label", "reply_to_email", "label"],
  ],
  request: {
    method: "PATCH",
    path: "/api/campaign-messages/{campaign_message_id}",
    scopes: "campaigns:write",
    rate: M,
    body: {
      build: messageBody,
      argumentAt: (pointer) =>
        pointer.startsWith(DEFINITION)
          ? pointer.slice(DEFINITION.length).split("/").at(-1) || undefined
          : undefined,
    },
  },
  result: { kind: "resource", resource: resource.campaignMessage },
});

export const assignTemplateToCampaignMessage = defineTool({
  name: "assign_template_to_campaign_message",
  title: "Assign a template",
  toolset: "campaigns",
  description:
    "Gives an e-mail message its template. Klaviyo clones it: later edits of the source change nothing in the campaign.",
  inputSchema: { campaign_message_id: id(), template_id: id() },
  impact: "write",
  request: {
    method: "POST",
    path: "/api/campaign-message-assign-template",
    scopes: "campaigns:write",
    rate: M,
    body: {
      type: "campaign-message",
      id: "campaign_message_id",
      relationships: { template_id: { name: "template", type: "template" } },
    },
  },
  result: {
    kind: "resource",
    resource: resource.campaignMessage,
    hint: "relationships.template is the id of the clone that the campaign uses. Later edits of template {template_id} change nothing here.",
  },
});

export const campaignMessages = [
  getMessagesForCampaign,
  updateCampaignMessage,
  assignTemplateToCampaignMessage,
];
