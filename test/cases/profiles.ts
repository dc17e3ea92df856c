import { expect } from "vitest";
import type { Case } from "./case.ts";

const SARAH = "01GDDKASAP8TKDDA2GRZDSVP4H";
const MISAKI = "01HWZ8Q85R7Z8KW3EA7XHP41JK";
const CREATED = "greater-than(created,2024-01-01T00:00:00Z),less-than(created,2026-11-23T00:00:00Z)";

/** Reading profiles, what they are in, and merging two of them. */
export const profilesCases: readonly Case[] = [
  {
    tool: "get_profiles",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/profiles",
      query: {
        "fields[profile]": "email,phone_number,external_id,first_name,last_name,last_event_date",
        "page[size]": "20",
      },
    },
    official: ({ profiles }) =>
      profiles.getProfiles({
        fieldsProfile: ["email", "phone_number", "external_id", "first_name", "last_name", "last_event_date"],
        pageSize: 20,
      }),
  },
  {
    tool: "get_profiles",
    name: "every argument",
    args: {
      filter: `any(email,["kim+trails7@example.com","sarah.novak1@example.com"]),${CREATED}`,
      sort: "-created",
      fields: ["email", "location.country", "properties", "push-token:platform", "conversation:channel"],
      include: ["conversations", "push-tokens"],
      additional_fields: ["subscriptions", "predictive_analytics"],
      page_size: 50,
    },
    sent: {
      method: "GET",
      path: "/api/profiles",
      query: {
        filter: `any(email,["kim+trails7@example.com","sarah.novak1@example.com"]),${CREATED}`,
        sort: "-created",
        include: "conversations,push-tokens",
        "additional-fields[profile]": "subscriptions,predictive_analytics",
        "fields[profile]": "email,location.country,properties,subscriptions,predictive_analytics",
        "fields[conversation]": "channel",
        "fields[push-token]": "platform",
        "page[size]": "50",
      },
    },
    official: ({ profiles }) =>
      profiles.getProfiles({
        filter: `any(email,["kim+trails7@example.com","sarah.novak1@example.com"]),${CREATED}`,
        sort: "-created",
        include: ["conversations", "push-tokens"],
        additionalFieldsProfile: ["subscriptions", "predictive_analytics"],
        fieldsProfile: ["email", "location.country", "properties", "subscriptions", "predictive_analytics"],
        fieldsConversation: ["channel"],
        fieldsPushToken: ["platform"],
        pageSize: 50,
      }),
    reads: { data: [{ id: MISAKI }, { id: SARAH }] },
  },
  {
    tool: "get_profiles",
    name: "those that are suppressed, by when",
    args: {
      filter:
        'equals(subscriptions.email.marketing.suppression.reason,"HARD_BOUNCE"),greater-or-equal(subscriptions.email.marketing.suppression.timestamp,2026-01-01T00:00:00Z)',
      sort: "-subscriptions.email.marketing.suppression.timestamp",
      fields: ["email", "subscriptions.email.marketing.suppression"],
      additional_fields: ["subscriptions"],
      page_size: 2,
    },
    sent: {
      method: "GET",
      path: "/api/profiles",
      query: {
        filter:
          'equals(subscriptions.email.marketing.suppression.reason,"HARD_BOUNCE"),greater-or-equal(subscriptions.email.marketing.suppression.timestamp,2026-01-01T00:00:00Z)',
        sort: "-subscriptions.email.marketing.suppression.timestamp",
        "additional-fields[profile]": "subscriptions",
        "fields[profile]": "email,subscriptions",
        "page[size]": "2",
      },
    },
    official: ({ profiles }) =>
      profiles.getProfiles({
        filter:
          'equals(subscriptions.email.marketing.suppression.reason,"HARD_BOUNCE"),greater-or-equal(subscriptions.email.marketing.suppression.timestamp,2026-01-01T00:00:00Z)',
        sort: "-subscriptions.email.marketing.suppression.timestamp",
        additionalFieldsProfile: ["subscriptions"],
        fieldsProfile: ["email", "subscriptions"],
        pageSize: 2,
      }),
  },
  {
    tool: "get_profile",
    name: "the smallest valid call",
    args: { profile_id: MISAKI },
    sent: { method: "GET", path: `/api/profiles/${MISAKI}` },
    official: ({ profiles }) => profiles.getProfile(MISAKI),
    reads: {
      data: {
        id: MISAKI,
        email: "kim+trails7@example.com",
        first_name: "美咲",
        location: { city: "Burlington" },
        properties: { "Preferred Store": "Portland, OR – Hawthorne" },
      },
    },
  },
  {
    tool: "get_profile",
    name: "every argument",
    args: {
      profile_id: SARAH,
      fields: ["email", "list:name", "segment:name", "push-token:platform", "conversation:channel"],
      include: ["lists", "segments", "conversations", "push-tokens"],
      additional_fields: ["subscriptions", "predictive_analytics"],
    },
    sent: {
      method: "GET",
      path: `/api/profiles/${SARAH}`,
      query: {
        include: "lists,segments,conversations,push-tokens",
        "additional-fields[profile]": "subscriptions,predictive_analytics",
        "fields[profile]": "email,subscriptions,predictive_analytics",
        "fields[list]": "name",
        "fields[segment]": "name",
        "fields[conversation]": "channel",
        "fields[push-token]": "platform",
      },
    },
    official: ({ profiles }) =>
      profiles.getProfile(SARAH, {
        include: ["lists", "segments", "conversations", "push-tokens"],
        additionalFieldsProfile: ["subscriptions", "predictive_analytics"],
        fieldsProfile: ["email", "subscriptions", "predictive_analytics"],
        fieldsList: ["name"],
        fieldsSegment: ["name"],
        fieldsConversation: ["channel"],
        fieldsPushToken: ["platform"],
      }),
    reads: {
      data: {
        email: "sarah.novak1@example.com",
        subscriptions: { email: expect.stringMatching(/cannot receive \(suppressed: HARD_BOUNCE /) },
      },
    },
  },
  {
    tool: "get_profile",
    name: "what it includes, in short",
    args: { profile_id: MISAKI, include: ["lists", "segments"] },
    sent: {
      method: "GET",
      path: `/api/profiles/${MISAKI}`,
      query: {
        include: "lists,segments",
        "fields[list]": "name,created,updated,opt_in_process",
        "fields[segment]": "name,is_active,is_processing,is_starred,created,updated",
      },
    },
    official: ({ profiles }) =>
      profiles.getProfile(MISAKI, {
        include: ["lists", "segments"],
        fieldsList: ["name", "created", "updated", "opt_in_process"],
        fieldsSegment: ["name", "is_active", "is_processing", "is_starred", "created", "updated"],
      }),
  },
  {
    tool: "get_lists_for_profile",
    name: "the smallest valid call",
    args: { profile_id: SARAH },
    sent: {
      method: "GET",
      path: `/api/profiles/${SARAH}/lists`,
      query: { "fields[list]": "name,created,updated,opt_in_process" },
    },
    official: ({ profiles }) =>
      profiles.getListsForProfile(SARAH, { fieldsList: ["name", "created", "updated", "opt_in_process"] }),
    reads: { data: [{ id: "Y6nRLr" }, { id: "R7kQwT", name: "SMS Subscribers" }] },
  },
  {
    tool: "get_lists_for_profile",
    name: "every argument",
    args: { profile_id: MISAKI, fields: ["name"] },
    sent: { method: "GET", path: `/api/profiles/${MISAKI}/lists`, query: { "fields[list]": "name" } },
    official: ({ profiles }) => profiles.getListsForProfile(MISAKI, { fieldsList: ["name"] }),
    reads: { data: [{ id: "Y6nRLr", name: "Newsletter Subscribers" }] },
  },
  {
    tool: "get_segments_for_profile",
    name: "the smallest valid call",
    args: { profile_id: SARAH },
    sent: {
      method: "GET",
      path: `/api/profiles/${SARAH}/segments`,
      query: { "fields[segment]": "name,is_active,is_processing,is_starred,created,updated" },
    },
    official: ({ profiles }) =>
      profiles.getSegmentsForProfile(SARAH, {
        fieldsSegment: ["name", "is_active", "is_processing", "is_starred", "created", "updated"],
      }),
    reads: { data: [{ id: "XgT8Rw" }, { id: "RcJ6Lq" }] },
  },
  {
    tool: "get_segments_for_profile",
    name: "every argument",
    args: { profile_id: SARAH, fields: ["name", "definition"] },
    sent: {
      method: "GET",
      path: `/api/profiles/${SARAH}/segments`,
      query: { "fields[segment]": "name,definition" },
    },
    official: ({ profiles }) =>
      profiles.getSegmentsForProfile(SARAH, { fieldsSegment: ["name", "definition"] }),
  },
  {
    tool: "merge_profiles",
    name: "the smallest valid call",
    args: { destination_profile_id: SARAH, source_profile_id: MISAKI },
    sent: {
      method: "POST",
      path: "/api/profile-merge",
      body: {
        data: {
          type: "profile-merge",
          id: SARAH,
          relationships: { profiles: { data: [{ type: "profile", id: MISAKI }] } },
        },
      },
    },
    official: ({ profiles }) => profiles.mergeProfiles(merge(SARAH, MISAKI)),
    reads: { data: { id: SARAH } },
  },
  {
    tool: "merge_profiles",
    name: "the other way round",
    args: { destination_profile_id: MISAKI, source_profile_id: SARAH },
    sent: {
      method: "POST",
      path: "/api/profile-merge",
      body: {
        data: {
          type: "profile-merge",
          id: MISAKI,
          relationships: { profiles: { data: [{ type: "profile", id: SARAH }] } },
        },
      },
    },
    official: ({ profiles }) => profiles.mergeProfiles(merge(MISAKI, SARAH)),
    reads: { data: { id: MISAKI } },
  },
];

function merge(destination: string, source: string) {
  return {
    data: {
      type: "profile-merge" as const,
      id: destination,
      relationships: { profiles: { data: [{ type: "profile" as const, id: source }] } },
    },
  };
}
