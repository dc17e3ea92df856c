import { createHash } from "node:crypto";
import { type Clause, checkClause, type FilterTable, matchesClause, parseFilter } from "../klaviyo/filter.ts";
import { type Behaviour, readData } from "../klaviyo/operation.ts";
import { toStamp } from "../klaviyo/store.ts";
import { Refusal, refuseBody } from "../refusal.ts";
import type { Resource, Values } from "../resource.ts";
import { Calendar, type Interval } from "./calendar.ts";

type Measurement = "count" | "sum_value" | "unique";

interface AggregateQuery {
  metric_id: string;
  measurements: Measurement[];
  filter: string[];
  interval?: Interval | null;
  by?: string[] | null;
  timezone?: string | null;
  page_size?: number | null;
  page_cursor?: string;
  sort?: string;
}

interface Row {
  dimensions: string[];
  measurements: Record<string, number[]>;
}

const AT = "/data/attributes";
const MAX_DAYS = 366;
const LEAST_PAGE = 500;

/** What a metric's events can be grouped and filtered by. */
export const DIMENSIONS = [
  "$attributed_channel",
  "$attributed_flow",
  "$attributed_message",
  "$attributed_variation",
  "$campaign_channel",
  "$flow",
  "$flow_channel",
  "$message",
  "$message_send_cohort",
  "$usage_amount",
  "$value_currency",
  "$variation",
  "$variation_send_cohort",
  "Bot Click",
  "Bounce Type",
  "Campaign Name",
  "Client Canonical",
  "Client Name",
  "Client Type",
  "Email Domain",
  "Failure Source",
  "Failure Type",
  "From Number",
  "From Phone Region",
  "Inbox Provider",
  "List",
  "Message Format",
  "Message Name",
  "Message Type",
  "Method",
  "Segment Count",
  "Subject",
  "To Number",
  "To Phone Region",
  "URL",
  "form_id",
];

/** Which operators Klaviyo takes for the dimensions is not documented: here those of strings. */
const FILTER: FilterTable = {
  datetime: "local greater-or-equal less-than",
  ...Object.fromEntries(DIMENSIONS.map((name) => [name, "equals any contains"])),
};

/** A clause of which the opposite may be wanted. */
interface Wanted extends Clause {
  negated?: boolean;
}
/** The one negation that is known to work live: events that are attributed to something. */
const ATTRIBUTED = /^\s*not\((equals\(\$attributed_(?:flow|message),\s*""\))\)\s*$/;

function readClauses(filters: string[]): Wanted[] {
  try {
    return filters.flatMap((text) => {
      const [, negated] = ATTRIBUTED.exec(text) ?? [];
      const clauses: Wanted[] = parseFilter(negated ?? text).map((clause) => ({
        ...clause,
        ...(negated !== undefined && { negated: true }),
      }));
      for (const clause of clauses) checkClause(clause, FILTER);
      return clauses;
    });
  } catch (error) {
    throw error instanceof Refusal ? refuseBody(`${AT}/filter`, error.message) : error;
  }
}

/** What an event has not is an empty text where it is negated. */
function holds(clause: Wanted, value: unknown): boolean {
  return clause.negated ? !matchesClause(clause, [toLabel(value)]) : matchesClause(clause, [value]);
}

function readBounds(clauses: Clause[], calendar: Calendar): [number, number] {
  const bound = (operator: string) => {
    const clause = clauses.find(
      (candidate) => candidate.field === "datetime" && candidate.operator === operator,
    );
    if (!clause) throw refuseBody(`${AT}/filter`, `The filter must hold ${operator}(datetime,…).`);
    return calendar.read(String(clause.literals[0]?.value));
  };
  const [start, end] = [bound("greater-or-equal"), bound("less-than")];
  if (start >= end) throw refuseBody(`${AT}/filter`, "The datetime range is empty.");
  if (end - start > MAX_DAYS * 86_400_000)
    throw refuseBody(`${AT}/filter`, "The datetime range may span one year at most.");
  return [start, end];
}

function readCalendar(timezone: string | null | undefined): Calendar {
  try {
    return new Calendar(timezone ?? "UTC");
  } catch {
    throw refuseBody(`${AT}/timezone`, `'${timezone}' is not a known timezone.`);
  }
}

/** What an order owes to a message stands in one property, from which these are told. */
const OWED: Record<string, string> = {
  $attributed_channel: "$attributed_channel",
  $attributed_flow: "$flow",
  $attributed_message: "$message",
};

function propertyOf(event: Resource, name: string): unknown {
  const properties = event.attributes.event_properties as Values | null;
  const owed = OWED[name];
  return properties?.[name] ?? (owed && (properties?.$attribution as Values | undefined)?.[owed]);
}

const toLabel = (value: unknown) => (value === undefined || value === null ? "" : String(value));

/** The last start that is not after `time`. */
function findBucket(starts: number[], time: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** One row of measurements for every combination of dimensions, each with a number for every bucket. */
class Tally {
  readonly #rows = new Map<string, { row: Row; seen: Set<string>[] }>();
  readonly #starts: number[];
  readonly #query: AggregateQuery;

  constructor(starts: number[], query: AggregateQuery) {
    this.#starts = starts;
    this.#query = query;
  }

  rowOf(dimensions: string[]) {
    const key = JSON.stringify(dimensions);
    const known = this.#rows.get(key);
    if (known) return known;
    const zeros = () => this.#starts.map(() => 0);
    const measurements = Object.fromEntries(this.#query.measurements.map((name) => [name, zeros()]));
    const entry = { row: { dimensions, measurements }, seen: this.#starts.map(() => new Set<string>()) };
    this.#rows.set(key, entry);
    return entry;
  }

  add(event: Resource, profile: string): void {
    const { row, seen } = this.rowOf((this.#query.by ?? []).map((name) => toLabel(propertyOf(event, name))));
    const bucket = findBucket(this.#starts, Number(event.attributes.timestamp) * 1000);
    seen[bucket]?.add(profile);
    const added: Record<Measurement, number> = {
      count: 1,
      sum_value: Number(event.attributes._value ?? 0),
      unique: 0,
    };
    for (const [name, numbers] of Object.entries(row.measurements)) {
      const sum = (numbers[bucket] ?? 0) + added[name as Measurement];
      numbers[bucket] = name === "unique" ? (seen[bucket]?.size ?? 0) : Math.round(sum * 100) / 100;
    }
  }

  rows(): Row[] {
    return [...this.#rows.values()].map(({ row }) => row);
  }
}

/** Ties a cursor to its query, whatever the size of the pages. */
function toCursor(
  { page_cursor: _cursor, page_size: _size, ...query }: AggregateQuery,
  offset: number,
): string {
  const print = createHash("sha1").update(JSON.stringify(query)).digest("hex").slice(0, 12);
  return Buffer.from(`rows:${offset}:${print}`).toString("base64url");
}

function readOffset(query: AggregateQuery): number {
  if (query.page_cursor === undefined) return 0;
  const offset = Number(Buffer.from(query.page_cursor, "base64url").toString().split(":")[1]);
  if (query.page_cursor !== toCursor(query, offset))
    throw refuseBody(`${AT}/page_cursor`, "The cursor is invalid for this request.");
  return offset;
}

/** Counts a metric's events by time and properties. Where the next page's cursor is said is an assumption: in links.next. */
export const queryAggregates: Behaviour = (call) => {
  const { store } = call;
  const query = readData<{ attributes: AggregateQuery }>(call).attributes;
  if (query.measurements.length === 0)
    throw refuseBody(`${AT}/measurements`, "At least one measurement is required.");
  const metric = store.get("metric", query.metric_id);
  const calendar = readCalendar(query.timezone);
  const clauses = readClauses(query.filter);
  const [start, end] = readBounds(clauses, calendar);
  if (query.sort !== undefined) throw refuseBody(`${AT}/sort`, "unsupported operand type(s) for +");
  const size = query.page_size ?? LEAST_PAGE;
  if (size < LEAST_PAGE) throw refuseBody(`${AT}/page_size`, `page_size must be at least ${LEAST_PAGE}.`);
  const offset = readOffset(query);
  const starts = calendar.cut(start, end, query.interval ?? "day");
  const tally = new Tally(starts, query);
  if (!query.by?.length) tally.rowOf([]);
  const wanted = clauses.filter((clause) => clause.field !== "datetime");
  for (const event of store.all("event")) {
    const time = Number(event.attributes.timestamp) * 1000;
    if (time < start || time >= end || store.linked(event, "metric")[0]?.id !== metric.id) continue;
    if (wanted.every((clause) => holds(clause, propertyOf(event, clause.field))))
      tally.add(event, store.linked(event, "profile")[0]?.id ?? "");
  }
  const rows = tally.rows();
  const next = offset + size;
  call.reply.next = null;
  if (next < rows.length) {
    const cursor = toCursor(query, next);
    call.reply.next = `https://a.klaviyo.com/api/metric-aggregates?page_cursor=${cursor}`;
  }
  const attributes = { dates: starts.map((at) => toStamp(new Date(at))), data: rows.slice(offset, next) };
  return { type: "metric-aggregate", id: store.newId("metric-aggregate"), attributes, relationships: {} };
};
