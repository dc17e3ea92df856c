import { strict as assert } from "node:assert";
import { type Account, linked, type Resource } from "./account.ts";
import type { Json } from "./agent.ts";
import { dayOf, mondayOf, monthOf, plusDays, quarterOf, startOf, today } from "./days.ts";
import { job } from "./job.ts";

const LAST = 10;
/** Fewer than so many delivered tell no rate. */
const TELLING = 100;

const bestOpened = job(1, {
  question: "Which of our last 10 sent e-mail campaigns had the best open rate, and why might it be?",
  async play(agent) {
    const { data } = await agent.call("query_campaign_values", {
      timeframe: "last_365_days",
      filter: 'equals(send_channel,"email")',
      group_by: ["campaign", "audience"],
      sort: "-sent",
      top: LAST,
      statistics: ["delivered", "open_rate"],
    });
    const byRate = data.toSorted((a: Json, b: Json) => b.open_rate - a.open_rate);
    const name = ({ campaign_name, audience }: Json) => [campaign_name, audience];
    // 28 people who asked for it open more than 186 who did not: that is the why.
    return {
      best: name(byRate[0]),
      ofMany: name(byRate.find(({ delivered }: Json) => delivered >= TELLING)),
      all: data.map(({ campaign_name }: Json) => campaign_name),
    };
  },
  async check(answer, account) {
    const campaigns = await account.all(
      "/api/campaigns?filter=and(equals(messages.channel,'email'),equals(status,'Sent'))&page[size]=100",
    );
    const last = campaigns
      .sort((a, b) => Date.parse(b.attributes.send_time) - Date.parse(a.attributes.send_time))
      .slice(0, LAST);
    const opened = await openRates(account);
    const byRate = last.toSorted((a, b) => opened(b).rate - opened(a).rate);
    const lists = await account.all("/api/lists");
    const name = (one: Resource | undefined) => [
      one?.attributes.name,
      lists.find(({ id }) => id === one?.attributes.audiences.included[0])?.attributes.name,
    ];
    assert.deepEqual(answer, {
      best: name(byRate[0]),
      ofMany: name(byRate.find((one) => opened(one).delivered >= TELLING)),
      all: last.map(({ attributes }) => attributes.name),
    });
  },
});

/** Opened and delivered of each campaign by Klaviyo's own report; where the events are still there, they agree. */
async function openRates(
  account: Account,
): Promise<(campaign: Resource) => { rate: number; delivered: number }> {
  const results = await report(account, "campaign", { key: "last_365_days" }, ["delivered", "opens_unique"]);
  const received = await account.events("Received Email");
  return ({ id }) => {
    const sum = (name: string) =>
      results
        .filter(({ groupings }) => groupings.campaign_id === id)
        .reduce((all, { statistics }) => all + (statistics[name] ?? 0), 0);
    const delivered = sum("delivered");
    const events = received.filter(({ attributes }) => attributes.event_properties.$message === id);
    if (events.length > 0)
      assert.equal(new Set(events.map((one) => linked(one, "profile")[0])).size, delivered);
    return { delivered, rate: sum("opens_unique") / delivered };
  };
}

interface Result {
  groupings: Record<string, string>;
  statistics: Record<string, number>;
}

/** The rows of a report of Klaviyo's, as they come. */
async function report(
  account: Account,
  kind: "campaign" | "flow",
  timeframe: object,
  statistics: string[],
): Promise<Result[]> {
  const metrics = await account.all("/api/metrics");
  const orders = metrics.find(
    ({ attributes }) => attributes.name === "Placed Order" && attributes.integration?.name === "Shopify",
  );
  const attributes = { timeframe, statistics, conversion_metric_id: orders?.id };
  const body = { data: { type: `${kind}-values-report`, attributes } };
  const { data } = await account.send("POST", `/api/${kind}-values-reports`, body);
  return (data as Resource).attributes.results;
}

/** What people spent after messages of a kind, of one channel or of all. */
async function revenue(
  account: Account,
  kind: "campaign" | "flow",
  timeframe: object,
  channel?: string,
): Promise<number> {
  const results = await report(account, kind, timeframe, ["conversion_value"]);
  const sum = results
    .filter(({ groupings }) => channel === undefined || groupings.send_channel === channel)
    .reduce((all, { statistics }) => all + (statistics.conversion_value ?? 0), 0);
  return cents(sum);
}

const cents = (sum: number) => Math.round(sum * 100) / 100;

const flowRevenue = job(2, {
  question: "How did revenue from flows last month compare with the month before?",
  async play(agent) {
    const { totals, basis } = await agent.call("query_flow_values", {
      timeframe: "last_month",
      compare_to: "previous_period",
      group_by: ["channel"],
      statistics: ["conversion_value"],
    });
    const { conversion_value, compared } = totals;
    return { now: conversion_value, ...compared.conversion_value, currency: basis.currency };
  },
  async check({ now, before, difference, currency }, account) {
    const [first, last] = [monthOf(today(), -2), monthOf(today(), -1)];
    const bounds = { start: startOf(first), end: startOf(last) };
    assert.equal(now, await revenue(account, "flow", { key: "last_month" }));
    assert.equal(before, await revenue(account, "flow", bounds));
    assert.equal(difference, cents(now - before));
    assert.equal(currency, "USD");
  },
});

const RATES = { unsubscribed: "Unsubscribed from Email Marketing", spam: "Marked Email as Spam" };

const leavingByWeek = job(16, {
  question: "Our unsubscribe and spam rates by week this quarter.",
  varies: true,
  async play(agent) {
    const counted = async (metric: string): Promise<Json[]> => {
      const { data } = await agent.call("query_metric_aggregates", {
        metric_id: metric,
        measurements: ["count"],
        interval: "week",
        start: quarterOf(today()),
        end: plusDays(today(), 1),
      });
      return data;
    };
    const received = await counted("Received Email");
    const [left, spam] = [await counted(RATES.unsubscribed), await counted(RATES.spam)];
    return received.map(({ date, count }, at) => [
      date,
      count === 0 ? null : left[at]?.count / count,
      count === 0 ? null : spam[at]?.count / count,
    ]);
  },
  async check(weeks, account) {
    const counted = async (metric: string) => {
      const byWeek = new Map<string, number>();
      for (const { attributes } of await account.events(metric)) {
        const day = dayOf(attributes.datetime);
        if (day < quarterOf(today())) continue;
        const week = mondayOf(day);
        byWeek.set(week, (byWeek.get(week) ?? 0) + 1);
      }
      return byWeek;
    };
    const received = await counted("Received Email");
    const [left, spam] = [await counted(RATES.unsubscribed), await counted(RATES.spam)];
    const expected: unknown[] = [];
    for (let week = mondayOf(quarterOf(today())); week <= today(); week = plusDays(week, 7)) {
      const all = received.get(week);
      const rate = (some: Map<string, number>) => (all ? (some.get(week) ?? 0) / all : null);
      expected.push([week, rate(left), rate(spam)]);
    }
    assert.deepEqual(weeks, expected);
  },
});

const CHANNELS = ["email", "sms"] as const;

const byChannel = job(18, {
  question: "Compare SMS and e-mail revenue of the last 90 days.",
  async play(agent) {
    const args = { timeframe: "last_90_days", group_by: ["channel"], statistics: ["conversion_value"] };
    const campaigns = await agent.call("query_campaign_values", args);
    const flows = await agent.call("query_flow_values", args);
    const of = (rows: Json[], channel: string): number =>
      rows.find(({ send_channel }) => send_channel === channel)?.conversion_value ?? 0;
    return CHANNELS.map((channel) => cents(of(campaigns.data, channel) + of(flows.data, channel)));
  },
  async check(answer, account) {
    const timeframe = { key: "last_90_days" };
    for (const [at, channel] of CHANNELS.entries()) {
      const [campaigns, flows] = [
        await revenue(account, "campaign", timeframe, channel),
        await revenue(account, "flow", timeframe, channel),
      ];
      assert.equal(answer[at], cents(campaigns + flows), channel);
    }
  },
});

export const reports = [bestOpened, flowRevenue, leavingByWeek, byChannel];
