/** What RFC 3339 (4.3) ends a moment with of which nobody knows where it is meant. */
export const NOWHERE = "-00:00";

/** Whether a moment says where: a date alone does not. */
export function hasZone(moment: string): boolean {
  return /T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(moment) && !moment.endsWith(NOWHERE);
}

/** Reads the offset from UTC (`-05:00`) that a timezone has at an instant; undefined for a timezone unknown here. */
export function offsetsOf(timezone: string): ((instant: number) => string) | undefined {
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone: timezone, timeZoneName: "longOffset" });
    return (instant) => {
      const name = format.formatToParts(instant).find(({ type }) => type === "timeZoneName");
      return name?.value.replace("GMT", "") || "+00:00";
    };
  } catch {
    return undefined;
  }
}

/**
 * A moment with the offset that the timezone has then, unless it has one; a date is its midnight there. Which timezone
 * Klaviyo takes for a datetime without offset is not documented: none is sent without one, save where only Klaviyo can
 * judge the timezone or the date.
 */
export function withOffset(moment: string, timezone: string): string {
  const bare = moment.replace(" ", "T").replace(/-00:00$/, "");
  const local = bare.includes("T") ? bare : `${bare}T00:00:00`;
  const offsetAt = offsetsOf(timezone);
  const time = Date.parse(`${local}Z`);
  if (hasZone(local) || !offsetAt || Number.isNaN(time)) return local;
  // Read as UTC it may lie on the other side of a change of the clocks: once more from where it really is.
  const first = offsetAt(time);
  const again = offsetAt(Date.parse(local + first));
  if (offsetAt(Date.parse(local + again)) === again) return local + again;
  // A time that the clocks leave out is read on the clock before them, which is the later moment of the two.
  return Date.parse(local + first) > Date.parse(local + again) ? local + first : local + again;
}
