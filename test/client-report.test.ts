import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Started, startClient } from "./client.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";
import { readPage as read } from "./read-page.ts";
import { served } from "./served-inside.ts";

// One file that a client gets: what stands in it is what the reports say, and what people wrote is text in it.

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

it("what takes long is told when one account is read; nothing is written before all of them are, and none is read twice", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const folder = mkdtempSync(join(tmpdir(), "client-report-"));
  const answers: Readonly<Record<string, unknown>> = {
    "/api/metrics": [{ type: "metric", id: "M", attributes: { name: "Placed Order" } }],
    "/api/metric-aggregates": { type: "metric-aggregate", attributes: { dates: [], data: [] } },
    "/api/metrics/M": { type: "metric", id: "M", attributes: { name: "Placed Order" } },
  };
  const inside = startInProcess(
    ({ path }, { connectionId = "" }) => {
      if (path === "/connections") return connectionsOf(..."abcdefghijklmno");
      if (path === "/api/accounts") {
        const attributes = {
          contact_information: { organization_name: `Shop ${connectionId}` },
          timezone: "UTC",
        };
        return { data: [{ type: "account", id: `A${connectionId}`, attributes }] };
      }
      now += 3500;
      return { data: answers[path] ?? { type: "report", attributes: { results: [] } }, links: {} };
    },
    ["--files", folder],
  );
  const asked = { file: "all.html", accounts: ["all"] };
  const told = await inside.call("client_report", asked);
  expect(told.json.data).toEqual({ read: 1, left: 14 });
  expect(told.json.hint).toMatch(
    /^Nothing is written yet\. Only one account was read: the other 14 take about/,
  );
  expect(readdirSync(folder)).toEqual([]);
  for (let turn = 0; turn < 30; turn += 1) {
    const { json } = await inside.call("client_report", asked);
    if (json.data.file === undefined) continue;
    expect(json.data.accounts).toHaveLength(15);
    break;
  }
  expect(readdirSync(folder)).toEqual(["all.html"]);
  const first = inside.options.filter(
    ({ connectionId }, at) =>
      connectionId === "a" && inside.sent[at]?.path === "/api/campaign-values-reports",
  );
  expect(first).toHaveLength(2);
  rmSync(folder, { recursive: true, force: true });
});
