import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MOST_READ } from "../src/wire/apart.ts";
import { type Answer, type Started, startClient } from "./client.ts";
import { startInProcess } from "./in-process.ts";

// Klaviyo gives the campaigns of one channel at a time: without a channel all of them are one list, in one order.

const CHANNELS = ["email", "sms", "mobile_push"];
let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterEach(() => server.sandbox.clearFaults());
afterAll(() => server.close());

type Item = Answer["json"];
const ids = (items: readonly Item[]) => items.map(({ id }) => id);
const campaignsAsked = () =>
  server
    .sent()
    .filter(({ path, query }) => path.endsWith("/campaigns") && !query.filter?.startsWith("any(id,"));

async function whole(args: object): Promise<Item[]> {
  const { json, text, isError } = await server.call("get_campaigns", { ...args });
  expect(isError, text).toBeFalsy();
  const more = json.next_cursor ? await whole({ ...args, page_cursor: json.next_cursor }) : [];
  return [...json.data, ...more];
}

async function ofChannels(args: object = {}): Promise<Item[]> {
  const all: Item[] = [];
  for (const channel of CHANNELS) {
    const { json } = await server.call("get_campaigns", { channel, limit: 500, ...args });
    expect(json.data.length).toBeGreaterThan(0);
    all.push(...json.data.map((one: Item) => ({ ...one, channel })));
  }
  return all;
}

describe.each([
  undefined,
  "created_at",
  "-created_at",
  "name",
  "id",
  "-updated_at",
  "scheduled_at",
  "-send_time",
  "send_time",
])("without a channel, sorted by %s", (sort) => {
  it("has each campaign of each channel once, with its channel, in order over all pages", async () => {
    const order = sort ?? "-created_at";
    const field = order.replace("-", "");
    const shown = ["name", ...(field === "id" ? [] : [field])];
    const all = await whole({ ...(sort && { sort }), page_size: 9, fields: shown });
    const wanted = await ofChannels({ fields: ["name"] });
    expect(ids(all).sort()).toEqual(ids(wanted).sort());
    const channelOf = new Map(wanted.map(({ id, channel }) => [id, channel]));
    for (const { id, channel } of all) expect(channel).toBe(channelOf.get(id));
    const values: string[] = all.flatMap((one) => one[field] ?? []);
    expect(values.length).toBeGreaterThan(5);
    const sorted = [...values].sort();
    expect(values).toEqual(order.startsWith("-") ? sorted.reverse() : sorted);
    // What has no such date comes last in either order.
    expect(all.findIndex((one) => one[field] === undefined)).toBe(
      values.length === all.length ? -1 : values.length,
    );
  });
});

describe("get_campaigns without a channel", () => {
  it("shows what a call with one shows, names of audiences too", async () => {
    const { json } = await server.call("get_campaigns", { limit: 100 });
    for (const [at, channel] of CHANNELS.entries()) {
      const alone = (await server.call("get_campaigns", { channel, limit: 100 })).json.data[0];
      expect(json.data).toContainEqual({ ...alone, channel: CHANNELS[at] });
    }
    expect(json.data[0].names).toBeDefined();
    expect(json.next_cursor).toBeUndefined();
  });

  it("asks each channel for no more than one page that holds what is shown", async () => {
    server.sandbox.clearRequests();
    const { json } = await server.call("get_campaigns", { page_size: 4, fields: ["name"] });
    expect(json.data).toHaveLength(4);
    expect(json.data[0]).not.toHaveProperty("created_at");
    expect(campaignsAsked().map(({ query }) => [query["page[size]"], query["fields[campaign]"]])).toEqual(
      CHANNELS.map(() => ["5", "name,created_at"]),
    );
  });

  it("brings what is included with the items that lead to it", async () => {
    const { json } = await server.call("get_campaigns", { include: ["tags"], limit: 50 });
    const named: string[] = json.data.flatMap((one: Item) => one.relationships.tags ?? []);
    expect(ids(json.included).sort()).toEqual([...new Set(named)].sort());
  });

  it("filters every channel, and checks the filter before anything is sent", async () => {
    const all = await whole({ filter: 'equals(status,"Draft")' });
    const wanted = await ofChannels({ filter: 'equals(status,"Draft")' });
    expect(ids(all).sort()).toEqual(ids(wanted).sort());
    server.sandbox.clearRequests();
    const { isError, text } = await server.call("get_campaigns", { filter: 'equals(state,"Draft")' });
    expect([isError, text]).toEqual([true, expect.stringContaining("state")]);
    expect(server.sent()).toEqual([]);
  });

  it("refuses a cursor of another order, and one of Klaviyo's", async () => {
    const { json } = await server.call("get_campaigns", { page_size: 3 });
    for (const args of [
      { page_cursor: json.next_cursor, sort: "name" },
      { page_cursor: json.next_cursor, channel: "email" },
      { page_cursor: "bmV4dDo6aWQ6OmFiYw" },
    ]) {
      server.sandbox.clearRequests();
      const { isError, text } = await server.call("get_campaigns", args);
      expect([isError, text]).toEqual([true, expect.stringContaining("Argument: page_cursor")]);
      expect(server.sent()).toEqual([]);
    }
  });

  it("fails where one channel cannot be read, and is not silent about it", async () => {
    server.sandbox.addFault({
      match: { path: "/api/campaigns" },
      status: 403,
      body: '{"errors":[{"detail":"no"}]}',
      times: 1,
    });
    const { isError, text } = await server.call("get_campaigns");
    expect([isError, text]).toEqual([true, expect.stringContaining("403")]);
  });

  it.each(["name,", "send", "-audience"])("refuses the order %s before anything is sent", async (sort) => {
    server.sandbox.clearRequests();
    const { isError, text } = await server.call("get_campaigns", { sort });
    expect([isError, text]).toEqual([true, expect.stringContaining("send_time")]);
    expect(server.sent()).toEqual([]);
  });
});

describe("a path of Klaviyo's", () => {
  it("is sent as it is written, once", async () => {
    server.sandbox.clearRequests();
    const filter = 'equals(messages.channel,"sms")';
    const { json } = await server.call("read_operation", { path: "/api/campaigns", query: { filter } });
    expect(json.data.length).toBeGreaterThan(0);
    expect(campaignsAsked().map(({ query }) => query)).toEqual([{ filter, "page[size]": "20" }]);
  });
});

describe("one channel by send_time", () => {
  it("is sorted here, and says so; Klaviyo is asked for an order that it has", async () => {
    server.sandbox.clearRequests();
    const { json } = await server.call("get_campaigns", { channel: "email", sort: "send_time", limit: 100 });
    const times = json.data.flatMap((one: Item) => one.send_time ?? []);
    expect(times).toEqual([...times].sort());
    expect(json.hint).toContain("Sorted here by send_time, those without one last.");
    expect(json.hint).not.toContain("The order is of what was read");
    expect(campaignsAsked().map(({ query }) => query.sort)).toEqual(["-created_at"]);
  });
});

describe("an account with more campaigns than are read", () => {
  // E-mails have no end; the other channels have none.
  const inside = startInProcess(({ path, query }) => {
    if (!path.endsWith("/campaigns") || !JSON.stringify(query).includes("email"))
      return { data: [], links: {} };
    const page = inside.sent.length;
    const data = Array.from({ length: 100 }, (_, at) => ({
      type: "campaign",
      id: `C${page}-${at}`,
      attributes: { name: "Again", send_time: "2026-11-01T10:00:00+00:00" },
    }));
    return { data, links: { next: `https://a.klaviyo.com/api/campaigns?page%5Bcursor%5D=p${page}` } };
  });

  it.each([
    [{ sort: "-send_time" }, `of email only the first ${MOST_READ} by -created_at were read`],
    [{ limit: MOST_READ }, `of email only the first ${MOST_READ} by -created_at were read`],
    [{ limit: 1000, sort: "name" }, `of email only the first ${MOST_READ} by name were read`],
  ])("says with %j that the order is of what was read, and what lists the rest", async (args, told) => {
    const { json } = await inside.call("get_campaigns", args);
    expect(json.hint).toContain(`The order is of what was read: ${told}`);
    expect(json.hint).not.toContain("sms");
    expect(json.hint).toContain("A call with channel and without such a sort lists all.");
  });

  it("says nothing of it where the order is right all the same", async () => {
    const { json } = await inside.call("get_campaigns", { limit: 10 });
    expect(json.data).toHaveLength(10);
    expect(json.next_cursor).toBeDefined();
    expect(json.hint).not.toContain("The order is of");
  });
});

describe("a summary", () => {
  const by = (args: object) =>
    server.call("summarize_collection", { name: "get_campaigns", group_by: "status", arguments: args });

  it("counts the campaigns of all channels", async () => {
    const { json } = await by({});
    expect(json.data.total).toBe((await ofChannels({ fields: ["name"] })).length);
  });

  it.each([{ limit: 3 }, { page_cursor: "abc" }, { channel: "sms", sort: "send_time", limit: 3 }])(
    "is refused of a piece of them before anything is sent: %j",
    async (args) => {
      server.sandbox.clearRequests();
      const { isError, text } = await by(args);
      expect([isError, text]).toEqual([
        true,
        expect.stringContaining("in one order, which Klaviyo has not here"),
      ]);
      expect(server.sent()).toEqual([]);
    },
  );

  it("may take a piece of one channel", async () => {
    expect((await by({ channel: "email", limit: 3 })).json.data).toMatchObject({ read: 3 });
  });
});
