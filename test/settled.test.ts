import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";

// What depends on the account: moments without a zone and phone numbers without their country, through a real client.
// The sandbox's account is in the United States and keeps New York's time.

let server: Started;
beforeAll(async () => {
  server = await startClient({ served, args: ["--confirm", "never"] });
});
afterAll(() => server.close());

const asText = (value: unknown) => JSON.stringify(value ?? null);

/** What a call sends, as text, without the account that it asks for. */
async function sentBy(tool: string, args: Record<string, unknown>): Promise<string> {
  server.sandbox.clearRequests();
  const answer = await server.call(tool, args);
  expect(answer.isError, answer.text).toBeFalsy();
  const requests = server.sent().filter(({ path }) => path !== "/klaviyo/api/accounts");
  return requests.map(({ path, query, body }) => `${path} ${asText(query)} ${asText(body)}`).join("\n");
}

async function refused(tool: string, args: Record<string, unknown>): Promise<string> {
  server.sandbox.clearRequests();
  const answer = await server.call(tool, args);
  expect(answer.isError, answer.text).toBe(true);
  expect(server.sent().filter(({ path }) => path !== "/klaviyo/api/accounts")).toEqual([]);
  return answer.text;
}

const EVENT = { metric_name: "M", email: "ann@example.com" };
const REPORT = { statistics: ["opens"], conversion_metric_id: "TxVpCr" };
const AGGREGATE = { metric_id: "TxVpCr", measurements: ["count"], start: "2026-11-01", end: "2026-11-03" };

describe("a moment without a zone is on the account's clock", () => {
  it.each([
    [
      "a time of an event",
      "create_event",
      { ...EVENT, time: "2026-07-01T09:00:00" },
      '"time":"2026-07-01T09:00:00-04:00"',
    ],
    [
      "in winter",
      "create_event",
      { ...EVENT, time: "2026-12-01 09:00" },
      '"time":"2026-12-01T09:00:00-05:00"',
    ],
    [
      "in a list",
      "bulk_create_events",
      { events: [EVENT, { ...EVENT, time: "2026-07-01T09:00" }] },
      '"time":"2026-07-01T09:00:00-04:00"',
    ],
    [
      "from and to of a report",
      "query_flow_values",
      { ...REPORT, start: "2026-11-01", end: "2026-11-02T12:00:00" },
      '"start":"2026-11-01T00:00:00-04:00","end":"2026-11-02T12:00:00-05:00"',
    ],
    [
      "of an aggregate",
      "query_metric_aggregates",
      { ...AGGREGATE, start: "2026-10-30 09:30" },
      "greater-or-equal(datetime,2026-10-30T09:30-04:00)",
    ],
    [
      "in a filter",
      "get_profiles",
      { filter: "greater-than(created,2026-07-01T00:00:00),less-than(created,2026-08-01T00:00:00Z)" },
      "greater-than(created,2026-07-01T00:00:00-04:00),less-than(created,2026-08-01T00:00:00Z)",
    ],
    [
      "as a date alone in a filter, which is its midnight there",
      "get_profiles",
      { filter: "greater-than(created,2026-07-01),less-than(created,2026-12-01)" },
      "greater-than(created,2026-07-01T00:00:00-04:00),less-than(created,2026-12-01T00:00:00-05:00)",
    ],
    [
      "in a list of filters",
      "get_profiles",
      { filter: ["greater-than(created,2026-07-01T00:00:00)", 'equals(email,"a@b.co")'] },
      'greater-than(created,2026-07-01T00:00:00-04:00),equals(email,\\"a@b.co\\")',
    ],
    [
      "of a send strategy",
      "create_campaign",
      {
        name: "c",
        channel: "email",
        subject: "s",
        included_audiences: ["Y6nRLr"],
        send_strategy: { method: "static", datetime: "2027-07-01T09:00" },
      },
      '"datetime":"2027-07-01T09:00:00-04:00"',
    ],
  ])("%s", async (_, tool, args, part) => {
    expect(await sentBy(tool, args)).toContain(part);
  });

  it("what has one keeps it, and asks for no account", async () => {
    const fresh = await startClient({ served, args: ["--confirm", "never"] });
    await fresh.call("create_event", {
      ...EVENT,
      time: "2026-07-01T09:00:00+09:00",
      phone_number: "+12025550143",
    });
    const sent = fresh.sent();
    expect(sent.map(({ path }) => path)).toEqual(["/klaviyo/api/events"]);
    expect(asText(sent[0]?.body)).toContain("2026-07-01T09:00:00+09:00");
    await fresh.close();
  });

  it("a date alone may be the first or the last moment of a day in a change: refused", async () => {
    const text = await refused("create_coupon_code", {
      coupon_id: "c",
      unique_code: "u",
      expires_at: "2026-12-01",
    });
    expect(text).toContain("expires_at must be a date and time, e.g. 2026-11-01T09:00:00Z");
  });

  it("is refused where the account's clock cannot be read", async () => {
    const fresh = await startClient({ served, args: ["--confirm", "never"] });
    fresh.sandbox.addFault({ match: { path: "/api/accounts" }, status: 403, times: 3 });
    const answer = await fresh.call("create_event", { ...EVENT, time: "2026-07-01T09:00:00" });
    expect(answer.text).toContain("time: has no zone, and the account's clock is not known");
    expect(answer.text).toContain("e.g. 2026-07-01T09:00:00Z");
    expect(fresh.sent().filter(({ path }) => path !== "/klaviyo/api/accounts")).toEqual([]);
    await fresh.close();
  });
});

describe("a phone number", () => {
  it.each([
    [
      "of the account's country",
      "create_profile",
      { phone_number: "(202) 555-0143" },
      '"phone_number":"+12025550143"',
    ],
    [
      "of another one",
      "create_profile",
      { phone_number: "+44 7700 900-123" },
      '"phone_number":"+447700900123"',
    ],
    [
      "in a list",
      "bulk_subscribe_profiles",
      { profiles: [{ phone_number: "202.555.0143", channels: ["sms"] }] },
      '"phone_number":"+12025550143"',
    ],
    [
      "in a filter",
      "get_profiles",
      { filter: 'any(phone_number,["(555) 201-0074","+15552010074"])' },
      'any(phone_number,[\\"+15552010074\\",\\"+15552010074\\"])',
    ],
  ])("%s is sent as Klaviyo keeps it", async (_, tool, args, part) => {
    expect(await sentBy(tool, args)).toContain(part);
  });

  it("is found, however it is written", async () => {
    const { json } = await server.call("get_profiles", { filter: 'equals(phone_number,"(555) 201-0074")' });
    const same = await server.call("get_profiles", { filter: 'equals(phone_number,"+15552010074")' });
    expect(json).toEqual(same.json);
  });

  it.each([
    [
      "too short",
      "create_profile",
      { phone_number: "555" },
      'phone_number: "555" is no phone number of United States',
    ],
    [
      "no number",
      "get_profiles",
      { filter: 'equals(phone_number,"ann")' },
      'filter: "ann" is no phone number',
    ],
    ["with an extension", "create_profile", { phone_number: "+1 202 555 0143 ext 12" }, "is no phone number"],
    [
      "several in a list",
      "bulk_import_profiles",
      { profiles: Array.from({ length: 7 }, () => ({ phone_number: "1" })) },
      "(and 2 more)",
    ],
  ])("that is none is refused: %s", async (_, tool, args, part) => {
    const text = await refused(tool, args);
    expect(text).toContain(part);
    expect(text).toContain("Write it with + and the country's code");
  });

  it("of an account without a country needs its code", async () => {
    const fresh = await startClient({ served, args: ["--confirm", "never"] });
    fresh.sandbox.addFault({ match: { path: "/api/accounts" }, status: 403, times: 3 });
    const answer = await fresh.call("create_profile", { phone_number: "(202) 555-0143" });
    expect(answer.text).toContain('"(202) 555-0143" says no country');
    await fresh.close();
  });

  it("in what the account calls so itself stays as it is", async () => {
    const sent = await sentBy("create_event", {
      ...EVENT,
      properties: { phone_number: "555", at: "2026-07-01T09:00" },
    });
    expect(sent).toContain('"properties":{"phone_number":"555","at":"2026-07-01T09:00"}');
  });
});
