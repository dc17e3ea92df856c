import { describe, expect, it } from "vitest";
import { type Part, pageOf, type Report } from "../tools/jobs/report/page.ts";
import { lastDay, lastTwo } from "../tools/jobs/report/period.ts";
import { readPage as read } from "./read-page.ts";

// What people wrote is text in the page of a report, and nothing else.

describe("the last whole week or month and the one before", () => {
  it.each<[of: "week" | "month", at: string, zone: string | undefined, now: string, before: string]>([
    ["week", "2026-11-26T12:00:00Z", "UTC", "2026-11-16 2026-11-22", "2026-11-09 2026-11-15"],
    ["week", "2026-11-23T00:00:00Z", "UTC", "2026-11-16 2026-11-22", "2026-11-09 2026-11-15"],
    ["week", "2026-11-22T23:59:59Z", "UTC", "2026-11-09 2026-11-15", "2026-11-02 2026-11-08"],
    // It is Monday in Oslo and Sunday in New York.
    ["week", "2026-11-22T23:30:00Z", "Europe/Oslo", "2026-11-16 2026-11-22", "2026-11-09 2026-11-15"],
    ["week", "2026-11-23T03:00:00Z", "America/New_York", "2026-11-09 2026-11-15", "2026-11-02 2026-11-08"],
    ["month", "2026-11-01T00:00:00Z", undefined, "2026-10-01 2026-10-31", "2026-09-01 2026-09-30"],
    ["month", "2026-11-01T03:00:00Z", "America/New_York", "2026-09-01 2026-09-30", "2026-08-01 2026-08-31"],
    ["month", "2026-01-15T12:00:00Z", "Asia/Tokyo", "2025-12-01 2025-12-31", "2025-11-01 2025-11-30"],
    ["month", "2028-03-31T12:00:00Z", "No/Where", "2028-02-01 2028-02-29", "2028-01-01 2028-01-31"],
  ])("%s at %s in %s", (of, at, zone, now, before) => {
    const found = lastTwo(of, Date.parse(at), zone);
    expect(`${found.now.from} ${lastDay(found.now)}`).toBe(now);
    expect(`${found.before.from} ${lastDay(found.before)}`).toBe(before);
  });
});

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</style><iframe src=https://example.com>",
  "' onmouseover='alert(1)",
  "<!-- --><svg/onload=alert(1)>",
  "&lt;b&gt;",
  "\u202egnp.exe",
];

describe("the page", () => {
  const part = (name: string): Part => ({
    name,
    currency: "USD",
    timezone: name,
    metric: name,
    omitted: `Not read: ${name}.`,
    period: { from: "2026-11-16", until: "2026-11-23" },
    before: { from: "2026-11-09", until: "2026-11-16" },
    figures: [
      { name: "sum_value", label: "Revenue", now: 1200, before: 1000 },
      { name: "unsubscribe_rate", label: "Unsubscribe rate", now: 0.02, before: 0.01 },
      { name: "count", label: "Orders", now: 3, before: 0 },
    ],
    days: [{ date: "2026-11-16", value: 1200, before: 1000 }],
    campaigns: [{ campaign_name: name, conversion_value: 5, recipients: 10 }],
    flows: [
      { flow_name: name, conversion_value: 7, compared: { conversion_value: { before: 1, percent: 600 } } },
    ],
  });
  const page = (name: string, more: Partial<Report> = {}) =>
    pageOf({
      agency: name,
      of: "week",
      notes: `${name}\n\n- ${name}`,
      parts: [part(name), part("Plain")],
      failed: [{ name, why: name }],
      made: "2026-11-26",
      ...more,
    });

  it.each(HOSTILE)("has %j as text, wherever people write it", (name) => {
    const plain = read(page("A name"));
    const { elements, text } = read(page(name));
    // The same elements as with a plain name, with the same attributes.
    expect(elements.map((one) => one.name)).toEqual(plain.elements.map((one) => one.name));
    expect(elements.map(({ attributes }) => Object.keys(attributes))).toEqual(
      plain.elements.map(({ attributes }) => Object.keys(attributes)),
    );
    const times = (of: string, all: string) => all.split(of).length - 1;
    expect(times(name, text)).toBe(times("A name", plain.text));
    expect(times("A name", plain.text)).toBeGreaterThan(8);
  });

  it("loads nothing, runs nothing, and says so", () => {
    const { elements } = read(page("A name"));
    const names = new Set(elements.map(({ name }) => name));
    for (const one of ["script", "link", "img", "iframe", "object", "form", "a", "base"]) {
      expect(names).not.toContain(one);
    }
    const attributes = elements.flatMap((one) => Object.keys(one.attributes));
    expect(attributes.filter((name) => /^(on|src|href|style|xlink)/.test(name))).toEqual([]);
    const policy = elements.find((one) => one.attributes["http-equiv"] === "Content-Security-Policy");
    expect(policy?.attributes.content).toBe("default-src 'none'; style-src 'unsafe-inline'");
    expect(page("A name")).not.toMatch(/@import|url\((?!#)/);
  });

  it("says what grew, what shrank, and what was not there before", () => {
    const { text } = read(page("A name", { parts: [part("A name")] }));
    expect(text).toContain("▲ 20 % ($1,000)");
    expect(text).toContain("▲ 100 % (1%)");
    expect(text).toContain("none before");
    // More who leave is no good news.
    expect(page("A name")).toMatch(/<small class="down">▲ 100 %/);
    expect(page("A name")).toMatch(/<small class="up">▲ 20 %/);
  });

  it("of one account has its name in the title and no table of accounts; what is not given is not there", () => {
    const { elements, text } = read(
      page("x", { parts: [part("Only")], notes: undefined, agency: undefined, failed: [] }),
    );
    expect(text).toContain("Only: the week in Klaviyo");
    expect(elements.filter(({ name }) => name === "table")).toEqual([]);
    expect(text).not.toContain("Notes");
    expect(text).not.toContain("Not in this report");
  });
});
