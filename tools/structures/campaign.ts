import { z } from "zod";
import type { Json } from "../../src/tool/tool.ts";
import { datetime, flag, text } from "../params.ts";

/** The percentages of the recipients an hour that a throttled send may name. */
const THROTTLE = [1, 2, 5, 10, 11, 13, 14, 17, 20, 25, 33, 50];

/** When a campaign goes out, flat: which keys belong to which method is checked when the body is built. */
export const sendStrategy = () =>
  z
    .strictObject({
      method: z.enum(["immediate", "static", "throttled", "smart_send_time"]),
      datetime: datetime.optional().describe("static, throttled"),
      is_local: z.boolean().optional().describe("static: on each recipient's clock; datetime in UTC"),
      send_past_recipients_immediately: flag.describe("with is_local"),
      throttle_percentage: z.number().int().optional().describe("throttled: % an hour, e.g. 10, 25, 50"),
      date: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date, e.g. 2026-12-01")
        .optional()
        .describe("smart_send_time"),
    })
    .superRefine(checkStrategy)
    .optional();

type Strategy = Record<string, unknown> & { method: string };

/** Which keys each method needs and may have. */
const STRATEGIES: Record<string, { needs: readonly string[]; may: readonly string[] }> = {
  immediate: { needs: [], may: [] },
  static: { needs: ["datetime"], may: ["is_local", "send_past_recipients_immediately"] },
  throttled: { needs: ["datetime", "throttle_percentage"], may: [] },
  smart_send_time: { needs: ["date"], may: [] },
};

function checkStrategy(strategy: Strategy, context: z.RefinementCtx): void {
  const { needs = [], may = [] } = STRATEGIES[strategy.method] ?? {};
  const refuse = (key: string, message: string) =>
    context.addIssue({ code: z.ZodIssueCode.custom, path: [key], message });
  for (const key of needs) {
    if (strategy[key] === undefined) refuse(key, `is required with method ${strategy.method}`);
  }
  for (const key of Object.keys(strategy)) {
    if (key !== "method" && ![...needs, ...may].includes(key))
      refuse(key, `does not go with method ${strategy.method}`);
  }
  const percentage = strategy.throttle_percentage;
  if (percentage !== undefined && !THROTTLE.includes(percentage as number)) {
    refuse("throttle_percentage", `is one of ${THROTTLE.join(", ")}`);
  }
  if (strategy.send_past_recipients_immediately !== undefined && strategy.is_local !== true) {
    refuse("send_past_recipients_immediately", "goes with is_local true only");
  }
}

/** A moment on a clock that only the recipient knows. */
export const localSchedule = () =>
  z
    .string()
    .regex(
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/,
      "must be a date and a time without a zone, e.g. 2026-12-01T10:00",
    )
    .optional();

/** A moment with its offset becomes a static send at it. */
export const encodeSchedule = (datetime: Json): Json => ({ method: "static", datetime });

/** A time on each recipient's clock: Klaviyo takes it as if it were UTC. */
export const encodeLocal = (local: Json): Json => ({
  method: "static",
  datetime: `${local}:00.000Z`,
  options: { is_local: true },
});

/** The tagged union that Klaviyo takes: what a static send may say besides sits under `options`. */
export function encodeStrategy(strategy: Json): Json {
  const { is_local, send_past_recipients_immediately, ...rest } = strategy as Record<string, Json>;
  const past = send_past_recipients_immediately;
  if (is_local === undefined) return rest;
  return {
    ...rest,
    options: { is_local, ...(past !== undefined && { send_past_recipients_immediately: past }) },
  };
}

export const sendOptions = () => z.strictObject({ use_smart_sending: z.boolean() }).optional();

const TRACKED = [
  "campaign_id",
  "campaign_name",
  "campaign_name_id",
  "campaign_name_send_day",
  "email_subject",
  "group_id",
  "group_name",
  "group_name_id",
  "link_alt_text",
  "message_type",
  "profile_external_id",
  "profile_id",
];

/** UTM parameters, and for e-mail what is tracked; a push campaign has none of it. */
export const trackingOptions = () =>
  z
    .strictObject({
      add_tracking_params: flag,
      custom_tracking_params: z
        .array(
          z
            .strictObject({
              type: z.enum(["static", "dynamic"]),
              name: z.string(),
              value: z.string().describe("static: any text; dynamic: e.g. campaign_name"),
            })
            .refine(({ type, value }) => type === "static" || TRACKED.includes(value), {
              path: ["value"],
              message: `is with type dynamic one of ${TRACKED.join(", ")}`,
            }),
        )
        .optional(),
      is_tracking_clicks: flag.describe("email"),
      is_tracking_opens: flag.describe("email"),
    })
    .optional();

/** What an e-mail says of itself besides its template. */
export const emailContent = {
  subject: text,
  preview_text: text,
  from_email: text,
  from_label: text,
  reply_to_email: text,
};
export const EMAIL_CONTENT = Object.keys(emailContent) as (keyof typeof emailContent)[];
