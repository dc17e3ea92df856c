import { describe, expect, it } from "vitest";
import { AccountBook } from "../src/call/accounts.ts";
import { Grants } from "../src/call/grants.ts";
import type { CallSession } from "../src/call/session.ts";
import { Shelf } from "../src/call/shelf.ts";
import { GatewayError, NetworkError } from "../src/errors.ts";
import { isUnseen, probes, UNPROBED, UNSEEN_SCOPES } from "../tools/operations/probes.ts";
import { operationNamed, rowTools } from "../tools/operations/tools.ts";

// What answers teach of what a connection may do, and for how long; which reads ask that of a section.

const DAY = 24 * 60 * 60_000;
const refusal = (detail: string, source: "klaviyo" | "gateway" | "cloudflare" = "klaviyo", status = 403) =>
  new GatewayError({ status, source, detail });
const SCOPE = refusal("You do not have permission to perform this action.");
const PLAN = refusal("This feature is not available in the plan of the account.");

/** Grants on a clock of the test's own, and a short way to teach them. */
function learning() {
  const clock = { now: 5, date: 1_000_000 };
  const grants = new Grants(
    () => clock.now,
    () => clock.date,
  );
  const pass = (ms: number) => {
    clock.now += ms;
    clock.date += ms;
  };
  const hear = (name: string, error?: Error, connection: string | undefined = "c1") =>
    grants
      .heard(error ? Promise.reject(error) : Promise.resolve("heard"), operationNamed(name), connection)
      .catch((thrown) => thrown);
  const of = (name: string, connection: string | undefined = "c1") =>
    grants.of(operationNamed(name), connection);
  return { clock, grants, pass, hear, of };
}

describe("what a connection is allowed", () => {
  it("hands on what was heard, an answer or an error", async () => {
    const { hear } = learning();
    expect(await hear("get_lists")).toBe("heard");
    expect(await hear("get_lists", SCOPE)).toBe(SCOPE);
  });

  it("is learned from an answer: the operation works, and what needs the same scopes of its section", async () => {
    const { hear, of } = learning();
    expect(of("get_lists")).toBe(undefined);
    await hear("get_lists");
    expect(of("get_lists")).toEqual({ is: "works", scopes: [], at: 1_000_000 });
    expect(of("get_list")).toMatchObject({ is: "works" });
    expect(of("create_list")).toBe(undefined);
    expect(of("get_segments")).toBe(undefined);
  });

  it("is learned from a refusal: what needs the scope lacks it, whatever section it is of", async () => {
    const { hear, of } = learning();
    await hear("get_segments", SCOPE);
    const lacks = { is: "scope", scopes: ["segments:read"], at: 1_000_000 };
    expect(of("get_segments")).toEqual(lacks);
    expect(of("get_segment")).toEqual(lacks);
    expect(of("query_segment_values")).toEqual(lacks);
    expect(of("create_segment")).toBe(undefined);
    expect(of("get_lists")).toBe(undefined);
  });

  it("does not blame one of two scopes, unless the other is known to be granted", async () => {
    const two = "get_bulk_import_profiles_jobs";
    const { hear, of } = learning();
    await hear(two, SCOPE);
    expect(of(two)).toMatchObject({ is: "scope", scopes: ["lists:read", "profiles:read"] });
    expect(of("get_lists")).toBe(undefined);
    await hear("get_lists");
    await hear(two, SCOPE);
    expect(of(two)).toMatchObject({ is: "scope", scopes: ["profiles:read"] });
    expect(of("get_profiles")).toMatchObject({ is: "scope", scopes: ["profiles:read"] });
    expect(of("get_lists")).toMatchObject({ is: "works" });
  });

  it("is of the plan for a section of which nothing worked, else for the operation alone", async () => {
    const { hear, of } = learning();
    await hear("get_reviews", PLAN);
    expect(of("get_review")).toMatchObject({ is: "plan", scopes: [] });
    expect(of("update_review")).toMatchObject({ is: "plan" });
    await hear("get_campaigns");
    await hear("get_messages_for_campaign", PLAN);
    expect(of("get_messages_for_campaign")).toMatchObject({ is: "plan" });
    expect(of("get_campaign")).toMatchObject({ is: "works" });
  });

  it("is not judged for a section by a change that the plan lacks", async () => {
    const { hear, of } = learning();
    await hear("create_campaign", PLAN);
    expect(of("create_campaign")).toMatchObject({ is: "plan" });
    expect(of("get_campaigns")).toBe(undefined);
  });

  it.each([
    ["Maton's own 403", refusal("no", "gateway")],
    ["Cloudflare's 403", refusal("no", "cloudflare")],
    ["a 404", refusal("no", "klaviyo", 404)],
    ["a 401", refusal("no", "klaviyo", 401)],
    ["no answer", new NetworkError("reset", true)],
  ])("is not learned from %s", async (_, error) => {
    const { grants, hear, of } = learning();
    await hear("get_lists", error);
    expect(of("get_lists")).toBe(undefined);
    expect(grants.lackAny).toBe(false);
    expect(grants.lack(operationNamed("get_lists"))).toBe(undefined);
  });

  it.each([
    ["an answer", undefined],
    ["a scope", SCOPE],
    ["the plan", PLAN],
  ])("is kept for a day, and no longer: %s", async (_, error) => {
    const { hear, of, pass } = learning();
    await hear("get_tags", error);
    pass(DAY - 1);
    expect(of("get_tags")).toBeDefined();
    expect(of("get_tag")).toBeDefined();
    pass(1);
    expect(of("get_tags")).toBe(undefined);
    expect(of("get_tag")).toBe(undefined);
  });

  it("is what came last: granted by now, or no more", async () => {
    const { hear, of, pass } = learning();
    await hear("get_tags", SCOPE);
    await hear("get_tag", SCOPE);
    pass(1);
    await hear("get_tags");
    expect(of("get_tags")).toMatchObject({ is: "works" });
    expect(of("get_tag")).toMatchObject({ is: "works" });
    pass(1);
    await hear("get_tag", SCOPE);
    expect(of("get_tag")).toMatchObject({ is: "scope" });
  });

  it("does not blame a scope that was seen to be granted: the plan may lack one thing and not say so", async () => {
    const { hear, of, pass } = learning();
    await hear("get_tags");
    pass(1);
    await hear("get_tag", SCOPE);
    expect(of("get_tag")).toMatchObject({ is: "scope", scopes: ["tags:read"] });
    expect(of("get_tags")).toMatchObject({ is: "works" });
    expect(of("get_tag_groups")).toMatchObject({ is: "works" });
  });

  it("is each connection's own, and nobody's where Maton chose", async () => {
    const { grants, hear, of } = learning();
    await hear("get_tags", SCOPE, "c1");
    await hear("get_tags", undefined, "c2");
    expect(of("get_tags", "c1")).toMatchObject({ is: "scope" });
    expect(of("get_tags", "c2")).toMatchObject({ is: "works" });
    expect(grants.lack(operationNamed("get_tags"))).toBe("connection c1 has no scope tags:read");
    const none = learning();
    await none.grants.heard(Promise.resolve(1), operationNamed("get_tags"), undefined);
    expect(none.grants.of(operationNamed("get_tags"), undefined)).toBe(undefined);
    await none.hear("get_tags", SCOPE);
    expect(none.grants.lack(operationNamed("get_tags"))).toBe("this connection has no scope tags:read");
  });

  it("is forgotten when the connection stands for another account, or all may be signed in anew", async () => {
    const { grants, hear, of } = learning();
    await hear("get_tags", SCOPE);
    grants.holds("c1", "A");
    expect(of("get_tags")).toBeDefined();
    grants.holds("c1", "A");
    expect(of("get_tags")).toBeDefined();
    grants.holds("c1", "B");
    expect(of("get_tags")).toBe(undefined);
    await hear("get_tags", SCOPE);
    grants.forget();
    expect(of("get_tags")).toBe(undefined);
  });

  it("is forgotten when the account behind it is found to be another, and asked for no account without the scope", async () => {
    const { clock, grants, hear, of, pass } = learning();
    let id = "A";
    let asked = 0;
    const send = async () => {
      asked += 1;
      return { document: { data: [{ type: "account", id, attributes: {} }] } };
    };
    const session = { send } as unknown as CallSession;
    const book = new AccountBook(operationNamed("get_accounts"), () => clock.now, grants);
    await hear("get_tags", SCOPE);
    expect(await book.findIfPossible(session, "c1")).toEqual({ id: "A" });
    expect(of("get_tags")).toBeDefined();
    id = "B";
    pass(10 * 60_000);
    expect(await book.findIfPossible(session, "c1")).toEqual({ id: "B" });
    expect(of("get_tags")).toBe(undefined);
    await hear("get_accounts", SCOPE);
    pass(10 * 60_000);
    expect(await book.findIfPossible(session, "c1")).toBe(undefined);
    expect(asked).toBe(2);
  });

  it("is told in words where something is lacking", async () => {
    const { grants, hear } = learning();
    const lack = (name: string) => grants.lack(operationNamed(name));
    await hear("get_tags");
    expect(grants.lackAny).toBe(false);
    expect(lack("get_tags")).toBe(undefined);
    await hear("get_reviews", PLAN);
    await hear("get_bulk_import_profiles_jobs", SCOPE);
    expect(grants.lackAny).toBe(true);
    expect(lack("get_reviews")).toBe("the plan of this connection's account lacks it");
    expect(lack("get_bulk_import_profiles_jobs")).toBe(
      "this connection has no scope lists:read and profiles:read",
    );
  });
});

describe("what a job keeps", () => {
  it("is read once within its time, dated, and again after it", async () => {
    const clock = { now: 1, date: 50 };
    const shelf = new Shelf({ now: () => clock.now, date: () => clock.date });
    let reads = 0;
    const take = (key: string | undefined = "k") => shelf.take(key, 100, async () => ++reads);
    expect(await take()).toEqual({ value: 1, at: 50 });
    clock.now += 99;
    clock.date += 99;
    expect(await take()).toEqual({ value: 1, at: 50 });
    expect(await take("other")).toEqual({ value: 2, at: 149 });
    clock.now += 1;
    clock.date += 1;
    expect(await take()).toEqual({ value: 3, at: 150 });
  });

  it("is not a failure, nor what nobody knows of whom it is", async () => {
    const shelf = new Shelf({ now: () => 1, date: () => 1 });
    const failing = () => Promise.reject(new Error("no"));
    await expect(shelf.take("k", 100, failing)).rejects.toThrow("no");
    expect((await shelf.take("k", 100, async () => "read")).value).toBe("read");
    await shelf.take(undefined, 100, async () => "one");
    expect((await shelf.take(undefined, 100, async () => "other")).value).toBe("other");
  });

  it("is of the last hundred things", async () => {
    const shelf = new Shelf({ now: () => 1, date: () => 1 });
    for (let at = 0; at <= 100; at += 1) await shelf.take(`k${at}`, 100, async () => "first");
    expect((await shelf.take("k1", 100, async () => "again")).value).toBe("first");
    // What is read anew is the newest: nothing is older than the thing after it.
    expect((await shelf.take("k1", 0, async () => "anew")).value).toBe("anew");
    await shelf.take("k101", 100, async () => "first");
    expect((await shelf.take("k1", 100, async () => "again")).value).toBe("anew");
    expect((await shelf.take("k0", 100, async () => "again")).value).toBe("again");
  });
});

describe("the reads that ask of a section", () => {
  const stable = rowTools(false);
  const sections = [...new Set(stable.map(({ toolset }) => toolset))].sort();
  const needsNothing = ({ inputSchema }: (typeof stable)[number]) => inputSchema.safeParse({}).success;

  it("are one a section, but of those that have none", () => {
    const asked = probes().map(({ section }) => section);
    expect([...asked, ...UNPROBED].sort()).toEqual(sections);
    for (const section of UNPROBED) {
      const reads = stable.filter(
        (one) => one.toolset === section && one.request.method === "GET" && needsNothing(one),
      );
      expect(reads, section).toEqual([]);
    }
  });

  it.each(probes().map((one) => [one.section, one] as const))(
    "%s: is a GET of its own that needs nothing more",
    (section, { tool, input }) => {
      expect(tool.toolset).toBe(section);
      expect(tool.request.method).toBe("GET");
      expect(tool.request.scopes).toHaveLength(1);
      expect(tool.inputSchema.safeParse(input).success).toBe(true);
    },
  );

  it("know which scopes nobody has seen, and no others", () => {
    const scopes = new Set(stable.flatMap(({ request }) => request.scopes));
    const unseen = [...scopes].filter(isUnseen);
    expect(new Set(unseen.map((scope) => scope.split(":")[0]))).toEqual(new Set(UNSEEN_SCOPES));
    expect(isUnseen("lists:read")).toBe(false);
  });
});
