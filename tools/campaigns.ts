import { z } from "zod";
import { section } from "../src/tool/declare.ts";
import type { Case } from "../src/tool/effects.ts";
import { goesWith, notBoth } from "../src/tool/rules.ts";
import type { Following, Remark } from "../src/tool/tool.ts";
import { datetime, id, nonEmptyText, text } from "./params.ts";
import {
  EMAIL_CONTENT,
  emailContent,
  encodeLocal,
  encodeSchedule,
  encodeStrategy,
  localSchedule,
  sendOptions,
  sendStrategy,
  trackingOptions,
} from "./structures/campaign.ts";
import { copyInWords, scheduleInWords } from "./structures/campaign-schedule.ts";
import { words } from "./words.ts";

/** What a campaign goes out by, as get_campaigns filters it. */
export const CHANNELS = ["email", "sms", "mobile_push"] as const;
const audience = () => z.array(nonEmptyText).min(1).optional();
const settings = {
  excluded_audiences: audience(),
  schedule: datetime.optional().describe("on the account's clock, e.g. 2026-12-01T10:00"),
  schedule_local: localSchedule().describe("on each recipient's clock"),
  send_strategy: sendStrategy(),
  send_options: sendOptions(),
  tracking_options: trackingOptions(),
};
const PATHS = {
  included_audiences: "attributes.audiences.included",
  excluded_audiences: "attributes.audiences.excluded",
  schedule: "attributes.send_strategy",
  schedule_local: "attributes.send_strategy",
};
const ENCODE = { send_strategy: encodeStrategy, schedule: encodeSchedule, schedule_local: encodeLocal };
const ONE_SCHEDULE = notBoth(["schedule"], ["schedule_local"], ["send_strategy"]);
const WHEN: readonly Remark[] = ["schedule", "schedule_local"].map((input) => ({
  when: { input, given: true },
  says: scheduleInWords,
}));
/** A copy has the time of what it was copied of, which may be over. */
const COPIED: Remark = {
  says: (input, came) =>
    input.schedule === undefined && input.schedule_local === undefined ? copyInWords(came) : "",
};
/** An e-mail's message gets its copy of the template as soon as it is there. */
const TEMPLATE: Following = {
  given: ["template_id"],
  tool: "assign_template_to_campaign_message",
  arguments: {
    campaign_message_id: "@relationships.campaign-messages.data.0.id",
    template_id: "$template_id",
  },
  does: "its message got the template",
};
const SETTINGS = ["name", "send_strategy", "send_options", "tracking_options"];
const MESSAGE = "attributes.campaign-messages.data.0";
const CONTENT = `${MESSAGE}.attributes.definition.content`;

export const campaigns = section("campaigns", {
  get_campaigns: words({
    title: "List campaigns",
    does: "Campaigns of a channel or, without one, of all, the newest first.",
    inputSchema: { channel: z.enum(CHANNELS).optional() },
    query: {
      clauses: { channel: { operator: "equals", field: "messages.channel" } },
      apart: {
        input: "channel",
        values: CHANNELS,
        order: "-created_at",
        sorts: ["send_time"],
        gaps: ["scheduled_at"],
      },
    },
  }),

  get_campaign: words({
    title: "Read a campaign",
    does: "One campaign with audiences and schedule; include campaign-messages for what it says.",
  }),

  create_campaign: words({
    title: "Draft a campaign",
    does: "Drafts a campaign of one channel to lists and segments; an e-mail needs template_id, of which it gets a copy. send_campaign sends it: at its schedule, without one at once.",
    inputSchema: {
      name: nonEmptyText,
      channel: z.enum(CHANNELS),
      included_audiences: z.array(nonEmptyText).min(1),
      ...settings,
      template_id: id.optional(),
      label: text.describe("email: name of the message"),
      ...emailContent,
      title: text.describe("mobile_push"),
      body: text.describe("sms, mobile_push"),
    },
    rules: [
      goesWith("channel", {
        email: ["label", "template_id", ...EMAIL_CONTENT],
        sms: ["body"],
        mobile_push: ["title", "body"],
      }),
      ONE_SCHEDULE,
    ],
    following: [TEMPLATE],
    remarks: WHEN,
    body: {
      type: "campaign",
      attributes: SETTINGS,
      paths: {
        ...PATHS,
        channel: `${MESSAGE}.attributes.definition.channel`,
        label: `${MESSAGE}.attributes.definition.label`,
        ...Object.fromEntries(
          [...EMAIL_CONTENT, "title", "body"].map((name) => [name, `${CONTENT}.${name}`]),
        ),
      },
      encode: ENCODE,
      constants: { [`${MESSAGE}.type`]: "campaign-message" },
    },
    hint: "relationships.campaign-messages has its message's id, the campaign_message_id of what writes it.",
  }),

  create_campaign_clone: words({
    title: "Copy a campaign",
    does: "Copies a campaign with its message as a draft, which may have another name, audience, schedule, subject or template at once.",
    inputSchema: {
      campaign_id: id,
      new_name: text,
      included_audiences: audience(),
      excluded_audiences: audience(),
      schedule: settings.schedule,
      schedule_local: settings.schedule_local,
      subject: text,
      preview_text: text,
      template_id: id.optional(),
    },
    rules: [notBoth(["schedule"], ["schedule_local"])],
    body: { type: "campaign", id: "campaign_id", attributes: ["new_name"] },
    following: [
      {
        given: ["included_audiences", "excluded_audiences", "schedule", "schedule_local"],
        tool: "update_campaign",
        arguments: {
          campaign_id: "@id",
          included_audiences: "$included_audiences",
          excluded_audiences: "$excluded_audiences",
          schedule: "$schedule",
          schedule_local: "$schedule_local",
        },
        does: "it got its audiences and schedule",
      },
      {
        given: ["subject", "preview_text"],
        tool: "update_campaign_message",
        arguments: {
          campaign_message_id: "@relationships.campaign-messages.data.0.id",
          subject: "$subject",
          preview_text: "$preview_text",
        },
        does: "its message got the subject",
      },
      TEMPLATE,
    ],
    remarks: [...WHEN, COPIED],
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
    rules: [ONE_SCHEDULE],
    remarks: WHEN,
    judged: {
      when: ["included_audiences", "excluded_audiences", "schedule", "schedule_local", "send_strategy"].map(
        (input): Case => ({ input, given: true, effects: ["replaces"] }),
      ),
    },
    body: {
      type: "campaign",
      id: "campaign_id",
      attributes: SETTINGS,
      paths: PATHS,
      encode: ENCODE,
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
