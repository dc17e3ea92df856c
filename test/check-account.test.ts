import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CHECK_NAMES } from "../tools/jobs/check-account/checks.ts";
import { type Answer, type Started, startClient } from "./client.ts";
import { countTokens } from "./tokens.ts";

// What is wrong today: one of everything in the sandbox's account, and what is said of what cannot be read.

type Values = Record<string, unknown>;

describe("in an account", () => {
  let server: Started;
  beforeAll(async () => {
    server = await startClient();
  });
  afterAll(() => server.close());
  afterEach(() => server.sandbox.clearFaults());
  const lines = (json: Answer["json"], check: string) =>
    json.data.filter((one: Values) => one.check === check);

  it("finds something by each check, in little to read, and with reads alone", async () => {
    server.sandbox.clearRequests();
    const { json, text } = await server.call("check_account");
    expect(new Set(json.data.map(({ check }: Values) => check))).toEqual(new Set(CHECK_NAMES));
    expect(json).not.toHaveProperty("nothing_found");
    expect(json.omitted).toMatch(
      /^coming sends to the same people: \d more \(checks \["overlapping_sends"\]/,
    );
    expect(countTokens(text)).toBeLessThanOrEqual(1200);
    const writes = server
      .sent()
      .filter(({ method, path }) => method !== "GET" && !/(-reports|-aggregates)$/.test(path));
    expect(writes).toEqual([]);
  });

  it("asks for each report once a period, and for the campaigns of a channel once", async () => {
    server.sandbox.clearRequests();
    await server.call("check_account", { days: 5 });
    const sent = server.sent();
    const count = (path: string) => sent.filter((one) => one.path.endsWith(path)).length;
    expect([
      count("/flow-values-reports"),
      count("/campaign-values-reports"),
      count("/api/campaigns"),
    ]).toEqual([2, 0, 3]);
  });

  it("leads to calls that can be made as they stand", async () => {
    const { json } = await server.call("check_account");
    for (const { next } of json.data) {
      const { isError, text } = await server.call(next.tool, next.arguments);
      expect(isError, `${JSON.stringify(next)}: ${text}`).toBeFalsy();
    }
  });

  it("looks for what it is asked to, and counts what it does not find", async () => {
    const { json } = await server.call("check_account", { checks: ["campaigns_not_sent"], days: 1 });
    expect(json).toMatchObject({
      data: [],
      basis: { period: expect.stringMatching(/^the day /) },
      nothing_found: "1 check found nothing: campaigns that did not go out.",
    });
  });

  it("says what may not be read, and gives the rest", async () => {
    server.sandbox.addFault({ match: { path: "/api/reviews" }, status: 403, times: 9 });
    server.sandbox.addFault({ match: { path: "/api/campaigns" }, status: 403, times: 9 });
    const { json } = await server.call("check_account");
    expect(json.omitted).toMatch(
      /^Not read: campaigns that did not go out \(.*new reviews of one or two stars \(/,
    );
    expect(json.omitted).toContain("403");
    expect(json).not.toHaveProperty("nothing_found");
    for (const check of ["campaigns_not_sent", "overlapping_sends", "sends_without_utm", "bad_reviews"])
      expect(lines(json, check)).toEqual([]);
    for (const check of ["flows_fallen", "shop_events_missing", "coupons_running_out"])
      expect(lines(json, check)).toHaveLength(1);
  });

  it("is an error where nothing can be read", async () => {
    server.sandbox.addFault({ match: { path: "/api/reviews" }, status: 403, times: 9 });
    const { isError, text } = await server.call("check_account", { checks: ["bad_reviews"] });
    expect(isError).toBe(true);
    expect(text).toContain("reviews:read");
  });
});
