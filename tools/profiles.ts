import { z } from "zod";
import { section } from "../src/tool/declare.ts";
import { atLeastOne, different } from "../src/tool/rules.ts";
import type { Telling } from "../src/tool/tool.ts";
import { IDENTIFIERS, id, identityOf, text } from "./params.ts";
import {
  CLEARABLE,
  MAX_PROFILE_BYTES,
  PROFILE_ATTRIBUTES,
  PROPERTY_PATCH,
  profileAttributes,
  propertyPatch,
} from "./structures/profile.ts";
import { words } from "./words.ts";

/** Also of a call that would find the profile by itself: it found one, and another has what it was to get. */
const TAKEN: readonly Telling[] = [
  {
    status: 409,
    next: "Profile {existing} holds one of the identifiers given: leave that one out. merge_profiles makes the two one.",
  },
  {
    status: 409,
    next: "Another profile holds one of the identifiers given: leave that one out. merge_profiles makes the two one.",
  },
];

export const profiles = section("profiles", {
  get_profiles: words({
    title: "List profiles",
    does: 'Finds customer profiles. filter e.g. equals(email,"ann@example.com"). Consent and CLV come with additional_fields.',
    instead:
      "A segment on predictive_analytics (create_segment) finds the most valuable without reading everybody.",
  }),

  get_profile: words({
    title: "Read a profile",
    does: "One customer with location and custom properties. additional_fields adds consent and predicted value.",
  }),

  create_profile: words({
    title: "Create a profile",
    does: "Creates a customer; fails when one has the same identifier. Gives no consent to marketing. Consent: bulk_subscribe_profiles.",
    inputSchema: profileAttributes,
    maxBytes: { "*": MAX_PROFILE_BYTES },
    rules: [atLeastOne(...IDENTIFIERS)],
    told: [
      {
        status: 409,
        next: "The existing profile is {existing}. update_profile changes it. create_or_update_profile does either.",
      },
      { status: 409, next: "The profile exists. create_or_update_profile changes the one that is there." },
    ],
  }),

  update_profile: words({
    title: "Update a profile",
    does: "Changes what is given; properties are merged key by key, unset_properties removes keys.",
    inputSchema: {
      profile_id: id,
      ...profileAttributes,
      ...propertyPatch,
      clear: z.array(z.enum(CLEARABLE)).optional(),
    },
    maxBytes: { "*": MAX_PROFILE_BYTES },
    told: TAKEN,
    body: {
      type: "profile",
      id: "profile_id",
      attributes: PROFILE_ATTRIBUTES,
      paths: PROPERTY_PATCH,
      clearable: CLEARABLE,
    },
  }),

  create_or_update_profile: words({
    title: "Create or update a profile",
    does: "Updates the customer with the same identifier, or creates one. Gives no consent to marketing.",
    inputSchema: { profile_id: text, ...profileAttributes, ...propertyPatch },
    maxBytes: { "*": MAX_PROFILE_BYTES },
    idempotent: true,
    told: TAKEN,
    judged: { when: [identityOf("")] },
    rules: [atLeastOne("profile_id", ...IDENTIFIERS)],
    body: { type: "profile", id: "profile_id", attributes: PROFILE_ATTRIBUTES, paths: PROPERTY_PATCH },
  }),

  merge_profiles: words({
    title: "Merge two profiles",
    does: "Merges the source into the destination and deletes the source, in the background. Cannot be undone.",
    inputSchema: { destination_profile_id: id, source_profile_id: id },
    rules: [different("destination_profile_id", "source_profile_id")],
    preview: [
      {
        tool: "get_profile",
        arguments: { profile_id: "$destination_profile_id" },
        label: "kept",
        show: ["email", "first_name", "last_name"],
      },
      {
        tool: "get_profile",
        arguments: { profile_id: "$source_profile_id" },
        label: "deleted",
        show: ["email", "first_name", "last_name"],
      },
    ],
    body: {
      type: "profile-merge",
      id: "destination_profile_id",
      paths: { source_profile_id: "relationships.profiles.data.0.id" },
      constants: { "relationships.profiles.data.0.type": "profile" },
    },
    hint: "The merge is queued: get_profile shows the destination when it is done.",
  }),

  get_lists_for_profile: words({
    title: "List a profile's lists",
    does: "The lists that one customer is on.",
  }),

  get_segments_for_profile: words({
    title: "List a profile's segments",
    does: "The segments that one customer is in now.",
  }),
});
