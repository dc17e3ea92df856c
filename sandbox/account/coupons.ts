import type { Resource } from "../resource.ts";
import { type Clock, HOUR, toIso } from "./clock.ts";
import type { Person } from "./profiles.ts";
import { Random } from "./random.ts";

/** External id, description, number of codes, days until they expire (null: never). */
const COUPONS = [
  ["SUMMER_SALE_2026", "20% off everything on the trail, one use a customer", 120, 45],
  ["WELCOME10", "10% off the first order", 80, null],
  ["VIP_EARLY_ACCESS", "Free shipping and early access for VIP members", 40, 12],
  ["WINTER_CLEARANCE", "30% off last season's layers", 30, -90],
] as const;

/** The coupon whose codes came in bulk, by a job that is done and still to be read. */
const BULK = { coupon: "WELCOME10", job: "01K9F3M7QW8ZC5E2RB6XN4HVYD" };

/** The coupons with their codes, some of them given to people and used. */
export function seedCoupons(people: readonly Person[], clock: Clock): Resource[] {
  const random = new Random("coupons");
  return COUPONS.flatMap(([id, description, count, expiry]) => {
    const coupon: Resource = {
      type: "coupon",
      id,
      attributes: { external_id: id, description, monitor_configuration: { low_balance_threshold: 100 } },
      relationships: {},
    };
    const codes = Array.from({ length: count }, (): Resource => {
      const code = random.shortId(10).toUpperCase();
      const status = random.pick(["UNASSIGNED", "UNASSIGNED", "ASSIGNED_TO_PROFILE", "USED"]);
      const expiresAt = expiry === null ? null : toIso(clock.daysAgo(-expiry) + 5 * HOUR);
      return {
        type: "coupon-code",
        id: `${id}-${code}`,
        attributes: { unique_code: code, expires_at: expiresAt, status },
        relationships: {
          coupon: { type: "coupon", id },
          profile: status === "UNASSIGNED" ? null : { type: "profile", id: random.pick(people).id },
        },
      };
    });
    return [coupon, ...codes, ...(id === BULK.coupon ? [jobOf(codes, clock)] : [])];
  });
}

function jobOf(codes: readonly Resource[], clock: Clock): Resource {
  return {
    type: "coupon-code-bulk-create-job",
    id: BULK.job,
    attributes: {
      status: "complete",
      created_at: toIso(clock.daysAgo(2)),
      completed_at: toIso(clock.daysAgo(2)),
      expires_at: toIso(clock.daysAgo(-5)),
      total_count: codes.length,
      completed_count: codes.length,
      failed_count: 0,
      errors: [],
    },
    relationships: { "coupon-codes": codes.map(({ type, id }) => ({ type, id })) },
  };
}
