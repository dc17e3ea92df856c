import { afterAll, beforeEach, expect, it } from "vitest";
import { MEDIA_TYPE } from "../src/jsonapi/document.ts";
import { probes } from "../tools/operations/probes.ts";
import { type Started, startClient } from "./client.ts";
import { served as servedInside } from "./served-inside.ts";
import { countTokens } from "./tokens.ts";

// The account at a glance, and what a connection may do: asked once a day, told where it is missing.

let server: Started;
beforeEach(async () => {
  await server?.close();
  // What is kept of a connection is the process's: each test begins with none.
  server = await startClient({ args: ["--confirm", "never"], served: servedInside });
});
afterAll(() => server.close());

const overview = async (args: object = {}) => {
  server.sandbox.clearRequests();
  const { isError, text, json } = await server.call("get_account_overview", { ...args });
  return { isError, text, data: json.data, omitted: json.omitted };
};
const pathsSent = () => server.sandbox.requests.map(({ path }) => path.replace("/klaviyo", ""));
const refuse = (path: string, detail: string, { status = 403, times = 99, body = "" } = {}) =>
  server.sandbox.addFault({
    match: { path: `/klaviyo/api/${path}` },
    status,
    contentType: body ? "text/html" : MEDIA_TYPE,
    body: body || JSON.stringify({ errors: [{ status, code: "permission_denied", detail }] }),
    times,
  });
const NO_SCOPE = "You do not have permission to perform this action.";
const NO_PLAN = "This is not included in the plan of your account.";
const DAILY = ["billing-usage", "campaigns", "flows", "accounts", "lists"];

it("has the account, sizes, live flows, campaigns and sections in few words", async () => {
  const { data, text, omitted } = await overview();
  expect(countTokens(text)).toBeLessThan(1200);
  expect(omitted).toBeUndefined();
  expect(data).toMatchObject({
    name: "Northwind Outfitters",
    sender: "Northwind Outfitters <hello@northwind-outfitters.example.com>",
    timezone: "America/New_York",
    currency: "USD",
    quota: { profiles: expect.stringMatching(/^\d+ of 500 until 20/) },
  });
  for (const { id, people } of data.lists) {
    const asked = { list_id: id, additional_fields: ["profile_count"] };
    expect((await server.call("get_list", asked)).json.data.profile_count).toBe(people);
  }
  for (const { id, people } of data.segments) {
    const asked = { segment_id: id, additional_fields: ["profile_count"] };
    expect((await server.call("get_segment", asked)).json.data.profile_count).toBe(people);
  }
  const { data: live } = (await server.call("get_flows", { filter: 'equals(status,"live")' })).json;
  expect(data.live_flows.map(({ id }: { id: string }) => id)).toEqual(
    live.map(({ id }: { id: string }) => id),
  );
  const sections = probes().map(({ section }) => section);
  expect(data.connection).toEqual({
    works: sections.join(", "),
    not_tried: "conversations, data-privacy, reporting",
    as_of: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
});

it("has the campaigns of seven days to either side, the nearest first, of every channel", async () => {
  const { data } = await overview();
  const now = Date.now();
  const all = (
    await Promise.all(
      ["email", "sms", "mobile_push"].map((channel) =>
        server.call("get_campaigns", { channel, limit: 200, fields: ["send_time"] }),
      ),
    )
  ).flatMap(({ json }) => json.data as { id: string; send_time?: string }[]);
  const near = all
    .map(({ id, send_time }) => ({ id, at: Date.parse(String(send_time)) - now }))
    .filter(({ at }) => Math.abs(at) <= 7 * 86_400_000)
    .sort((one, other) => Math.abs(one.at) - Math.abs(other.at));
  expect(near.length).toBeLessThan(all.length);
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  expect(ids(data.next_7_days)).toEqual(ids(near.filter(({ at }) => at > 0)));
  expect(ids(data.last_7_days)).toEqual(ids(near.filter(({ at }) => at <= 0)));
  expect(data.next_7_days.length * data.last_7_days.length).toBeGreaterThan(0);
  expect(new Set(data.next_7_days.map(({ channel }: { channel: string }) => channel))).toEqual(
    new Set(["email", "sms"]),
  );
});

it("asks a section once: the second call sends neither that nor the sizes, and dates both", async () => {
  const first = await overview();
  for (const { tool } of probes()) expect(pathsSent()).toContain(tool.request.path);
  const second = await overview();
  for (const path of pathsSent()) expect(DAILY.map((one) => `/api/${one}`)).toContain(path);
  expect(second.data.lists_as_of).toBe(first.data.lists_as_of);
  expect(second.data.segments_as_of).toBe(first.data.segments_as_of);
  expect(second.data.connection.works).toBe(first.data.connection.works);
});

it("probes with a page of one", async () => {
  await overview();
  const paged = probes().filter(({ tool }) => tool.request.query.page?.size !== undefined);
  expect(paged.length).toBeGreaterThan(10);
  for (const { tool } of paged) {
    const sent = server.sandbox.requests.filter(({ path }) => path === `/klaviyo${tool.request.path}`);
    expect(sent.some(({ query }) => query["page[size]"] === "1")).toBe(true);
  }
});

it.each([
  [
    "a scope",
    NO_SCOPE,
    { no_scope: { reviews: "reviews:read" } },
    "this connection has no scope reviews:read",
  ],
  ["the plan", NO_PLAN, { plan_lacks: ["reviews"] }, "the plan of this connection's account lacks it"],
])(
  "tells a section that lacks %s, asks no more that day, and marks its operations",
  async (_, detail, told, why) => {
    // A search reads what the build wrote.
    await server.close();
    server = await startClient({ args: ["--confirm", "never"] });
    const { data: before } = (await server.call("search_operations", { question: "list reviews" })).json;
    expect(before.join()).not.toContain("not granted");
    refuse("reviews", detail);
    const { data } = await overview();
    expect(data.connection).toMatchObject(told);
    expect(data.connection.works).not.toContain("reviews");
    const again = await overview();
    expect(again.data.connection).toMatchObject(told);
    expect(pathsSent()).not.toContain("/api/reviews");

    const { data: lines } = (await server.call("search_operations", { question: "list reviews" })).json;
    expect(lines.find((line: string) => line.includes("get_reviews("))).toMatch(
      new RegExp(`\\(not granted: ${why}\\)$`),
    );
    expect(lines.find((line: string) => line.includes("get_lists("))).not.toContain("not granted");
    expect((await server.call("describe_operation", { name: "get_reviews" })).json.data.not_granted).toBe(
      why,
    );

    // Whoever calls all the same finds that it is granted by now.
    server.sandbox.clearFaults();
    await server.call("read_operation", { name: "get_reviews" });
    expect((await server.call("describe_operation", { name: "get_reviews" })).json.data.not_granted).toBe(
      undefined,
    );
    expect((await overview()).data.connection.works).toContain("reviews");
  },
);

it("marks what an ordinary call was refused, of that scope alone", async () => {
  refuse("forms", NO_SCOPE);
  await server.call("read_operation", { name: "get_forms" });
  const lackOf = async (name: string) =>
    (await server.call("describe_operation", { name })).json.data.not_granted;
  expect(await lackOf("get_form")).toBe("this connection has no scope forms:read");
  expect(await lackOf("delete_form")).toBe(undefined);
  expect(await lackOf("get_flows")).toBe(undefined);
});

it("says of a scope that nobody has seen Maton grant that this is so", async () => {
  refuse("brand-email-defaults", NO_SCOPE);
  refuse("tags", NO_SCOPE);
  const { data } = await overview();
  expect(data.connection.no_scope).toEqual({
    brands: "brands:read (not seen to be granted through Maton)",
    tags: "tags:read",
  });
});

it("leaves out a part that the connection may not read, and says so", async () => {
  refuse("flows", NO_SCOPE);
  const { data, omitted } = await overview();
  expect(data).not.toHaveProperty("live_flows");
  expect(omitted).toBe("Not read: live flows (this connection has no scope flows:read).");
  expect(data.lists.length).toBeGreaterThan(0);
  await overview();
  expect(pathsSent()).not.toContain("/api/flows");
});

it("counts again what could not be counted", async () => {
  refuse("lists/R7kQwT", "Not now.", { status: 400, times: 1 });
  const { data, omitted } = await overview();
  expect(data.lists.map(({ people }: { people?: number }) => people)).toEqual([
    240,
    ...Array(5).fill(undefined),
  ]);
  expect(omitted).toBe("5 of the lists were not counted: get_list counts one.");
  const again = await overview();
  expect(again.omitted).toBe(undefined);
  expect(pathsSent()).not.toContain("/api/lists/Y6nRLr");
  expect(pathsSent()).toContain("/api/lists/R7kQwT");
});

it("leaves out sizes that cannot be read, keeps none of that, and says so", async () => {
  refuse("segment-values-reports", "Bad thing.", { status: 400, times: 1 });
  const { data, omitted } = await overview();
  expect(data).not.toHaveProperty("segments");
  expect(omitted).toBe("Not read: segments (400 Bad thing.).");
  const again = await overview();
  expect(again.data.segments.length).toBeGreaterThan(0);
  expect(again.omitted).toBe(undefined);
});

it("does without the account where its scope is missing, and asks for it once", async () => {
  refuse("accounts", NO_SCOPE);
  const { data, omitted } = await overview();
  expect(omitted).toBe(
    "Not read: account (this connection has no scope accounts:read); segments (this connection has no scope accounts:read).",
  );
  expect(data.connection.no_scope).toEqual({ accounts: "accounts:read" });
  expect(data.lists.length).toBeGreaterThan(0);
  expect(pathsSent().filter((path) => path === "/api/accounts")).toHaveLength(1);
  await overview();
  expect(pathsSent()).not.toContain("/api/accounts");
});

it.each([
  ["Cloudflare's", { body: "<html><title>Attention Required! | Cloudflare</title></html>" }],
  ["any other", { status: 404 }],
])("takes %s refusal for neither scope nor plan, and asks again", async (_, options) => {
  refuse("tags", NO_SCOPE, options);
  const { data } = await overview();
  expect(Object.keys(data.connection.failed)).toEqual(["tags"]);
  expect(data.connection).not.toHaveProperty("no_scope");
  expect(data.connection.works).not.toContain("tags");
  await overview();
  expect(pathsSent()).toContain("/api/tags");
});

it("fails where nothing can be read", async () => {
  server.sandbox.addFault({
    match: { path: "/klaviyo/" },
    status: 401,
    contentType: MEDIA_TYPE,
    body: JSON.stringify({ errors: [{ status: 401, code: "not_authenticated", detail: "Expired." }] }),
    times: 99,
  });
  const { isError, text } = await overview();
  expect(isError).toBe(true);
  expect(text).toContain("sign-in has probably expired");
});

it("asks of each connection on its own, and of all anew once one is made or deleted", async () => {
  await server.close();
  server = await startClient({
    args: ["--confirm", "never"],
    served: servedInside,
    sandbox: { connections: "two" },
  });
  const { json } = await server.call("list_connections", {});
  const [one, other] = json.data.map(({ id }: { id: string }) => id);
  expect(other).toBeDefined();
  refuse("reviews", NO_SCOPE, { times: 1 });
  const first = await overview({ connection_id: one });
  const second = await overview({ connection_id: other });
  expect(first.data.connection.no_scope).toEqual({ reviews: "reviews:read" });
  expect(second.data.connection).not.toHaveProperty("no_scope");
  expect(pathsSent()).toContain("/api/reviews");
  const { data } = (await server.call("describe_operation", { name: "get_reviews" })).json;
  expect(data.not_granted).toBe(`connection ${one} has no scope reviews:read`);

  await server.call("list_connections", {});
  expect((await overview({ connection_id: one })).data.connection).toHaveProperty("no_scope");
  await server.call("delete_connection", { connection_id: other });
  expect((await overview({ connection_id: one })).data.connection).not.toHaveProperty("no_scope");
  expect(pathsSent()).toContain("/api/reviews");
});

it("counts the first lists, shows a dozen, and says what is not there", async () => {
  for (let made = 0; made < 8; made += 1) await server.call("create_list", { name: `More ${made}` });
  const { data, omitted } = await overview();
  expect(data.lists).toHaveLength(12);
  const counted = data.lists.filter(({ people }: { people?: number }) => people !== undefined);
  expect(counted).toEqual(data.lists.slice(0, 8));
  expect(omitted).toBe("4 of the lists were not counted: get_list counts one; 12 of 14 lists are here.");
});
