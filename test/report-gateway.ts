import { vi } from "vitest";
import { GatewayError } from "../src/errors.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";

// A gateway whose reports are what a test says, of an account with three campaigns, for calls in this process.

type Statistics = Record<string, number | number[]>;
interface Result {
  groupings: Record<string, string | null>;
  statistics: Statistics;
}

export const campaign = (
  id: string,
  statistics: Statistics,
  more: Record<string, string | null> = {},
): Result => ({
  groupings: {
    campaign_id: id,
    campaign_message_id: `${id}m`,
    campaign_message_name: id,
    send_channel: "email",
    ...more,
  },
  statistics,
});
export const flow = (id: string, statistics: Statistics): Result => ({
  groupings: {
    flow_id: id,
    flow_name: `Flow ${id}`,
    flow_message_id: `${id}m`,
    flow_message_name: "m",
    send_channel: "email",
  },
  statistics,
});

const ACCOUNT = {
  data: [
    { type: "account", id: "A", attributes: { timezone: "America/New_York", preferred_currency: "USD" } },
  ],
};
const metric = (id: string, name: string, category: string) => ({
  type: "metric",
  id,
  attributes: { name, created: "2024", integration: { name: "Shopify", category } },
});
export const METRICS = {
  data: [metric("V", "Viewed Product", "API"), metric("P", "Placed Order", "eCommerce")],
};
const CAMPAIGNS = {
  data: [
    ["a", "Spring Sale", "2026-10-05T14:00:00+00:00", ["L1"], ["t1", "t2"]],
    ["b", "Autumn sale", "2026-10-07T03:00:00+00:00", ["L1", "S1"], []],
    ["c", "Newsletter", "2026-10-12T14:00:00+00:00", ["S1"], ["t1"]],
  ].map(([id, name, send_time, included, tags]) => ({
    type: "campaign",
    id,
    attributes: { name, send_time, audiences: { included, excluded: [] } },
    relationships: { tags: { data: (tags as string[]).map((tag) => ({ type: "tag", id: tag })) } },
  })),
  included: [
    { type: "tag", id: "t1", attributes: { name: "sale" } },
    { type: "tag", id: "t2", attributes: { name: "spring" } },
  ],
};
const named = (type: string, id: string, name: string) => ({ data: [{ type, id, attributes: { name } }] });

export const GETS: Record<string, unknown> = {
  "/api/accounts": ACCOUNT,
  "/api/metrics": METRICS,
  "/api/metrics/P": { data: METRICS.data[1] },
  "/api/campaigns": CAMPAIGNS,
  "/api/lists": named("list", "L1", "VIP"),
  "/api/segments": named("segment", "S1", "Engaged"),
};

interface Aggregate {
  metric_id: string;
  by: string[];
  filter: string[];
  timezone?: string;
}

interface Asked {
  path: string;
  attributes: {
    statistics: string[];
    timeframe: { start: string; end: string };
    group_by?: string[];
    interval?: string;
    conversion_metric_id?: string;
  };
}

/** What orders were worth by the dimensions that aggregates are asked for; what nobody knows is a failure. */
export type Worth = [dimensions: string[], sums: number[]][];

/** A server whose reports are answered with these results, by what is asked. */
export function serving(
  answer: (asked: Asked) => Result[] | object,
  flags: string[] = [],
  gets: Record<string, unknown> = GETS,
  worth: Worth | (() => never) | undefined = [],
) {
  const asked: Asked[] = [];
  const aggregates: Aggregate[] = [];
  const server = startInProcess((request: GatewayRequest) => {
    if (request.host === "control") return connectionsOf("c1");
    if (request.method === "GET") {
      const found = gets[request.path];
      return typeof found === "function" ? found(request.query) : (found ?? { data: [] });
    }
    const { attributes } = (request.body as unknown as { data: Asked }).data;
    if (request.path === "/api/metric-aggregates") {
      aggregates.push(attributes as unknown as Aggregate);
      if (typeof worth === "function") return worth();
      if (!worth) throw new GatewayError({ status: 400, source: "klaviyo", detail: "no such dimension" });
      const data = worth.map(([dimensions, sum_value]) => ({ dimensions, measurements: { sum_value } }));
      return { data: { type: "metric-aggregate", id: "A", attributes: { dates: [], data } } };
    }
    const one = { path: request.path, attributes };
    asked.push(one);
    const given = answer(one);
    return Array.isArray(given) ? { data: { type: "r", id: "R", attributes: { results: given } } } : given;
  }, flags);
  const call = async (name: string, args: Record<string, unknown>) => {
    const waiting = server.call(name, args);
    // Whatever waits for a turn has it.
    await vi.advanceTimersByTimeAsync(44_000);
    return waiting;
  };
  return {
    call,
    asked,
    aggregates,
    gets: () => server.sent.filter(({ method }) => method === "GET"),
    periods: () => asked.map(({ attributes: { timeframe } }) => `${timeframe.start} ${timeframe.end}`),
  };
}

export const OCTOBER = { start: "2026-10-01", end: "2026-11-01" };
export const SALES = [
  campaign("a", { delivered: 1000, opens_unique: 400, open_rate: 0.4, conversion_value: 100.1 }),
  campaign("b", { delivered: 3000, opens_unique: 300, open_rate: 0.1, conversion_value: 200.2 }),
  campaign("c", { delivered: 28, opens_unique: 17, open_rate: 0.6071, conversion_value: 0.3 }),
];
export const STATISTICS = ["open_rate", "conversion_value"];
