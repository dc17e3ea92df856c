import { z } from "zod";
import type { Case } from "../src/tool/effects.ts";
import type { Preview } from "../src/tool/tool.ts";

// A zod schema never changes, so each of these is made once and shared by all tools: making them is what starting costs.
/** The id of a resource; never empty. Which tool lists such ids follows from the argument's name. */
export const id = z.string().min(1);
/** A text that must say something: a name, html. */
export const nonEmptyText = id;
export const text = z.string().optional();
export const flag = z.boolean().optional();
/** ISO 8601 with a zone, e.g. 2026-11-01T09:00:00Z. */
export const datetime = z.string().datetime({ offset: true });
/** A time by its name. Those of Klaviyo's reports, and quarters: what they mean is worked out here and sent as dates. */
export const timeframe = z
  .enum(
    (
      "today yesterday this_week last_week last_7_days this_month last_month last_30_days last_90_days last_3_months " +
      "this_quarter last_quarter this_year last_year last_12_months last_365_days"
    ).split(" ") as [string, ...string[]],
  )
  .optional();
/** Several ids: at least one, at most what one request takes. */
export const ids = (max: number) => z.array(id).min(1).max(max);
/** For an item of a list: one of these must be given, as the rule `atLeastOne` has it for a call. */
export const needsOneOf =
  (names: readonly string[]) =>
  (item: object, context: z.RefinementCtx): void => {
    if (names.some((name) => (item as Record<string, unknown>)[name] !== undefined)) return;
    context.addIssue({ code: "custom", message: `needs one of ${names.join(", ")}` });
  };
/** Free-form data of the account's own: any keys, any values. */
export const freeObject = z.record(z.unknown());

/** Where a profile lives, as Klaviyo stores it. */
export const location = z
  .strictObject({
    address1: text,
    address2: text,
    city: text,
    region: text,
    zip: text,
    country: text,
    latitude: z.number().optional(),
    longitude: z.number().optional(),
    timezone: text,
    ip: text,
  })
  .optional();

/** The three ways to say who a profile is; an operation that creates one needs at least one of them. */
export const identifiers = {
  email: text,
  phone_number: text,
  external_id: text,
};
export const IDENTIFIERS = ["email", "phone_number", "external_id"] as const;

/** What a person should know of a list or segment before it goes: the campaigns whose audience it is part of. */
export const campaignsUsing = (audience: string): Preview => ({
  tool: "get_campaigns",
  arguments: {
    channel: "email",
    filter: 'any(status,["Draft","Scheduled"])',
    sort: "-updated_at",
    page_size: 100,
  },
  label: "draft and scheduled e-mail campaigns that include or exclude it",
  show: ["name", "status", "scheduled_at", "send_time"],
  only: { paths: ["audiences.included", "audiences.excluded"], holds: `$${audience}` },
  note: "SMS and push campaigns, and any before the newest 100",
});

/** A call that names a person by id and gives an identifier: the record becomes that person's. */
export const identityOf = (person: string): Case => ({
  input: `${person}profile_id`,
  given: true,
  with: IDENTIFIERS.map((name) => `${person}${name}`),
  effects: ["identity"],
});

/** The list that profiles are put on; which flows it starts is shown of whatever starts any. */
export const listJoined: Preview = {
  tool: "get_list",
  arguments: { list_id: "$list_id" },
  label: "list",
  show: ["name"],
};
