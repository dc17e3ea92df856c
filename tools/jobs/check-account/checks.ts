import { couponsRunningOut } from "./coupons.ts";
import { deliverability } from "./deliverability.ts";
import type { Check } from "./finding.ts";
import { flowsFallen } from "./flows.ts";
import { campaignsNotSent } from "./not-sent.ts";
import { overlappingSends } from "./overlaps.ts";
import { badReviews } from "./reviews.ts";
import { shopEventsMissing } from "./shop-events.ts";
import { sendsWithoutUtm } from "./tracking.ts";

/** Everything that is looked for, by the name that picks it, in the order in which it is read. */
export const CHECKS = {
  campaigns_not_sent: campaignsNotSent,
  shop_events_missing: shopEventsMissing,
  deliverability,
  coupons_running_out: couponsRunningOut,
  overlapping_sends: overlappingSends,
  sends_without_utm: sendsWithoutUtm,
  bad_reviews: badReviews,
  // The last, since a report may have to wait for its turn.
  flows_fallen: flowsFallen,
} as const satisfies Readonly<Record<string, Check>>;

export type CheckName = keyof typeof CHECKS;
export const CHECK_NAMES = Object.keys(CHECKS) as [CheckName, ...CheckName[]];
