import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startInside } from "../inside.ts";
import { listOf, MASK, MASK_ENV, PERSON } from "./planted.ts";

// Who is in a segment is counted and listed: its conditions ask for what is masked as a filter does, letter by letter.

const inside = startInside([...MASK, "--confirm", "never"], MASK_ENV);
const shown = startInside([...MASK, "--mask-texts", "shown", "--confirm", "never"], MASK_ENV);
afterAll(() => {
  vi.restoreAllMocks();
});
beforeEach(() => {
  inside.left.length = 0;
  shown.left.length = 0;
  for (const one of [inside, shown])
    one.answer = () => ({ data: { type: "segment", id: "S1", attributes: {} } });
});

type Condition = Record<string, unknown>;
const segmentOf = (condition: Condition) => ({
  name: "n",
  definition: { condition_groups: [{ conditions: [condition] }] },
});
const ofProfile = (property: string, operator: string, type = "string", value: unknown = "a") => ({
  type: "profile-property",
  property,
  filter: { type, operator, value },
});
const ofEvent = (property: string, operator: string) => ({
  type: "profile-metric",
  metric_id: "TxVpCr",
  measurement: "count",
  measurement_filter: { type: "numeric", operator: "greater-than", value: 0 },
  timeframe_filter: { type: "date", operator: "alltime" },
  metric_filters: [{ property, filter: { type: "string", operator, value: "a" } }],
});
const BORN = { type: "date", operator: "calendar-month", value: 6 };
const NEAR = {
  type: "profile-postal-code-distance",
  country_code: "US",
  postal_code: "10001",
  unit: "miles",
  filter: { type: "numeric", operator: "less-than", value: 5 },
};

const PARTS: readonly [string, Condition][] = [
  ["an e-mail", ofProfile("email", "ends-with")],
  ["a name", ofProfile("last_name", "starts-with")],
  ["a name, negated", ofProfile("last_name", "not-contains")],
  ["a phone number, by an expression", ofProfile("phone_number", "regex")],
  ["a zip as Klaviyo writes its name", ofProfile("location['zip']", "starts-with")],
  ["a zip in other quotes", ofProfile('location["zip"]', "starts-with")],
  ["a zip with dots", ofProfile("location.zip", "starts-with")],
  ["a street", ofProfile("location['address1']", "contains")],
  ["a place", ofProfile("location['latitude']", "greater-than", "numeric", 50)],
  ["a property of their own", ofProfile("properties['Birthday']", "starts-with")],
  ["a property that stands without its place", ofProfile("Date of Birth", "contains")],
  ["a property of Klaviyo's", ofProfile("$last_name", "starts-with")],
  ["a name within an address", ofProfile("properties['Shipping Address']['name']", "starts-with")],
  ["a date of birth", { type: "profile-property", property: "properties['Date of Birth']", filter: BORN }],
  ["a part of what is in a list", ofProfile("properties['Phone']", "contains-substring", "list")],
  ["a free text", ofProfile("properties['Comments']", "contains")],
  ["what they did", ofEvent("CustomerEmail", "starts-with")],
  ["what they did, below", ofEvent("BillingAddress.FirstName", "starts-with")],
  ["how far away a zip is", NEAR],
  [
    "a property of a record by its number",
    {
      type: "profile-has-custom-object",
      object_type_id: "o",
      object_type_relationship_id: "r",
      filter: { type: "numeric", operator: "greater-than", value: 0 },
      filters: [{ property_id: 7, filter: { type: "string", operator: "starts-with", value: "a" } }],
    },
  ],
];

const WHOLE: readonly [string, Condition][] = [
  ["an e-mail", ofProfile("email", "equals")],
  ["a zip", ofProfile("location['zip']", "in", "string", ["10001"])],
  ["whether there is one", ofProfile("properties['Birthday']", "is-set", "existence")],
  ["a list that has it", ofProfile("properties['Phone']", "contains", "list", "1")],
  ["a country's code", ofProfile("phone_number", "phone-country-code-in", "string", ["US"])],
  ["a city", ofProfile("location['city']", "starts-with")],
  ["a city within an address", ofProfile("properties['Shipping Address']['City']", "starts-with")],
  ["another property", ofProfile("properties['Loyalty Tier']", "contains")],
  ["what they did", ofEvent("ProductName", "contains")],
];

describe.each(PARTS)("a condition by a part of %s", (_, condition) => {
  it.each([
    ["create_segment", segmentOf(condition)],
    ["change_operation", { name: "create_segment", arguments: segmentOf(condition) }],
    [
      "klaviyo_request",
      {
        method: "POST",
        path: "/api/segments",
        body: { data: { type: "segment", attributes: segmentOf(condition) } },
      },
    ],
    ["create_segment", { ...segmentOf({}), definition: JSON.stringify(segmentOf(condition).definition) }],
  ])("is refused by %s, and nothing is sent", async (tool, args) => {
    const { text, isError } = await inside.call(tool, args);
    expect(text).toMatch(/is masked, and is compared whole or not at all/);
    expect(isError).toBe(true);
    expect(inside.left).toEqual([]);
  });
});

it.each(WHOLE)("a condition by all of %s, or by what is shown, is sent", async (_, condition) => {
  const { text } = await inside.call("create_segment", segmentOf(condition));
  expect(inside.left, text).not.toEqual([]);
});

it("a condition by a part of a free text is sent where free texts are shown", async () => {
  const own = segmentOf(ofProfile("properties['Comments']", "contains"));
  const { text } = await shown.call("create_segment", own);
  expect(shown.left, text).not.toEqual([]);
});

it("a condition of a flow by a part of what is masked is refused, wherever it stands", async () => {
  const split = {
    type: "trigger-split",
    data: {
      trigger_filter: {
        condition_groups: [
          {
            conditions: [
              {
                type: "metric-property",
                metric_id: "TxVpCr",
                field: "CustomerEmail",
                filter: { type: "string", operator: "starts-with", value: "a" },
              },
            ],
          },
        ],
      },
    },
  };
  inside.answer = () => listOf();
  const { text } = await inside.call("create_flow", { name: "n", definition: { actions: [split] } });
  expect(text).toMatch(/CustomerEmail is masked/);
  expect(inside.left).toEqual([]);
});

describe("what a condition compares with", () => {
  const definitionOf = (...conditions: Condition[]) => ({ condition_groups: [{ conditions }] });
  const definition = definitionOf(
    ofProfile("last_name", "equals", "string", PERSON.last),
    ofProfile("location['zip']", "in", "string", [PERSON.zip, "10001"]),
    ofProfile("properties['Tier']", "equals", "string", "gold"),
  );
  const part = ofProfile("email", "ends-with", "string", "@shop.example");

  it("is a person's where the property is, and is taken back there, and nowhere else", async () => {
    inside.answer = () => ({ data: { type: "segment", id: "S1", attributes: { name: "n", definition } } });
    const { json, text } = await inside.call("get_segment", { segment_id: "S1", detail: "full" });
    for (const said of [PERSON.last, PERSON.zip, "10001"]) expect(text).not.toContain(said);
    expect(text).toContain("gold");
    inside.answer = () => ({
      data: { type: "segment", id: "S1", attributes: { definition: definitionOf(part) } },
    });
    expect((await inside.call("get_segment", { segment_id: "S1" })).text).toContain('"@shop.example"');
    inside.left.length = 0;
    const own = { name: "n", definition: json.data.definition };
    const made = await inside.call("create_segment", own);
    const sent = inside.left.find(({ method }) => method === "POST");
    expect(JSON.stringify(sent?.body), made.text).toContain(JSON.stringify(definition));
    inside.left.length = 0;
    const [token] = /person_\w+@masked/.exec(text) ?? [];
    const elsewhere = definitionOf(ofProfile("properties['Tier']", "equals", "string", token));
    const refused = await inside.call("create_segment", { name: "n", definition: elsewhere });
    expect(refused.text).toMatch(/takes no token/);
    expect(inside.left).toEqual([]);
  });
});
