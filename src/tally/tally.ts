import { Calendar, type Clock, type Unit } from "./units.ts";
import { numberAt, numberOf, valuesAt } from "./value.ts";

/** What is worked out of a collection; each is a path into its items. */
export interface Wanted {
  group_by?: string;
  /** Groups are these units of the dates at `group_by`. */
  unit?: Unit;
  sum?: string;
  /** So many groups, or items by their value at `by`. */
  top?: number;
  by?: string;
  /** What tells a reader which item a ranked one is: the first of these that it has. */
  told: readonly string[];
}

/** More different values than this are no groups any more. */
export const MAX_GROUPS = 10_000;
/** Groups that an answer shows unless asked for more. */
export const SHOWN_GROUPS = 20;
/** Units of dates that an answer shows, the latest ones. */
export const SHOWN_UNITS = 31;
/** Items that a ranking shows unless asked for more. */
export const SHOWN_ITEMS = 10;
/** So much of a group's value is told. */
const VALUE_CHARS = 200;

interface Group {
  value: unknown;
  count: number;
  sum: number;
}

interface Ranked {
  item: Record<string, unknown>;
  value: number | string;
}

type Item = Record<string, unknown>;

/** Counts, groups, sums and ranks items as they are read, in room that does not grow with their number. */
export class Tally {
  read = 0;
  readonly #wanted: Wanted;
  readonly #calendar: Calendar | undefined;
  readonly #groups = new Map<string, Group>();
  #best: Ranked[] = [];
  #sum = 0;
  /** Items that have a value where one is summed, grouped or ranked by. */
  #valued = 0;
  /** Items of values that came after the last group there was room for. */
  #beyond = 0;

  /** `clock` is what dates are grouped on. */
  constructor(wanted: Wanted, clock: Clock = {}) {
    this.#wanted = wanted;
    this.#calendar = wanted.unit && new Calendar(wanted.unit, clock);
  }

  /** Whether any item so far has what is grouped, summed or ranked by; true where nothing of it is needed. */
  get telling(): boolean {
    const { group_by, sum, by } = this.#wanted;
    return this.#valued > 0 || this.read === 0 || (group_by ?? sum ?? by) === undefined;
  }

  /** Takes items in; `names` are of the resources that they are related to, by id. */
  add(items: readonly Item[], names: ReadonlyMap<string, string> = new Map()): void {
    this.read += items.length;
    for (const item of items) this.#take(item, names);
    if (this.#wanted.by === undefined) return;
    this.#best.sort((a, b) => order(b.value, a.value));
    this.#best = this.#best.slice(0, this.#wanted.top ?? SHOWN_ITEMS);
  }

  /** What was worked out so far, as a model reads it. */
  result(): Record<string, unknown> {
    const { group_by, sum, by } = this.#wanted;
    return {
      ...(sum !== undefined && { sum: rounded(this.#sum) }),
      ...(group_by !== undefined && this.#grouped()),
      ...(by !== undefined && group_by === undefined && { top: this.#best.map((one) => this.#told(one)) }),
      ...(this.#valued < this.read &&
        (group_by ?? sum ?? by) !== undefined && { without_value: this.read - this.#valued }),
    };
  }

  #take(item: Item, names: ReadonlyMap<string, string>): void {
    const { group_by, sum, by } = this.#wanted;
    const number = sum === undefined ? undefined : numberAt(item, sum);
    this.#sum += number ?? 0;
    const values = group_by === undefined ? [] : this.#valuesOf(item, group_by);
    for (const value of values) this.#count(names.get(String(value)) ?? value, number ?? 0);
    const ranked = by === undefined ? undefined : valuesAt(item, by)[0];
    if (ranked !== undefined) this.#best.push({ item, value: numberOf(ranked) ?? String(ranked) });
    const found = group_by === undefined ? (number ?? ranked) : values[0];
    if (found !== undefined) this.#valued += 1;
  }

  #valuesOf(item: Item, path: string): unknown[] {
    const values = valuesAt(item, path);
    const calendar = this.#calendar;
    return [...new Set(calendar ? values.flatMap((value) => calendar.of(value) ?? []) : values)];
  }

  #count(value: unknown, number: number): void {
    const key = JSON.stringify(value);
    const group = this.#groups.get(key);
    if (group) {
      group.count += 1;
      group.sum += number;
    } else if (this.#groups.size < MAX_GROUPS) {
      this.#groups.set(key, { value: short(value), count: 1, sum: number });
    } else {
      this.#beyond += 1;
    }
  }

  #grouped(): Record<string, unknown> {
    const { sum, top } = this.#wanted;
    const summed = sum !== undefined;
    const all = [...this.#groups.values()].sort((a, b) => (summed ? b.sum - a.sum : 0) || b.count - a.count);
    const calendar = this.#calendar;
    const shown = calendar && top === undefined ? this.#inOrder(calendar) : all.slice(0, top ?? SHOWN_GROUPS);
    const rest = all.filter((group) => !shown.includes(group));
    const total = (groups: readonly Group[]) => ({
      count: groups.reduce((count, one) => count + one.count, 0) + this.#beyond,
      ...(summed && { sum: rounded(groups.reduce((all, one) => all + one.sum, 0)) }),
    });
    return {
      groups: shown.map(({ value, count, sum: own }) => ({
        value,
        count,
        ...(summed && { sum: rounded(own) }),
        ...(calendar?.isPartial(String(value)) && { partial: true }),
      })),
      ...((rest.length > 0 || this.#beyond > 0) && {
        other_groups: { groups: this.#beyond > 0 ? `over ${rest.length}` : rest.length, ...total(rest) },
      }),
    };
  }

  /** The latest units, one after the other: what nothing falls into is none, and is shown. */
  #inOrder(calendar: Calendar): Group[] {
    const dates = [...this.#groups.values()].map(({ value }) => String(value)).sort();
    const shown: Group[] = [];
    const [first = ""] = dates;
    for (let date = dates.at(-1) ?? ""; date > "" && date >= first; date = calendar.before(date)) {
      if (shown.length === SHOWN_UNITS) break;
      shown.unshift(this.#groups.get(JSON.stringify(date)) ?? { value: date, count: 0, sum: 0 });
    }
    return shown;
  }

  #told({ item, value }: Ranked): Record<string, unknown> {
    const { told } = this.#wanted;
    const [known] = told.flatMap((name) =>
      valuesAt(item, name)
        .slice(0, 1)
        .map((one) => ({ [name]: short(one) })),
    );
    return { id: item.id, ...known, value };
  }
}

function order(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  // Numbers come after texts: what is no number where most are is the exception.
  if (typeof a !== typeof b) return typeof a === "number" ? 1 : -1;
  return a < b ? -1 : Number(a > b);
}

/** Sums of cents are cents. */
function rounded(sum: number): number {
  return Math.round(sum * 1e6) / 1e6;
}

function short(value: unknown): unknown {
  const text = typeof value === "object" ? JSON.stringify(value) : value;
  return typeof text === "string" && text.length > VALUE_CHARS ? `${text.slice(0, VALUE_CHARS)}…` : text;
}
