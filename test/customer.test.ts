import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { calledSo, fullName, orderOf, receivedOf, worthOf } from "../tools/structures/customer.ts";
import { type Started, startClient } from "./client.ts";
import { countTokens } from "./tokens.ts";

// All about one person in one call.

const MARCUS = "marcus.svensson44@example.com";
let server: Started;
beforeAll(async () => {
  server = await startClient();
});
afterAll(() => server.close());
afterEach(() => {
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
});

const customer = (args: object) => server.call("get_customer", args as Record<string, unknown>);
describe("get_customer", () => {
  it("has the value, the last orders and the last messages, each with its name", async () => {
    const { json } = await customer({ profile_id: MARCUS });
    const { id, value, last_orders, last_messages } = json.data;
    expect(json.resolved).toEqual({ [MARCUS]: id });
    const person = await server.call("get_profile", {
      profile_id: id,
      fields: ["predictive_analytics"],
      additional_fields: ["predictive_analytics"],
    });
    const { total_clv, historic_clv } = person.json.data.predictive_analytics;
    expect(value).toMatchObject({ total_clv, historic_clv, currency: "USD" });
    const placed = await server.call("get_events", {
      filter: `equals(profile_id,"${id}"),equals(metric_id,"Placed Order")`,
      sort: "-datetime",
      fields: ["datetime", "event_properties"],
      limit: 3,
    });
    const told = placed.json.data.map(
      ({ datetime, event_properties }: { datetime: string; event_properties: Record<string, never> }) => [
        datetime,
        event_properties.$value,
      ],
    );
    expect(told.length).toBeGreaterThan(0);
    expect(last_orders.map(({ at, value }: { at: string; value: number }) => [at, value])).toEqual(told);
    expect(last_orders[0].items[0]).toEqual(expect.any(String));
    expect(last_messages).toHaveLength(3);
    for (const one of last_messages)
      expect(one).toMatchObject({ what: expect.stringMatching(/Email|SMS/), name: expect.any(String) });
    const dates = last_messages.map(({ at }: { at: string }) => Date.parse(at));
    expect(dates).toEqual(dates.toSorted((a: number, b: number) => b - a));
  });

  it("only reads", async () => {
    await customer({ profile_id: MARCUS });
    expect(new Set(server.sandbox.requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  it("says what could not be read, and gives the rest", async () => {
    server.sandbox.addFault({ match: { path: "/api/events" }, status: 403, times: 99 });
    const { json } = await customer({ profile_id: MARCUS });
    expect(json.omitted).toMatch(/^Not read: orders \(.+\); messages \(.+\)\.$/);
    expect(json.data.email).toBe(MARCUS);
    expect(json.data).not.toHaveProperty("last_orders");
    server.sandbox.clearFaults();
    server.sandbox.addFault({ match: { path: "/api/metrics" }, status: 403, times: 99 });
    const { json: without } = await customer({ profile_id: MARCUS });
    expect(without.omitted).toMatch(/^Not read: metrics \(.+\)\.$/);
  });

  it("says who it is where the rest is refused", async () => {
    server.sandbox.addFault({ match: { operation: "get_profile" }, status: 403, times: 1 });
    const { json } = await customer({ profile_id: MARCUS });
    expect(json.omitted).toMatch(/^Not read: consent, lists, segments and value \(.+\)\.$/);
    expect(json.data).toMatchObject({ email: MARCUS, last_messages: expect.any(Array) });
    expect(json.data).not.toHaveProperty("lists");
  });

  it("fails where nobody may be read", async () => {
    server.sandbox.addFault({ match: { operation: "get_profile" }, status: 403, times: 9 });
    const { isError, text } = await customer({ profile_id: MARCUS });
    expect([isError, text]).toEqual([true, expect.stringContaining("403")]);
  });

  it("is little to read", async () => {
    const { text } = await customer({ profile_id: MARCUS });
    expect(countTokens(text)).toBeLessThan(700);
  });

  it("asks for one of several of a name, and knows when nobody has it", async () => {
    const several = await customer({ name: "Marcus" });
    expect(several.isError).toBe(true);
    expect(several.text).toMatch(
      /5 people are called "Marcus"\nArgument: name\nCall again with profile_id of one: /,
    );
    expect(several.text).toContain(`Marcus Svensson (${MARCUS}, `);
    const nobody = await customer({ name: "Nobody At All" });
    expect(nobody.text).toContain(
      'nobody is called "Nobody At All"\nArgument: name\nGive profile_id an e-mail',
    );
  });

  it("says among how many it looked where that was not everybody", async () => {
    const people = Array.from({ length: 100 }, (_, at) => ({
      type: "profile",
      id: `P${at}`,
      attributes: { first_name: "Ann", last_name: `No. ${at}`, email: `a${at}@example.com` },
    }));
    let page = 0;
    for (; page < 20; page += 1) {
      const next = `https://a.klaviyo.com/api/profiles?page%5Bcursor%5D=c${page}`;
      const data = people.map((one) => ({ ...one, id: `${one.id}-${page}` }));
      server.sandbox.addFault({
        match: { path: "/api/profiles" },
        status: 200,
        contentType: "application/vnd.api+json",
        body: JSON.stringify({ data, links: { next } }),
      });
    }
    const { text } = await customer({ name: "Bob" });
    expect(text).toContain('nobody is called "Bob" among the 2000 people changed last');
    expect(server.sent()).toHaveLength(20);
  });

  it("that is given a name for an id says which argument takes it", async () => {
    const { isError, text } = await customer({ profile_id: "Sarah Novak" });
    expect([isError, text]).toEqual([true, expect.stringContaining('get_customer with name "Sarah Novak"')]);
    expect((await customer({ name: "Sarah Novak" })).json.data.last_name).toBe("Novák");
  });

  it.each([
    [{}, "one of profile_id, name"],
    [{ profile_id: MARCUS, name: "Marcus" }, "one of profile_id, name"],
  ])("takes one of the two and no other number: %j", async (args, says) => {
    const { isError, text } = await customer(args);
    expect([isError, text]).toEqual([true, expect.stringContaining(says)]);
    expect(server.sent()).toEqual([]);
  });
});

describe("its parts", () => {
  const people = [
    { id: "1", first_name: "Zoë", last_name: "Park" },
    { id: "2", first_name: "ZOE\u0308", last_name: "Park" },
    { id: "3", first_name: "Zoë", last_name: "Parker" },
    { id: "4", first_name: null, last_name: "Cher" },
  ];
  it.each([
    ["zoë park", ["1", "2"]],
    ["Zoë Parker", ["3"]],
    ["park", ["1", "2", "3"]],
    [" cher ", ["4"]],
    ["zoe park", ["1", "2"]],
    ["zoe parker", ["3"]],
    ["ZOE", ["1", "2", "3"]],
    ["", ["1", "2", "3", "4"]],
    ["bob", []],
  ])(
    "%s is found without case, and without accents where nobody has it with them, the whole name before a part of one",
    (name, ids) => {
      expect(calledSo(people, name).map(({ id }) => id)).toEqual(ids);
    },
  );

  it("who is written with the accents that were asked for comes before who is not", () => {
    const two = [
      { id: "1", first_name: "Zoe", last_name: "Park" },
      { id: "2", first_name: "Zoë", last_name: "Park" },
    ];
    expect(["Zoe Park", "Zoë Park"].map((name) => calledSo(two, name).map(({ id }) => id))).toEqual([
      ["1"],
      ["2"],
    ]);
  });

  it("a name is what there is of it", () => {
    expect(people.map(fullName)).toEqual(["Zoë Park", "ZOE\u0308 Park", "Zoë Parker", "Cher"]);
  });

  it.each<[unknown, unknown]>([
    [null, undefined],
    [{ historic_clv: null }, undefined],
    [{ historic_clv: 0, average_days_between_orders: 3 }, { historic_clv: 0 }],
  ])("a value %j is told as %j", (predictive, told) => {
    expect(worthOf(predictive)).toEqual(told);
  });

  it.each<[object, object]>([
    [{}, {}],
    [
      { $value: 5, Items: ["Tent"] },
      { value: 5, items: ["Tent"] },
    ],
    [{ Items: [{ ProductName: "Tent" }, { Name: "Stove" }, { sku: 1 }] }, { items: ["Tent", "Stove"] }],
    [{ items: [{ title: "Pan" }, { name: "Pot" }] }, { items: ["Pan", "Pot"] }],
    [{ Items: ["1", "2", "3", "4", "5", "6", "7"] }, { items: ["1", "2", "3", "4", "5", "and 2 more"] }],
    [{ Items: "Tent" }, {}],
  ])("an order of %j is told as %j", (event_properties, told) => {
    expect(orderOf({ datetime: "d", event_properties })).toEqual({ at: "d", ...told });
  });

  it.each<[string, object, object]>([
    ["Received Email", { "Campaign Name": "A", Subject: "B" }, { what: "Email", name: "A", subject: "B" }],
    ["Received Email", { Subject: "B" }, { what: "Email", subject: "B" }],
    ["Received SMS", { "Message Name": "A", Subject: "A" }, { what: "SMS", name: "A" }],
    ["Received Push Notification", { "Flow Name": "F" }, { what: "Push Notification", name: "F" }],
  ])("%s of %j is told as %j", (metric_name, event_properties, told) => {
    expect(receivedOf({ datetime: "d", metric_name, event_properties })).toEqual({ at: "d", ...told });
  });
});
