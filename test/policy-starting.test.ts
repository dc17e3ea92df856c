import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";

// What starts a live flow is counted as people and the question names the flow; what starts none is free like adds.

const FLOW = "flow that it starts";
const PERSON = "01GDDKASAP8TKDDA2GRZDSVP4H";
const LIVE = "Fulfilled Order";
/** Its flow is set to manual. */
const IDLE = "Placed Order";

let people: Started;
let items: Started;
beforeAll(async () => {
  [people, items] = await Promise.all([
    startClient({ served, args: ["--unasked", "0,1000"] }),
    startClient({ served, args: ["--unasked", "1000,0"] }),
  ]);
});
afterAll(() => Promise.all([people.close(), items.close()]));
beforeEach(() => {
  for (const { sandbox } of [people, items]) sandbox.reset();
});

const event = (metric_name: string) => ({ metric_name, email: "ann@example.com" });
const native = (name: string) => ({
  data: {
    type: "event",
    attributes: {
      properties: {},
      metric: { data: { type: "metric", attributes: { name } } },
      profile: { data: { type: "profile", attributes: { email: "ann@example.com" } } },
    },
  },
});

it.each<[what: string, tool: string, args: Record<string, unknown>, flow: unknown]>([
  ["an event", "create_event", event(LIVE), '"Post-Purchase: thank you & review", live ("2rvfCT")'],
  [
    "events, each flow once",
    "bulk_create_events",
    { events: [LIVE, "Checkout Started", IDLE, "Unheard of", LIVE].map(event) },
    ['"Abandoned Checkout", live ("a3ZsTT")', '"Post-Purchase: thank you & review", live ("2rvfCT")'],
  ],
  [
    "an event with a body of its own, in which it cannot be seen",
    "change_operation",
    { method: "POST", path: "/api/events", body: native(LIVE) },
    "it could not be read",
  ],
  [
    "joining a list",
    "add_profiles_to_list",
    { list_id: "Y6nRLr", profile_ids: [PERSON] },
    expect.stringMatching(/^"Welcome Series", live \("\w+"\)$/),
  ],
  [
    "joining a list by its path",
    "change_operation",
    {
      method: "POST",
      path: "/api/lists/Y6nRLr/relationships/profiles",
      body: { data: [{ type: "profile", id: PERSON }] },
    },
    expect.stringMatching(/^"Welcome Series", live \("\w+"\)$/),
  ],
  [
    "an import onto a list",
    "bulk_import_profiles",
    { list_id: "Y6nRLr", profiles: [{ email: "ann@example.com" }] },
    expect.stringMatching(/^"Welcome Series", live \("\w+"\)$/),
  ],
])("%s asks beyond the people of the budget, and names its flows", async (_, tool, args, flow) => {
  const { json, text } = await people.call(tool, args);
  expect(json.status, text).toBe("needs_confirmation");
  expect(json.preview[FLOW]).toEqual(flow);
  // Where the budget of people is free, and that of items is spent, only what is not counted as people asks.
  const free = (await items.call(tool, args)).json.status !== "needs_confirmation";
  expect(free).toBe(tool !== "change_operation");
});

it.each<[what: string, tool: string, args: Record<string, unknown>]>([
  ["an event whose flow is not live", "create_event", event(IDLE)],
  ["an event that nothing knows yet", "create_event", event("Unheard of")],
  ["a segment that starts no flow", "update_segment", { segment_id: "RcJ6Lq", is_active: true }],
  ["a list that starts no flow", "add_profiles_to_list", { list_id: "Hx8JzK", profile_ids: [PERSON] }],
])("%s counts as an item", async (_, tool, args) => {
  const free = await people.call(tool, args);
  expect(free.isError, free.text).toBeFalsy();
  expect(free.json.status).not.toBe("needs_confirmation");
  const { json } = await items.call(tool, args);
  expect([json.status, json.preview?.[FLOW]]).toEqual(["needs_confirmation", "none is live"]);
});

it("a thousand events read the metrics once to decide and once to show", async () => {
  people.sent();
  const events = Array.from({ length: 1000 }, () => event(IDLE));
  await people.call("bulk_create_events", { events: [...events.slice(1), event(LIVE)] });
  expect(people.sent().filter(({ path }) => path.startsWith("/klaviyo/api/metrics"))).toHaveLength(2);
});

it("metrics that cannot be read count as people, and the question says so", async () => {
  people.sandbox.addFault({ status: 400, body: "{}", times: 2, match: { path: "/api/metrics" } });
  const { json } = await people.call("create_event", event(IDLE));
  expect([json.status, json.preview?.[FLOW]]).toEqual(["needs_confirmation", "it could not be read"]);
  people.sandbox.clearFaults();
});

it("a flow that went live after the question is another change", async () => {
  const server = await startClient({ served, args: ["--unasked", "0,0"] });
  const agree = async (tool: string, args: Record<string, unknown>, confirmation: string) =>
    (await server.call(tool, { ...args, confirmation })).json;
  const flow = { flow_id: "DuoXcE", status: "live" };
  const asked = await server.call("create_event", event(IDLE));
  const other = await server.call("update_flow", flow);
  await agree("update_flow", flow, other.json.confirmation);
  const { status, hint } = await agree("create_event", event(IDLE), asked.json.confirmation);
  expect([status, hint]).toEqual([
    "needs_confirmation",
    expect.stringContaining(`${FLOW} DuoXcE was not there, is live`),
  ]);
  await server.close();
});
