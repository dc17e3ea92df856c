import type { Resource } from "../resource.ts";
import { type Clock, toIso } from "./clock.ts";
import { Random } from "./random.ts";

const TOPIC = "event:klaviyo.";
const TOPICS =
  "bounced_email bounced_push clicked_email clicked_sms consented_to_receive_sms dropped_email failed_to_deliver_sms marked_email_as_spam opened_email opened_push ready_to_review received_automated_response_sms received_email received_push received_sms sent_sms submitted_rating submitted_review subscribed_to_back_in_stock subscribed_to_email_marketing subscribed_to_list unsubscribed_from_email_marketing unsubscribed_from_list unsubscribed_from_sms updated_email_preferences";

const WEBHOOKS = [
  [
    "Warehouse: SMS log",
    "Keeps the support desk's copy of text messages",
    true,
    ["sent_sms", "received_sms"],
  ],
  ["Consent sync", null, true, ["subscribed_to_email_marketing", "unsubscribed_from_email_marketing"]],
  ["Old CRM bridge", "Switched off when the CRM moved", false, ["subscribed_to_list"]],
] as const;

/** The system webhooks and every topic that one can be given. */
export function seedWebhooks(clock: Clock): Resource[] {
  const random = new Random("webhooks");
  const topics = TOPICS.split(" ").map((name): Resource => {
    return { type: "webhook-topic", id: TOPIC + name, attributes: {}, relationships: {} };
  });
  const webhooks = WEBHOOKS.map(
    ([name, description, enabled, names], index): Resource => ({
      type: "webhook",
      id: random.ulid(),
      attributes: {
        name,
        description,
        endpoint_url: `https://hooks.example.com/klaviyo/${index + 1}`,
        enabled,
        created_at: toIso(clock.daysAgo(300 - index * 40)),
        updated_at: toIso(clock.daysAgo(30 + index)),
      },
      relationships: {
        "webhook-topics": names.map((topic) => ({ type: "webhook-topic", id: TOPIC + topic })),
      },
    }),
  );
  return [...webhooks, ...topics];
}
