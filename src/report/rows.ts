import { primaryData } from "../jsonapi/document.ts";
import { isObject, textOf } from "../text.ts";
import type { Grouping, ReportSpec } from "../tool/report.ts";
import { type Figures, isState, ofChannel, sumOf } from "./figures.ts";
import { wallOf, weekdayOf } from "./period.ts";

/** One row of Klaviyo's: what it is of, when where the report has intervals, and its figures. */
export interface Row {
  groupings: Readonly<Record<string, unknown>>;
  /** Start of the interval, on the account's wall clock. */
  at?: number;
  figures: Figures;
}

/** What is known of a thing besides its id. */
export interface Thing {
  name?: string;
  /** When it was sent, on the account's wall clock. */
  sent?: number;
  tags: readonly string[];
  /** Ids of lists and segments. */
  audiences: readonly string[];
}

/** The rows of a report's document; of a series one for each interval. What is no number is no figure. */
export function rowsIn(document: unknown, timezone: string | undefined): Row[] {
  const [{ attributes } = { attributes: undefined }] = primaryData(document);
  const { results, date_times } = isObject(attributes) ? attributes : {};
  const dates = Array.isArray(date_times)
    ? date_times.map((date) => wallOf(Date.parse(textOf(date)), timezone))
    : undefined;
  const read = (Array.isArray(results) ? results : []).filter(isObject);
  return read.flatMap((result): Row[] => {
    const groupings = isObject(result.groupings) ? result.groupings : {};
    const statistics = Object.entries(isObject(result.statistics) ? result.statistics : {});
    const figuresAt = (index?: number): Figures => {
      const values = statistics.map(([name, value]) => [
        name,
        index !== undefined && Array.isArray(value) ? value[index] : value,
      ]);
      const numbers = values.filter(([, value]) => typeof value === "number");
      return ofChannel(groupings.send_channel, Object.fromEntries(numbers));
    };
    if (!dates) return [{ groupings, figures: figuresAt() }];
    return dates.flatMap((at, index) =>
      Number.isNaN(at) ? [] : [{ groupings, at, figures: figuresAt(index) }],
    );
  });
}

/** The rows of the parts of one period, each thing once: where several have it its counts are added up, its state is the last one. */
export function joined(parts: readonly (readonly Row[])[]): Row[] {
  if (parts.length === 1) return [...(parts[0] ?? [])];
  const rows = new Map<string, Row[]>();
  for (const row of parts.flat()) {
    const key = JSON.stringify([row.at, row.groupings]);
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  return [...rows.values()].flatMap((same) => {
    const last = same.at(-1);
    if (!last || same.length === 1) return same;
    const states = Object.entries(last.figures).filter(([name]) => isState(name));
    return [
      { ...last, figures: { ...sumOf(same.map(({ figures }) => figures)), ...Object.fromEntries(states) } },
    ];
  });
}

/** What the reads of names tell of things, by their ids; a read that failed tells nothing. */
export function thingsIn(documents: readonly unknown[], timezone: string | undefined): Map<string, Thing> {
  const things = new Map<string, Thing>();
  for (const document of documents) {
    const included =
      isObject(document) && Array.isArray(document.included) ? document.included.filter(isObject) : [];
    const tagNames = new Map(
      included
        .filter(({ type }) => type === "tag")
        .map(({ id, attributes }) => [
          textOf(id),
          textOf(isObject(attributes) ? attributes.name : undefined),
        ]),
    );
    for (const { id, attributes, relationships } of primaryData(document)) {
      const { name, send_time, audiences } = isObject(attributes) ? attributes : {};
      const sent = Date.parse(textOf(send_time));
      const related = isObject(relationships) && isObject(relationships.tags) ? relationships.tags.data : [];
      const tags = (Array.isArray(related) ? related : []).filter(isObject).map((tag) => textOf(tag.id));
      const reached = isObject(audiences) && Array.isArray(audiences.included) ? audiences.included : [];
      things.set(textOf(id), {
        ...(typeof name === "string" && { name }),
        ...(!Number.isNaN(sent) && { sent: wallOf(sent, timezone) }),
        tags: tags.map((tag) => tagNames.get(tag) || tag),
        audiences: reached.map(textOf),
      });
    }
  }
  return things;
}

/** Rows that are shown as one: what they have in common, and the figures of each. */
export interface Group {
  keys: Record<string, unknown>;
  at?: number;
  members: readonly Figures[];
}

/** What a grouping of which a row has nothing is called. */
export const NONE = "(none)";

/** How rows are cut: what `group_by` asks for, what is known of things, and names of lists and segments. */
export interface Cut {
  groups: readonly string[];
  things: ReadonlyMap<string, Thing>;
  audiences: ReadonlyMap<string, string>;
}

/** Whether intervals are put together by their day of the week: they have no date then. */
export const isByWeekday = (spec: ReportSpec, groups: readonly string[]): boolean =>
  groups.some((name) => {
    const grouping = spec.groups[name];
    return grouping !== undefined && "from" in grouping && grouping.from === "weekday";
  });

/** The rows as groups; without `group_by` each is one of its own, of a series each interval. */
export function grouped(spec: ReportSpec, rows: readonly Row[], cut: Cut): Group[] {
  if (cut.groups.length === 0 && !spec.series) return separate(spec, rows, cut);
  const groups = new Map<string, Group & { members: Figures[] }>();
  const byDay = isByWeekday(spec, cut.groups);
  for (const row of rows) {
    const at = byDay ? undefined : row.at;
    for (const keys of keysOf(spec, row, cut)) {
      const key = JSON.stringify([at, keys]);
      const known = groups.get(key) ?? { keys, ...(at !== undefined && { at }), members: [] };
      known.members.push(row.figures);
      groups.set(key, known);
    }
  }
  return [...groups.values()];
}

/** Klaviyo's own rows: the thing by id and name, and the part of it only where the thing has several. */
function separate({ thing }: ReportSpec, rows: readonly Row[], { things }: Cut): Group[] {
  const parts = new Map<unknown, number>();
  for (const { groupings } of rows) {
    parts.set(groupings[thing.id], (parts.get(groupings[thing.id]) ?? 0) + 1);
  }
  return rows.map(({ groupings, figures }) => {
    const { [thing.id]: id, [thing.name]: named, ...rest } = groupings;
    const known = things.get(textOf(id));
    const isAlone = parts.get(id) === 1;
    const kept = Object.entries(rest).filter(
      ([name, value]) => value !== null && !(isAlone && thing.part?.includes(name)),
    );
    const name = known?.name ?? named;
    const keys = {
      [thing.id]: id,
      ...(typeof name === "string" && { [thing.name]: name }),
      ...Object.fromEntries(kept),
      ...sentOn(known),
    };
    return { keys, members: [figures] };
  });
}

const sentOn = (known: Thing | undefined) =>
  known?.sent === undefined ? {} : { sent: new Date(known.sent).toISOString().slice(0, 10) };

/** The groups that a row is part of: of several tags or audiences each. */
function keysOf(spec: ReportSpec, row: Row, cut: Cut): Record<string, unknown>[] {
  return cut.groups.reduce<Record<string, unknown>[]>(
    (all, group) => {
      const grouping = spec.groups[group];
      const values = grouping ? valuesOf(spec, grouping, row, cut) : [{}];
      return all.flatMap((keys) => values.map((value) => ({ ...keys, ...value })));
    },
    [{}],
  );
}

function valuesOf({ thing }: ReportSpec, grouping: Grouping, row: Row, cut: Cut): Record<string, unknown>[] {
  const known = cut.things.get(textOf(row.groupings[thing.id]));
  if ("by" in grouping) {
    const pairs = grouping.by.map((name) => [name, row.groupings[name] ?? NONE]);
    const isThing = grouping.by.includes(thing.id) && known?.name !== undefined;
    return [{ ...Object.fromEntries(pairs), ...(isThing && { [thing.name]: known.name, ...sentOn(known) }) }];
  }
  const { from, as } = grouping;
  if (from === "weekday") {
    const when = row.at ?? known?.sent;
    return [{ [as]: when === undefined ? NONE : weekdayOf(when) }];
  }
  const values = from === "tags" ? known?.tags : known?.audiences.map((id) => cut.audiences.get(id) ?? id);
  return values?.length ? values.map((value) => ({ [as]: value })) : [{ [as]: NONE }];
}

/** Whether a row counts in several groups at once, so that the groups add up to more than the total. */
export function overlaps(spec: ReportSpec, rows: readonly Row[], cut: Cut): boolean {
  return rows.some((row) => keysOf(spec, row, cut).length > 1);
}
