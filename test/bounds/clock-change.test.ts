import { describe, expect, it } from "vitest";
import { connectionsOf, startInProcess } from "../in-process.ts";

// The hour in which clocks change: the moment before it, the moment after it, and midnights that there are not.

const QUERY = { metric_id: "M", measurements: ["count"], start: "2026-01-01", end: "2026-12-31" };

/** What leaves and what is read of a query in a timezone; Klaviyo's answer has these starts of intervals. */
async function query(timezone: string, args: Record<string, unknown>, dates: readonly string[] = []) {
  const data = [{ dimensions: [], measurements: { count: dates.map(() => 1) } }];
  const server = startInProcess(({ host, method }) => {
    if (host === "control") return connectionsOf("c1");
    return method === "POST"
      ? { data: { type: "metric-aggregate", attributes: { dates, data } } }
      : { data: [] };
  });
  const { json } = await server.call("query_metric_aggregates", { ...QUERY, timezone, ...args });
  const posted = server.sent.find(({ method }) => method === "POST");
  const body = posted?.body as { data: { attributes: { filter: string[] } } } | undefined;
  const [start = "", end = ""] = (body?.data.attributes.filter ?? []).map((clause) =>
    clause.replace(/.*,|\)$/g, ""),
  );
  return { start, end, rows: (json.data as { date: string }[]).map(({ date }) => date) };
}

describe("a time without an offset", () => {
  it.each([
    ["America/New_York", "2026-03-08", "2026-03-08T00:00:00-05:00"],
    ["America/New_York", "2026-03-09", "2026-03-09T00:00:00-04:00"],
    ["America/New_York", "2026-03-08T01:59:59", "2026-03-08T01:59:59-05:00"],
    ["America/New_York", "2026-03-08T03:00:00", "2026-03-08T03:00:00-04:00"],
    ["America/New_York", "2026-11-01", "2026-11-01T00:00:00-04:00"],
    ["America/New_York", "2026-11-01T00:59:59", "2026-11-01T00:59:59-04:00"],
    ["America/New_York", "2026-11-01T02:00:00", "2026-11-01T02:00:00-05:00"],
    ["America/New_York", "2026-11-02", "2026-11-02T00:00:00-05:00"],
    ["Europe/Berlin", "2026-03-29", "2026-03-29T00:00:00+01:00"],
    ["Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T01:59:59+01:00"],
    ["Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T03:00:00+02:00"],
    ["Europe/Berlin", "2026-10-25T01:59:59", "2026-10-25T01:59:59+02:00"],
    ["Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T03:00:00+01:00"],
    ["Europe/London", "2026-03-28", "2026-03-28T00:00:00+00:00"],
    ["Europe/London", "2026-03-30", "2026-03-30T00:00:00+01:00"],
    ["Australia/Sydney", "2026-04-05T01:59:59", "2026-04-05T01:59:59+11:00"],
    ["Australia/Sydney", "2026-04-05T03:00:00", "2026-04-05T03:00:00+10:00"],
    ["Asia/Kolkata", "2026-03-29", "2026-03-29T00:00:00+05:30"],
    ["UTC", "2026-03-29", "2026-03-29T00:00:00+00:00"],
  ])("in %s %s is %s", async (timezone, given, sent) => {
    expect((await query(timezone, { start: given })).start).toBe(sent);
    expect((await query(timezone, { end: given })).end).toBe(sent);
  });

  // The clocks go from 23:59:59 to 01:00:00: the day begins with what would have been its midnight on the old clock.
  it.each([
    ["America/Santiago", "2026-09-06", "-04:00"],
    ["America/Havana", "2026-03-08", "-05:00"],
    ["Atlantic/Azores", "2026-03-29", "-01:00"],
    ["Africa/Cairo", "2026-04-24", "+02:00"],
    ["Asia/Beirut", "2026-03-29", "+02:00"],
  ])(
    "in %s the day %s begins without a midnight, and takes nothing of the day before",
    async (timezone, day, before) => {
      expect((await query(timezone, { start: day })).start).toBe(`${day}T00:00:00${before}`);
    },
  );

  // The clocks go from 00:59:59 back to 00:00:00: the day begins with the first midnight of the two.
  it.each([
    ["America/Havana", "2026-11-01", "-04:00"],
    ["Atlantic/Azores", "2026-10-25", "+00:00"],
  ])("in %s the day %s begins with the first of two midnights", async (timezone, day, first) => {
    expect((await query(timezone, { start: day })).start).toBe(`${day}T00:00:00${first}`);
  });

  it("in an hour that is left out is read on the clock before it", async () => {
    expect((await query("America/New_York", { start: "2026-03-08T02:30:00" })).start).toBe(
      "2026-03-08T02:30:00-05:00",
    );
    expect((await query("Europe/Berlin", { start: "2026-03-29T02:30:00" })).start).toBe(
      "2026-03-29T02:30:00+01:00",
    );
  });

  it("is left to Klaviyo where the timezone or the date is none", async () => {
    expect((await query("Mars/Olympus", { start: "2026-03-29" })).start).toBe("2026-03-29T00:00:00");
    expect((await query("UTC", { start: "2026-13-29" })).start).toBe("2026-13-29T00:00:00");
  });

  it.each(["2026-03-08T02:30:00Z", "2026-03-08T02:30:00-05:00"])(
    "%s has one, and keeps it",
    async (given) => {
      expect((await query("Europe/Berlin", { start: given })).start).toBe(given);
    },
  );
});

describe("the start of an interval", () => {
  it("is told with the hour that comes twice, and without the one that does not come", async () => {
    const back = [
      "2026-11-01T04:00:00Z",
      "2026-11-01T05:00:00+00:00",
      "2026-11-01T06:00:00Z",
      "2026-11-01T07:00:00Z",
    ];
    expect((await query("America/New_York", { interval: "hour" }, back)).rows).toEqual([
      "2026-11-01T00:00:00-04:00",
      "2026-11-01T01:00:00-04:00",
      "2026-11-01T01:00:00-05:00",
      "2026-11-01T02:00:00-05:00",
    ]);
    const on = ["2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"];
    expect((await query("Europe/Berlin", { interval: "hour" }, on)).rows).toEqual([
      "2026-03-29T01:00:00+01:00",
      "2026-03-29T03:00:00+02:00",
    ]);
  });

  it("is the day there, on both sides of the change", async () => {
    const east = ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"];
    expect((await query("Europe/Berlin", { interval: "day" }, east)).rows).toEqual([
      "2026-03-29",
      "2026-03-30",
    ]);
    const west = ["2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", "2026-11-02T04:59:59Z"];
    expect((await query("America/New_York", { interval: "day" }, west)).rows).toEqual([
      "2026-11-01",
      "2026-11-02",
      "2026-11-01",
    ]);
  });
});
