import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../src/errors.ts";
import { type Answer, type Started, startClient } from "./client.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";

// Results name what they mention, beside the ids: for nothing where the operation brings the names along, for a few
// requests where it does not, and never at the price of the answer.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.reset();
  server.sandbox.clearRequests();
});

type Item = Answer["json"];
const paths = () => server.sent().map(({ path }) => path.replace("/klaviyo/api/", ""));

describe("beside an id stands the name", () => {
  it.each<[what: string, tool: string, args: Record<string, unknown>, id: string, name: string]>([
    ["an event's metric", "get_events", { limit: 50 }, "metric", "metric_name"],
    ["a tag's group", "get_tags", {}, "tag-group", "tag_group_name"],
    ["a translation's template", "read_operation", { name: "get_translations" }, "template", "template_name"],
    ["a mapped metric's", "read_operation", { name: "get_mapped_metrics" }, "metric", "metric_name"],
  ])("of %s, which comes along in the same request", async (_, tool, args, id, name) => {
    const { json } = await server.call(tool, args);
    expect(server.sent()).toHaveLength(1);
    const linked = json.data.filter(({ relationships }: Item) => relationships[id]);
    expect(linked.length).toBeGreaterThan(0);
    for (const one of linked) {
      expect(one[name]).toEqual(expect.any(String));
      expect(one.relationships[id]).not.toBe(one[name]);
    }
    expect(json.included).toBeUndefined();
  });

  it("of the metric of a bought thing, with its value", async () => {
    const { json } = await server.call("get_events", {
      filter: 'equals(metric_id,"Placed Order")',
      limit: 1,
    });
    expect(json.data).toEqual([
      {
        id: expect.any(String),
        datetime: expect.any(String),
        event_properties: { $value: expect.any(Number) },
        relationships: { profile: expect.any(String), metric: "TxVpCr" },
        metric_name: "Placed Order",
      },
    ]);
  });

  it("of a campaign's audiences, with what each is", async () => {
    const { json } = await server.call("get_campaigns", { channel: "email", limit: 50 });
    expect(paths()).toEqual(["campaigns", "lists", "segments"]);
    const audiences = json.data.flatMap(({ audiences: { included, excluded }, names = {} }: Item) =>
      [...included, ...excluded].map((id: string) => [id, names[id]]),
    );
    expect(new Map(audiences)).toEqual(
      new Map([
        ["Y6nRLr", "Newsletter Subscribers (list)"],
        ...audiences.filter(([id]: string[]) => id !== "Y6nRLr"),
      ]),
    );
    for (const [id, name] of audiences)
      expect([id, name]).toEqual([id, expect.stringMatching(/ \((list|segment)\)$/)]);
    expect(audiences.map(([, name]: string[]) => name)).toContainEqual(expect.stringContaining("(segment)"));
  });

  it("of one campaign's, and of what a definition holds", async () => {
    const one = await server.call("get_campaign", { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" });
    expect(one.json.data.names).toEqual({ Y6nRLr: "Newsletter Subscribers (list)" });
    const segment = await server.call("get_segment", { segment_id: "UxQKbd", detail: "full" });
    expect(JSON.stringify(segment.json.data.definition)).toContain('"metric_id":"JdE3wC"');
    expect(segment.json.data.names).toEqual({ JdE3wC: "Opened Email" });
    server.sent();
    // The flow is what the call itself named, and a message's template is in no list.
    await server.call("get_actions_for_flow", { flow_id: "VJvBNr" });
    expect(paths()).toEqual(["flows/VJvBNr/flow-actions"]);
  });

  it("but not of what the call had included, nor where it chose its fields", async () => {
    const included = await server.call("get_events", { limit: 2, include: ["metric"] });
    expect(included.json.included.length).toBeGreaterThan(0);
    const chosen = await server.call("get_events", { limit: 2, fields: ["datetime"] });
    const campaigns = await server.call("get_campaigns", { channel: "email", fields: ["audiences"] });
    for (const { json } of [included, chosen, campaigns]) {
      for (const one of json.data) expect(one).not.toHaveProperty("metric_name");
      for (const one of json.data) expect(one).not.toHaveProperty("names");
    }
    expect(paths()).toEqual(["events", "events", "campaigns"]);
  });

  it("and a page that goes on inside a page has the names, too", async () => {
    const short = await startClient({ args: ["--max-result-chars", "2000"] });
    const first = await short.call("get_events", { limit: 50 });
    const next = await short.call("get_events", { limit: 50, page_cursor: first.json.next_cursor });
    expect(next.isError, next.text).toBeFalsy();
    for (const { json, text } of [first, next]) {
      expect(text.length).toBeLessThanOrEqual(2000);
      for (const one of json.data) expect(one.metric_name).toEqual(expect.any(String));
    }
    await short.close();
  });
});

describe("names that are looked up", () => {
  const campaigns = (audiences: string[]) => ({
    data: audiences.map((id, at) => ({
      type: "campaign",
      id: `C${at}`,
      attributes: { name: `c${at}`, audiences: { included: [id], excluded: [] } },
    })),
    links: { next: null },
  });
  /** An account whose lists have even numbers and whose segments odd ones. */
  const account = (audiences: string[], fails?: string) => {
    const asked: string[] = [];
    const inside = startInProcess(({ host, path, query }) => {
      if (host === "control") return connectionsOf("c1");
      asked.push(path);
      if (path === "/api/campaigns") return campaigns(audiences);
      if (path === fails) throw new GatewayError({ status: 403, source: "klaviyo", detail: "no" });
      const filter = String(new Map(query).get("filter"));
      const rest = path === "/api/lists" ? 0 : 1;
      const ids = [...filter.matchAll(/A(\d+)/g)].map(([, at]) => Number(at)).filter((at) => at % 2 === rest);
      const type = path.replace("/api/", "").replace(/s$/, "");
      return {
        data: ids.map((at) => ({ type, id: `A${at}`, attributes: { name: `n${at}` } })),
        links: { next: null },
      };
    });
    const read = async () => {
      const { json, text, isError } = await inside.call("get_campaigns", { channel: "email", limit: 100 });
      expect(isError, text).toBeFalsy();
      const named: Record<string, string> = Object.assign(
        {},
        ...json.data.map(({ names }: Item) => names ?? {}),
      );
      return { named, asked: asked.splice(0) };
    };
    return { read };
  };
  afterEach(() => void vi.useRealTimers());

  it("are kept for a minute, that an id is no list as well", async () => {
    vi.useFakeTimers();
    const { read } = account(["A1", "A2", "A1"]);
    const first = await read();
    expect(first).toEqual({
      named: { A1: "n1 (segment)", A2: "n2 (list)" },
      asked: ["/api/campaigns", "/api/lists", "/api/segments"],
    });
    await vi.advanceTimersByTimeAsync(59_999);
    expect(await read()).toEqual({ ...first, asked: ["/api/campaigns"] });
    await vi.advanceTimersByTimeAsync(1);
    expect(await read()).toEqual(first);
  });

  it("cost six requests at most; what is left stays bare", async () => {
    const { read } = account(Array.from({ length: 100 }, (_, at) => `A${at}`));
    const { named, asked } = await read();
    expect(asked).toEqual(["/api/campaigns", ...Array(6).fill("/api/lists")]);
    expect(Object.keys(named)).toHaveLength(30);
    // What was known already is not asked again: the next ones are found.
    const again = await read();
    expect(Object.keys(again.named).length).toBeGreaterThan(50);
  });

  it.each(["/api/lists", "/api/segments"])(
    "that cannot be read (%s) cost nothing but the names",
    async (fails) => {
      const { read } = account(["A1", "A2"], fails);
      const { asked, named } = await read();
      expect(asked[0]).toBe("/api/campaigns");
      expect(Object.values(named).join()).not.toContain("undefined");
    },
  );

  it("are believed no more after a change", async () => {
    const names = async () =>
      (await server.call("get_campaign", { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" })).json.data.names;
    expect(await names()).toEqual({ Y6nRLr: "Newsletter Subscribers (list)" });
    await server.call("update_list", { list_id: "Y6nRLr", name: "Everybody" });
    expect(await names()).toEqual({ Y6nRLr: "Everybody (list)" });
  });

  it("of a change are not looked up", async () => {
    const { text } = await server.call("update_campaign", {
      campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I",
      name: "Renamed",
    });
    expect(text).toContain("Y6nRLr");
    expect(paths().filter((path) => /^(lists|segments)$/.test(path))).toEqual([]);
  });
});
