import { z } from "zod";
import { section } from "../src/tool/declare.ts";
import type { Case } from "../src/tool/effects.ts";
import { goesWith } from "../src/tool/rules.ts";
import { id, nonEmptyText, text } from "./params.ts";
import {
  EMAIL_CONTENT,
  emailContent,
  encodeStrategy,
  sendOptions,
  sendStrategy,
  trackingOptions,
} from "./structures/campaign.ts";
import { words } from "./words.ts";

const CHANNELS = ["email", "sms", "mobile_push"] as const;
const audience = () => z.array(nonEmptyText).min(1).optional();
const settings = {
  excluded_audiences: audience(),
  send_strategy: sendStrategy(),
  send_options: sendOptions(),
  tracking_options: trackingOptions(),
};
const AUDIENCES = {
  included_audiences: "attributes.audiences.included",
  excluded_audiences: "attributes.audiences.excluded",
};
const SETTINGS = ["name", "send_strategy", "send_options", "tracking_options"];
const MESSAGE = "attributes.campaign-messages.data.0";
const CONTENT = `${MESSAGE}.attributes.definition.content`;

export const campaigns = section("campaigns", {
  get_campaigns: words({
    title: "List campaigns",
    does: "Campaigns of one channel, newest with sort -created_at.",
    inputSchema: { channel: z.enum(CHANNELS) },
    query: {
      clauses: { channel: { operator: "equals", field: "messages.channel" } },
    },
  }),

  get_campaign: words({
    title: "Read a campaign",
    does: "One campaign with audiences and schedule; include campaign-messages for what it says.",
  }),

  create_campaign: words({
    title: "Draft a campaign",
    does: "Drafts a campaign of one channel and one audience, of list or segment ids (newer model: create_campaign_2026_10). send_campaign sends it, without send_strategy at once. E-mail needs a template: assign_template_to_campaign_message.",
    inputSchema: {
      name: nonEmptyText,
      channel: z.enum(CHANNELS),
      included_audiences: z.array(nonEmptyText).min(1),
      ...settings,
      label: text.describe("email: name of the message"),
      ...emailContent,
      title: text.describe("mobile_push"),
      body: text.describe("sms, mobile_push"),
    },
    rules: [
      goesWith("channel", {
        email: ["label", ...EMAIL_CONTENT],
        sms: ["body"],
        mobile_push: ["title", "body"],
      }),
    ],
    body: {
      type: "campaign",
      attributes: SETTINGS,
      paths: {
        ...AUDIENCES,
        channel: `${MESSAGE}.attributes.definition.channel`,
        label: `${MESSAGE}.attributes.definition.label`,
        ...Object.fromEntries(
          [...EMAIL_CONTENT, "title", "body"].map((name) => [name, `${CONTENT}.${name}`]),
        ),
      },
      encode: { send_strategy: encodeStrategy },
      constants: { [`${MESSAGE}.type`]: "campaign-message" },
    },
    hint: "A draft: nothing is sent. relationships.campaign-messages has its message's id, the campaign_message_id of what writes it.",
  }),

  update_campaign: words({
    title: "Update a campaign",
    does: "Changes a draft's name, audiences or schedule; send_campaign still has to send it. Content: update_campaign_message.",
    inputSchema: {
      campaign_id: id,
      name: text,
      included_audiences: audience(),
      ...settings,
      clear: z
        .array(z.enum(["excluded_audiences", "send_strategy", "send_options", "tracking_options"]))
        .optional(),
    },
    judged: {
      when: ["included_audiences", "excluded_audiences", "send_strategy"].map(
        (input): Case => ({ input, given: true, effects: ["replaces"] }),
      ),
    },
    body: {
      type: "campaign",
      id: "campaign_id",
      attributes: SETTINGS,
      paths: AUDIENCES,
      encode: { send_strategy: encodeStrategy },
      clearable: ["excluded_audiences", "send_strategy", "send_options", "tracking_options"],
    },
  }),

  delete_campaign: words({
    title: "Delete a campaign",
    does: "Deletes a campaign for good. To stop one that is going out: cancel_campaign_send.",
    preview: [
      {
        tool: "get_campaign",
        arguments: { campaign_id: "$campaign_id" },
        label: "campaign",
        show: ["name", "status", "scheduled_at", "send_time"],
      },
    ],
  }),
});
