import type { Judged } from "./entry.ts";

/** Flows, forms, web hooks and feeds: what runs by itself. */
export const flows: Judged = {
  create_flow: [
    "adds",
    "A draft; it sends nothing before it is set live.",
    { when: [{ input: "definition.actions.type", equals: "send-webhook", effects: ["forwards"] }] },
  ],
  update_flow: [
    "edits",
    "Live, it sends to real people by itself; draft or manual, it sends to nobody more.",
    {
      when: [
        { input: "status", equals: "live", effects: ["publishes"] },
        { input: "status", otherThan: "live", effects: ["stops"] },
      ],
    },
  ],
  delete_flow: [["deletes", "stops"], "The flow is gone; people who are in it get nothing more."],
  create_flow_action: [
    "adds",
    "A step that sends arrives as a draft; other steps act at once in a live flow if that is allowed.",
    {
      when: [
        { input: "allow_live_action", equals: true, effects: ["publishes"] },
        { input: "definition.type", equals: "send-webhook", effects: ["forwards"] },
      ],
    },
  ],
  update_flow_action: [
    "replaces",
    "The step is overwritten; in a live flow people get the new one at once.",
    {
      when: [
        { input: "definition.data.status", equals: "live", effects: ["publishes"] },
        { input: "definition.data.status", otherThan: "live", effects: ["stops"] },
        { input: "definition.type", equals: "send-webhook", effects: ["forwards"] },
      ],
    },
  ],
  delete_flow_action: [["deletes", "stops"], "The step is gone; people in the flow go on without it."],

  create_form: ["adds", "A draft; no visitor sees it before it is published."],
  update_form: [
    "edits",
    "The whole draft is overwritten; what visitors see stays until it is published.",
    { when: [{ input: "definition", given: true, effects: ["replaces"] }] },
  ],
  publish_form: ["publishes", "Visitors of the website see the draft at once."],
  unpublish_form: ["stops", "Visitors see it no more, and nobody signs up through it."],
  delete_form: [["deletes", "stops"], "The form is gone, from the website too."],

  create_webhook: ["forwards", "From then on data of customers goes to that address."],
  update_webhook: [
    "edits",
    "Data of customers goes to another address, on other topics, or to nobody.",
    {
      when: [
        ...["endpoint_url", "secret_key", "webhook_topic_ids"].map((input) => ({
          input,
          given: true as const,
          effects: ["forwards"] as const,
        })),
        { input: "enabled", equals: true, effects: ["forwards"] },
        { input: "enabled", equals: false, effects: ["stops"] },
      ],
    },
  ],
  delete_webhook: [
    ["deletes", "stops"],
    "The webhook and its secret are gone; its address hears nothing more.",
  ],

  create_web_feed: ["adds", "A source of content that no message uses yet."],
  update_web_feed: [
    "publishes",
    "Messages show what the other address gives; under another name they find nothing.",
  ],
  delete_web_feed: [["deletes", "stops"], "The feed is gone; messages that use it find nothing."],
};
