import type { Case } from "./case.ts";

const ID = "01J0BFC0A4CV9M0G0R8X6TK2KH";
const TOPICS = ["event:klaviyo.sent_sms", "event:klaviyo.received_sms"];
const LINKS = TOPICS.map((id) => ({ type: "webhook-topic" as const, id }));
const ALL_TOPICS =
  "bounced_email bounced_push clicked_email clicked_sms consented_to_receive_sms dropped_email failed_to_deliver_sms marked_email_as_spam opened_email opened_push ready_to_review received_automated_response_sms received_email received_push received_sms sent_sms submitted_rating submitted_review subscribed_to_back_in_stock subscribed_to_email_marketing subscribed_to_list unsubscribed_from_email_marketing unsubscribed_from_list unsubscribed_from_sms updated_email_preferences".split(
    " ",
  );
const SECRET = "s3cret & spaces";

/** All of the section: the webhooks and the topics that they can be called for. */
export const webhooksCases: readonly Case[] = [
  {
    tool: "get_webhooks",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/webhooks",
      query: { "fields[webhook]": "name,enabled,endpoint_url" },
    },
    official: ({ webhooks }) => webhooks.getWebhooks({ fieldsWebhook: ["name", "enabled", "endpoint_url"] }),
    reads: { data: [{ id: ID, name: "Warehouse: SMS log" }, {}, { enabled: false }] },
  },
  {
    tool: "get_webhooks",
    name: "every argument",
    args: { fields: ["name", "created_at"], include: ["webhook-topics"] },
    sent: {
      method: "GET",
      path: "/api/webhooks",
      query: { include: "webhook-topics", "fields[webhook]": "name,created_at" },
    },
    official: ({ webhooks }) =>
      webhooks.getWebhooks({ fieldsWebhook: ["name", "created_at"], include: ["webhook-topics"] }),
    reads: { data: [{ id: ID, relationships: { "webhook-topics": TOPICS } }, {}, {}] },
  },
  {
    tool: "create_webhook",
    name: "the smallest valid call",
    args: {
      name: "SMS sent",
      endpoint_url: "https://example.com/webhooks/klaviyo",
      secret_key: SECRET,
      topic_ids: ["event:klaviyo.sent_sms"],
    },
    sent: {
      method: "POST",
      path: "/api/webhooks",
      body: {
        data: {
          type: "webhook",
          attributes: {
            name: "SMS sent",
            endpoint_url: "https://example.com/webhooks/klaviyo",
            secret_key: "s3cret & spaces",
          },
          relationships: {
            "webhook-topics": { data: [{ type: "webhook-topic", id: "event:klaviyo.sent_sms" }] },
          },
        },
      },
    },
    official: ({ webhooks }) =>
      webhooks.createWebhook({
        data: {
          type: "webhook",
          attributes: {
            name: "SMS sent",
            endpointUrl: "https://example.com/webhooks/klaviyo",
            secretKey: SECRET,
          },
          relationships: {
            webhookTopics: { data: [{ type: "webhook-topic", id: "event:klaviyo.sent_sms" }] },
          },
        },
      }),
    reads: { data: { name: "SMS sent", enabled: true } },
  },
  {
    tool: "create_webhook",
    name: "every argument",
    args: {
      name: "SMS log",
      description: "For the support desk",
      endpoint_url: "https://example.com/webhooks/klaviyo?desk=1",
      secret_key: SECRET,
      topic_ids: TOPICS,
    },
    sent: {
      method: "POST",
      path: "/api/webhooks",
      body: {
        data: {
          type: "webhook",
          attributes: {
            name: "SMS log",
            description: "For the support desk",
            endpoint_url: "https://example.com/webhooks/klaviyo?desk=1",
            secret_key: "s3cret & spaces",
          },
          relationships: {
            "webhook-topics": {
              data: [
                { type: "webhook-topic", id: "event:klaviyo.sent_sms" },
                { type: "webhook-topic", id: "event:klaviyo.received_sms" },
              ],
            },
          },
        },
      },
    },
    official: ({ webhooks }) =>
      webhooks.createWebhook({
        data: {
          type: "webhook",
          attributes: {
            name: "SMS log",
            description: "For the support desk",
            endpointUrl: "https://example.com/webhooks/klaviyo?desk=1",
            secretKey: SECRET,
          },
          relationships: { webhookTopics: { data: LINKS } },
        },
      }),
    reads: { data: { name: "SMS log", description: "For the support desk" } },
  },
  {
    tool: "get_webhook",
    name: "the smallest valid call",
    args: { webhook_id: ID },
    sent: { method: "GET", path: `/api/webhooks/${ID}` },
    official: ({ webhooks }) => webhooks.getWebhook(ID),
    reads: { data: { id: ID, name: "Warehouse: SMS log", endpoint_url: "https://hooks.example.com/..." } },
  },
  {
    tool: "get_webhook",
    name: "every argument",
    args: { webhook_id: ID, fields: ["description", "updated_at"], include: ["webhook-topics"] },
    sent: {
      method: "GET",
      path: `/api/webhooks/${ID}`,
      query: { include: "webhook-topics", "fields[webhook]": "description,updated_at" },
    },
    official: ({ webhooks }) =>
      webhooks.getWebhook(ID, {
        fieldsWebhook: ["description", "updated_at"],
        include: ["webhook-topics"],
      }),
    reads: { data: { id: ID, relationships: { "webhook-topics": TOPICS } } },
  },
  {
    tool: "update_webhook",
    name: "the smallest valid call",
    args: { webhook_id: ID, enabled: false },
    sent: {
      method: "PATCH",
      path: `/api/webhooks/${ID}`,
      body: { data: { type: "webhook", id: ID, attributes: { enabled: false } } },
    },
    official: ({ webhooks }) =>
      webhooks.updateWebhook(ID, { data: { type: "webhook", id: ID, attributes: { enabled: false } } }),
    reads: { data: { id: ID, enabled: false } },
  },
  {
    tool: "update_webhook",
    name: "every argument but clear",
    args: {
      webhook_id: ID,
      name: "SMS log",
      description: "For the support desk",
      endpoint_url: "https://example.com/webhooks/klaviyo",
      secret_key: SECRET,
      enabled: true,
      topic_ids: TOPICS,
    },
    sent: {
      method: "PATCH",
      path: `/api/webhooks/${ID}`,
      body: {
        data: {
          type: "webhook",
          id: ID,
          attributes: {
            name: "SMS log",
            description: "For the support desk",
            endpoint_url: "https://example.com/webhooks/klaviyo",
            secret_key: "s3cret & spaces",
            enabled: true,
          },
          relationships: {
            "webhook-topics": {
              data: [
                { type: "webhook-topic", id: "event:klaviyo.sent_sms" },
                { type: "webhook-topic", id: "event:klaviyo.received_sms" },
              ],
            },
          },
        },
      },
    },
    official: ({ webhooks }) =>
      webhooks.updateWebhook(ID, {
        data: {
          type: "webhook",
          id: ID,
          attributes: {
            name: "SMS log",
            description: "For the support desk",
            endpointUrl: "https://example.com/webhooks/klaviyo",
            secretKey: SECRET,
            enabled: true,
          },
          relationships: { webhookTopics: { data: LINKS } },
        },
      }),
    reads: { data: { id: ID, name: "SMS log", enabled: true } },
  },
  {
    tool: "update_webhook",
    name: "clear, and topics alone",
    args: { webhook_id: ID, topic_ids: ["event:klaviyo.sent_sms"], clear: ["description"] },
    sent: {
      method: "PATCH",
      path: `/api/webhooks/${ID}`,
      body: {
        data: {
          type: "webhook",
          id: ID,
          attributes: { description: null },
          relationships: {
            "webhook-topics": { data: [{ type: "webhook-topic", id: "event:klaviyo.sent_sms" }] },
          },
        },
      },
    },
    official: ({ webhooks }) =>
      webhooks.updateWebhook(ID, {
        data: {
          type: "webhook",
          id: ID,
          attributes: { description: null },
          relationships: {
            webhookTopics: { data: [{ type: "webhook-topic", id: "event:klaviyo.sent_sms" }] },
          },
        },
      }),
  },
  {
    tool: "delete_webhook",
    name: "one that is called",
    args: { webhook_id: ID },
    sent: { method: "DELETE", path: `/api/webhooks/${ID}` },
    official: ({ webhooks }) => webhooks.deleteWebhook(ID),
    reads: { ok: true },
  },
  {
    tool: "delete_webhook",
    name: "one that is switched off",
    args: { webhook_id: "01GPD9D47D395AJW9350NTP1TM" },
    sent: { method: "DELETE", path: "/api/webhooks/01GPD9D47D395AJW9350NTP1TM" },
    official: ({ webhooks }) => webhooks.deleteWebhook("01GPD9D47D395AJW9350NTP1TM"),
    reads: { ok: true },
  },
  {
    tool: "get_webhook_topics",
    name: "the smallest valid call",
    args: {},
    sent: { method: "GET", path: "/api/webhook-topics" },
    official: ({ webhooks }) => webhooks.getWebhookTopics(),
    reads: { data: ALL_TOPICS.map((name) => ({ id: `event:klaviyo.${name}` })) },
  },
  {
    tool: "get_webhook_topics",
    name: "every argument",
    // An id always comes, so that no fieldset is asked for.
    args: { fields: ["id"], detail: "full" },
    sent: { method: "GET", path: "/api/webhook-topics" },
    official: ({ webhooks }) => webhooks.getWebhookTopics(),
  },
];
