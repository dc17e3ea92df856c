import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withIds } from "../src/check/named.ts";
import { type Started, startClient } from "./client.ts";
import { everyOperation } from "./every-call.ts";

// A name for an id inside of what an argument holds: definitions, filters, lists of items.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.reset();
  server.sandbox.clearRequests();
});

describe("a name is read as an id", () => {
  it("in a definition", async () => {
    const condition = {
      type: "profile-metric",
      metric_id: "Placed Order",
      measurement: "count",
      measurement_filter: { type: "numeric", operator: "greater-than", value: 0 },
      timeframe_filter: { type: "date", operator: "alltime" },
    };
    const definition = { condition_groups: [{ conditions: [condition] }] };
    const { json } = await server.call("create_segment", { name: "Bought", definition });
    expect(json.data.definition.condition_groups[0].conditions[0].metric_id).toBe("TxVpCr");
  });

  it.each<[what: string, tool: string, args: Record<string, unknown>, leaves: string]>([
    [
      "what a flow begins by",
      "create_flow",
      {
        name: "f",
        definition: {
          triggers: [{ type: "list", id: "Newsletter Subscribers" }],
          actions: [{ temporary_id: "1", type: "back-in-stock-delay" }],
          entry_action_id: "1",
        },
      },
      '"type":"list","id":"Y6nRLr"',
    ],
    [
      "a webhook's topics",
      "create_webhook",
      {
        name: "w",
        endpoint_url: "https://shop.example.com/hook",
        secret_key: "0123456789abcdef",
        topic_ids: ["Sent SMS"],
      },
      '"id":"event:klaviyo.sent_sms"',
    ],
    [
      "an item's own id in a list of them",
      "change_operation",
      {
        name: "bulk_update_catalog_categories",
        arguments: { categories: [{ id: "Footwear", name: "Shoes" }] },
      },
      '"id":"$custom:::$default:::footwear"',
    ],
    [
      "a dimension of a metric that holds a flow",
      "query_metric_aggregates",
      {
        metric_id: "Placed Order",
        measurements: ["count"],
        start: "2026-11-01",
        end: "2026-11-02",
        filter: 'equals($attributed_flow,"Welcome Series")',
      },
      'equals($attributed_flow,\\"VJvBNr\\")',
    ],
  ])("in %s", async (_, tool, args, leaves) => {
    const answer = await server.call(tool, { ...args, ...(!tool.startsWith("query") && { dry_run: true }) });
    const text = tool.startsWith("query") ? JSON.stringify(server.sent()) : answer.text;
    expect(answer.isError, answer.text).toBeFalsy();
    expect(text).toContain(leaves);
    expect(server.sent().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("in a clause that is negated", () => {
    const tool = everyOperation.find(({ name }) => name === "query_metric_aggregates");
    const filter = 'not(equals($attributed_flow,"Welcome Series")),equals($value_currency,"USD")';
    expect(tool && withIds(tool, { filter }, ({ kinds }) => kinds.join()).filter).toBe(
      'not(equals($attributed_flow,"flow")),equals($value_currency,"USD")',
    );
  });
});
