import type { Resource } from "../resource.ts";
import { type Clock, toIso } from "./clock.ts";
import { linkTo, made } from "./made.ts";

const dynamic = (flow: string, campaign: string) => ({
  flow: { type: "dynamic", value: flow },
  campaign: { type: "dynamic", value: campaign },
});
const fixed = (value: string) => ({ flow: { type: "static", value }, campaign: { type: "static", value } });

const USAGE = [
  ["profiles", 243, 500],
  ["messages", 3120, 5000],
  ["credits", 410, 1250],
  ["reviews", 10, 250],
] as const;

/** How links are tagged, what the plan allows, and who text messages come from. */
export function seedSettings(account: Resource, clock: Clock): Resource[] {
  const registration = "01JTMREG0A7X3M5Q9T2W4Y6Z8C";
  const stamps = { created_at: toIso(clock.daysAgo(320)), updated_at: toIso(clock.daysAgo(70)) };
  return [
    made("tracking-setting", account.id, {
      auto_add_parameters: true,
      utm_source: fixed("Klaviyo"),
      utm_medium: dynamic("message_type", "message_type"),
      utm_campaign: dynamic("flow_name", "campaign_name"),
      utm_id: dynamic("flow_id", "campaign_id"),
      utm_term: null,
      custom_parameters: [],
    }),
    ...USAGE.map(([unit, usage_used, usage_max]) =>
      made("billing-usage", unit, {
        unit,
        usage_used,
        usage_max,
        period_start: toIso(clock.daysAgo(14)),
        period_end: toIso(clock.daysAgo(-16)),
        as_of: toIso(clock.now),
      }),
    ),
    made("text-messaging-configuration", account.id, {
      org_prefix: "Northwind",
      opt_out_language: "Reply STOP to opt out",
      status: "active",
      ...stamps,
    }),
    made(
      "text-messaging-sender",
      "01JTMSND0A7X3M5Q9T2W4Y6Z8C",
      {
        sender_type: "toll_free",
        sender_identifier: "+18335550123",
        forwarding_number: "+18025550142",
        sender_details: { country: "US" },
        status: "active",
        created_at: stamps.created_at,
      },
      { "text-messaging-sender-registration": linkTo("text-messaging-sender-registration", registration) },
    ),
    made("text-messaging-sender-registration", registration, {
      status: "approved",
      failures: [],
      ...stamps,
      submitted_at: toIso(clock.daysAgo(318)),
      decided_at: toIso(clock.daysAgo(311)),
    }),
  ];
}
