import { section } from "../src/tool/declare.ts";
import { atLeastOne, notBoth } from "../src/tool/rules.ts";
import type { Input, Json } from "../src/tool/tool.ts";
import { id, text } from "./params.ts";
import { EMAIL_CONTENT, emailContent } from "./structures/campaign.ts";
import { words } from "./words.ts";

const CONTENT = [...EMAIL_CONTENT, "title", "body"];

/** A definition names its channel, and what it says tells which: only push has a title, only e-mail a subject. */
function channelOf({ title, body }: Input): string {
  if (title !== undefined) return "mobile_push";
  return body === undefined ? "email" : "sms";
}

function messageBody(input: Input): Json {
  const names = CONTENT.filter((name) => input[name] !== undefined);
  const content = Object.fromEntries(names.map((name) => [name, input[name] as Json]));
  return {
    data: {
      type: "campaign-message",
      id: input.campaign_message_id as string,
      attributes: {
        definition: {
          channel: channelOf(input),
          ...(input.label !== undefined && { label: input.label as string }),
          ...(names.length > 0 && { content }),
        },
      },
    },
  };
}

/** `/data/attributes/definition/content/subject` → `subject`. */
function argumentAt(pointer: string): string | undefined {
  if (!pointer.startsWith("/data/attributes/definition/")) return undefined;
  return [...CONTENT, "label"].find((name) => pointer.split("/").includes(name));
}

const OF_EMAIL = ["subject", "preview_text", "from_email", "from_label", "reply_to_email", "label"] as const;

export const campaignMessages = section("campaigns", {
  get_messages_for_campaign: words({
    title: "List a campaign's messages",
    does: "What a campaign says: channel, subject, sender or text, with message ids.",
  }),

  update_campaign_message: words({
    title: "Update a campaign message",
    does: "Changes an e-mail's subject and sender, an SMS's body, or a push's title and body. Ids: get_messages_for_campaign.",
    inputSchema: {
      campaign_message_id: id,
      ...emailContent,
      label: text.describe("email"),
      title: text.describe("mobile_push, with every change of its body"),
      body: text.describe("sms, mobile_push"),
    },
    rules: [atLeastOne(...OF_EMAIL, "title", "body"), notBoth(["title", "body"], OF_EMAIL)],
    body: { build: messageBody, argumentAt },
  }),

  assign_template_to_campaign_message: words({
    title: "Assign a template",
    does: "Gives an e-mail message a copy of the template: later edits of the source change nothing in the campaign.",
    hint: "relationships.template is the id of the clone that the campaign uses: it cannot be edited, and later edits of template {template_id} change nothing here until assign_template_to_campaign_message is called again.",
  }),
});
