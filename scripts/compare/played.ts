import type { Account } from "../../test/jobs/account.ts";
import type { Json } from "../../test/jobs/agent.ts";
import { monthOf, startOf, today } from "../../test/jobs/days.ts";
import { reports } from "../../test/jobs/reports.ts";
import type { Read, Theirs } from "./theirs.ts";

// Two jobs as their server does them by the shortest honest calls. What the answers leave to the model is done here, and
// held against the account by the check that holds ours.

const LAST = 10;
/** Fewer than so many delivered tell no rate, as in the jobs. */
const TELLING = 100;
const RATES = ["delivered", "open_rate"];

const PLAYS: Readonly<Record<number, (theirs: Theirs) => Promise<unknown>>> = {
  1: bestOpened,
  2: flowRevenue,
};

/** Plays each; throws where an answer is wrong. */
export async function playAll(
  theirs: Theirs,
  account: Account,
): Promise<{ number: number; calls: Read[] }[]> {
  const played = [];
  for (const [number, play] of Object.entries(PLAYS)) {
    const answer = await play(theirs);
    const calls = theirs.takeRead();
    const job = reports.find((one) => one.number === Number(number));
    if (!job) throw new Error(`there is no job ${number}`);
    await job.check(answer, account, "");
    played.push({ number: job.number, calls });
  }
  return played;
}

/** Their reports require it. */
async function ordersOf(theirs: Theirs): Promise<string> {
  const { data } = await theirs.json("klaviyo_get_metrics", { fields: ["name"] });
  return data.find(({ attributes }: Json) => attributes.name === "Placed Order").id;
}

async function bestOpened(theirs: Theirs): Promise<unknown> {
  const { data } = await theirs.json("klaviyo_get_campaign_report", {
    statistics: RATES,
    value_statistics: [],
    conversion_metric_id: await ordersOf(theirs),
    timeframe: { value: { key: "last_365_days" } },
    filters: [{ field: "send_channel", operator: "equals", value: "email" }],
  });
  // A row a message; of what is too old for its list of campaigns, it says neither the name nor when it was sent.
  const rows: Json[] = data.attributes.results.filter((row: Json) => row.campaign_details !== null);
  const ids = new Set(rows.map(({ groupings }) => groupings.campaign_id));
  const all = [...ids].map((id) => together(rows.filter(({ groupings }) => groupings.campaign_id === id)));
  const last = all.toSorted((a, b) => b.sentAt - a.sentAt).slice(0, LAST);
  const byRate = last.toSorted((a, b) => b.rate - a.rate);
  const named = (one: Sent | undefined) => [one?.name, one?.audience];
  return {
    best: named(byRate[0]),
    ofMany: named(byRate.find(({ delivered }) => delivered >= TELLING)),
    all: last.map(({ name }) => name),
  };
}

interface Sent {
  name: string;
  audience: string;
  sentAt: number;
  delivered: number;
  rate: number;
}

/** A campaign by the rows of its messages. */
function together(rows: readonly Json[]): Sent {
  const [first] = rows as [Json, ...Json[]];
  const { name, send_time, audiences } = first.campaign_details.attributes;
  const delivered = sum(rows, ({ statistics }) => statistics.delivered);
  const opened = sum(rows, ({ statistics }) => statistics.delivered * statistics.open_rate);
  return {
    name,
    audience: audiences.included[0].name,
    // "2026 08 June 17:00"
    sentAt: Date.parse(send_time),
    delivered,
    rate: opened / delivered,
  };
}

const sum = (rows: readonly Json[], of: (row: Json) => number) => rows.reduce((all, row) => all + of(row), 0);

async function flowRevenue(theirs: Theirs): Promise<unknown> {
  const conversion_metric_id = await ordersOf(theirs);
  const [first, last] = [-2, -1].map((months) => startOf(monthOf(today(), months)));
  const revenue = async (timeframe: object) => {
    const args = { statistics: [], value_statistics: ["conversion_value"], conversion_metric_id };
    const { data } = await theirs.json("klaviyo_get_flow_report", {
      ...args,
      timeframe: { value: timeframe },
    });
    return cents(sum(data.attributes.results, ({ statistics }) => statistics.conversion_value ?? 0));
  };
  const now = await revenue({ key: "last_month" });
  const before = await revenue({ start: first, end: last });
  // In which currency, their report does not say: the one of the shop is what a model would take.
  return { now, before, difference: cents(now - before), currency: "USD" };
}

const cents = (value: number) => Math.round(value * 100) / 100;
