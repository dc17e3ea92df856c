import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../src/errors.ts";
import { type Started, startClient } from "./client.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";

// A name may stand where an id is due, and a list in which nothing is found says what is called nearly so.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.reset();
  server.sandbox.clearRequests();
});

const SARAH = "01GDDKASAP8TKDDA2GRZDSVP4H";
const changed = () => server.sent().filter(({ method }) => method !== "GET");

describe("a name is read as an id", () => {
  it.each<[what: string, tool: string, args: Record<string, unknown>, name: string]>([
    ["a list's", "get_list", { list_id: "Newsletter Subscribers" }, "Newsletter Subscribers"],
    ["one in other case", "get_list", { list_id: "newsletter subscribers" }, "newsletter subscribers"],
    ["a metric's", "get_metric", { metric_id: "Placed Order" }, "Placed Order"],
    ["a tag's of one word", "read_operation", { name: "get_tag", arguments: { tag_id: "spring" } }, "spring"],
    ["a campaign's of any channel", "get_campaign", { campaign_id: "Spring Sale 2024" }, "Spring Sale 2024"],
    ["a flow's", "get_flow", { flow_id: "welcome series" }, "welcome series"],
    ["a template's", "get_template", { template_id: "Spring Sale: Hero" }, "Spring Sale: Hero"],
    ["an address", "get_profile", { profile_id: "Sarah.Novak1@example.com" }, "Sarah.Novak1@example.com"],
  ])("%s", async (_, tool, args, name) => {
    const answer = await server.call(tool, args);
    expect(answer.isError, answer.text).toBeFalsy();
    expect(answer.json.resolved).toEqual({ [name]: answer.json.data.id });
  });

  it("in a filter", async () => {
    const { json } = await server.call("get_events", {
      filter: 'equals(metric_id,"Placed Order")',
      limit: 3,
    });
    expect(json.resolved).toEqual({ "Placed Order": "TxVpCr" });
    for (const { relationships } of json.data) expect(relationships.metric).toBe("TxVpCr");
  });

  it("as the id of what is listed", async () => {
    const { json } = await server.call("get_profiles", { filter: 'any(id,["sarah.novak1@example.com"])' });
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual([SARAH]);
    const lists = await server.call("get_lists", { filter: 'equals(id,"Newsletter Subscribers")' });
    expect(lists.json.resolved).toEqual({ "Newsletter Subscribers": "Y6nRLr" });
  });

  it("in a change, which then acts on the thing by its id", async () => {
    const answer = await server.call("add_profiles_to_list", {
      list_id: "VIP Early Access",
      profile_ids: ["sarah.novak1@example.com"],
    });
    expect(answer.isError, answer.text).toBeFalsy();
    expect(changed()).toMatchObject([
      {
        path: "/klaviyo/api/lists/Wb3XpZ/relationships/profiles",
        body: { data: [{ type: "profile", id: SARAH }] },
      },
    ]);
  });

  it("in what would be sent", async () => {
    const { json } = await server.call("delete_list", { list_id: "VIP Early Access", dry_run: true });
    expect(json.dry_run.path).toBe("/klaviyo/api/lists/Wb3XpZ");
    expect(json.resolved).toEqual({ "VIP Early Access": "Wb3XpZ" });
  });

  it("but not in a path that the call wrote itself", async () => {
    const answer = await server.call("klaviyo_request", { method: "GET", path: "/api/lists/Newsletter" });
    expect(answer.isError).toBe(true);
    expect(server.sent().map(({ path }) => path)).toEqual(["/klaviyo/api/lists/Newsletter"]);
  });

  it("and an id that is one costs no look-up", async () => {
    await server.call("get_list", { list_id: "Y6nRLr" });
    expect(server.sent()).toHaveLength(1);
  });
});

it("a change by a name of one word is confirmed like any other", async () => {
  const asking = await startClient();
  const remove = { name: "delete_tag", arguments: { tag_id: "spring" } };
  const { json } = await asking.call("change_operation", remove);
  expect([json.status, json.resolved]).toEqual(["needs_confirmation", { spring: expect.any(String) }]);
  asking.sent();
  const given = { ...remove, confirmation: json.confirmation };
  const done = await asking.call("change_operation", given);
  expect(done.isError, done.text).toBeFalsy();
  expect(done.json.ok).toBe(true);
  const left = asking.sent().filter(({ method }) => method !== "GET");
  expect(left.map(({ path }) => path)).toEqual([`/klaviyo/api/tags/${json.resolved.spring}`]);
  await asking.close();
});

describe("a name that is not of one thing", () => {
  it("is refused with those that have it, and nothing is sent", async () => {
    for (const _ of [1, 2]) await server.call("create_list", { name: "Winter" });
    server.sandbox.clearRequests();
    const { isError, text } = await server.call("delete_list", { list_id: "winter" });
    expect(isError).toBe(true);
    expect(text).toMatch(
      /^delete_list: 2 of them are called "winter"\nArgument: list_id\nGive the id of the one that is meant: "Winter" \(\w{6}, \d{4}-[^)]*\), "Winter" \(\w{6}, \d{4}-[^)]*\)\./,
    );
    expect(changed()).toEqual([]);
  });

  it.each<[tool: string, args: Record<string, unknown>, told: string]>([
    [
      "add_profiles_to_list",
      { list_id: "VIP Early", profile_ids: [SARAH] },
      'no list is called "VIP Early"\nArgument: list_id\nThere is "VIP Early Access" (Wb3XpZ',
    ],
    [
      "get_segment",
      { segment_id: "No such thing at all" },
      'no segment is called "No such thing at all"\nArgument: segment_id\n',
    ],
    [
      "get_profile",
      { profile_id: "nobody@example.net" },
      'no profile has "nobody@example.net"\nArgument: profile_id',
    ],
    ["get_profile", { profile_id: "Sarah Novak" }, "profile_id is an id, not a name such as"],
  ])("%s %o", async (tool, args, told) => {
    const { isError, text } = await server.call(tool, args);
    expect(isError).toBe(true);
    expect(text).toContain(told);
    expect(changed()).toEqual([]);
  });
});

describe("a list in which nothing is found", () => {
  it.each<[what: string, tool: string, args: Record<string, unknown>, hint: string]>([
    [
      "a name in other case",
      "get_tags",
      { filter: 'equals(name,"spring")' },
      'No tag is called exactly "spring"; there is "Spring" (',
    ],
    [
      "part of a name",
      "get_lists",
      { filter: 'equals(name,"VIP")' },
      'No list is called "VIP"; there is "VIP Early Access" (Wb3XpZ',
    ],
    [
      "a metric's word for its id",
      "get_events",
      { filter: 'equals(metric_id,"placed")' },
      'No metric has the id or the name "placed". There is "Placed Order" (TxVpCr',
    ],
    [
      "a coupon's name in short",
      "get_coupon_codes",
      { coupon_id: "SUMMER_SALE" },
      'No coupon has the id or the name "SUMMER_SALE". There is "SUMMER_SALE_2026"',
    ],
    [
      "an address in capitals",
      "get_profiles",
      { filter: 'equals(email,"SARAH.novak1@example.com")' },
      `There is "sarah.novak1@example.com" (${SARAH})`,
    ],
    [
      "a name like none",
      "get_lists",
      { filter: 'equals(name,"qqqqqqqqqq")' },
      "No list has a name like that, of all that there are.",
    ],
  ])("for %s says so", async (_, tool, args, hint) => {
    const { json } = await server.call(tool, args);
    expect(json.data).toEqual([]);
    expect(json.hint).toContain(hint);
  });

  it("for an id that is one says nothing of names", async () => {
    const { json } = await server.call("create_list", { name: "Empty" });
    const filter = "greater-than(datetime,2026-01-01T00:00:00Z)";
    const metrics = (await server.call("get_metrics")).json.data;
    for (const { id } of metrics.slice(0, 3)) {
      const found = await server.call("get_events", {
        filter: `equals(metric_id,"${id}"),equals(profile_id,"01AAAAAAAAAAAAAAAAAAAAAAAA"),${filter}`,
      });
      expect(found.json.hint ?? "").not.toContain("No metric");
    }
    expect(json.data.name).toBe("Empty");
  });
});

describe("a look-up", () => {
  const page = (at: number, more: boolean) => ({
    data: [{ type: "flow", id: `FLOW0${at}`, attributes: { name: `Flow number ${at}` } }],
    links: { next: more ? `https://a.klaviyo.com/api/flows?page%5Bcursor%5D=${at + 1}` : null },
  });
  const flows = (pages: number, fails = false) => {
    let asked = 0;
    const inside = startInProcess(({ host, path, query }) => {
      if (host === "control") return connectionsOf("c1");
      if (path !== "/api/flows") return { data: { type: "flow", id: path, attributes: {} } };
      asked += 1;
      if (fails) throw new GatewayError({ status: 403, source: "klaviyo", detail: "no flows for you" });
      const filter = query.find(([name]) => name === "filter");
      if (filter) return { data: [], links: { next: null } };
      const at = Number(query.find(([name]) => name === "page[cursor]")?.[1] ?? 1);
      return page(at, at < pages);
    });
    return { inside, asked: () => asked };
  };
  afterEach(() => void vi.useRealTimers());

  it("goes through pages, and is kept for a minute", async () => {
    vi.useFakeTimers();
    const { inside, asked } = flows(3);
    const call = () => inside.call("get_flow", { flow_id: "flow number 3" });
    expect((await call()).json.resolved).toEqual({ "flow number 3": "FLOW03" });
    expect(asked()).toBe(4);
    await vi.advanceTimersByTimeAsync(59_999);
    await call();
    expect(asked()).toBe(5);
    await vi.advanceTimersByTimeAsync(1);
    await call();
    expect(asked()).toBe(9);
  });

  it("makes twenty requests at most, and then asks for the id", async () => {
    const { inside, asked } = flows(1000);
    const { isError, text } = await inside.call("get_flow", { flow_id: "Some flow" });
    expect(isError).toBe(true);
    expect(text).toContain('no flow is called "Some flow", of the first that there are');
    expect(asked()).toBe(20);
  });

  it("of a change believes nothing that was read before", async () => {
    const { inside, asked } = flows(2);
    await inside.call("get_flow", { flow_id: "flow number 2" });
    const before = asked();
    await inside.call("update_flow", { flow_id: "flow number 2", status: "draft", dry_run: true });
    expect(asked() - before).toBe(3);
  });

  it("that fails costs a plain id nothing, and tells of a name what failed", async () => {
    const { inside } = flows(1, true);
    expect((await inside.call("get_flow", { flow_id: "FLOW01" })).isError).toBeFalsy();
    expect((await inside.call("get_flow", { flow_id: "Some flow" })).text).toContain("no flows for you");
  });
});
