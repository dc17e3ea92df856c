import type { Dated } from "../tally/spans.ts";
import { isObject } from "../text.ts";
import type { Lane } from "./reading.ts";

/** How far a lane has come in its part of a date. Times in milliseconds. */
export interface Range {
  /** The first moment that is its own. */
  from?: number;
  /** The date of the last item that was read. */
  at?: number;
  /** The first moment that is another lane's. */
  end?: number;
  /** How much time its last page held. */
  page?: number;
  /** Items came out of order: its end is no end of its pages then. */
  unsorted?: boolean;
}

/** A part is cut in two only where so many pages of it are left. */
const LEAST_PAGES = 2;
/**
 * Of a page: so much less than whole pages are left to a lane that is cut, so that none is begun for a few items; less
 * where the other half would begin one for that.
 */
const SPARE = 0.1;
const SECOND = 1000;

/**
 * Cuts what is left of a lane in two, so that a free one can read beside it: each item is of one range alone, half-open,
 * and a lane drops what has become another's since its page was asked for.
 */
export class Splitting {
  readonly most: number;
  readonly #dated: Dated;
  readonly #date: () => number;

  /** `most` lanes at once; `date` is now, in milliseconds since the epoch. */
  constructor(dated: Dated, most: number, date: () => number) {
    this.#dated = dated;
    this.most = most;
    this.#date = date;
  }

  /** Those of a page's items that are the lane's own, and how far it has come with them. */
  keep(lane: Lane, items: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] {
    lane.range ??= {};
    const { range } = lane;
    const before = range.at ?? range.from ?? this.#dated.from;
    const dates = items.map((item) => this.#dateOf(item));
    for (const date of dates) {
      if (Number.isNaN(date)) continue;
      if (range.at !== undefined && date < range.at) range.unsorted = true;
      range.at = Math.max(range.at ?? date, date);
    }
    const first = before ?? dates.find((date) => !Number.isNaN(date));
    if (first !== undefined && range.at !== undefined) range.page = Math.max(1, range.at - first);
    const { end } = range;
    if (end === undefined) return items;
    const own = items.filter((_, index) => !((dates[index] ?? Number.NaN) >= end));
    if (own.length < items.length && !range.unsorted) lane.done = true;
    return own;
  }

  /** The second half of what has the most left, as a lane of its own; undefined where nothing is worth it, or `wanted` are open. */
  split(lanes: Lane[], wanted: number): Lane | undefined {
    const open = lanes.filter((lane) => !lane.done);
    if (open.length >= wanted) return undefined;
    const [longest] = open
      .map((lane) => ({ lane, pages: this.#pagesLeft(lane) }))
      .filter(({ pages }) => pages >= LEAST_PAGES)
      .sort((a, b) => b.pages - a.pages);
    const { at, end, page } = longest?.lane.range ?? {};
    if (!longest || at === undefined || page === undefined) return undefined;
    const room = Math.ceil(longest.pages) - longest.pages;
    const pages = Math.ceil(longest.pages / 2) - Math.min(SPARE, room);
    const middle = Math.floor((at + pages * page) / SECOND) * SECOND;
    if (middle <= at) return undefined;
    const filter = this.#dated.filter(middle, end ?? this.#dated.to);
    const lane: Lane = {
      input: { ...longest.lane.input, ...(filter && { filter }) },
      cursor: undefined,
      done: false,
      range: { from: middle, ...(end !== undefined && { end }) },
    };
    longest.lane.range = { ...longest.lane.range, end: middle };
    lanes.push(lane);
    return lane;
  }

  /** About how many pages are left; undefined as long as nobody can tell. */
  pagesLeft(lanes: readonly Lane[]): number | undefined {
    const open = lanes.filter((lane) => !lane.done);
    const known = open.filter(({ range }) => range?.page !== undefined);
    if (known.length < open.length) return undefined;
    return Math.ceil(known.reduce((sum, lane) => sum + this.#pagesLeft(lane), 0));
  }

  #pagesLeft({ range: { at, end, page } = {} }: Lane): number {
    if (at === undefined || page === undefined) return 0;
    return Math.max(0, ((end ?? this.#dated.to ?? this.#date()) - at) / page);
  }

  #dateOf({ attributes }: Record<string, unknown>): number {
    const value = isObject(attributes) ? attributes[this.#dated.field] : undefined;
    return typeof value === "string" ? Date.parse(value) : Number.NaN;
  }
}
