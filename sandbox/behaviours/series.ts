import { type Behaviour, readData } from "../klaviyo/operation.ts";
import type { Store } from "../klaviyo/store.ts";
import { refuseBody } from "../refusal.ts";
import type { Resource } from "../resource.ts";
import { Calendar, type Interval, readTimeframe } from "./calendar.ts";
import { applyFilter, groupRows, type Sent, sentByFlows, statisticOf } from "./reports.ts";

interface SeriesQuery {
  statistics: string[];
  timeframe: { key: string } | { start: string; end: string };
  interval?: "daily" | "hourly" | "weekly" | "monthly";
  conversion_metric_id?: string;
  group_by?: string[] | null;
  filter?: string | null;
}

const AT = "/data/attributes";
const DAY = 86_400_000;
const INTERVALS: Record<string, Interval> = {
  hourly: "hour",
  daily: "day",
  weekly: "week",
  monthly: "month",
};

/** What is reported on, as the rows of one span of time. */
interface Source {
  rows: (store: Store, start: number, end: number, isOrders: boolean) => Sent[];
  /** Grouping when the request says none. */
  by: string[];
}

/** A figure of a day that is always the same for the same thing: from `least` to twice that. */
function daily(id: string, name: string, least: number): number {
  let hash = 2166136261;
  for (const letter of `${id} ${name}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return least + ((hash >>> 8) % 100) * (least / 100);
}

const days = (start: number, end: number) => (end - start) / DAY;

/** A form is seen by many, and each step further is taken by fewer. */
const FORM_STEPS: Record<string, number> = {
  viewed_form: 420,
  viewed_form_uniques: 350,
  viewed_form_step: 460,
  viewed_form_step_uniques: 380,
  closed_form: 210,
  closed_form_uniques: 190,
  submitted_form_step: 44,
  submitted_form_step_uniques: 41,
  submits: 32,
  qualified_form: 28,
  qualified_form_uniques: 26,
};

function formRows(store: Store, start: number, end: number): Sent[] {
  return store.all("form-version").flatMap((version) => {
    const [form] = store.linkedResources(version, "form");
    if (version.attributes.status !== "live" || !form) return [];
    const figures = Object.entries(FORM_STEPS).map(([name, least]) => [
      name,
      Math.round(daily(version.id, name, least) * days(start, end)),
    ]);
    return {
      groupings: { form_id: form.id, form_version_id: version.id },
      figures: Object.fromEntries(figures),
    };
  });
}

function segmentRows(store: Store, start: number, end: number): Sent[] {
  return store.all("segment").map((segment) => {
    const total_members = store.linked(segment, "profiles").length;
    const moved = (name: string) => Math.round(daily(segment.id, name, 0.6) * days(start, end));
    const [members_added, members_removed] = [moved("added"), moved("removed")];
    const net_members_changed = members_added - members_removed;
    return {
      groupings: { segment_id: segment.id },
      figures: { total_members, members_added, members_removed, net_members_changed },
    };
  });
}

const agentRows =
  (grouping: string, names: string[]) =>
  (_: Store, start: number, end: number): Sent[] =>
    names.map((name) => ({
      groupings: { [grouping]: name },
      figures: { volume: Math.round(daily(name, "volume", 9) * days(start, end)), "resolution-rate": 0.62 },
    }));

const SOURCES: Record<string, Source> = {
  flow: { rows: sentByFlows, by: ["flow_id", "flow_message_id", "send_channel"] },
  form: { rows: formRows, by: ["form_id"] },
  segment: { rows: segmentRows, by: ["segment_id"] },
  "customer-agent": { rows: agentRows("channel", ["email", "sms", "web-chat"]), by: ["channel"] },
  "agent-skill": { rows: agentRows("skill", ["Where is my order", "Returns"]), by: ["skill"] },
};

/** Rates of what is not sent; the others are read as those of messages are. */
function figureOf({ figures }: Sent, name: string): number {
  if (name !== "submit_rate") return statisticOf(figures, name);
  return figures.viewed_form ? (figures.submits ?? 0) / figures.viewed_form : 0;
}

/** Statistics of a timeframe, as one figure or as one for each interval. */
export function queryFigures(source: string): Behaviour {
  const { rows, by } = SOURCES[source] as Source;
  return ({ store, operation, ...call }) => {
    const query = readData<{ attributes: SeriesQuery }>({ store, operation, ...call }).attributes;
    if (query.statistics.length === 0)
      throw refuseBody(`${AT}/statistics`, "At least one statistic is required.");
    const metric = query.conversion_metric_id && store.find("metric", query.conversion_metric_id);
    if (query.conversion_metric_id && !metric)
      throw refuseBody(
        `${AT}/conversion_metric_id`,
        `A metric with id ${query.conversion_metric_id} does not exist.`,
      );
    const calendar = new Calendar(String(store.all("account")[0]?.attributes.timezone ?? "UTC"));
    const [start, end] = readTimeframe(query.timeframe, calendar, store.now().getTime());
    if (start >= end) throw refuseBody(`${AT}/timeframe`, "The timeframe must start before it ends.");
    const isOrders = metric ? metric.attributes.name === "Placed Order" : false;
    const groups = query.group_by?.length ? query.group_by : by;
    const rowsOf = (from: number, to: number) => {
      const all = rows(store, from, to, isOrders);
      const names = [...new Set(all.flatMap(({ groupings }) => Object.keys(groupings)))];
      return groupRows(applyFilter(all, query.filter, names), groups);
    };
    const attributes = query.interval
      ? inSteps(query, calendar.cut(start, end, INTERVALS[query.interval] ?? "day"), [start, end], rowsOf)
      : {
          results: rowsOf(start, end).map((row) => ({
            groupings: row.groupings,
            statistics: Object.fromEntries(query.statistics.map((name) => [name, figureOf(row, name)])),
          })),
        };
    return { type: operation.type, id: store.newId(operation.type), attributes, relationships: {} };
  };
}

function inSteps(
  { statistics }: SeriesQuery,
  starts: number[],
  // The first interval may begin before the timeframe: that what lies before it does not count is an assumption.
  [start, end]: readonly [number, number],
  rowsOf: (from: number, to: number) => Sent[],
): Resource["attributes"] {
  const series = new Map<string, { groupings: Sent["groupings"]; statistics: Record<string, number[]> }>();
  starts.forEach((from, at) => {
    for (const row of rowsOf(Math.max(from, start), starts[at + 1] ?? end)) {
      const key = JSON.stringify(row.groupings);
      const empty = () => starts.map(() => 0);
      const known = series.get(key) ?? {
        groupings: row.groupings,
        statistics: Object.fromEntries(statistics.map((name) => [name, empty()])),
      };
      series.set(key, known);
      for (const name of statistics) {
        const figures = known.statistics[name];
        if (figures) figures[at] = figureOf(row, name);
      }
    }
  });
  return {
    results: [...series.values()],
    date_times: starts.map((at) => new Date(at).toISOString().replace(".000Z", "+00:00")),
  };
}
