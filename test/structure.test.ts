import { describe, expect, it } from "vitest";
import { parseInput } from "../src/check/input.ts";
import { InputError } from "../src/errors.ts";
import { allTools } from "../tools/index.ts";

/** What a model would read of wrong arguments; undefined when they pass. */
function refusal(name: string, args: Record<string, unknown>): string | undefined {
  const tool = allTools.find((one) => one.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  try {
    parseInput(tool, args);
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${error.message} @ ${error.argument}`;
  }
}

const segmentOf = (...conditions: unknown[]) => ({
  name: "S",
  definition: { condition_groups: [{ conditions }] },
});
const ORDERED = {
  type: "profile-metric",
  metric_id: "TxVpCr",
  measurement: "count",
  measurement_filter: { type: "numeric", operator: "greater-than", value: 0 },
  timeframe_filter: { type: "date", operator: "in-the-last", unit: "day", quantity: 90 },
};
const flowOf = (trigger: unknown, ...actions: unknown[]) => ({
  name: "F",
  definition: { triggers: [trigger], actions, entry_action_id: "1" },
});
const MAIL = {
  temporary_id: "1",
  type: "send-email",
  links: { next: null },
  data: { message: {}, status: "draft" },
};
const without = <T extends object>(value: T, key: keyof T) => ({ ...value, [key]: undefined });

describe("a segment's definition", () => {
  it.each([
    ["an event", ORDERED],
    [
      "a property",
      { type: "profile-property", property: "email", filter: { type: "existence", operator: "is-set" } },
    ],
    ["a membership", { type: "profile-group-membership", is_member: false, group_ids: ["Y6nRLr"] }],
    [
      "consent",
      {
        type: "profile-marketing-consent",
        consent: { channel: "email", can_receive_marketing: true, consent_status: { subscription: "any" } },
      },
    ],
    ["what Klaviyo adds one day", { ...ORDERED, something_new: { a: 1 } }],
  ])("takes %s", (_, condition) => {
    expect(refusal("create_segment", segmentOf(condition))).toBeUndefined();
  });

  it.each([
    [
      "an unknown type",
      { type: "profile-metrics" },
      /^definition\.condition_groups\[0\]\.conditions\[0\]\.type is one of .*Did you mean "profile-metric"/,
    ],
    [
      "no timeframe",
      JSON.parse(JSON.stringify(without(ORDERED, "timeframe_filter"))),
      /conditions\[0\] needs timeframe_filter/,
    ],
    [
      "an unknown operator",
      { ...ORDERED, timeframe_filter: { type: "date", operator: "in_the_last" } },
      /timeframe_filter\.operator is one of .*Did you mean "in-the-last"/,
    ],
    [
      "no quantity",
      { ...ORDERED, timeframe_filter: { type: "date", operator: "in-the-last", unit: "day" } },
      /timeframe_filter needs quantity/,
    ],
    [
      "text for a number",
      { ...ORDERED, measurement_filter: { type: "numeric", operator: "equals", value: "0" } },
      /measurement_filter\.value is a number/,
    ],
    [
      "one id for a list",
      { type: "profile-group-membership", is_member: true, group_ids: "Y6nRLr" },
      /group_ids is a list/,
    ],
    ["__proto__ for a type", { type: "__proto__" }, /type is one of/],
  ])("refuses %s, and says where", (_, condition, said) => {
    expect(refusal("create_segment", segmentOf(condition))).toMatch(said);
    expect(
      refusal("update_segment", { segment_id: "S", definition: segmentOf(condition).definition }),
    ).toMatch(said);
  });

  it("counts positions from the definition", () => {
    const wrong = segmentOf(ORDERED, ORDERED, { type: "profile-region", in_region: true, region: "mars" });
    expect(refusal("create_segment", wrong)).toMatch(
      /@ definition\.condition_groups\[0\]\.conditions\[2\]\.region$/,
    );
  });
});

describe("a flow's definition", () => {
  it("takes an e-mail after a list, a split and a delay", () => {
    const split = {
      temporary_id: "2",
      type: "conditional-split",
      links: { next_if_true: "1", next_if_false: null },
      data: { profile_filter: { condition_groups: [{ conditions: [ORDERED] }] } },
    };
    const delay = {
      temporary_id: "3",
      type: "time-delay",
      links: { next: "2" },
      data: { unit: "days", value: 2 },
    };
    expect(
      refusal("create_flow", flowOf({ type: "list", id: "Y6nRLr" }, MAIL, split, delay)),
    ).toBeUndefined();
  });

  it.each([
    ["an unknown trigger", flowOf({ type: "lists" }, MAIL), /triggers\[0\]\.type is one of/],
    [
      "an unknown action",
      flowOf({ type: "list" }, { type: "send-mail" }),
      /actions\[0\]\.type is one of .*"send-email"/,
    ],
    [
      "a delay without its length",
      flowOf({ type: "list" }, { type: "time-delay", data: {} }),
      /actions\[0\]\.data needs value/,
    ],
    [
      "a push under its old name",
      flowOf({ type: "list" }, { type: "send-push-notification" }),
      /type is one of/,
    ],
    [
      "a split by an unknown condition",
      flowOf(
        { type: "list" },
        {
          type: "conditional-split",
          data: { profile_filter: { condition_groups: [{ conditions: [{ type: "x" }] }] } },
        },
      ),
      /actions\[0\]\.data\.profile_filter\.condition_groups\[0\]\.conditions\[0\]\.type is one of/,
    ],
    [
      "a misspelt filter",
      {
        ...flowOf({ type: "list" }, MAIL),
        definition: { ...flowOf({ type: "list" }, MAIL).definition, profile_filters: {} },
      },
      /profile_filters is no argument here/,
    ],
  ])("refuses %s, and says where", (_, args, said) => {
    expect(refusal("create_flow", args)).toMatch(said);
  });
});

describe("sizes", () => {
  const long = "x".repeat(100_001);
  const event = { metric_name: "M", email: "a@b.c" };
  const deep = JSON.parse(`${'{"a":'.repeat(11)}1${"}".repeat(11)}`);
  it.each([
    [
      "create_profile",
      { email: "a@b.c", properties: { long } },
      /this has \d+ bytes, and Klaviyo takes at most 100000/,
    ],
    [
      "bulk_import_profiles",
      { profiles: [{ email: "a@b.c" }, { email: "b@b.c", properties: { long } }] },
      /@ profiles\[1\]$/,
    ],
    [
      "create_catalog_item",
      { external_id: "1", title: "T", description: "D", url: "https://a.b", custom_metadata: { long } },
      /@ custom_metadata$/,
    ],
    [
      "create_event",
      { ...event, properties: { list: Array(4001).fill(0) } },
      /properties\.list has 4001 entries/,
    ],
    [
      "create_event",
      { ...event, properties: Object.fromEntries(Array.from({ length: 401 }, (_, i) => [`k${i}`, 0])) },
      /properties has 401 entries/,
    ],
    ["create_event", { ...event, properties: deep }, /nested more than 10 levels/],
    ["create_event", { ...event, properties: { long } }, /properties\.long has 100001 bytes/],
    [
      "bulk_create_events",
      { events: [event, { ...event, properties: { long } }] },
      /@ events\[1\]\.properties\.long$/,
    ],
    ["create_event", { ...event, unique_id: "x".repeat(256) }, /unique_id/],
    ["add_profiles_to_list", { list_id: "L", profile_ids: Array(1001).fill("p") }, /profile_ids/],
    [
      "bulk_subscribe_profiles",
      { profiles: Array(1001).fill({ email: "a@b.c", channels: ["email"] }) },
      /profiles/,
    ],
    [
      "bulk_unsubscribe_profiles",
      { profiles: Array(101).fill({ email: "a@b.c", channels: ["email"] }) },
      /profiles/,
    ],
  ])("%s refuses what Klaviyo would", (tool, args, said) => {
    expect(refusal(tool, args)).toMatch(said);
  });
});
