import { strict as assert } from "node:assert";
import type { Account, Resource } from "./account.ts";
import type { Json } from "./agent.ts";
import { dayOf, plusDays, today } from "./days.ts";
import { job } from "./job.ts";

const DAYS = 7;
const COMING = 14;
const first = () => plusDays(today(), -DAYS);
const before = () => plusDays(today(), -2 * DAYS);
const inside = (day: string, from: string, to: string) => day >= from && day < to;

/** What is wrong, as what it is of and the number that is told. */
type Wrong = [of: string, number: number];

async function campaignsOf(account: Account): Promise<(Resource & { channel: string })[]> {
  const all: (Resource & { channel: string })[] = [];
  for (const channel of ["email", "sms", "mobile_push"]) {
    const found = await account.all(
      `/api/campaigns?filter=equals(messages.channel,'${channel}')&page[size]=100`,
    );
    all.push(...found.map((one) => ({ ...one, channel })));
  }
  return all;
}

const dayOfSend = ({ attributes }: Resource) => (attributes.send_time ? dayOf(attributes.send_time) : "");
const isComing = (campaign: Resource) =>
  ["Scheduled", "Sending"].includes(campaign.attributes.status) &&
  inside(dayOfSend(campaign), plusDays(today(), -1), plusDays(today(), COMING));

async function notSent(account: Account): Promise<Wrong[]> {
  return (await campaignsOf(account))
    .filter((one) => one.attributes.status.startsWith("Cancelled") && dayOfSend(one) >= first())
    .map(({ attributes }) => [attributes.name, 1]);
}

async function overlapping(account: Account): Promise<Wrong[]> {
  const coming = (await campaignsOf(account)).filter(isComing);
  const lists = [...(await account.all("/api/lists")), ...(await account.all("/api/segments"))];
  return lists.flatMap(({ id, attributes }): Wrong[] => {
    const sends = coming.filter((one) => one.attributes.audiences.included.includes(id));
    return sends.length > 1 ? [[attributes.name, sends.length]] : [];
  });
}

/** Of two audiences that coming sends go to, the smaller one and how many of its people are in the other too. */
async function sharedPeople(account: Account): Promise<Wrong[]> {
  const coming = (await campaignsOf(account)).filter(isComing);
  const included = new Set(coming.flatMap(({ attributes }) => attributes.audiences.included as string[]));
  const groups: { name: string; emails: string[] }[] = [];
  for (const kind of ["lists", "segments"]) {
    for (const { id, attributes } of await account.all(`/api/${kind}`)) {
      if (!included.has(id)) continue;
      const people = await account.all(`/api/${kind}/${id}/profiles?page[size]=100`);
      groups.push({ name: attributes.name, emails: people.map((one) => one.attributes.email) });
    }
  }
  return groups.flatMap(({ name, emails }) =>
    groups
      .filter((one) => one.name !== name && one.emails.length >= emails.length)
      .map((one): Wrong => [name, emails.filter((email) => one.emails.includes(email)).length]),
  );
}

async function untracked(account: Account): Promise<Wrong[]> {
  const wanted = (await campaignsOf(account)).filter(
    (one) =>
      one.channel !== "mobile_push" &&
      (isComing(one) || (one.attributes.status === "Sent" && dayOfSend(one) >= first())),
  );
  return wanted
    .filter(({ attributes }) => attributes.tracking_options.add_tracking_params === false)
    .map(({ attributes }) => [attributes.name, 1]);
}

async function fallen(account: Account): Promise<Wrong[]> {
  const sent: Resource[] = [];
  for (const metric of ["Received Email", "Bounced Email", "Received SMS"])
    sent.push(...(await account.events(metric)));
  const flows = await account.all("/api/flows?filter=equals(status,'live')");
  return flows.flatMap(({ id, attributes }): Wrong[] => {
    const days = sent.flatMap((one) =>
      one.attributes.event_properties.$flow === id ? [dayOf(one.attributes.datetime)] : [],
    );
    const earlier = days.filter((day) => inside(day, before(), first())).length;
    const now = days.filter((day) => inside(day, first(), today())).length;
    return earlier >= 10 && now * 2 <= earlier ? [[attributes.name, now]] : [];
  });
}

async function silent(account: Account): Promise<Wrong[]> {
  const metrics = await account.all("/api/metrics");
  const shop = metrics.filter(
    ({ attributes: { name, integration } }) =>
      integration.category === "eCommerce" || /^(Viewed|Added|Active)/.test(name),
  );
  const found: Wrong[] = [];
  for (const { attributes } of shop) {
    const days = (await account.events(attributes.name)).map((one) => dayOf(one.attributes.datetime));
    const recent = days.filter((day) => day >= plusDays(today(), -14)).sort();
    const last = recent.at(-1);
    if (last === undefined) continue;
    const quiet = (Date.parse(today()) - Date.parse(last)) / 86_400_000 - 1;
    const usual = recent.length / (14 - quiet);
    if (quiet >= 1 && usual * quiet >= 5) found.push([attributes.name, quiet]);
  }
  return found;
}

async function undelivered(account: Account): Promise<Wrong[]> {
  const received = await account.events("Received Email");
  const counts = (events: Resource[], of: string, property: string, from: string, to: string) =>
    events.filter(
      ({ attributes }) =>
        attributes.event_properties[property] === of && inside(dayOf(attributes.datetime), from, to),
    ).length;
  const found: Wrong[] = [];
  for (const [metric, least] of [
    ["Marked Email as Spam", 0.001],
    ["Bounced Email", 0.02],
    ["Unsubscribed from Email Marketing", 0.01],
  ] as const) {
    const events = await account.events(metric);
    const told = new Set<number>();
    for (const property of ["Inbox Provider", "Email Domain"]) {
      const groups = new Set(events.map(({ attributes }) => attributes.event_properties[property]));
      for (const of of groups) {
        const share = (from: string, to: string) => {
          const wrong = counts(events, of, property, from, to);
          return [wrong, wrong / Math.max(wrong, counts(received, of, property, from, to), 1)] as const;
        };
        const [now, rate] = share(first(), today());
        const [, earlier] = share(before(), first());
        if (now < 5 || rate < least || rate < 2 * earlier || told.has(now)) continue;
        told.add(now);
        found.push([of, now]);
      }
    }
  }
  return found;
}

async function runningOut(account: Account): Promise<Wrong[]> {
  const assigned = (await account.events("Coupon Assigned")).filter(({ attributes }) =>
    inside(dayOf(attributes.datetime), first(), today()),
  );
  const found: Wrong[] = [];
  for (const { id } of await account.all("/api/coupons")) {
    const pace =
      assigned.filter(({ attributes }) => attributes.event_properties.CouponKey === id).length / DAYS;
    const filter = `and(equals(coupon.id,"${id}"),equals(status,"UNASSIGNED"))`;
    const left = (await account.all(`/api/coupon-codes?filter=${filter}&page[size]=100`)).length;
    if (left < pace * COMING) found.push([id, left]);
  }
  return found;
}

async function complaints(account: Account): Promise<Wrong[]> {
  return (await account.all("/api/reviews?page[size]=100"))
    .filter(
      ({ attributes: { rating, created, status } }) =>
        rating !== null && rating <= 2 && dayOf(created) >= first() && status.value !== "rejected",
    )
    .map(({ attributes }) => [attributes.product.name, attributes.rating]);
}

const CHECKED: Readonly<Record<string, (account: Account) => Promise<Wrong[]>>> = {
  campaigns_not_sent: notSent,
  flows_fallen: fallen,
  shop_events_missing: silent,
  deliverability: undelivered,
  coupons_running_out: runningOut,
  overlapping_sends: overlapping,
  sends_without_utm: untracked,
  bad_reviews: complaints,
};

const isIn = (one: unknown, all: readonly unknown[]) =>
  all.some((other) => JSON.stringify(other) === JSON.stringify(one));

const wrongToday = job(27, {
  question: "What is wrong today?",
  varies: true,
  async play(agent) {
    const { data } = await agent.call("check_account");
    return data.map(({ check, finding, number }: Json) => [
      finding.includes("also in") ? "shared_people" : check,
      /"((?:[^"\\]|\\.)+)"/.exec(finding)?.[1]?.replaceAll("\\", ""),
      number,
    ]);
  },
  async check(answer, account) {
    for (const [check, raw] of Object.entries(CHECKED)) {
      const told = answer.filter(([of]: string[]) => of === check).map(([, ...wrong]: Json[]) => wrong);
      const wrong = await raw(account);
      assert(wrong.length > 0, `the account has something of ${check}`);
      assert.deepEqual(told.sort(), wrong.sort(), check);
    }
    const shared = await sharedPeople(account);
    const told = answer.filter(([of]: string[]) => of === "shared_people");
    assert(told.length > 0, "the account has coming sends to the same people");
    for (const [, ...one] of told) assert(isIn(one, shared), JSON.stringify(one));
  },
});

export const morning = [wrongToday];
