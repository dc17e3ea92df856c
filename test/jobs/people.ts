import { strict as assert } from "node:assert";
import type { Resource } from "./account.ts";
import type { Json } from "./agent.ts";
import { dayOf, plusDays, today } from "./days.ts";
import { job } from "./job.ts";

const DAYS = 30;
const BEST = 10;
const ALL_PROFILES =
  "/api/profiles?page[size]=100&additional-fields[profile]=subscriptions,predictive_analytics";

const joined = job(3, {
  question: "How many people joined the newsletter list in the last 30 days?",
  async play(agent) {
    const since = plusDays(today(), -DAYS);
    const count = (list_id: string) => ({
      name: "get_profiles_for_list",
      arguments: { list_id, filter: `greater-or-equal(joined_group_at,${since})` },
    });
    // Nobody said what the list is called exactly; the refusal says which there is.
    const told = await agent.refused("summarize_collection", count("newsletter"));
    const { data } = await agent.call("summarize_collection", count(idIn(told)));
    return { total: data.total, all: data.all };
  },
  async check({ total, all }, account) {
    const list = await account.named("/api/lists", "Newsletter Subscribers");
    const members = await account.all(`/api/lists/${list.id}/profiles?page[size]=100`);
    const since = plusDays(today(), -DAYS);
    assert.equal(all, true);
    assert.equal(total, members.filter((one) => dayOf(one.attributes.joined_group_at) >= since).length);
    assert(total > 0 && total < members.length, "some joined, and not all");
  },
});

const mostValuable = job(4, {
  question: "Who are our ten most valuable customers?",
  async play(agent) {
    const { data } = await agent.call("summarize_collection", {
      name: "get_profiles",
      by: "predictive_analytics.total_clv",
      top: BEST,
    });
    return data.top.map(({ id, email, value }: Json) => ({ id, email, value }));
  },
  async check(top: { id: string; value: number; email: string }[], account) {
    const people = await account.all(ALL_PROFILES);
    const value = (one: Resource): number => one.attributes.predictive_analytics?.total_clv ?? 0;
    const best = people.sort((a, b) => value(b) - value(a)).slice(0, BEST);
    assert.deepEqual(
      top,
      best.map((one) => ({ id: one.id, email: one.attributes.email, value: value(one) })),
    );
  },
});

const SARAH = "sarah.novak1@example.com";

const oneCustomer = job(5, {
  question: `Is ${SARAH} subscribed to e-mail and SMS, since when, on which lists, and what did she buy last?`,
  async play(agent) {
    const { data } = await agent.call("get_customer", { profile_id: SARAH });
    const orders = await agent.call("get_events", {
      filter: `equals(profile_id,"${data.id}"),equals(metric_id,"Ordered Product")`,
      sort: "-datetime",
      limit: 1,
    });
    const { email, sms } = data.consent;
    return {
      email,
      sms,
      lists: data.lists.map(({ name }: Json) => name),
      bought: orders.data.map(({ event_properties }: Json) => event_properties.ProductName),
    };
  },
  async check(answer, account) {
    const person = await account.named(ALL_PROFILES, SARAH, "email");
    const { email, sms } = person.attributes.subscriptions;
    const lists = await account.all(`/api/profiles/${person.id}/lists`);
    const orders = await account.events("Ordered Product", `,equals(profile_id,"${person.id}")`);
    const last = orders.sort((a, b) => b.attributes.timestamp - a.attributes.timestamp).slice(0, 1);
    const since = ({ consent, consent_timestamp }: Json) =>
      `${consent} since ${consent_timestamp.slice(0, "2026-12-31".length)}`;
    const [bounce] = email.marketing.suppression;
    assert.deepEqual(answer, {
      // Subscribed, and yet nothing reaches her: that is part of the answer.
      email: `${since(email.marketing)}, cannot receive (suppressed: ${bounce.reason} ${bounce.timestamp.slice(0, "2026-12-31".length)})`,
      sms: `${since(sms.marketing)}, can receive`,
      lists: lists.map(({ attributes }) => attributes.name),
      bought: last.map(({ attributes }) => attributes.event_properties.ProductName),
    });
  },
});

const LEAVING = [SARAH, "fatima.foster3@example.org", "lucas.haugen4@example.com"];

const fromSmsOnly = job(9, {
  question: `Unsubscribe ${LEAVING.join(", ")} from SMS only.`,
  async play(agent) {
    const { data } = await agent.call("get_profiles", {
      filter: `any(email,[${LEAVING.map((one) => `"${one}"`)}])`,
      fields: ["email", "phone_number"],
    });
    await agent.call("bulk_unsubscribe_profiles", {
      profiles: data.map(({ phone_number }: Json) => ({ phone_number, channels: ["sms"] })),
    });
    return data.map(({ email }: Json) => email);
  },
  async check(done: string[], account) {
    const people = await account.all(ALL_PROFILES);
    const consentOf = (channel: "sms" | "email", status: string) =>
      people
        .filter(({ attributes }) => attributes.subscriptions[channel]?.marketing.consent === status)
        .map(({ attributes }) => attributes.email);
    assert.deepEqual(done.toSorted(), LEAVING.toSorted());
    for (const email of LEAVING) {
      assert(consentOf("sms", "UNSUBSCRIBED").includes(email), `${email} is out`);
      assert(consentOf("email", "SUBSCRIBED").includes(email), `${email} gets e-mail as before`);
    }
  },
});

const TWICE = { phone: "(555) 201-1591", other: "marcus.svensson244@example.com" };

const merged = job(17, {
  question: `Marcus Svensson of ${TWICE.phone} is in twice, the other time as ${TWICE.other}. Merge them into the first.`,
  async play(agent) {
    const pair = { destination_profile_id: TWICE.phone, source_profile_id: TWICE.other };
    const { data } = await agent.confirmed("merge_profiles", pair, (preview) => {
      assert.match(JSON.stringify(preview), /Marcus.*Marcus/, "the person sees that both are Marcus");
    });
    return data.id;
  },
  async check(id, account) {
    const people = await account.all(ALL_PROFILES);
    const named = people.filter(
      ({ attributes }) => attributes.first_name === "Marcus" && attributes.last_name === "Svensson",
    );
    assert.deepEqual(
      named.map((one) => [one.id, one.attributes.phone_number]),
      [[id, "+15552011591"]],
    );
  },
});

const everybody = job(22, {
  question: "Export everybody on VIP Early Access.",
  async play(agent) {
    const { data, next_cursor } = await agent.call("get_profiles_for_list", {
      list_id: "VIP Early Access",
      fields: ["email", "first_name", "last_name"],
      limit: 1000,
    });
    assert.equal(next_cursor, undefined, "that is all");
    return data.map(({ id, email, first_name, last_name }: Json) => ({ id, email, first_name, last_name }));
  },
  async check(rows: Json[], account) {
    const list = await account.named("/api/lists", "VIP Early Access");
    const members = await account.all(`/api/lists/${list.id}/profiles?page[size]=100`);
    assert.deepEqual(
      rows,
      members.map(({ id, attributes: { email, first_name, last_name } }) => ({
        id,
        email: email ?? undefined,
        first_name: first_name ?? undefined,
        last_name: last_name ?? undefined,
      })),
    );
  },
});

/** The id that a refusal offers beside a name: `There is "Name" (ID, …)`. */
export function idIn(told: string): string {
  return /There is "[^"]*" \(([^,)]+)/.exec(told)?.[1] ?? assert.fail(`nothing is offered: ${told}`);
}

export const people = [joined, mostValuable, oneCustomer, fromSmsOnly, merged, everybody];
