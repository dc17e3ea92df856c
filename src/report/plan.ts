import { InputError } from "../errors.ts";
import { didYouMean } from "../text.ts";
import type { ReportSpec } from "../tool/report.ts";
import type { Account, Input } from "../tool/tool.ts";
import { isRate, neededFor } from "./figures.ts";
import {
  type Comparison,
  comparedWith,
  type Period,
  periodBetween,
  periodNamed,
  sentAs,
  type Unit,
  wallOf,
  yearsOf,
} from "./period.ts";
import { isByWeekday } from "./rows.ts";

/** One request of a report: a period of a year at most, and what it asks for. */
export interface Ask {
  period: Period;
  /** Of which of the two periods it is a part. */
  of: "now" | "before";
  input: Input;
  /** The operation that is asked, where it is another than the one that was called. */
  by?: string;
}

/** What a call of a report means: its periods, the requests that answer it, and how their rows are cut. */
export interface Plan {
  period: Period;
  before?: Period;
  asks: readonly Ask[];
  /** One request that answers both periods exactly. */
  joint?: Ask;
  /** What is shown of each row. */
  statistics: readonly string[];
  /** What was asked for to add rows up. */
  counts: readonly string[];
  groups: readonly string[];
  sort?: { name: string; descending: boolean };
  top?: number;
  minDelivered?: number;
  /** A part of the name, in lower case. */
  name?: string;
}

/** More would take longer than anybody waits, two requests a minute. */
const MOST_YEARS = 5;
const LONGEST_YEAR_MS = 366 * 24 * 60 * 60_000;
const NAMES = ["name", "sent", "date"] as const;

const groupsIn = ({ group_by }: Input) => (group_by ?? []) as string[];
const statisticsIn = (spec: ReportSpec, { statistics }: Input): string[] => {
  const given = (statistics ?? []) as string[];
  return given.length > 0 ? given : [...spec.usual];
};

function tooLong(): InputError {
  return new InputError(`the period is longer than ${MOST_YEARS} years`, {
    argument: "start",
    next: "Each year is a request of its own, and two a minute are allowed: ask for less.",
  });
}

/** Throws InputError for what no account can make meant: before anything is asked of one. */
export function checkReport(spec: ReportSpec, input: Input): void {
  sortOf(spec, input, statisticsIn(spec, input));
  if (
    spec.series &&
    isByWeekday(spec, groupsIn(input)) &&
    !["hourly", "daily"].includes(String(input.interval))
  ) {
    throw new InputError(`an interval that is ${String(input.interval)} has no day of the week`, {
      argument: "interval",
      next: "Ask for daily.",
    });
  }
  // To the day it depends on the account's clock.
  const length = Date.parse(String(input.end)) - Date.parse(String(input.start));
  if (length > MOST_YEARS * LONGEST_YEAR_MS) throw tooLong();
}

/**
 * Reads a call of a report at an instant. The metric of conversions is filled in where none was given. Throws InputError
 * for a period that is too long; what else may be wrong, checkReport says.
 */
export function planOf(
  spec: ReportSpec,
  input: Input,
  { account, now, metric }: { account: Account | undefined; now: number; metric: string | undefined },
): Plan {
  const zone = account?.timezone;
  const period = periodOf(input, now, zone);
  const how = input.compare_to as Comparison | undefined;
  const before = how && comparedWith(period, how);
  const statistics = statisticsIn(spec, input);
  const sort = sortOf(spec, input, statistics);
  const needed = sort ? [...statistics, sort.name] : statistics;
  const counts = neededFor([...needed, "delivered"], spec.statistics);
  const groups = groupsIn(input);
  const asking = (of: Ask["of"], one: Period): Ask[] =>
    yearsOf(one).map((part) => ({
      of,
      period: part,
      input: askOf(spec, input, { part, counts, groups, metric, zone }),
    }));
  const joint = before && jointOf(spec, period, before);
  const asks = [...asking("now", period), ...(before ? asking("before", before) : [])];
  if (asks.filter(({ of }) => of === "now").length > MOST_YEARS) throw tooLong();
  return {
    period,
    ...(before && { before }),
    asks,
    ...(joint && {
      joint: {
        of: "now" as const,
        period: joint.period,
        by: joint.by,
        input: {
          ...askOf(spec, input, { part: joint.period, counts, groups, metric, zone }),
          interval: joint.interval,
        },
      },
    }),
    statistics,
    counts,
    groups,
    ...(sort && { sort }),
    ...(input.top !== undefined && { top: Number(input.top) }),
    ...(input.min_delivered !== undefined && { minDelivered: Number(input.min_delivered) }),
    ...(input.name !== undefined && { name: String(input.name).toLowerCase() }),
  };
}

const INTERVALS: Partial<Record<Unit, string>> = { day: "daily", month: "monthly" };

/** Two periods that follow each other and are an interval each are a series of two: nothing has to be added up. */
function jointOf({ inIntervals, series }: ReportSpec, period: Period, before: Period) {
  const [times, unit] = period.count ?? [];
  const interval = times === 1 && unit !== undefined ? INTERVALS[unit] : undefined;
  // Of a period that is not over the earlier one ends before it begins.
  const isExact = interval !== undefined && before.to === period.from;
  if (!inIntervals || series || !isExact) return undefined;
  return { by: inIntervals, interval, period: { from: before.from, to: period.to } };
}

function periodOf(input: Input, now: number, zone: string | undefined): Period {
  const wall = wallOf(now, zone);
  const named = input.timeframe === undefined ? undefined : periodNamed(String(input.timeframe), wall);
  if (named) return named;
  const at = (moment: unknown) => wallOf(Date.parse(String(moment)), zone);
  return periodBetween(at(input.start), at(input.end), wall);
}

/** By the first statistic, largest first, where only so many are wanted and nothing is said. */
function sortOf(spec: ReportSpec, input: Input, [first = ""]: readonly string[]): Plan["sort"] {
  if (input.sort === undefined)
    return input.top === undefined ? undefined : { name: first, descending: true };
  const name = input.sort.replace(/^[-+]/, "");
  const known = [...spec.statistics, ...NAMES];
  if (!known.includes(name)) {
    throw new InputError(`cannot sort by ${name}.${didYouMean(name, known)}`, {
      argument: "sort",
      next: "It takes a statistic, name, sent or date; with - in front for the largest or newest first.",
    });
  }
  return { name, descending: input.sort.startsWith("-") };
}

/** Whether a sort ranks: by a rate, which of a few people says little. */
export const ranks = ({ sort }: Plan): boolean => sort !== undefined && isRate(sort.name);

interface Asking {
  part: Period;
  counts: readonly string[];
  groups: readonly string[];
  metric: string | undefined;
  zone: string | undefined;
}

function askOf(spec: ReportSpec, input: Input, { part, counts, groups, metric, zone }: Asking): Input {
  const own = groups.flatMap((name) => {
    const grouping = spec.groups[name];
    return grouping && "by" in grouping ? grouping.by : [];
  });
  const by = [...new Set([...spec.row, ...own])];
  return {
    statistics: [...counts],
    start: sentAs(part.from, zone),
    end: sentAs(part.to, zone),
    ...(spec.series && { interval: input.interval }),
    ...(spec.converts && { conversion_metric_id: metric }),
    ...(by.length > 0 && { group_by: by }),
    ...(input.filter !== undefined && { filter: input.filter }),
  };
}
