import { z } from "zod";
import { atLeastOne } from "../src/tool/rules.ts";
import { operation, section } from "../src/tool/tool.ts";
import { ANY_ORDER, filterText, filterTime, IDENTIFIERS, id, L, M, S, text } from "./params.ts";
import * as resource from "./resources.ts";
import {
  CLEARABLE,
  MAX_PROFILE_BYTES,
  PROFILE_ATTRIBUTES,
  PROPERTY_PATCH,
  profileAttributes,
  propertyPatch,
} from "./structures/profile.ts";

const SUPPRESSION = "subscriptions.email.marketing";
const consentFilter = {
  [`${SUPPRESSION}.suppression.reason`]: filterText("equals"),
  [`${SUPPRESSION}.suppression.timestamp`]: filterTime(...ANY_ORDER),
  [`${SUPPRESSION}.list_suppressions.reason`]: filterText("equals"),
  [`${SUPPRESSION}.list_suppressions.timestamp`]: filterTime(...ANY_ORDER),
  [`${SUPPRESSION}.list_suppressions.list_id`]: filterText("equals"),
};
const predictions = { burst: 10, steady: 150 };

export const profiles = section("profiles", {
  get_profiles: operation({
    title: "List profiles",
    description:
      'Finds customer profiles. filter e.g. equals(email,"ann@example.com"). Consent and CLV come with additional_fields.',
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/profiles",
      scopes: "profiles:read",
      rate: L,
      stricter: [{ argument: "additional_fields", value: "predictive_analytics", rate: predictions }],
      query: {
        filter: {
          id: filterText("any", "equals"),
          email: filterText("any", "equals"),
          phone_number: filterText("any", "equals"),
          external_id: filterText("any", "equals"),
          _kx: filterText("equals"),
          created: filterTime("greater-than", "less-than"),
          updated: filterTime("greater-than", "less-than"),
          ...consentFilter,
        },
        sort: [
          ..."created email id updated".split(" "),
          `${SUPPRESSION}.suppression.timestamp`,
          `${SUPPRESSION}.list_suppressions.timestamp`,
        ],
        include: { conversations: resource.conversation, "push-tokens": resource.pushToken },
        additionalFields: ["subscriptions", "predictive_analytics"],
        page: { size: 100 },
      },
    },
    result: { kind: "collection", resource: resource.profile },
  }),

  get_profile: operation({
    title: "Read a profile",
    description:
      "One customer with location and custom properties. additional_fields adds consent and predicted value. Ids: get_profiles.",
    inputSchema: { profile_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/profiles/{profile_id}",
      scopes: "profiles:read",
      rate: L,
      stricter: [
        { argument: "include", value: "lists", rate: { burst: 1, steady: 15 } },
        { argument: "include", value: "segments", rate: { burst: 1, steady: 15 } },
      ],
      query: {
        include: {
          lists: resource.list,
          segments: resource.segment,
          conversations: resource.conversation,
          "push-tokens": resource.pushToken,
        },
        additionalFields: ["subscriptions", "predictive_analytics"],
      },
    },
    result: { kind: "resource", resource: resource.profile },
  }),

  create_profile: operation({
    title: "Create a profile",
    description:
      "Creates a customer; fails when one has the same identifier. Gives no consent to marketing. Consent: bulk_subscribe_profiles.",
    inputSchema: profileAttributes,
    maxBytes: { "*": MAX_PROFILE_BYTES },
    impact: "write",
    rules: [atLeastOne(...IDENTIFIERS)],
    request: {
      method: "POST",
      path: "/api/profiles",
      scopes: "profiles:write",
      rate: L,
      body: { type: "profile", attributes: PROFILE_ATTRIBUTES },
    },
    result: { kind: "resource", resource: resource.profile },
  }),

  update_profile: operation({
    title: "Update a profile",
    description: "Changes what is given; properties are merged key by key, unset_properties removes keys.",
    inputSchema: {
      profile_id: id,
      ...profileAttributes,
      ...propertyPatch,
      clear: z.array(z.enum(CLEARABLE)).optional(),
    },
    maxBytes: { "*": MAX_PROFILE_BYTES },
    impact: "write",
    request: {
      method: "PATCH",
      path: "/api/profiles/{profile_id}",
      scopes: "profiles:write",
      rate: L,
      body: {
        type: "profile",
        id: "profile_id",
        attributes: PROFILE_ATTRIBUTES,
        paths: PROPERTY_PATCH,
        clearable: CLEARABLE,
      },
    },
    result: { kind: "resource", resource: resource.profile },
  }),

  create_or_update_profile: operation({
    title: "Create or update a profile",
    description:
      "Updates the customer with the same identifier, or creates one. Gives no consent to marketing.",
    inputSchema: { profile_id: text, ...profileAttributes, ...propertyPatch },
    maxBytes: { "*": MAX_PROFILE_BYTES },
    impact: "write",
    idempotent: true,
    rules: [atLeastOne("profile_id", ...IDENTIFIERS)],
    request: {
      method: "POST",
      path: "/api/profile-import",
      scopes: "profiles:write",
      rate: L,
      body: { type: "profile", id: "profile_id", attributes: PROFILE_ATTRIBUTES, paths: PROPERTY_PATCH },
    },
    result: { kind: "resource", resource: resource.profile },
  }),

  merge_profiles: operation({
    title: "Merge two profiles",
    description:
      "Merges the source into the destination and deletes the source, in the background. Cannot be undone.",
    inputSchema: { destination_profile_id: id, source_profile_id: id },
    impact: "dangerous",
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
    request: {
      method: "POST",
      path: "/api/profile-merge",
      scopes: "profiles:write",
      rate: M,
      body: {
        type: "profile-merge",
        id: "destination_profile_id",
        paths: { source_profile_id: "relationships.profiles.data.0.id" },
        constants: { "relationships.profiles.data.0.type": "profile" },
      },
    },
    result: {
      kind: "resource",
      resource: resource.profile,
      hint: "The merge is queued: get_profile shows the destination when it is done.",
    },
  }),

  get_lists_for_profile: operation({
    title: "List a profile's lists",
    description: "The lists that one customer is on.",
    inputSchema: { profile_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/profiles/{profile_id}/lists",
      scopes: "lists:read profiles:read",
      rate: S,
    },
    result: { kind: "collection", resource: resource.list },
  }),

  get_segments_for_profile: operation({
    title: "List a profile's segments",
    description: "The segments that one customer is in now.",
    inputSchema: { profile_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/profiles/{profile_id}/segments",
      scopes: "profiles:read segments:read",
      rate: S,
    },
    result: { kind: "collection", resource: resource.segment },
  }),
});
