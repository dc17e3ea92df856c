import { z } from "zod";
import { section } from "../src/tool/declare.ts";
import type { Case } from "../src/tool/effects.ts";
import { atLeastOne } from "../src/tool/rules.ts";
import { flag, id, ids, nonEmptyText, text } from "./params.ts";
import { words } from "./words.ts";

// Klaviyo calls nothing else; it also wants a secret to sign with.
const endpointUrl = z.string().regex(/^https:\/\/\S+$/, "must be an https url");
const secretKey = z
  .string()
  .min(1)
  .describe("Signs every call, so that the receiver can tell it is Klaviyo's.");
// Klaviyo publishes no limit; there are fewer topics than this.
const topicIds = ids(100);
const topics = { topic_ids: { name: "webhook-topics", type: "webhook-topic", many: true } };

/** What a person would want to know of a webhook before it goes elsewhere or goes away. */
const shown = {
  tool: "get_webhook",
  arguments: { webhook_id: "$webhook_id", include: ["webhook-topics"] },
  label: "webhook",
  show: ["name", "endpoint_url", "enabled", "webhook-topics"],
};

export const webhooks = section("webhooks", {
  get_webhooks: words({
    title: "List webhooks",
    does: "All webhooks; include webhook-topics shows what each is called for.",
  }),

  create_webhook: words({
    title: "Create a webhook",
    does: "From now on sends the account's events, customer data included, to endpoint_url. Topics e.g. event:klaviyo.sent_sms. get_webhook_topics lists all.",
    inputSchema: {
      name: nonEmptyText,
      endpoint_url: endpointUrl,
      secret_key: secretKey,
      topic_ids: topicIds,
      description: text,
    },
    secrets: ["secret_key"],
    body: {
      type: "webhook",
      attributes: ["name", "description", "endpoint_url", "secret_key"],
      relationships: topics,
    },
  }),

  get_webhook: words({
    title: "Read a webhook",
    does: "One webhook; Klaviyo shows its endpoint_url shortened.",
  }),

  update_webhook: words({
    title: "Update a webhook",
    does: "Changes what is given; topic_ids replaces all topics, enabled false pauses it.",
    inputSchema: {
      webhook_id: id,
      name: text,
      description: text,
      endpoint_url: endpointUrl.optional(),
      secret_key: nonEmptyText.optional(),
      enabled: flag,
      topic_ids: topicIds.optional(),
      clear: z.array(z.enum(["description"])).optional(),
    },
    judged: {
      when: [
        ...["endpoint_url", "secret_key", "topic_ids"].map(
          (input): Case => ({ input, given: true, effects: ["forwards"] }),
        ),
        { input: "enabled", equals: true, effects: ["forwards"] },
        { input: "enabled", equals: false, effects: ["stops"] },
      ],
    },
    rules: [atLeastOne("name", "description", "endpoint_url", "secret_key", "enabled", "topic_ids", "clear")],
    preview: [shown],
    secrets: ["secret_key"],
    body: {
      type: "webhook",
      id: "webhook_id",
      attributes: ["name", "description", "endpoint_url", "secret_key", "enabled"],
      relationships: topics,
      clearable: ["description"],
    },
  }),

  delete_webhook: words({
    title: "Delete a webhook",
    does: "Deletes a webhook for good: its endpoint hears nothing more.",
    preview: [shown],
  }),

  get_webhook_topics: words({
    title: "List webhook topics",
    does: "What a webhook can be called for, as ids such as event:klaviyo.sent_sms.",
    remarks: [
      {
        says: "Each is of what one person did or was sent: none is of a campaign as a whole. get_campaign_send_job shows how far a campaign's send is.",
      },
    ],
  }),
});
