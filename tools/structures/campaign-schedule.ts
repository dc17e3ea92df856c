import { isObject, textOf } from "../../src/text.ts";
import { once } from "../../src/tool/once.ts";
import type { Input } from "../../src/tool/tool.ts";
import { offsetsOf } from "../../src/tool/zone.ts";

/** Not before it is needed: the first that a process makes takes it milliseconds. */
const day = once(
  () =>
    new Intl.DateTimeFormat("en-GB", {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    }),
);

/** `2026-12-01` → `Tuesday, 1 December 2026`; what is no date stays as it is. */
function dayInWords(date: string): string {
  const midnight = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(midnight.getTime()) ? date : day().format(midnight);
}

/**
 * When a draft will go out, as a person says it: the date and time as they are on the clock that they were given on. Of
 * one that has been written at a later moment than that, by its own date, that it is too late.
 */
export function scheduleInWords({ schedule, schedule_local }: Input, draft: unknown): string {
  const local = schedule === undefined;
  const moment = textOf(local ? schedule_local : schedule);
  const { updated_at } = isObject(draft) && isObject(draft.attributes) ? draft.attributes : {};
  if (isOver(moment, local, Date.parse(textOf(updated_at))))
    return `${momentInWords(moment, local ? RECIPIENTS : undefined)} ${IS_OVER}`;
  return `send_campaign lets it go out on ${momentInWords(moment, local ? RECIPIENTS : undefined)}.`;
}

/** Whether a moment is over at an instant: on recipients' clocks once it is over on the last of them. */
function isOver(moment: string, local: boolean, now: number): boolean {
  const last = local ? Date.parse(`${moment}Z`) + LAST_CLOCK_MS : Date.parse(moment);
  return last < now;
}

const LAST_CLOCK_MS = 12 * 60 * 60_000;
const IS_OVER = "is over: give update_campaign another schedule before send_campaign.";

const RECIPIENTS = "on each recipient's clock";

/** A moment as it is written, without looking for the same one on another clock; what is none stays as it is. */
function momentInWords(moment: string, clock?: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::[\d.]+)?(.*)$/.exec(moment);
  if (!parts) return moment;
  const [, date = "", time = "", offset = ""] = parts;
  const zone = /^(Z|[+-]00:?00)?$/.test(offset) ? "UTC" : `UTC${offset}`;
  return `${dayInWords(date)} at ${time}, ${clock ?? zone}`;
}

/** A moment on an account's clock. */
function inZone(moment: string, timezone: string | undefined): string {
  const instant = Date.parse(moment);
  const offset = timezone && !Number.isNaN(instant) && offsetsOf(timezone)?.(instant);
  if (!offset) return momentInWords(moment);
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  return momentInWords(`${new Date(instant + ms).toISOString().slice(0, 19)}${offset}`, timezone);
}

const UNSAID = "at a time that the campaign does not say";

/**
 * When a campaign goes out, by its send strategy as Klaviyo has it, in words: of a draft what send_campaign will do, of
 * one that was sent at once when that was.
 */
export function strategyInWords(strategy: unknown, timezone: string | undefined, sent?: unknown): string {
  const { method, datetime, date, throttle_percentage: share, options } = isObject(strategy) ? strategy : {};
  const { is_local } = isObject(options) ? options : {};
  const at = textOf(datetime);
  // A draft of Klaviyo's newer model has a method before it has a time.
  if ((method === "static" || method === "throttled") && !at) return UNSAID;
  switch (method) {
    case "static":
      return is_local === true ? momentInWords(at, RECIPIENTS) : inZone(at, timezone);
    case "throttled":
      return `from ${inZone(at, timezone)}, ${textOf(share)} % of the recipients an hour`;
    case "smart_send_time":
      return `${dayInWords(textOf(date))}, at the hour that Klaviyo finds best for each`;
    case "immediate":
      return sent ? inZone(textOf(sent), timezone) : "as soon as send_campaign is called";
    default:
      return UNSAID;
  }
}

/** That a draft's time is over at an instant, in words; undefined where it is not, or has none. */
export function overInWords(strategy: unknown, now: number): string | undefined {
  const { datetime, date, options } = isObject(strategy) ? strategy : {};
  const { is_local } = isObject(options) ? options : {};
  const local = is_local === true;
  // A day, of which Klaviyo finds the hour, is over with its last minute.
  const moment = datetime == null && date != null ? `${textOf(date)}T23:59` : textOf(datetime);
  const onLocalClocks = local || datetime == null;
  return isOver(onLocalClocks ? moment.replace(/Z$/, "") : moment, onLocalClocks, now)
    ? `Its time ${IS_OVER}`
    : undefined;
}

/** That a copy has a time that was over when it was made, in words; empty where it has not. */
export function copyInWords(draft: unknown): string {
  const { send_strategy, updated_at } = isObject(draft) && isObject(draft.attributes) ? draft.attributes : {};
  return overInWords(send_strategy, Date.parse(textOf(updated_at))) ?? "";
}
