import type { Entry, Judged } from "./entry.ts";

/** The model in which a campaign is one audience, one schedule and its message. */
const OLDER = { of: "campaign", revision: "2026-07-15" };
/** The tree of audiences, messages and variations. */
export const NEWER = { of: "campaign", revision: "2026-10-15" };

const entries: Judged = {
  create_campaign: ["adds", "A draft; it goes out when send_campaign is called."],
  create_campaign_2026_10: [
    "adds",
    "A draft with its audiences and messages; nothing goes out before it is scheduled.",
  ],
  create_campaign_clone: ["adds", "A copy as a draft."],
  clone_campaign_2026_10: ["adds", "A copy of the whole tree, as a draft."],
  update_campaign: [
    "edits",
    "Audience and time of sending are overwritten, and decide who gets it when.",
    {
      when: [
        { input: "audiences", given: true, effects: ["replaces"] },
        { input: "send_strategy", given: true, effects: ["replaces"] },
      ],
    },
  ],
  update_campaign_2026_10: [
    "edits",
    "Name, colour, archive; its send settings hold for all its messages.",
    { when: [{ input: "definition.send_settings", given: true, effects: ["replaces"] }] },
  ],
  delete_campaign: [
    ["deletes", "stops"],
    "The campaign and its content are gone; a scheduled one does not go out.",
  ],

  update_campaign_message: [
    "replaces",
    "The given content or image takes the place of what was written before.",
  ],
  assign_template_to_campaign_message: [
    "replaces",
    "A copy of the template takes the place of the message's content.",
    {
      vacant: {
        tool: "get_template_for_campaign_message",
        arguments: { campaign_message_id: "$campaign_message_id" },
      },
    },
  ],
  update_image_for_campaign_message: ["replaces", "The message shows the other image."],
  refresh_campaign_recipient_estimation: ["edits", "Only the stored number of recipients is counted anew."],

  send_campaign: ["sends", "Real people get it now or at its scheduled time, and nothing sent comes back."],
  cancel_campaign_send: [
    "stops",
    "Who has not got it yet does not; cancelled stays cancelled, reverted is a draft.",
  ],

  create_campaign_audience: [
    "adds",
    "More people for a draft; messages that are named with it go to them from then on.",
    { when: [{ input: "campaign_message_ids", given: true, effects: ["replaces"] }] },
  ],
  clone_campaign_audience: ["adds", "A copy of an audience, in this or another campaign."],
  update_campaign_audience: [
    "edits",
    "Other lists and segments get the messages, or lose them.",
    {
      when: [
        { input: "definition.included", given: true, effects: ["replaces"] },
        { input: "definition.excluded", given: true, effects: ["replaces"] },
        // Where audiences overlap it decides which message a person gets.
        { input: "definition.priority", given: true, effects: ["replaces"] },
      ],
    },
  ],
  delete_campaign_audience: ["deletes", "The audience is gone, and what was to go to it does not."],
  create_campaign_message: [
    "adds",
    "A draft message; what a status other than draft does here is not known.",
    { when: [{ input: "definition.status", otherThan: "draft", effects: ["sends"] }] },
  ],
  clone_campaign_message: ["adds", "A copy of a message as a draft."],
  update_campaign_message_2026_10: [
    "replaces",
    "Settings and A/B test are overwritten; whether a status given here sends is not known.",
    {
      when: [
        { input: "definition.status", equals: ["scheduled", "sending", "sent"], effects: ["sends"] },
        { input: "definition.status", equals: ["draft", "cancelled"], effects: ["stops"] },
      ],
    },
  ],
  delete_campaign_message: [
    ["deletes", "stops"],
    "The message and its variations are gone; a scheduled one does not go out.",
  ],
  create_campaign_variation: [
    "adds",
    "One more version of a message; two or more can be tested against each other.",
  ],
  update_campaign_variation: ["replaces", "What was written in this version is overwritten."],
  delete_campaign_variation: ["deletes", "What was written in this version is gone."],
  schedule_campaign: ["sends", "All named messages go out to real people at their times."],
  schedule_campaign_message: ["sends", "The message goes out to real people at that time."],
  update_campaign_message_schedule: [
    "stops",
    "The message does not go out; cancelled stays cancelled, reverted is a draft.",
  ],
};

const BY: readonly [model: typeof OLDER, names: string][] = [
  [
    OLDER,
    "create_campaign create_campaign_clone update_campaign update_campaign_message assign_template_to_campaign_message update_image_for_campaign_message send_campaign",
  ],
  [
    NEWER,
    "create_campaign_2026_10 clone_campaign_2026_10 update_campaign_2026_10 create_campaign_audience clone_campaign_audience update_campaign_audience delete_campaign_audience create_campaign_message clone_campaign_message update_campaign_message_2026_10 delete_campaign_message create_campaign_variation update_campaign_variation delete_campaign_variation schedule_campaign schedule_campaign_message update_campaign_message_schedule",
  ],
];

/** Campaigns of both models: those of 2026-07-15, and the tree of audiences, messages and variations. */
export const campaigns: Judged = {
  ...entries,
  ...Object.fromEntries(
    BY.flatMap(([model, names]) =>
      names.split(" ").flatMap((name): [string, Entry][] => {
        const entry = entries[name];
        return entry ? [[name, [entry[0], entry[1], { ...entry[2], model }]]] : [];
      }),
    ),
  ),
};
