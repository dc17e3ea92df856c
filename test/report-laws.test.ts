import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { wholeOffer } from "../src/offer.ts";
import { countsPeople, isMoney, isRate, isState } from "../src/report/figures.ts";
import type { ReportSpec } from "../src/tool/report.ts";
import { GETS, serving } from "./report-gateway.ts";

// What holds of every report that there is: what its answers say, and that groups and totals are made of its rows.

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2026-11-26T18:32:00Z"));
});
afterEach(() => void vi.useRealTimers());

const { firstClass, rows } = wholeOffer(false);
const reports = [...firstClass, ...rows].flatMap((tool): [string, ReportSpec][] =>
  tool.kind === "operation" && tool.result.kind === "report" ? [[tool.name, tool.result.report]] : [],
);
/** Three rows of two things, on two days where there are days; every statistic is a number of its own. */
function answerOf(spec: ReportSpec) {
  const days = ["2026-10-05T04:00:00Z", "2026-10-06T04:00:00Z"];
  const results = [0, 1, 2].map((at) => {
    const ids = [
      spec.thing.id,
      ...spec.row,
      ...Object.values(spec.groups).flatMap((one) => ("by" in one ? one.by : [])),
    ];
    const groupings = Object.fromEntries(
      ids.map((name) => [name, name === spec.thing.id ? `T${at % 2}` : `${name}${at}`]),
    );
    const statistics = spec.statistics.map((name, index) => {
      const figure = isRate(name) ? 0.9 : 100 * (at + 1) + index;
      return [name, spec.series ? [figure, figure] : figure];
    });
    return { groupings, statistics: Object.fromEntries(statistics) };
  });
  return { data: { type: "r", id: "R", attributes: { results, ...(spec.series && { date_times: days }) } } };
}

const argsOf = (spec: ReportSpec) => ({
  timeframe: "last_month",
  ...(spec.series && { interval: "daily" }),
  statistics: [...spec.statistics],
});

it("there are seven", () => {
  expect(reports.map(([name]) => name).toSorted()).toEqual([
    "query_campaign_values",
    "query_flow_series",
    "query_flow_values",
    "query_form_series",
    "query_form_values",
    "query_segment_series",
    "query_segment_values",
  ]);
});

describe.each(reports)("%s", (name, spec) => {
  const ask = async (more: Record<string, unknown> = {}) => {
    const server = serving(() => answerOf(spec), [], GETS, [[["USD", ""], [1]]]);
    const { json, text } = await server.call(name, { ...argsOf(spec), ...more });
    expect(json.data, text).toBeDefined();
    return { json, asked: server.asked };
  };
  const counts = spec.statistics.filter((one) => !isRate(one) && !isState(one));

  it("says what was asked, the period as dates with its zone, as of when, and the currency of what is money", async () => {
    const { json } = await ask();
    expect(json.basis).toMatchObject({
      report: name,
      period: "2026-10-01 to 2026-10-31",
      timezone: "America/New_York",
      as_of: "2026-11-26T13:32:00-05:00",
      dates: spec.dates,
    });
    expect(json.basis.currency !== undefined).toBe(spec.statistics.some(isMoney));
    expect(json.basis.conversions !== undefined).toBe(spec.converts === true);
    expect(json.basis.people !== undefined).toBe(spec.statistics.some(countsPeople));
  });

  it("adds up counts, and neither rates nor states that no count explains; those it names", async () => {
    const { json } = await ask();
    const days = spec.series ? 2 : 1;
    for (const one of counts) {
      const index = spec.statistics.indexOf(one);
      expect(json.totals[one], one).toBe(days * (600 + 3 * index));
    }
    const others = spec.statistics.filter((one) => isRate(one) || isState(one));
    for (const one of others) {
      expect(json.totals, one).not.toHaveProperty(one);
      expect(json.omitted).toMatch(new RegExp(`No total of [^:]*\\b${one}\\b`));
    }
  });

  it.each(Object.entries(spec.groups))(
    "groups by %s into what adds up to the total",
    async (group, { ...grouping }) => {
      const { json } = await ask({ group_by: [group] });
      const [one = ""] = counts;
      const sum = json.data.reduce(
        (total: number, row: Record<string, number>) => total + (row[one] ?? 0),
        0,
      );
      expect(sum).toBe(json.totals[one]);
      const key = "by" in grouping ? grouping.by[0] : grouping.as;
      for (const row of json.data) expect(row).toHaveProperty(String(key));
    },
  );

  it("ranks by each of its statistics, either way, and cuts", async () => {
    for (const one of counts) {
      const most = await ask({ sort: `-${one}`, top: 1 });
      expect(most.json.data).toHaveLength(1);
      expect(most.json.omitted).toMatch(/1 of \d rows are shown/);
      const least = await ask({ sort: one, top: 1 });
      expect(least.json.data[0][one], one).toBeLessThanOrEqual(most.json.data[0][one]);
    }
  });

  it("is compared with the period before by difference and percent", async () => {
    const { json } = await ask({ compare_to: "previous_year" });
    expect(json.basis.compared_with).toBe("2025-10-01 to 2025-10-31");
    const [one = ""] = counts;
    expect(json.totals.compared[one]).toEqual({ before: json.totals[one], difference: 0, percent: 0 });
  });
});
