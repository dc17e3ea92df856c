import { strict as assert } from "node:assert";
import type { Json } from "./agent.ts";
import { dayOf, mondayOf, plusDays, today } from "./days.ts";
import { job } from "./job.ts";
import { idIn } from "./people.ts";

const NEW_CODES = 50;

const newCodes = job(12, {
  question: "Make 50 codes for SUMMER_SALE and tell me how many are unused.",
  async play(agent) {
    const codes = Array.from({ length: NEW_CODES }, (_, at) => `TRAIL-${at + 1}`);
    const make = (coupon_id: string) => ({ coupon_id, codes });
    const told = await agent.refused("bulk_create_coupon_codes", make("SUMMER_SALE"));
    const coupon_id = idIn(told);
    const made = await agent.call("bulk_create_coupon_codes", make(coupon_id));
    let { status } = made.data;
    while (status === "queued" || status === "processing") {
      const { data } = await agent.call("get_bulk_create_coupon_codes_job", { job_id: made.data.id });
      status = data.status;
    }
    const { data } = await agent.call("summarize_collection", {
      name: "get_coupon_codes",
      arguments: { coupon_id },
      group_by: "status",
    });
    return { status, unused: data.groups.find(({ value }: Json) => value === "UNASSIGNED").count };
  },
  async check({ status, unused }, account) {
    const all = await account.all(
      '/api/coupon-codes?filter=equals(coupon.id,"SUMMER_SALE_2026")&page[size]=100',
    );
    const free = all.filter(({ attributes }) => attributes.status === "UNASSIGNED");
    assert.equal(status, "complete");
    assert.equal(unused, free.length);
    assert.equal(free.filter(({ attributes }) => /^TRAIL-/.test(attributes.unique_code)).length, NEW_CODES);
  },
});

const mostViewed = job(13, {
  question: "Which products were viewed most last week?",
  async play(agent) {
    const monday = mondayOf(today());
    const { data } = await agent.call("summarize_collection", {
      name: "get_events",
      arguments: {
        filter: `equals(metric_id,"Viewed Product"),greater-or-equal(datetime,${plusDays(monday, -7)}),less-than(datetime,${monday})`,
      },
      group_by: "event_properties.ProductName",
      top: 5,
    });
    return data;
  },
  async check({ total, groups }, account) {
    const monday = mondayOf(today());
    const counts = new Map<string, number>();
    for (const { attributes } of await account.events("Viewed Product")) {
      const day = dayOf(attributes.datetime);
      if (day < plusDays(monday, -7) || day >= monday) continue;
      const name = attributes.event_properties.ProductName;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const most = [...counts.values()].sort((a, b) => b - a);
    assert.equal(
      total,
      most.reduce((all, one) => all + one, 0),
    );
    assert.deepEqual(
      groups.map(({ count }: Json) => count),
      most.slice(0, 5),
    );
    for (const { value, count } of groups) assert.equal(counts.get(value), count, value);
  },
});

const noSuchTopic = job(14, {
  question: "Set up a webhook for campaign sends to https://hooks.example.com/sends.",
  async play(agent) {
    const { data, hint } = await agent.call("get_webhook_topics");
    assert.match(hint, /none is of a campaign/);
    return data.map(({ id }: Json) => id);
  },
  async check(topics: string[], account) {
    const all = await account.all("/api/webhook-topics");
    assert.deepEqual(
      topics,
      all.map(({ id }) => id),
    );
    assert(!topics.some((one) => one.includes("campaign")));
  },
});

const sender = job(21, {
  question: "What do we send from, and in which timezone?",
  async play(agent) {
    const { data } = await agent.call("get_accounts");
    const [{ contact_information, timezone }] = data;
    const { default_sender_email, default_sender_name } = contact_information;
    return { default_sender_email, default_sender_name, timezone };
  },
  async check(answer, account) {
    const [{ attributes } = assert.fail("no account")] = await account.all("/api/accounts");
    const { default_sender_email, default_sender_name } = attributes.contact_information;
    assert.deepEqual(answer, { default_sender_email, default_sender_name, timezone: attributes.timezone });
  },
});

export const shop = [newCodes, mostViewed, noSuchTopic, sender];
