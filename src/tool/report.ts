import type { Input } from "./vocabulary.ts";

/** What a group of rows is made by: groupings of Klaviyo's, or what is known of the thing that a row is of. */
export type Grouping =
  | { by: readonly string[]; as?: string }
  | { from: "tags" | "audiences" | "weekday"; as: string };

/** The read that tells more of the things which rows are of: their names, tags and audiences. */
export interface Naming {
  tool: string;
  /** The argument that takes their ids inside a filter, and how many of them one page holds. */
  atOnce: number;
  arguments: Input;
  /** An argument that the read needs, and its values by what a grouping of the rows calls them. */
  by?: { argument: string; grouping: string; values: Readonly<Record<string, string>> };
  /** Tags can be included. */
  tags?: true;
}

/** What a report is of, and how its rows can be cut, added up and named. */
export interface ReportSpec {
  /** The type of the request's resource. */
  type: string;
  /** Every statistic that it has, and those that are shown when none is asked for. */
  statistics: readonly string[];
  usual: readonly string[];
  /** Klaviyo's groupings that make one row, where it takes any. */
  row: readonly string[];
  /** The groupings that say which thing a row is of: its id and its name, and those of a part of it. */
  thing: { id: string; name: string; part?: readonly string[] };
  /** What of `group_by` the rows can be grouped by. */
  groups: Readonly<Record<string, Grouping>>;
  naming: Naming;
  /** A thing is there in one period alone: rows of two are never the same. */
  passing?: true;
  /** It needs the metric that counts as a conversion. */
  converts?: true;
  /** By which dimension of query_metric_aggregates an event says what of these earned it, and which one it must not have. */
  earnedBy?: { dimension: string; without?: string };
  /** It answers in intervals. */
  series?: true;
  /** The report that has the same figures in intervals. */
  inIntervals?: string;
  /** What the dates are dates of. */
  dates: string;
}
