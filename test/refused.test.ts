import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import {
  AGGREGATE,
  AT_ONCE,
  CANNOT_WORK,
  EMPTY,
  OF_TWO_MEANINGS,
  REPORT,
  type Row,
} from "./refused-table.ts";
import { served } from "./served-inside.ts";

// What cannot work is refused before it costs a request; all that is wrong is named at once, with what was meant.

let server: Started;
beforeAll(async () => {
  server = await startClient({ served, args: ["--confirm", "never"] });
});
afterAll(() => server.close());

describe.each([
  ["what cannot work", CANNOT_WORK],
  ["what can mean two things", OF_TWO_MEANINGS],
  ["what is empty", EMPTY],
  ["all at once", AT_ONCE],
] as const)("%s", (_, rows) => {
  it.each(rows)("%s: %s", async (_what, tool, args, parts) => {
    server.sandbox.clearRequests();
    const answer = await server.call(tool, args);
    expect(answer.isError, answer.text).toBe(true);
    expect(answer.text.split("\n").length).toBeLessThanOrEqual(3);
    for (const part of parts) expect(answer.text).toContain(part);
    expect(server.sent()).toEqual([]);
  });
});

describe("what works is taken", () => {
  it.each<Row>([
    ["the one id that is due", "get_list", { id: "Y6nRLr" }, ["[{"]],
    [
      "a year",
      "query_flow_values",
      { ...REPORT, start: "2025-11-01", end: "2026-11-01" },
      ['"start":"2025-11-01T00:00:00-04:00"'],
    ],
    [
      "consent by SMS of a profile by id",
      "bulk_subscribe_profiles",
      { profiles: [{ profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H", channels: ["sms"] }] },
      ['"sms"'],
    ],
    [
      "what is attributed",
      "query_metric_aggregates",
      { ...AGGREGATE, filter: ['not(equals($attributed_message,""))'] },
      ["not(equals($attributed_message"],
    ],
    ["a whole link as a cursor", "get_lists", { page_size: 1, page_cursor: "$next" }, ['"page[cursor]"']],
    [
      "an empty clock of an aggregate: the account's",
      "query_metric_aggregates",
      { ...AGGREGATE, timezone: "" },
      ['"timezone":"America/New_York"'],
    ],
    [
      "nothing to exclude from something new",
      "create_campaign",
      { name: "c", channel: "email", subject: "s", included_audiences: ["Y6nRLr"], excluded_audiences: [] },
      ['"included":["Y6nRLr"]'],
    ],
    [
      "an empty text of something new",
      "create_webhook",
      {
        name: "w",
        endpoint_url: "https://example.com/x",
        secret_key: "a-secret-of-the-test",
        topic_ids: ["event:klaviyo.sent_sms"],
        description: "",
      },
      ["https://example.com/x"],
    ],
  ])("%s", async (_, tool, given, parts) => {
    const first = await server.call("get_lists", { page_size: 1 });
    const link = `https://a.klaviyo.com/api/lists?page%5Bsize%5D=1&page%5Bcursor%5D=${first.json.next_cursor}`;
    const args = Object.fromEntries(
      Object.entries(given).map(([name, one]) => [name, one === "$next" ? link : one]),
    );
    server.sandbox.clearRequests();
    const answer = await server.call(tool, args);
    expect(answer.isError, answer.text).toBeFalsy();
    const sent = JSON.stringify(server.sent().map(({ query, body }) => [query, body]));
    for (const part of parts) expect(sent.replaceAll('\\"', '"')).toContain(part);
    expect(sent).not.toContain("a.klaviyo.com");
  });
});

describe("a name that no tool has", () => {
  it.each([
    ["search_profiles", "get_profiles"],
    ["find_campaign", "get_campaigns"],
    ["listFlows", "get_flows"],
    ["fetch_segments", "get_segments"],
    ["klaviyo_get_lists", "get_lists"],
    ["get_profil", "get_profile"],
    ["edit_profile", "update_profile"],
    ["merg_profiles", "merge_profiles"],
    ["remove_segment", "delete_segment"],
    ["send_campain", "send_campaign"],
  ])("%s is %s", async (asked, meant) => {
    expect((await server.call(asked)).text).toContain(`Did you mean "${meant}"?`);
  });

  it.each([
    "profiles",
    "lookup_profiles",
    "view_campaign_send",
    "get_merge_profiles",
    "read_list_delete",
    "add_send_campaign",
    "erge_profiles",
  ])("%s leads to nothing more dangerous", async (asked) => {
    const [, meant] = /Did you mean "(\w+)"/.exec((await server.call(asked)).text) ?? [];
    expect(meant ?? "get_").not.toMatch(/^(delete|remove|merge|send|cancel)_/);
  });
});

it("a third report in a minute, which cannot wait for its turn, costs no request", async () => {
  const paced = await startClient({ served, args: ["--pace", "on"] });
  const report = () => paced.call("query_flow_values", { ...REPORT, timeframe: "last_30_days", fresh: true });
  await Promise.all([report(), report()]);
  paced.sandbox.clearRequests();
  const third = await report();
  expect(third.text).toContain("busy, retry after");
  expect(paced.sandbox.requests).toEqual([]);
  await paced.close();
});

it.each([
  ["--read-only", ["--read-only"], "create_list"],
  ["--exclude-tools", ["--exclude-tools", "get_list"], "get_list"],
  ["--toolsets", ["--toolsets", "profiles"], "get_flows"],
])("a tool that %s hides is told with the setting", async (setting, args, tool) => {
  const narrow = await startClient({ served, args });
  expect((await narrow.call(tool)).text).toContain(
    `It exists, but the settings of this server hide it (${setting}`,
  );
  await narrow.close();
});
