import { z } from "zod";
import { atLeastOne } from "../src/tool/rules.ts";
import { operation, section } from "../src/tool/tool.ts";
import { flag, id, ids, nonEmptyText, text, XS } from "./params.ts";
import * as resource from "./resources.ts";

// Klaviyo calls nothing else; it also wants a secret to sign with.
const endpointUrl = z.string().regex(/^https:\/\/\S+$/, "must be an https url");
const secretKey = z
  .string()
  .min(1)
  .describe("Signs every call, so that the receiver can tell it is Klaviyo's.");
// Klaviyo publishes no limit; there are fewer topics than this.
const topicIds = ids(100);
const include = { "webhook-topics": resource.webhookTopic };
const topics = { topic_ids: { name: "webhook-topics", type: "webhook-topic", many: true } };

/** What a person would want to know of a webhook before it goes elsewhere or goes away. */
const shown = {
  tool: "get_webhook",
  arguments: { webhook_id: "$webhook_id", include: ["webhook-topics"] },
  label: "webhook",
  show: ["name", "endpoint_url", "enabled", "webhook-topics"],
};

export const webhooks = section("webhooks", {
  get_webhooks: operation({
    title: "List webhooks",
    description: "All webhooks; include webhook-topics shows what each is called for.",
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/webhooks",
      scopes: "webhooks:read",
      rate: XS,
      query: { include },
    },
    result: { kind: "collection", resource: resource.webhook },
  }),

  create_webhook: operation({
    title: "Create a webhook",
    description:
      "From now on sends the account's events, customer data included, to endpoint_url. Topics e.g. event:klaviyo.sent_sms. get_webhook_topics lists all.",
    inputSchema: {
      name: nonEmptyText,
      endpoint_url: endpointUrl,
      secret_key: secretKey,
      topic_ids: topicIds,
      description: text,
    },
    impact: "dangerous",
    secrets: ["secret_key"],
    request: {
      method: "POST",
      path: "/api/webhooks",
      scopes: "webhooks:write",
      rate: XS,
      body: {
        type: "webhook",
        attributes: ["name", "description", "endpoint_url", "secret_key"],
        relationships: topics,
      },
    },
    result: { kind: "resource", resource: resource.webhook },
  }),

  get_webhook: operation({
    title: "Read a webhook",
    description: "One webhook; Klaviyo shows its endpoint_url shortened.",
    inputSchema: { webhook_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/webhooks/{webhook_id}",
      scopes: "webhooks:read",
      rate: XS,
      query: { include },
    },
    result: { kind: "resource", resource: resource.webhook },
  }),

  update_webhook: operation({
    title: "Update a webhook",
    description: "Changes what is given; topic_ids replaces all topics, enabled false pauses it.",
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
    impact: { default: "write", dangerousWhen: [{ input: "endpoint_url", given: true }] },
    rules: [atLeastOne("name", "description", "endpoint_url", "secret_key", "enabled", "topic_ids", "clear")],
    preview: [shown],
    secrets: ["secret_key"],
    request: {
      method: "PATCH",
      path: "/api/webhooks/{webhook_id}",
      scopes: "webhooks:write",
      rate: XS,
      body: {
        type: "webhook",
        id: "webhook_id",
        attributes: ["name", "description", "endpoint_url", "secret_key", "enabled"],
        relationships: topics,
        clearable: ["description"],
      },
    },
    result: { kind: "resource", resource: resource.webhook },
  }),

  delete_webhook: operation({
    title: "Delete a webhook",
    description: "Deletes a webhook for good: its endpoint hears nothing more.",
    inputSchema: { webhook_id: id },
    impact: "dangerous",
    preview: [shown],
    request: { method: "DELETE", path: "/api/webhooks/{webhook_id}", scopes: "webhooks:write", rate: XS },
    result: { kind: "empty" },
  }),

  get_webhook_topics: operation({
    title: "List webhook topics",
    description: "What a webhook can be called for, as ids such as event:klaviyo.sent_sms.",
    inputSchema: {},
    impact: "read",
    request: { method: "GET", path: "/api/webhook-topics", scopes: "webhooks:read", rate: XS },
    result: { kind: "collection", resource: resource.webhookTopic },
  }),
});
