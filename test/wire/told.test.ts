import { describe, expect, it } from "vitest";
import type { Selection } from "../../src/tool/shown.ts";
import type { Input, OperationTool, Remark, ResourceType } from "../../src/tool/tool.ts";
import { nowhereOf } from "../../src/wire/nowhere.ts";
import { omittedOf } from "../../src/wire/omitted.ts";
import { remarksOn } from "../../src/wire/remarks.ts";
import { shapeResult } from "../../src/wire/result.ts";
import { EDITS, thingTool } from "../check/things.ts";

// What is told of a result beside its data.

const typed = (attributes: readonly string[], heavy?: readonly string[]): ResourceType => ({
  type: "thing",
  attributes,
  summary: [],
  ...(heavy && { heavy }),
});
/** A selection of one type or several, each with the paths that are shown of it. */
const selecting = (...types: [ResourceType, readonly string[] | "all", asked?: boolean][]): Selection =>
  new Map(
    types.map(([resource, paths, asked = false]) => [
      resource.type,
      { resource, paths, asked, short: new Map() },
    ]),
  );
const thing = (attributes: object, type = "thing") => ({ type, id: "t", attributes });

describe("what a result leaves out", () => {
  const SHAPE = ["name", "html", "stats.{opens,clicks}"];
  const told = (
    of: { kind?: "collection" | "resource"; method?: "GET" | "POST"; heavy?: string[] },
    [paths, asked]: [readonly string[] | "all", boolean?],
    { raw = [thing({})], input = {} }: { raw?: Record<string, unknown>[]; input?: Input } = {},
  ) => {
    const resource = typed(SHAPE, of.heavy);
    const tool = thingTool({
      judgement: EDITS,
      request: { method: of.method ?? "GET" },
      result: { kind: of.kind ?? "resource", resource },
    });
    return omittedOf(tool, selecting([resource, paths, asked]), raw, [], input);
  };
  const SUMMARY = 'Only a summary is shown: detail "full" or fields show more.';

  it.each<[paths: readonly string[] | "all", asked: boolean, said: string | undefined]>([
    [["name"], false, SUMMARY],
    [["name"], true, undefined],
    ["all", false, undefined],
    [["name", "html", "stats"], false, undefined],
  ])("of a list that shows %o, asked for %s: %s", (paths, asked, said) => {
    const raw = [thing({ name: "n" })];
    expect(told({ kind: "collection" }, [paths, asked], { raw })).toBe(said);
  });

  it("nothing of no items, and of what is no resource", () => {
    expect(told({ kind: "collection" }, [["name"]], { raw: [] })).toBeUndefined();
    const rows = thingTool({ result: { kind: "rows" } as never });
    expect(omittedOf(rows, selecting([typed(SHAPE), ["name"]]), [thing({})], [], {})).toBeUndefined();
    expect(omittedOf(thingTool({}), new Map(), [thing({})], [], {})).toBeUndefined();
  });

  it("what is heavy, of one that is read", () => {
    const heavy = ["html", "stats"];
    expect(told({ heavy }, [["name"]])).toBe('Not shown: html, stats. detail "full" or fields show them.');
    expect(told({ heavy: [] }, [["name"]])).toBeUndefined();
    expect(told({}, [["name"]])).toBeUndefined();
  });

  it("what is heavy and came, of one that was changed, and whether it is what was sent", () => {
    const change = { method: "POST", heavy: ["html", "stats", "size"] } as const;
    const said = (attributes: object, input: Input = {}) =>
      told({ ...change, heavy: [...change.heavy] }, [["name"]], { raw: [thing(attributes)], input });
    const next = "A read with fields shows them.";
    const other = "(not as it was sent: Klaviyo changed it)";
    expect(said({ html: "<p>", stats: null, name: "n" })).toBe(`Not shown: html. ${next}`);
    expect(said({ html: "<p>", stats: { a: 1 } }, { html: "<p>", stats: { a: 1 } })).toBe(
      `Not shown: html, stats. ${next}`,
    );
    expect(said({ html: "<p>", size: 2 }, { html: "<b>", size: 2 })).toBe(
      `Not shown: html ${other}, size. ${next}`,
    );
    expect(said({ name: "n" })).toBeUndefined();
    expect(told({ ...change, heavy: ["html"] }, [["name"]], { raw: [{ type: "thing" }] })).toBeUndefined();
  });

  it("of each type that is included, by name, the nearest first", () => {
    const tool = thingTool({ result: { kind: "collection", resource: { ...typed([]), type: "top" } } });
    const said = (attributes: string[], shown: readonly string[] | "all", asked = false) =>
      omittedOf(
        tool,
        selecting([typed(attributes), shown, asked]),
        [thing({}, "top")],
        [{ included: [thing({ a: 1 }), null, thing({})] }, "none", { included: 5 }],
        {},
      );
    const next = 'detail "full" or fields such as';
    expect(said(["a.b.c", "name", "a.b.d", "size", "stats.opens"], ["name", "a.b.e", "stats.x"])).toBe(
      `Not shown of each thing: size, stats.opens, a.b.{c,d}. ${next} "thing:size" show them.`,
    );
    expect(said(["name"], ["name"])).toBeUndefined();
    expect(said(["name", "size"], "all")).toBeUndefined();
    expect(said(["name", "size"], ["name"], true)).toBe("No thing here has name.");
    const many = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`);
    expect(said(many(40), [])).toBe(
      `Not shown of each thing: ${many(40).join(", ")}. ${next} "thing:n0" show them.`,
    );
    expect(said(many(41), [])).toContain(`${many(40).join(", ")} and 1 more. detail`);
  });
});

describe("what fields name and nothing has", () => {
  const of = (paths: readonly string[] | "all", resources: object[], asked = true) =>
    nowhereOf(selecting([typed(["name", "size", "properties", "id_of"]), paths, asked]), resources as never);
  it.each<[paths: string[], resources: object[], said: string | undefined]>([
    [["name"], [thing({ name: "n" })], undefined],
    [["name"], [thing({}), thing({ name: "n" })], undefined],
    [["id"], [thing({})], undefined],
    [["size"], [thing({ name: "n" })], "No thing here has size."],
    [["size", "name"], [thing({})], "No thing here has size, name."],
    [["size"], [thing({}, "other")], undefined],
    [["size"], [], undefined],
    [
      ["properties.colour"],
      [thing({ properties: { color: "red", size: 1 } }), thing({ properties: { color: "blue", kind: 2 } })],
      "No thing here has properties.colour. properties has color, size, kind.",
    ],
    [
      ["properties.a.b"],
      [thing({ properties: { a: { c: 1 } } })],
      "No thing here has properties.a.b. properties.a has c.",
    ],
    [["properties.a.b"], [thing({ properties: { a: 5 } })], undefined],
    [["properties.a.b"], [thing({ properties: {} })], "No thing here has properties.a.b."],
    // A name that is taken stands one deeper.
    [["type"], [thing({ type: "x" })], undefined],
  ])("%o of %o: %s", (paths, resources, said) => {
    expect(of(paths, resources)).toBe(said);
  });

  it("is told only where somebody asked for it", () => {
    expect(of(["size"], [thing({})], false)).toBeUndefined();
    expect(of("all", [thing({})])).toBeUndefined();
  });

  it("ten names are told, each as far as 60 characters", () => {
    const names = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`);
    expect(of(names(10), [thing({})])).toBe(`No thing here has ${names(10).join(", ")}.`);
    expect(of(names(12), [thing({})])).toBe(`No thing here has ${names(10).join(", ")} and 2 more.`);
    expect(of(["n".repeat(60)], [thing({})])).toBe(`No thing here has ${"n".repeat(60)}.`);
    expect(of(["n".repeat(61)], [thing({})])).toBe(`No thing here has ${"n".repeat(60)}….`);
  });
});

describe("a remark", () => {
  const on = (remark: Omit<Remark, "says">, input: Input, attributes: object[] = [], ended = true) =>
    remarksOn({ ...thingTool({}), remarks: [{ ...remark, says: "Look." } as Remark] }, input, {
      items: attributes.map((one) => thing(one)),
      ended,
    });
  const SAID = ["Look."];
  it("is made as its tool says: of arguments, of what came, of nothing", () => {
    const when = { input: "kind", equals: "a" } as const;
    expect([on({ when }, { kind: "a" }), on({ when }, { kind: "b" })]).toEqual([SAID, []]);
    expect([on({ unless: when }, { kind: "b" }), on({ unless: when }, { kind: "a" })]).toEqual([SAID, []]);
    const shows = { attribute: "status", is: "draft" };
    expect(on({ shows }, {}, [{ status: "live" }, { status: "draft" }])).toEqual(SAID);
    expect([on({ shows }, {}, [{ status: "live" }]), on({ shows }, {}, [])]).toEqual([[], []]);
    expect([
      on({ empty: true }, {}),
      on({ empty: true }, {}, [{}]),
      on({ empty: true }, {}, [], false),
    ]).toEqual([SAID, [], []]);
    expect(on({}, {}, [{}], false)).toEqual(SAID);
    expect(remarksOn(thingTool({}), {}, { items: [], ended: true })).toEqual([]);
  });

  it("tells of a list what Klaviyo keeps out of it unless the filter speaks of it", () => {
    const field = { type: "boolean", operators: ["equals"] } as const;
    const listing = (filter: object, kind = "collection") =>
      ({ ...thingTool({ query: { filter } as never }), result: { kind } }) as OperationTool;
    const archived = "Archived ones come only with equals(archived,true) in the filter.";
    const hidden = "Hidden ones come only with equals(hidden,true) in the filter.";
    const said = (tool: OperationTool, filter?: unknown, attributes: object[] = [{}], ended = true) =>
      remarksOn(tool, { filter } as Input, { items: attributes.map((one) => thing(one)), ended });
    const both = listing({ archived: field, hidden: field });
    expect(said(both)).toEqual([archived, hidden]);
    expect(said(listing({ hidden: field }))).toEqual([hidden]);
    expect(said(listing({}))).toEqual([]);
    expect(said(both, "equals(archived,false)")).toEqual([hidden]);
    expect(said(both, 'equals(name,"archived"),or(equals(archived,true))')).toEqual([archived, hidden]);
    expect(said(both, "no filter")).toEqual([]);
    expect(said(both, ["equals(archived,true)"])).toEqual([archived, hidden]);
    expect(said(both, undefined, [{}, { archived: true }])).toEqual([hidden]);
    expect(said(both, undefined, [{ archived: "true", hidden: false }])).toEqual([archived, hidden]);
    expect(said(both, undefined, [{}], false)).toEqual([]);
    expect(said(listing({ archived: field }, "resource"))).toEqual([]);
    const bare = remarksOn(both, {}, { items: [{ type: "thing", archived: true }], ended: true });
    expect(bare).toEqual([archived, hidden]);
  });
});

describe("of one resource", () => {
  const job = (status: unknown, whileRunning?: true) => {
    const resource = typed(["status"]);
    const result = { kind: "job", resource, hint: "Ask again.", whileRunning } as OperationTool["result"];
    const tool = {
      ...thingTool({ result }),
      remarks: [{ shows: { attribute: "status", is: "draft" }, says: "It is a draft." }] as never,
    };
    return shapeResult(
      tool,
      { status: 200, documents: [{ data: thing({ status }) }] },
      {},
      10_000,
      new Map(),
    );
  };
  it.each(["complete", "completed", "cancelled", "failed"])(
    "a job that is %s needs no asking again",
    (status) => {
      expect(job(status, true)).not.toHaveProperty("hint");
      expect(job(status).hint).toBe("Ask again.");
    },
  );

  it("a job that runs does, and remarks follow", () => {
    expect(job("processing", true).hint).toBe("Ask again.");
    expect(job("draft", true).hint).toBe("Ask again. It is a draft.");
    expect(job(undefined, true).hint).toBe("Ask again.");
  });

  it("an answer without content has remarks on nothing", () => {
    const result = { kind: "empty", hint: "It is done." } as OperationTool["result"];
    const tool = { ...thingTool({ result }), remarks: [{ empty: true, says: "Look." }] as never };
    const answer = shapeResult(tool, { status: 202, documents: [undefined] }, {}, 10_000, new Map());
    expect(answer).toEqual({ ok: true, status: "accepted", hint: "It is done. Look." });
  });
});
