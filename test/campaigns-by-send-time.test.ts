import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bySendTime } from "../tools/jobs/campaigns-by-send-time.ts";
import { type Answer, type Started, startClient } from "./client.ts";
import { startInProcess } from "./in-process.ts";

// Campaigns of every channel in one list, by when they go out.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());

type Item = Answer["json"];
const ids = (items: readonly Item[]) => items.map(({ id }) => id);

async function whole(args: object): Promise<Item[]> {
  const { json } = await server.call("get_campaigns_by_send_time", { ...args });
  return json.next_cursor
    ? [...json.data, ...(await whole({ ...args, page_cursor: json.next_cursor }))]
    : json.data;
}

describe("get_campaigns_by_send_time", () => {
  it("has each campaign of each channel once, by when it goes out, drafts last", async () => {
    const all = await whole({});
    const wanted: string[] = [];
    for (const channel of ["email", "sms", "mobile_push"]) {
      const { json } = await server.call("get_campaigns", { channel, limit: 500 });
      expect(ids(json.data).length).toBeGreaterThan(0);
      expect(ids(all.filter((one) => one.channel === channel)).sort()).toEqual(ids(json.data).sort());
      wanted.push(...ids(json.data));
    }
    expect(ids(all).sort()).toEqual(wanted.sort());
    const times = all.map(({ send_time }) => send_time ?? null);
    const dated = times.filter((time) => time !== null);
    expect(dated.length).toBeGreaterThan(10);
    expect(times.slice(0, dated.length)).toEqual(dated);
    expect(dated).toEqual([...dated].sort().reverse());
    expect(new Set(all.slice(0, dated.length).map(({ channel }) => channel)).size).toBeGreaterThan(1);
  });

  it("goes the other way round where asked", async () => {
    const dated = (await whole({ sort: "send_time" })).flatMap(({ send_time }) => send_time ?? []);
    expect(dated).toEqual([...dated].sort());
  });

  it("refuses another order before anything is sent", async () => {
    server.sandbox.clearRequests();
    const { isError, text } = await server.call("get_campaigns_by_send_time", { sort: "name" });
    expect(isError).toBe(true);
    expect(text).toContain("sort");
    expect(server.sent()).toEqual([]);
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

  it("says that the order is of what was read, and what lists the rest", async () => {
    const { json } = await inside.call("get_campaigns_by_send_time");
    expect(json.omitted).toContain("email (the last created 500 are here)");
    expect(json.omitted).not.toContain("sms");
    expect(json.omitted).toContain("get_campaigns lists a channel to its end.");
  });
});

describe("bySendTime", () => {
  const at = (id: string, send_time?: string | null) => ({ id, send_time });
  const all = [
    at("draft", null),
    at("b", "2026-11-01T10:00:00+00:00"),
    at("none"),
    at("a", "2026-11-01T11:00:00+02:00"),
  ];

  it.each([
    [true, ["b", "a", "draft", "none"]],
    [false, ["a", "b", "draft", "none"]],
  ])("compares moments, not their writing, newest first: %s", (newestFirst, order) => {
    expect(ids(bySendTime(all, newestFirst))).toEqual(order);
  });

  it("is nothing of nothing", () => {
    expect(bySendTime([], true)).toEqual([]);
  });
});
