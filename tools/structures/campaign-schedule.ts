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

/** When a draft will go out, as a person says it: the date and time as they are on the clock that they were given on. */
export function scheduleInWords({ schedule, schedule_local }: Input): string {
  const local = schedule === undefined;
  const when = momentInWords(textOf(local ? schedule_local : schedule), local ? RECIPIENTS : undefined);
  return `send_campaign lets it go out on ${when}.`;
}

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
