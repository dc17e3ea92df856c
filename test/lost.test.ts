import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MEDIA_TYPE } from "../src/jsonapi/document.ts";
import { onlyReads } from "../src/tool/effects.ts";
import { type Started, startClient } from "./client.ts";
import { everyOperation, leastCall } from "./every-call.ts";
import { served } from "./served-inside.ts";

// What an answer leaves out is told, and what fields names is asked for: over every operation that there is.

let server: Started;
beforeAll(async () => {
  server = await startClient({
    served,
    args: ["--max-result-chars", "4000", "--confirm", "never", "--beta"],
  });
});
afterAll(() => server.close());
afterEach(() => server.sandbox.clearFaults());

function answer(document: unknown, headers: Record<string, string> = {}): void {
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
  const body = JSON.stringify(document);
  const match = { path: "/klaviyo/" };
  server.sandbox.addFault({ match, status: 200, contentType: MEDIA_TYPE, headers, body, times: 1000 });
}

const changes = everyOperation.filter(
  (tool) => !onlyReads(tool) && !(tool.request.body && "multipart" in tool.request.body),
);

describe("what Klaviyo did not take of a change that it made is told", () => {
  it.each(changes.map(({ name }) => name))("%s", async (name) => {
    answer({ data: { type: "thing", id: "T" } }, { "x-klaviyo-partial-failure": "phone_number" });
    const { json, text } = await server.call("change_operation", { name, arguments: leastCall(name) });
    expect(json.omitted, text).toContain("Klaviyo took the rest, and not this: phone_number.");
  });
});

const additional = everyOperation.flatMap(({ name, request, result }) =>
  (request.query.additionalFields ?? []).map(
    (field) => [name, field, "resource" in result ? result.resource.type : ""] as const,
  ),
);

it.each(additional)("%s asks for %s when fields names it", async (name, field, type) => {
  server.sandbox.clearRequests();
  const { fields: _, additional_fields: __, detail: ___, ...args } = leastCall(name);
  await server.call("read_operation", { name, arguments: { ...args, fields: [field] } });
  const query = server.sent().at(0)?.query;
  expect(query?.[`additional-fields[${type}]`]?.split(",")).toContain(field);
});

it.each<[string, object, string, string, object, object]>([
  [
    "get_event",
    { event_id: "E" },
    "event_properties.ProductName",
    "event_properties",
    { event_properties: { ProductName: "Boots", other: 1 } },
    { event_properties: { ProductName: "Boots" } },
  ],
  [
    "get_profile",
    { profile_id: "P" },
    "properties.tier",
    "properties",
    { properties: { tier: "gold", other: 1 } },
    { properties: { tier: "gold" } },
  ],
  [
    "get_profile",
    { profile_id: "P" },
    "predictive_analytics.total_clv",
    "predictive_analytics",
    { predictive_analytics: { total_clv: 7, historic_clv: 1 } },
    { predictive_analytics: { total_clv: 7 } },
  ],
  [
    "get_profile",
    { profile_id: "P" },
    "subscriptions.sms.marketing.consent",
    "subscriptions",
    { subscriptions: { sms: { marketing: { consent: "SUBSCRIBED", method: "x" } } } },
    { subscriptions: { sms: { marketing: { consent: "SUBSCRIBED" } } } },
  ],
])("%s %j picks %s of %s", async (tool, args, path, whole, attributes, picked) => {
  const type = tool.replace("get_", "");
  answer({ data: { type, id: "X", attributes } });
  const { json, text } = await server.call(tool, { ...args, fields: [path] });
  expect(json.data, text).toEqual({ id: "X", ...picked });
  expect(server.sent().at(0)?.query[`fields[${type}]`]).toBe(whole);
});

it.each<[string, object, (answer: Record<string, unknown>) => string]>([
  ["get_template", { template_id: "T" }, () => "html"],
  ["get_event", { event_id: "E" }, () => "event_properties.html"],
])("a long text of %s comes whole in pieces, by the calls that the hints name", async (tool, args, field) => {
  const long = `<p>"${"ä😀x".repeat(4000)}"</p>`;
  const type = tool.replace("get_", "");
  answer({ data: { type, id: "T", attributes: { html: long, event_properties: { html: long } } } });
  let fields: string[] | undefined = [`${field({})}@0`];
  let text = "";
  while (fields) {
    const { json, text: said } = await server.call(tool, { ...args, fields });
    expect(said.length).toBeLessThanOrEqual(4000);
    text += json.data[field({})];
    const next = /fields (\[.*\])/.exec(json.hint)?.[1];
    fields = next && text.length < long.length ? JSON.parse(next) : undefined;
  }
  expect(text).toBe(long);
});

describe("what is left out has a name", () => {
  it("of included steps, and a delay is told whole", async () => {
    const data = { value: 2, unit: "days", secondary_value: 3, timezone: "profile" };
    answer({
      data: { type: "flow", id: "F", attributes: { name: "W" } },
      included: [{ type: "flow-action", id: "1", attributes: { definition: { type: "time-delay", data } } }],
    });
    const args = { flow_id: "F", include: ["flow-actions"] };
    const { json, text } = await server.call("get_flow", args);
    expect(json.included[0].definition.data, text).toEqual(data);
    expect(json.omitted).toMatch(/Not shown of each flow-action: .*trigger_filter/);
  });

  it("of html that Klaviyo changed", async () => {
    answer({ data: { type: "template", id: "T", attributes: { name: "N", html: "<html><p></html>" } } });
    const { json } = await server.call("update_template", { template_id: "T", html: "<p>" });
    expect(json.omitted).toContain("html (not as it was sent: Klaviyo changed it)");
  });

  it("that there is no template is told from that nothing is known of it", async () => {
    const message = (id: string, template: object) => ({
      type: "campaign-message",
      id,
      attributes: {},
      relationships: { template },
    });
    answer({ data: [message("a", { data: null }), message("b", { links: {} })] });
    const { json } = await server.call("get_messages_for_campaign", { campaign_id: "C" });
    expect(json.data).toEqual([{ id: "a", relationships: { template: null } }, { id: "b" }]);
  });

  it("and nothing where the summary is all", async () => {
    answer({ data: [{ type: "tag", id: "T", attributes: { name: "Spring" } }] });
    expect((await server.call("get_tags")).json).not.toHaveProperty("omitted");
  });
});
