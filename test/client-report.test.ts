import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Parser } from "htmlparser2";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Part, pageOf, type Report } from "../tools/jobs/report/page.ts";
import { lastDay, lastTwo } from "../tools/jobs/report/period.ts";
import { type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";

// One file that a client gets: what stands in it is what the reports say, and what people wrote is text in it.

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

/** All elements of a page, with their attributes, and all of its text. */
function read(html: string) {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  let text = "";
  let skipped = 0;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      elements.push({ name, attributes });
      if (name === "style") skipped += 1;
    },
    onclosetag: (name) => {
      if (name === "style") skipped -= 1;
    },
    ontext: (part) => {
      if (skipped === 0) text += part;
    },
  });
  parser.end(html);
  return { elements, text };
}

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

const NAMES = ["Northwind Outfitters", "Second Sandbox Shop", "Fjell & Kyst"];

describe("client_report", () => {
  let server: Started;
  const folder = mkdtempSync(join(tmpdir(), "client-report-"));
  beforeAll(async () => {
    server = await startClient({ served, args: ["--files", folder], sandbox: { connections: 3 } });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    server.sandbox.clearFaults();
    server.sandbox.clearRequests();
    vi.restoreAllMocks();
  });
  const textOf = (file: string) => readFileSync(join(folder, file), "utf8");

  it("writes what the reports say of each account, in one file with the agency and the notes", async () => {
    const { json, isError, text } = await server.call("client_report", {
      file: "week.html",
      period: "week",
      accounts: "all",
      agency: "Fjord & Partners",
      notes: "A good week.",
    });
    expect(isError, text).toBeFalsy();
    expect(json.data).toMatchObject({ file: "week.html", bytes: Buffer.byteLength(textOf("week.html")) });
    expect(json.data.accounts.map(({ account }: { account: string }) => account)).toEqual(NAMES);
    const html = read(textOf("week.html")).text;
    for (const said of ["Fjord & Partners", "A good week.", ...NAMES, "3 accounts: the week"]) {
      expect(html).toContain(said);
    }
    const { json: alone } = await server.call("query_campaign_values", {
      timeframe: "last_week",
      compare_to: "previous_period",
      statistics: ["recipients", "conversion_value"],
      accounts: "all",
    });
    for (const { account, totals } of alone.data) {
      const { figures, currency } = json.data.accounts.find(
        (one: { account: string }) => one.account === account,
      );
      const said = (label: string) => figures.find((one: { label: string }) => one.label === label)?.now;
      expect(said("From campaigns"), account).toBe(totals.conversion_value);
      expect(said("Campaign recipients"), account).toBe(totals.recipients);
      expect(currency).toBe(account === NAMES[2] ? "NOK" : "USD");
    }
    // The days are those of the metric, and their sum is the revenue.
    const { json: days } = await server.call("query_metric_aggregates", {
      metric_id: "Placed Order",
      measurements: ["sum_value"],
      timeframe: "last_week",
      connection_id: NAMES[0],
    });
    const sum = days.data.reduce((all: number, { sum_value }: { sum_value: number }) => all + sum_value, 0);
    expect(json.data.accounts[0].figures[0]).toMatchObject({
      label: "Revenue",
      now: Math.round(sum * 100) / 100,
    });
    expect(readdirSync(folder)).toEqual(["week.html"]);
  });

  it("of one account is of the one that is named, of the month unless it says otherwise, and tells how notes come to it", async () => {
    const { json } = await server.call("client_report", { file: "one.html", connection_id: NAMES[2] });
    expect(json.data.accounts.map(({ account }: { account: string }) => account)).toEqual([NAMES[2]]);
    expect(json.hint).toContain("With notes and another file name");
    expect(read(textOf("one.html")).text).toContain("Fjell & Kyst: the month in Klaviyo");
  });

  it("says in the file which account could not be read, and why", async () => {
    const ids = (await server.call("list_connections")).json.data;
    const { id } = ids.find(({ account }: { account: { name: string } }) => account.name === NAMES[1]);
    // Its accounts are listed; then somebody ends one.
    await server.call("summarize_collection", { name: "get_lists", accounts: "all" });
    const headers = { authorization: "Bearer test-key-0123456789" };
    await fetch(`${server.sandbox.url}/connections/${id}`, { method: "DELETE", headers });
    const { json } = await server.call("client_report", { file: "two.html", accounts: [NAMES[0], id] });
    server.sandbox.reset();
    expect(json.data.accounts.map(({ account }: { account: string }) => account)).toEqual([NAMES[0]]);
    expect(json.failed).toEqual([expect.objectContaining({ account: NAMES[1], why: expect.any(String) })]);
    const { text } = read(textOf("two.html"));
    expect(text).toContain("Not in this report");
    expect(text).toContain(json.failed[0].why.slice(0, 40));
  });

  it.each<[what: string, args: Record<string, unknown>, says: string]>([
    ["a name that is taken", { file: "taken.html" }, "already, and none is written over"],
    ["a path", { file: "../out.html" }, "is a path"],
    ["another kind of file", { file: "report.pdf" }, ".html"],
    ["an account of no name", { file: "none.html", accounts: ["Nobody"] }, "no account is called"],
    [
      "an account twice over",
      { file: "both.html", accounts: ["all"], connection_id: NAMES[0] },
      "both say which account",
    ],
    ["a book of notes", { file: "book.html", notes: "x".repeat(20_001) }, "notes"],
    ["another period", { file: "day.html", period: "day" }, "period"],
  ])("%s is refused, and no report is asked for", async (_, args, says) => {
    if (args.file === "taken.html") {
      await server.call("client_report", { file: "taken.html", period: "week" });
      server.sandbox.clearRequests();
    }
    const { isError, text } = await server.call("client_report", args);
    expect([isError, text]).toEqual([true, expect.stringContaining(says)]);
    expect(server.sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
  });

  it("is not there where no folder is allowed", async () => {
    const without = await startClient({ served });
    const { isError, text } = await without.call("client_report", { file: "x.html" });
    await without.close();
    expect([isError, text]).toEqual([true, expect.stringMatching(/may touch no file|no tool/)]);
  });
});
