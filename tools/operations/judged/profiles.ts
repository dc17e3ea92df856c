import type { Case } from "../../../src/tool/effects.ts";
import type { Judged } from "./entry.ts";

const identifiers = ["email", "phone_number", "external_id"];

/** A person named by id who is given another address, or whose identifiers are patched. */
function identityOf(person: string, id: string, patch = `${person}patch_identifiers`): Case[] {
  return [
    { input: id, given: true, with: identifiers.map((key) => `${person}${key}`), effects: ["identity"] },
    { input: patch, given: true, effects: ["identity"] },
  ];
}

/** Profiles, lists, segments, events, conversations, privacy. */
export const profiles: Judged = {
  create_profile: [
    "adds",
    "A new person who has agreed to nothing yet; one who is there already is refused.",
  ],
  update_profile: [
    "edits",
    "Given fields are overwritten; another e-mail, phone or external id makes it another person's record.",
    {
      when: [
        ...identifiers.map((input): Case => ({ input, given: true, effects: ["identity"] })),
        { input: "clear", equals: identifiers, effects: ["identity"] },
        { input: "patch_identifiers", given: true, effects: ["identity"] },
      ],
    },
  ],
  create_or_update_profile: [
    ["adds", "edits"],
    "Makes a person or overwrites fields of the one with that identifier; with an id, identifiers change.",
    { when: identityOf("", "profile_id") },
  ],
  bulk_import_profiles: [
    ["adds", "edits"],
    "Makes or overwrites people; joining a list can start its flows.",
    {
      when: [
        { input: "list_ids", given: true, effects: ["starts"] },
        ...identityOf("profiles.", "profiles.id"),
      ],
      counts: "profiles",
      startedBy: { list: "list_ids" },
    },
  ],
  merge_profiles: [
    ["identity", "deletes"],
    "The other profile is absorbed and deleted; nothing separates the two again.",
  ],
  create_push_token: [
    ["consent", "adds"],
    "The app on that device can be sent push messages, and the token moves to this person.",
    { when: identityOf("profile.", "profile.id", "profile.meta.patch_identifiers") },
  ],
  delete_push_token: ["deletes", "That device gets no push messages until its app registers it again."],
  bulk_subscribe_profiles: [
    "consent",
    "Marketing may reach these people; without their own consent that is unlawful.",
    {
      when: [
        { input: "profiles.subscriptions.sms", given: true, effects: ["consent"], asks: true },
        { input: "profiles.subscriptions.whatsapp", given: true, effects: ["consent"], asks: true },
        // A historical import is backdated, and skips the confirmation of a double opt-in.
        { input: "historical_import", equals: true, effects: ["consent"], asks: true },
        // Who cannot say where people agreed may not have their consent.
        { input: "custom_source", given: false, effects: ["consent"], asks: true },
        { input: "list_id", given: true, effects: ["starts"] },
        {
          input: "profiles.id",
          given: true,
          with: ["profiles.email", "profiles.phone_number"],
          effects: ["identity"],
        },
      ],
      counts: "profiles",
      startedBy: { list: "list_id" },
    },
  ],
  bulk_unsubscribe_profiles: [
    "consent",
    "These people get no marketing on those channels until they agree again.",
    { counts: "profiles" },
  ],
  bulk_suppress_profiles: [
    "consent",
    "These people, or everybody in a list or segment, get no marketing e-mail.",
    {
      when: [
        { input: "list_id", given: true, effects: ["consent"], whole: { is: "list", input: "list_id" } },
        {
          input: "segment_id",
          given: true,
          effects: ["consent"],
          whole: { is: "segment", input: "segment_id" },
        },
      ],
      counts: "profiles",
    },
  ],
  bulk_unsuppress_profiles: [
    "consent",
    "Marketing can reach again whom someone had taken out, a whole list or segment too.",
    { counts: "profiles", asks: true },
  ],
  request_profile_deletion: [
    "deletes",
    "The person and all their data are erased, and it cannot be called off.",
  ],

  create_list: ["adds", "An empty list; nobody is on it."],
  update_list: [
    "edits",
    "Another name; another way of opting in decides whether people have to confirm.",
    { when: [{ input: "opt_in_process", given: true, effects: ["consent"], asks: true }] },
  ],
  delete_list: ["deletes", "The list and who was on it are gone; flows that it starts take in nobody more."],
  add_profiles_to_list: [
    "starts",
    "Joining a list can start flows that send; it is no consent.",
    { counts: "profile_ids", startedBy: { list: "list_id" } },
  ],
  remove_profiles_from_list: [
    "edits",
    "They can be added again, but the date of joining is lost; their consent stays.",
    { counts: "profile_ids" },
  ],

  create_segment: ["adds", "A new segment; nothing uses it yet."],
  update_segment: [
    "edits",
    "Other conditions let other people in and out, of what is sent to it and of flows.",
    {
      when: [
        { input: "definition", given: true, effects: ["replaces"] },
        { input: "is_active", equals: false, effects: ["stops"] },
        // It is counted anew, and who comes in can enter flows.
        {
          input: "is_active",
          equals: true,
          effects: ["starts"],
          whole: { is: "segment", input: "segment_id" },
        },
      ],
      startedBy: { segment: "segment_id" },
    },
  ],
  delete_segment: ["deletes", "The segment is gone; its people stay, what is sent to it has no audience."],

  create_event: [
    "starts",
    "An event cannot be deleted, and can start flows that send.",
    {
      when: identityOf("profile.", "profile.id", "profile.meta.patch_identifiers"),
      startedBy: { metric: "metric.name" },
    },
  ],
  bulk_create_events: [
    "starts",
    "Events cannot be deleted, and each can start flows that send.",
    {
      when: identityOf("events_bulk_create.profile.", "events_bulk_create.profile.id"),
      counts: "events_bulk_create.events",
      startedBy: { metric: "events_bulk_create.events.metric.name" },
    },
  ],

  create_conversation_message: ["sends", "A person gets the message at once."],
};
