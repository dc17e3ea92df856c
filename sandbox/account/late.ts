import type { Resource } from "../resource.ts";
import type { Audience } from "./audiences.ts";
import { seedCampaigns, UNTRACKED } from "./campaigns.ts";
import type { Product } from "./catalog.ts";
import { DAY, HOUR } from "./clock.ts";
import { type FlowSources, seedFlows } from "./flows.ts";
import type { Journal } from "./journal.ts";
import { metricId } from "./metrics.ts";
import type { Person } from "./profiles.ts";
import { Random } from "./random.ts";

const CAMPAIGN = `${UNTRACKED} | email | Scheduled | -5 | wholesale | | static | Bring what you have outgrown`;

/** Entered by those who wait for a product; what is below is all that it sends. */
const FLOW = `
Back in Stock | live | Metric | 0
wait | 1 | hours
email | Back in stock e-mail | It is back: the one you waited for`;

/** So many days ago the first of them asked to be told, and the last of them were: the flow has sent nothing since. */
const FIRST_WAIT = 26;
const LAST_TOLD = 8;
const WAITING_A_DAY = 3;
/** The products that people wait for, one of them more than the others. */
const WANTED = [0, 0, 0, 4, 4, 9, 13];

/** The shop's search has told Klaviyo nothing any more since so many days ago. */
const SEARCHES = { first: 20, last: 3, aDay: 5 };
const SEARCHED = ["tent", "rain shell", "boots", "headlamp", "gift card", "socks"];

/** Coupon, and how many of its codes messages hand out a day. */
const HANDED_OUT: readonly (readonly [coupon: string, aDay: number])[] = [
  ["VIP_EARLY_ACCESS", 4],
  ["WELCOME10", 1],
];
const HANDED_OUT_DAYS = 12;

/** What an account of the last weeks tells besides its story: who waits for what, and what has gone quiet. */
export function seedLate({
  journal,
  products,
  ...sources
}: FlowSources & { journal: Journal; products: readonly Product[] }): Resource[] {
  const random = new Random("late");
  const { clock, people } = sources;
  // The oldest of them were there all that time.
  const known = people.slice(0, 60);
  const each = (from: number, to: number, aDay: number, note: (person: Person, at: number) => void) => {
    for (let day = from; day > to; day--)
      for (let time = 0; time < aDay; time++)
        note(random.pick(known), clock.daysAgo(day) + random.between(1, 23) * HOUR);
  };
  const waiting: Audience = { id: metricId("Subscribed to Back in Stock"), name: "waiting", members: [] };
  each(FIRST_WAIT, 0, WAITING_A_DAY, (person, at) => {
    const product = products[random.pick(WANTED) % products.length];
    if (!product) return;
    const size = random.pick(product.sizes);
    journal.record("Subscribed to Back in Stock", person, at, {
      ProductName: product.title,
      ProductID: product.externalId,
      VariantId: `${product.externalId}-${size}`,
      VariantName: size,
      URL: product.url,
    });
    if (at < clock.now - LAST_TOLD * DAY - 2 * HOUR) waiting.members.push({ person, joinedAt: at });
  });
  each(SEARCHES.first, SEARCHES.last, SEARCHES.aDay, (person, at) => {
    journal.record("Submitted Search", person, at, { SearchQuery: random.pick(SEARCHED) });
  });
  for (const [coupon, aDay] of HANDED_OUT) {
    each(HANDED_OUT_DAYS, 0, aDay, (person, at) => {
      const UniqueCode = random.shortId(10).toUpperCase();
      journal.record("Coupon Assigned", person, at, { CouponKey: coupon, CouponID: coupon, UniqueCode });
    });
  }
  const { audiences, templates, post } = sources;
  return [
    ...seedCampaigns(audiences, templates, post, clock, CAMPAIGN, "late campaigns"),
    ...seedFlows({ ...sources, audiences: [waiting] }, FLOW, "late flows"),
  ];
}
