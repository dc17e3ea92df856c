import { describe, expect, it } from "vitest";
import type { WorkflowContext } from "../src/tool/tool.ts";
import { CHECK_NAMES, CHECKS } from "../tools/jobs/check-account/checks.ts";
import { checkAccount } from "../tools/jobs/check-account.ts";

// What check_account makes of what it reads, on a clock of the test's own.

type Values = Record<string, unknown>;

describe("on what it is told", () => {
  const NOW = Date.parse("2026-11-26T13:00:00Z");
  const METRICS = ["Received Email", "Coupon Assigned", "Placed Order"].map((name) => ({
    id: name,
    name,
    integration: { category: name === "Placed Order" ? "eCommerce" : "Internal" },
  }));

  /** Runs it over lists by the tool that gives them; what is not said is empty. */
  async function run(
    lists: Readonly<Record<string, readonly Values[]>>,
    {
      input = {},
      ...more
    }: {
      input?: Values;
      whole?: (tool: string) => boolean;
      remaining?: () => number;
      /** Rows of a flow report by the day that it begins with. */
      reports?: Readonly<Record<string, readonly Values[]>>;
      /** Series of an aggregate by its metric. */
      series?: Readonly<Record<string, readonly Values[]>>;
    } = {},
  ) {
    const asked: [tool: string, input: Values][] = [];
    const progress: unknown[][] = [];
    const called: unknown[][] = [];
    const context: Partial<WorkflowContext> = {
      date: () => NOW,
      remaining: more.remaining ?? (() => 40_000),
      progress: (...told) => progress.push(told),
      account: async () => ({ id: "A", timezone: "America/New_York", currency: "USD" }) as never,
      list: async ({ name }, given, most) => {
        asked.push([name, given]);
        return { items: (lists[name] ?? []).slice(0, most), whole: more.whole?.(name) ?? true };
      },
      call: async ({ name }, given) => {
        called.push([name, given.flow_id ?? given.metric_id, given.start, given.end]);
        return { data: { attributes: { data: more.series?.[String(given.metric_id)] ?? [] } } };
      },
      result: async (_, { start }) => ({ data: more.reports?.[String(start)] ?? [] }),
    };
    const answer = await checkAccount.check_account.run(context as WorkflowContext, input);
    return { answer, asked, called, progress };
  }

  it("counts every check of a quiet account as having found nothing", async () => {
    const { answer, progress } = await run({ get_metrics: METRICS });
    expect(answer).toEqual({
      data: [],
      basis: {
        period:
          "the 7 days 2026-11-19 to 2026-11-25, against 2026-11-12 to 2026-11-18 (whole days, America/New_York)",
      },
      nothing_found: `8 checks found nothing: ${CHECK_NAMES.map((name) => CHECKS[name].what).join("; ")}.`,
    });
    expect(progress).toEqual(CHECK_NAMES.map((name, at) => [at + 1, 8, CHECKS[name].what]));
  });

  it("does not count what cannot be known as nothing", async () => {
    const { answer } = await run({});
    expect(answer.omitted).toBe(
      "Not read: mail by domain (the account has no metric Received Email); coupons (the account has no metric Coupon Assigned, which tells the pace).",
    );
    expect(answer.nothing_found).toMatch(/^6 checks/);
  });

  it("says which checks there was no time for, and goes on with them", async () => {
    const left = [40_000, 40_000, 9999, 9999, 9999];
    const { answer } = await run(
      {},
      {
        input: { checks: ["bad_reviews", "campaigns_not_sent", "flows_fallen", "overlapping_sends"] },
        remaining: () => left.shift() ?? 0,
      },
    );
    expect(answer.hint).toBe(
      'The call\'s time is over: check_account with checks ["overlapping_sends"] goes on.',
    );
    expect(answer.nothing_found).toMatch(/^3 checks/);
  });

  it("does the first of its checks whatever time there is", async () => {
    const { answer } = await run(
      {},
      { input: { checks: ["bad_reviews", "flows_fallen"] }, remaining: () => 0 },
    );
    expect(answer.nothing_found).toMatch(/^1 check found nothing: new reviews/);
    expect(answer.hint).toContain('["flows_fallen"]');
  });

  it("says of what it read a part alone", async () => {
    const { answer } = await run(
      { get_metrics: METRICS },
      { whole: (name) => name !== "get_reviews" && name !== "get_campaigns" },
    );
    expect(answer.omitted).toBe(
      "Not read: email campaigns before the last created 0; sms campaigns before the last created 0; mobile_push campaigns before the last created 0; reviews before the newest 0.",
    );
  });

  const assigned = (CouponKey: string, datetime = "2026-11-25T12:00:00Z") => ({
    event_properties: { CouponKey },
    datetime,
  });
  const coupons = (events: readonly Values[], codes: number) => ({
    get_metrics: METRICS,
    get_events: events,
    get_coupons: [{ id: "TEN", external_id: "TEN" }],
    get_coupon_codes: Array.from({ length: codes }, () => ({})),
  });
  const only = { input: { checks: ["coupons_running_out"] } };

  it("counts the free codes of a coupon as far as its pace makes them matter", async () => {
    const fourteen = Array.from({ length: 14 }, () => assigned("TEN"));
    const scarce = await run(coupons(fourteen, 27), only);
    expect(scarce.answer.data).toMatchObject([
      { number: 27, finding: expect.stringContaining("2 go a day") },
    ]);
    const enough = await run(coupons(fourteen, 28), only);
    expect(enough.answer.data).toEqual([]);
    expect(enough.asked.at(-1)).toEqual([
      "get_coupon_codes",
      { coupon_id: "TEN", filter: 'equals(status,"UNASSIGNED")', fields: ["status"] },
    ]);
  });

  it("takes the pace of what it read where there are more events than that", async () => {
    const events = [assigned("TEN", "2026-11-26T04:00:00Z"), assigned("TEN", "2026-11-25T17:00:00Z")];
    // Two in the twelve hours up to midnight in New York.
    const { answer } = await run(coupons(events, 40), { ...only, whole: (name) => name !== "get_events" });
    expect(answer.data).toMatchObject([
      { number: 40, finding: expect.stringContaining("about 10 days: 40 codes left, 4 go a day") },
    ]);
  });

  it("says which coupon of events it does not find, and that it leaves out all but five", async () => {
    const { answer } = await run(coupons([assigned("OLD")], 0), only);
    expect(answer.omitted).toBe('Not read: the codes of "OLD" (get_coupons has none of that name).');
    const six = ["A", "B", "C", "D", "E", "F"].map((name) => assigned(name));
    const many = await run({ ...coupons(six, 0), get_coupons: [] }, only);
    expect(many.answer.omitted).toMatch(/^Not read: 1 of 6 coupons; the codes of "A"/);
    const busy = await run({ ...coupons([...six, assigned("F")], 0), get_coupons: [] }, only);
    expect(busy.answer.omitted).toMatch(/^Not read: 1 of 6 coupons; the codes of "F"/);
  });

  it("reads what the account does with UTM parameters where a campaign leaves it to it", async () => {
    const campaign = {
      id: "C",
      name: "C",
      status: "Scheduled",
      send_time: "2026-11-27T12:00:00Z",
      tracking_options: null,
    };
    const input = { checks: ["sends_without_utm"] };
    const read = async (auto_add_parameters: unknown) => {
      const given = { get_campaigns: [campaign], get_tracking_settings: [{ auto_add_parameters }] };
      return (await run(given, { input })).answer.data;
    };
    // The same campaign stands in two channels that have links.
    expect(await read(false)).toHaveLength(2);
    expect(await read(true)).toEqual([]);
    expect(await read(null)).toEqual([]);
  });

  it("looks into the messages of eight live flows, and says of how many it does not", async () => {
    const live = Array.from({ length: 9 }, (_, id) => ({ id: String(id), name: "Flow" }));
    const { answer, called } = await run({ get_flows: live }, { input: { checks: ["sends_without_utm"] } });
    expect(called.map(([name, id]) => [name, id])).toEqual(
      live.slice(0, 8).map(({ id }) => ["get_flow", id]),
    );
    expect(answer.omitted).toBe("Not read: UTM parameters of 1 of 9 live flows.");
  });

  it("finds a coupon by its id, too", async () => {
    const given = coupons([assigned("7")], 0);
    const { answer } = await run({ ...given, get_coupons: [{ id: "7", external_id: "TEN" }] }, only);
    expect(answer.data).toMatchObject([{ number: 0, finding: 'Coupon "7" has no code left, 0.1 go a day' }]);
  });

  it("asks the account where only one campaign leaves UTM parameters to it", async () => {
    const campaign = (add_tracking_params: unknown) => ({
      ...{ id: "C", name: "C", status: "Scheduled", send_time: "2026-11-27T12:00:00Z" },
      tracking_options: { add_tracking_params },
    });
    const lists = {
      get_campaigns: [campaign(true), campaign(null)],
      get_tracking_settings: [{ auto_add_parameters: false }],
    };
    const { answer } = await run(lists, { input: { checks: ["sends_without_utm"] } });
    expect(answer.data).toHaveLength(2);
  });

  it("holds a flow's sends against those of the period before", async () => {
    const row = (recipients: number) => ({ flow_id: "F", recipients });
    const live = { get_flows: [{ id: "F", name: "Welcome" }] };
    const input = { checks: ["flows_fallen"] };
    const reports = { "2026-11-19": [row(5)], "2026-11-12": [row(12)], "2026-11-05": [row(99)] };
    const { answer } = await run(live, { input, reports });
    expect(answer.data).toMatchObject([{ finding: 'Live flow "Welcome" sent 5, before 12' }]);
    const grown = { "2026-11-19": [row(12)], "2026-11-12": [row(5)] };
    expect((await run(live, { input, reports: grown })).answer.data).toEqual([]);
  });

  it("asks for two weeks of a shop metric and today, and for twelve of them at most", async () => {
    const shop = Array.from({ length: 13 }, (_, at) => ({
      ...{ id: String(at), name: `Metric ${at}` },
      integration: { category: "eCommerce" },
    }));
    const counts = [...Array.from({ length: 13 }, () => 6), 0, 0];
    const { answer, called } = await run(
      { get_metrics: shop },
      { input: { checks: ["shop_events_missing"] }, series: { 11: [{ measurements: { count: counts } }] } },
    );
    expect(called).toHaveLength(12);
    expect(called[0]).toEqual(["query_metric_aggregates", "0", "2026-11-12", "2026-11-27"]);
    expect(answer.data).toMatchObject([
      {
        finding: 'Shop metric "Metric 11": no event since 2026-11-25 (a day), before about 6 a day',
        number: 1,
      },
    ]);
    expect(answer.omitted).toBe("Not read: 1 of 13 shop metrics.");
  });

  it("has one line where all of a provider's mail is of one domain", async () => {
    const names = ["Received Email", "Bounced Email"];
    const metrics = names.map((name) => ({ id: name, name, integration: { category: "Internal" } }));
    const counts = (now: number) => ({ count: Array.from({ length: 14 }, (_, at) => (at < 7 ? 0 : now)) });
    const of = (provider: string, domain: string, now: number) => ({
      dimensions: [provider, domain],
      measurements: counts(now),
    });
    const bounced = async (...groups: Values[]) => {
      const series = { "Received Email": [of("Gmail", "gmail.com", 9)], "Bounced Email": groups };
      return (await run({ get_metrics: metrics }, { input: { checks: ["deliverability"] }, series })).answer
        .data;
    };
    const alone = await bounced(of("Gmail", "gmail.com", 1));
    expect(alone).toMatchObject([{ finding: expect.stringContaining('the inbox provider "Gmail": 7') }]);
    const several = await bounced(of("Gmail", "gmail.com", 1), of("Gmail", "company.example", 2));
    expect(several).toHaveLength(3);
  });

  it("says how many of a check it leaves out, and how they are seen", async () => {
    const bad = {
      rating: 1,
      title: "Sole came off",
      product: { name: "Boot" },
      status: { value: "pending" },
    };
    const reviews = Array.from({ length: 20 }, (_, id) => ({ id: String(id), ...bad }));
    const { answer } = await run({ get_metrics: METRICS, get_reviews: reviews });
    expect(answer.data).toHaveLength(4);
    expect(answer.omitted).toBe(
      'new reviews of one or two stars: 16 more (checks ["bad_reviews"] shows more of them)',
    );
  });
});
