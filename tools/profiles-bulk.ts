import { z } from "zod";
import { section } from "../src/tool/declare.ts";
import { withEach } from "../src/tool/rules.ts";
import type { Input, Json, ResourceBody } from "../src/tool/tool.ts";
import { datetime, flag, IDENTIFIERS, identityOf, listJoined, needsOneOf, text } from "./params.ts";
import {
  MAX_PROFILE_BYTES,
  PROFILE_ATTRIBUTES,
  PROPERTY_PATCH,
  profileAttributes,
  propertyPatch,
} from "./structures/profile.ts";
import { words } from "./words.ts";

const importItem: ResourceBody = {
  type: "profile",
  id: "profile_id",
  attributes: PROFILE_ATTRIBUTES,
  paths: PROPERTY_PATCH,
};

const CHANNELS = {
  email: ["email", "marketing"],
  sms: ["sms", "marketing"],
  sms_transactional: ["sms", "transactional"],
  whatsapp: ["whatsapp", "marketing"],
  whatsapp_transactional: ["whatsapp", "transactional"],
} as const;
type Channel = keyof typeof CHANNELS;
const channels = z.array(z.enum(Object.keys(CHANNELS) as [Channel, ...Channel[]])).min(1);
interface Subscriber {
  profile_id?: string;
  email?: string;
  phone_number?: string;
  channels: Channel[];
  consented_at?: string;
  age_gated_date_of_birth?: string;
}

/** Consent is of an address: that of a channel must be there, or the profile that has it. */
function needsAddress(profile: Partial<Subscriber>, context: z.RefinementCtx): void {
  if (profile.profile_id !== undefined) return;
  for (const channel of profile.channels ?? []) {
    const address = CHANNELS[channel][0] === "email" ? "email" : "phone_number";
    if (profile[address] !== undefined) continue;
    context.addIssue({ code: "custom", message: `channel ${channel} needs ${address}` });
  }
}

interface SubscriptionOptions {
  historical_import?: boolean;
  custom_source?: string;
  list_id?: string;
}

/** One profile of a subscription job: consent by channel and kind, as Klaviyo nests it. */
function subscription(profile: Subscriber, consent: "SUBSCRIBED" | "UNSUBSCRIBED"): Json {
  const { profile_id, email, phone_number, consented_at, age_gated_date_of_birth } = profile;
  const subscriptions: Record<string, Record<string, Json>> = {};
  for (const channel of profile.channels) {
    const [medium, kind] = CHANNELS[channel];
    subscriptions[medium] ??= {};
    subscriptions[medium][kind] = { consent, ...(consented_at && { consented_at }) };
  }
  return {
    type: "profile",
    ...(profile_id && { id: profile_id }),
    attributes: {
      ...(email && { email }),
      ...(phone_number && { phone_number }),
      subscriptions,
      ...(age_gated_date_of_birth && { age_gated_date_of_birth }),
    },
  };
}

function subscriptionJob(input: Input, type: string, consent: "SUBSCRIBED" | "UNSUBSCRIBED"): Json {
  const { historical_import, custom_source, list_id } = input as SubscriptionOptions;
  const profiles = (input.profiles as Subscriber[]).map((profile) => subscription(profile, consent));
  return {
    data: {
      type,
      attributes: {
        profiles: { data: profiles },
        ...(historical_import !== undefined && { historical_import }),
        ...(custom_source && { custom_source }),
      },
      ...(list_id && { relationships: { list: { data: { type: "list", id: list_id } } } }),
    },
  };
}

/** `/data/attributes/profiles/data/3/attributes/email` → `profiles[3].email`; consent stands for its channels. */
function subscriberAt(pointer: string): string | undefined {
  const found = /profiles\/data(?:\/(\d+)(?:\/(?:attributes\/)?(\w+)(.*))?)?/.exec(pointer);
  if (!found) {
    if (pointer.includes("relationships/list")) return "list_id";
    return /attributes\/(historical_import|custom_source)$/.exec(pointer)?.[1];
  }
  const [, at, part, rest = ""] = found;
  if (at === undefined) return "profiles";
  const name =
    part === "subscriptions" ? (rest.endsWith("/consented_at") ? "consented_at" : "channels") : part;
  const own = name === "id" ? "profile_id" : name === "attributes" ? undefined : name;
  return `profiles[${at}]${own ? `.${own}` : ""}`;
}

export const profilesBulk = section("profiles", {
  bulk_import_profiles: words({
    title: "Import profiles",
    does: "Creates or updates up to 10,000 customers in the background, optionally onto a list. Gives no consent to marketing.",
    inputSchema: {
      profiles: z
        .array(
          z
            .strictObject({ profile_id: text, ...profileAttributes, ...propertyPatch })
            .superRefine(needsOneOf(["profile_id", ...IDENTIFIERS])),
        )
        .min(1)
        .max(10_000),
      list_id: text,
    },
    judged: {
      when: [{ input: "list_id", given: true, effects: ["starts"] }, identityOf("profiles.")],
      counts: "profiles",
      startedBy: { list: "list_id" },
    },
    maxBytes: { "profiles[]": MAX_PROFILE_BYTES },
    settledBy: "get_profiles",
    preview: [listJoined],
    body: {
      type: "profile-bulk-import-job",
      each: { profiles: { path: "attributes.profiles.data", item: importItem } },
      relationships: { list_id: { name: "lists", type: "list", many: true } },
    },
    hint: 'get_bulk_import_profiles_job with job_id "{id}" shows its progress. A complete job can hide failures: get_errors_for_bulk_import_profiles_job lists them.',
  }),

  get_bulk_import_profiles_job: words({
    title: "Read an import job",
    does: "Progress of a profile import. failed_count above 0: see get_errors_for_bulk_import_profiles_job.",
    hint: "get_errors_for_bulk_import_profiles_job lists the profiles that failed.",
  }),

  get_errors_for_bulk_import_profiles_job: words({
    title: "List an import's errors",
    does: "The profiles of an import that failed, and why.",
  }),

  bulk_subscribe_profiles: words({
    title: "Subscribe profiles",
    does: "Records consent to marketing for up to 1,000 people who gave it. With list_id they join that list too; double opt-in lists ask them by e-mail. historical_import: consent from another system, needs consented_at and triggers no flows. custom_source: where it was given.",
    inputSchema: {
      profiles: z
        .array(
          z
            .strictObject({
              profile_id: text,
              email: text,
              phone_number: text,
              channels,
              consented_at: datetime.optional(),
              age_gated_date_of_birth: text,
            })
            .superRefine(needsOneOf(["profile_id", "email", "phone_number"]))
            .superRefine(needsAddress),
        )
        .min(1)
        .max(1000),
      list_id: text,
      historical_import: flag,
      custom_source: text,
    },
    judged: {
      when: [
        { input: "profiles.channels", equals: ["sms", "whatsapp"], effects: ["consent"], asks: true },
        { input: "profiles.consented_at", given: true, effects: ["consent"], asks: true },
        { input: "historical_import", equals: true, effects: ["consent"], asks: true },
        { input: "custom_source", given: false, effects: ["consent"], asks: true },
        { input: "list_id", given: true, effects: ["starts"] },
        identityOf("profiles."),
      ],
      counts: "profiles",
      startedBy: { list: "list_id" },
    },
    rules: [withEach("historical_import", "profiles", "consented_at")],
    settledBy: "get_profiles",
    preview: [listJoined],
    body: {
      build: (input) => subscriptionJob(input, "profile-subscription-bulk-create-job", "SUBSCRIBED"),
      argumentAt: subscriberAt,
    },
    hint: "Consent is recorded in the background: get_profile with additional_fields subscriptions shows it.",
    remarks: [
      {
        when: { input: "list_id", given: true },
        unless: { input: "historical_import", equals: true },
        says: "Where opt_in_process is double_opt_in, the list shows nobody before they confirm. get_list tells it.",
      },
      {
        when: { input: "list_id", given: false },
        unless: { input: "historical_import", equals: true },
        says: "Without list_id the account's default decides whether they have to confirm first.",
      },
    ],
  }),

  bulk_unsubscribe_profiles: words({
    title: "Unsubscribe profiles",
    does: "Withdraws consent of up to 100 people. With list_id from that list only; but anyone not on it is unsubscribed everywhere: check with get_profiles_for_list first.",
    inputSchema: {
      profiles: z
        .array(
          z
            .strictObject({ email: text, phone_number: text, channels })
            .superRefine(needsOneOf(["email", "phone_number"]))
            .superRefine(needsAddress),
        )
        .min(1)
        .max(100),
      list_id: text,
    },
    settledBy: "get_profiles",
    body: {
      build: (input) => subscriptionJob(input, "profile-subscription-bulk-delete-job", "UNSUBSCRIBED"),
      argumentAt: subscriberAt,
    },
    hint: "Consent is withdrawn in the background: get_profile with additional_fields subscriptions shows it.",
  }),
});
