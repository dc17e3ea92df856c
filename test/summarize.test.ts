import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";
import { countTokens } from "./tokens.ts";

describe("of the sandbox's account", () => {
  let started: Started;
  const summarize = async (args: Record<string, unknown>) => {
    const answer = await started.call("summarize_collection", args);
    expect(answer.isError, answer.text).toBeFalsy();
    return answer.json;
  };
  /** All of what an operation lists, read page by page as it comes. */
  const raw = async (name: string, args: Record<string, unknown>) => {
    const items: Record<string, unknown>[] = [];
    let page_cursor: unknown;
    do {
      const { json } = await started.call("read_operation", {
        name,
        arguments: { ...args, ...(page_cursor !== undefined && { page_cursor }) },
      });
      items.push(...json.data);
      page_cursor = json.next_cursor;
    } while (page_cursor);
    return items;
  };
  beforeEach(async () => {
    started = await startClient({ served });
  });
  afterEach(() => started.close());

  it("the ten most valuable customers are one call, of what is needed alone", async () => {
    const { data } = await summarize({ name: "get_profiles", by: "predictive_analytics.total_clv", top: 10 });
    const [request] = started.sent();
    expect(request?.query).toEqual({
      "additional-fields[profile]": "predictive_analytics",
      "fields[profile]": "email,phone_number,predictive_analytics",
      "page[size]": "100",
    });
    const all = await raw("get_profiles", {
      fields: ["email", "predictive_analytics.total_clv"],
      page_size: 100,
    });
    const value = (one: Record<string, unknown>) =>
      (one.predictive_analytics as { total_clv?: number } | undefined)?.total_clv ?? -1;
    const best = all.sort((a, b) => value(b) - value(a)).slice(0, 10);
    expect(data.top.map(({ id, email, value }: Record<string, unknown>) => [id, email, value])).toEqual(
      best.map((one) => [one.id, one.email, value(one)]),
    );
    expect(data.total).toBe(all.length);
  });

  it("what was viewed most is grouped by the account's own data, side by side by date", async () => {
    const { json } = await started.call("get_metrics", { fields: ["name"] });
    const metric = json.data.find(({ name }: { name: string }) => name === "Viewed Product").id;
    started.sent();
    const filter = `equals(metric_id,"${metric}"),greater-or-equal(datetime,2026-10-01T00:00:00Z)`;
    const { data } = await summarize({
      name: "get_events",
      arguments: { filter },
      group_by: "event_properties.ProductName",
      top: 3,
    });
    expect(started.sent().length).toBeGreaterThanOrEqual(4);
    const events = await raw("get_events", {
      filter,
      fields: ["event_properties.ProductName"],
      page_size: 1000,
    });
    const counts = new Map<unknown, number>();
    for (const { event_properties } of events) {
      const name = (event_properties as { ProductName: string }).ProductName;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const most = [...counts.values()].sort((a, b) => b - a);
    expect(data.total).toBe(events.length);
    expect(data.groups.map(({ count }: { count: number }) => count)).toEqual(most.slice(0, 3));
    for (const { value, count } of data.groups) expect(counts.get(value)).toBe(count);
    expect(data.other_groups.count).toBe(most.slice(3).reduce((all, one) => all + one, 0));
  });

  it.each<[question: string, args: Record<string, unknown>]>([
    [
      "Who are the ten most valuable customers?",
      { name: "get_profiles", by: "predictive_analytics.total_clv", top: 10 },
    ],
    [
      "Which products were viewed most last week?",
      {
        name: "get_events",
        arguments: {
          filter:
            'equals(metric_id,"Viewed Product"),greater-or-equal(datetime,2026-11-01T00:00:00),less-than(datetime,2026-11-08T00:00:00)',
        },
        group_by: "event_properties.ProductName",
      },
    ],
    [
      "How many codes are unused?",
      { name: "get_coupon_codes", arguments: { coupon_id: "SUMMER_SALE_2026" }, group_by: "status" },
    ],
    [
      "How many joined in 30 days?",
      {
        name: "get_profiles_for_list",
        arguments: {
          list_id: "Newsletter Subscribers",
          filter: "greater-or-equal(joined_group_at,2026-10-25T00:00:00)",
        },
      },
    ],
    [
      "How many ordered by week this quarter, and for how much?",
      {
        name: "get_events",
        arguments: {
          filter: 'equals(metric_id,"Placed Order"),greater-or-equal(datetime,2026-10-01T00:00:00)',
        },
        group_by: "datetime by week",
        sum: "event_properties.$value",
      },
    ],
  ])("%s is one call of a few words", async (_, args) => {
    const { text, json } = await started.call("summarize_collection", args);
    expect(json.data.all, text).toBe(true);
    expect(countTokens(text)).toBeLessThan(400);
  });

  it("weeks are those of the account's clock", async () => {
    const filter = "greater-than(created,2026-09-30T23:59:59)";
    const { data } = await summarize({
      name: "get_profiles",
      arguments: { filter },
      group_by: "created by week",
    });
    const counts: Record<string, number> = {};
    for (const { created } of await raw("get_profiles", { filter, fields: ["created"], page_size: 100 })) {
      const day = new Intl.DateTimeFormat("sv", { timeZone: "America/New_York" }).format(
        new Date(String(created)),
      );
      const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
      const week = new Date(Date.parse(`${day}T00:00:00Z`) - weekday * 86_400_000).toISOString().slice(0, 10);
      counts[week] = (counts[week] ?? 0) + 1;
    }
    const shown = data.groups.filter(({ count }: { count: number }) => count > 0);
    expect(
      Object.fromEntries(shown.map(({ value, count }: { value: string; count: number }) => [value, count])),
    ).toEqual(counts);
    expect(data.groups[0].value).toBe("2026-09-28");
    expect(data.groups[0].partial).toBe(true);
    expect(data.timezone).toBe("America/New_York");
  });

  it("a relationship is grouped by name and id", async () => {
    const { data } = await summarize({ name: "get_events", arguments: { limit: 200 }, group_by: "metric" });
    expect(data.groups[0].value).toMatch(/^[A-Z][\w ]+ \(\w{6}\)$/);
  });

  it("a limit ends it, and its cursor goes on", async () => {
    const first = await summarize({ name: "get_profiles", arguments: { limit: 50 } });
    expect(first).toMatchObject({
      data: { read: 50, all: false },
      hint: expect.stringContaining("limit of 50"),
    });
    const rest = await summarize({ name: "get_profiles", arguments: { page_cursor: first.next_cursor } });
    const whole = await summarize({ name: "get_profiles" });
    expect(rest.data).toEqual({ total: whole.data.total - 50, all: true });
  });

  it("says when nothing has a value there, and what to do instead", async () => {
    const { data, hint } = await summarize({ name: "get_profiles", by: "properties.nobody_has" });
    expect(data.without_value).toBe(data.total);
    expect(hint).toBe(
      "Nothing that was read has a value there. A segment on predictive_analytics (create_segment) finds the most valuable without reading everybody.",
    );
  });

  it.each<[what: string, args: Record<string, unknown>, told: string]>([
    [
      "a path that leads nowhere",
      { name: "get_profiles", group_by: "subscription.email" },
      'profile has nothing at subscription.email. Did you mean "subscriptions.email"?\nArgument: group_by',
    ],
    [
      "a property of an event without its place",
      { name: "get_events", group_by: "ProductName" },
      "What is the account's own stands below event_properties: event_properties.ProductName.",
    ],
    ...["group_by", "sum", "by"].map((name): [string, Record<string, unknown>, string] => [
      `an object for ${name}`,
      { name: "get_profiles", [name]: { a: 1 } },
      `${name} is no path\nArgument: ${name}`,
    ]),
    [
      "what lists nothing",
      { name: "get_profile", arguments: { profile_id: "x" } },
      "get_profile lists nothing that could be summarized\nArgument: name",
    ],
    [
      "a report",
      { name: "query_campaign_values" },
      "query_campaign_values lists nothing that could be summarized",
    ],
    [
      "a job",
      { name: "get_messages_for_flow" },
      "get_messages_for_flow lists nothing that could be summarized",
    ],
    [
      "a ranking by nothing",
      { name: "get_lists", top: 3 },
      "top without by or group_by ranks by nothing\nArgument: top",
    ],
    [
      "a wrong filter of the operation's own",
      { name: "get_profiles", arguments: { filter: 'equals(emial,"a")' } },
      'Did you mean "email"?',
    ],
    ["a name that no operation has", { name: "get_profilez" }, 'Did you mean "get_profile'],
    ["none", {}, "name is required"],
    [
      "a path where another operation has it",
      { name: "get_segments", by: "profile_count" },
      "paths go on with a dot. read_operation with name query_segment_values has the sizes of all s",
    ],
  ])("refuses %s, without a request", async (_, args, told) => {
    const answer = await started.call("summarize_collection", args);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(told);
    expect(started.sent()).toEqual([]);
  });
});
