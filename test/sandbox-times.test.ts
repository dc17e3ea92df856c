import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox/index.ts";
import { type Ask, data, startAsking, type Told } from "./asked.ts";

// What goes on by itself in the account, and whether its figures agree: on a clock of the test's own.

const START = Date.parse("2026-11-20T10:00:00Z");
const ORDERS = "TxVpCr";

let clock = START;
let sandbox: Sandbox;
let ask: Ask;
beforeAll(async () => {
  ({ sandbox, ask } = await startAsking({ now: () => new Date(clock) }));
});
afterAll(() => sandbox.close());
beforeEach(() => {
  clock = START;
  sandbox.reset();
});

type Json = Told["json"];
const read = async (path: string, query: Record<string, string> = {}): Promise<Json> => {
  const { status, json, text } = await ask(`GET ${path}`, { query });
  expect(status, text).toBe(200);
  return json;
};
const make = async (path: string, body: unknown): Promise<Json> => {
  const { status, json, text } = await ask(`POST ${path}`, { body });
  expect(status, text).toBeLessThan(300);
  return json;
};

describe("a send", () => {
  const begun = async (): Promise<string> => {
    const filter = 'equals(messages.channel,"email"),equals(status,"Draft")';
    const drafts = (await read("campaigns", { filter })).data;
    for (const { id } of drafts) {
      const body = { data: { type: "campaign-send-job", id } };
      if ((await ask("POST campaign-send-jobs", { body })).status === 202) return id;
    }
    throw new Error("No draft can be sent");
  };
  const seen = async (id: string) => ({
    job: (await read(`campaign-send-jobs/${id}`)).data.attributes,
    campaign: (await read(`campaigns/${id}`)).data.attributes,
  });

  it("is not moved by whoever reads its job, however often", async () => {
    const id = await begun();
    const before = await seen(id);
    for (let at = 0; at < 5; at++) expect(await seen(id)).toEqual(before);
    expect([before.job.status, before.campaign.status]).toEqual(["queued", "Preparing to send"]);
  });

  it.each([
    [399, "queued"],
    [400, "processing"],
    [999, "processing"],
    [1000, "complete"],
    [60_000, "complete"],
  ])("has come by %d ms to %s, read before or not", async (passed, status) => {
    const id = await begun();
    clock = START + passed;
    const unread = await seen(id);
    expect(unread.job.status).toBe(status);
    sandbox.reset();
    clock = START;
    const again = await begun();
    for (let at = 0; at <= passed; at += Math.ceil(passed / 5)) {
      clock = START + at;
      await seen(again);
    }
    clock = START + passed;
    expect(await seen(again)).toEqual(unread);
  });
});

const report = async (kind: string, more: object): Promise<Json[]> =>
  (
    await make(
      `${kind}-reports`,
      data(`${kind.replace("-values", "-values-report").replace("-series", "-series-report")}`, {
        statistics: ["conversions", "conversion_uniques", "conversion_value", "recipients"],
        conversion_metric_id: ORDERS,
        ...more,
      }),
    )
  ).data.attributes.results;

const MONTH = { timeframe: { key: "last_30_days" } };

describe("conversions are never 0 beside a value, nor the other way round", () => {
  it.each<[string, string, object]>([
    ["campaigns", "campaign-values", { timeframe: { key: "last_12_months" } }],
    ["campaigns of a month", "campaign-values", MONTH],
    ["flows", "flow-values", MONTH],
    ["flows of a week", "flow-values", { timeframe: { key: "last_7_days" } }],
    ["flows by the day", "flow-series", { ...MONTH, interval: "daily" }],
    ["flows by the hour", "flow-series", { timeframe: { key: "last_7_days" }, interval: "hourly" }],
  ])("%s", async (_, kind, more) => {
    const results = await report(kind, more);
    const figures = results.flatMap(({ statistics: { conversions, conversion_value: value, ...rest } }) =>
      [conversions].flat().map((count, at) => ({
        count,
        value: [value].flat()[at],
        people: [rest.conversion_uniques].flat()[at],
      })),
    );
    expect(figures.some(({ count }) => count > 0)).toBe(true);
    for (const { count, value, people } of figures)
      expect([value > 0, people > 0, people <= count]).toEqual([count > 0, count > 0, true]);
  });
});

it.each(["email", "sms"])(
  "a report of campaigns filtered by campaign_channel is of %s alone",
  async (channel) => {
    const year = {
      timeframe: { key: "last_12_months" },
      group_by: ["campaign_id", "campaign_message_id", "send_channel"],
    };
    const all = await report("campaign-values", year);
    const some = await report("campaign-values", {
      ...year,
      filter: `equals(campaign_channel,"${channel}")`,
    });
    const own = all.filter(({ groupings }) => groupings.send_channel === channel);
    expect(some).toEqual(own);
    expect([own.length > 0, own.length < all.length]).toEqual([true, true]);
  },
);

describe("a flow's report and the aggregate of orders by $attributed_flow", () => {
  const from = "2026-09-25T00:00:00+00:00";
  const until = "2026-11-01T00:00:00+00:00";
  const aggregate = async (by: string): Promise<Map<string, number[]>> => {
    const filter = [
      `greater-or-equal(datetime,${from})`,
      `less-than(datetime,${until})`,
      `not(equals(${by},""))`,
    ];
    const asked = {
      metric_id: ORDERS,
      measurements: ["count", "sum_value"],
      by: [by],
      interval: "month",
      filter,
    };
    const { data: rows } = (await make("metric-aggregates", data("metric-aggregate", asked))).data.attributes;
    const sum = (numbers: number[]) => numbers.reduce((left, right) => left + right, 0);
    return new Map(
      rows.map(({ dimensions: [id], measurements }: Json) => [
        id,
        [sum(measurements.count), Math.round(sum(measurements.sum_value) * 100)],
      ]),
    );
  };

  it.each(["flow", "message"])("agree on each %s: so many orders, so much money", async (what) => {
    const timeframe = { start: from, end: until };
    const results = await report("flow-values", { timeframe, group_by: ["flow_id", "flow_message_id"] });
    const told = new Map<string, number[]>();
    for (const { groupings, statistics } of results) {
      const id = what === "flow" ? groupings.flow_id : groupings.flow_message_id;
      const [count = 0, value = 0] = told.get(id) ?? [];
      if (statistics.conversions > 0)
        told.set(id, [count + statistics.conversions, value + Math.round(statistics.conversion_value * 100)]);
    }
    const flows = (await read("flows")).data.map(({ id }: Json) => id);
    const orders = await aggregate(`$attributed_${what}`);
    const ofFlows = what === "flow" ? flows : [...told.keys()];
    expect(told.size).toBeGreaterThan(1);
    expect(new Map([...orders].filter(([id]) => ofFlows.includes(id)).sort())).toEqual(
      new Map([...told].sort()),
    );
  });
});
