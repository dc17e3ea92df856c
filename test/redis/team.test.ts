import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ALPINE, BOREAL, callerOf, connect, type TeamClient, tokenOf } from "../team/serving.ts";
import { CEDAR, OTHER_KEY, type Replica, serveReplicas, type TeamReplicas } from "./team-serving.ts";

// A team on two replicas with one Redis: what is a caller's own is theirs on both, and nobody else's on either. Anna, Cleo
// and Dora have Alpine, Dora by a key of her own; Ben has Boreal, Eva all.

const OTHERS = { key: { variable: OTHER_KEY.variable } };
const MEMBERS = {
  anna: callerOf("anna", { connections: ["Alpine"] }),
  ben: callerOf("ben", { connections: ["Boreal"] }),
  cleo: callerOf("cleo", { connections: ["Alpine"], unasked: { people: 0, items: 2 } }),
  dora: callerOf("dora", { connections: ["Alpine"], ...OTHERS }),
  eva: callerOf("eva", { connections: "all" }),
};
type Name = keyof typeof MEMBERS;
const fileOf = (members: Record<string, unknown>) => ({
  connections: { Alpine: ALPINE, Boreal: BOREAL, Cedar: CEDAR },
  callers: Object.values(members),
});

let serving: TeamReplicas;
beforeAll(async () => {
  serving = await serveReplicas(fileOf(MEMBERS));
});
afterAll(() => serving?.close());
beforeEach(() => serving.sandbox.reset());
beforeEach(() => serving.sandbox.clearRequests());

const at = (replica: Replica, name: Name): Promise<TeamClient> => connect(replica.url, tokenOf(name));
const changes = () => serving.sandbox.requests.filter(({ method }) => method !== "GET");

/** A list of an account, and a confirmation for its deletion that this caller was given. */
async function asked(who: TeamClient, more: Record<string, unknown> = {}) {
  const { json } = await who.call("get_lists", more);
  const [{ id: list_id } = { id: "" }] = json.data as { id: string }[];
  const { confirmation } = (await who.call("delete_list", { list_id, ...more })).json;
  expect(confirmation).toMatch(/^[\w-]{24}$/);
  return { list_id, confirmation: String(confirmation) };
}

describe("a confirmation made on one replica", () => {
  it("is good once on the other, for the same caller", async () => {
    const change = await asked(await at(serving.a, "anna"));
    const there = await Promise.all([at(serving.b, "anna"), at(serving.b, "anna"), at(serving.b, "anna")]);
    const answers = await Promise.all(there.map((one) => one.call("delete_list", change)));
    expect(answers.filter(({ json }) => json.ok === true)).toHaveLength(1);
    expect(changes()).toHaveLength(1);
    expect(changes()[0]).toMatchObject({ method: "DELETE", headers: { "maton-connection": ALPINE } });
  });

  it.each(["cleo", "dora", "eva"] as const)(
    "is to %s what nobody ever made, and stays good",
    async (other) => {
      const change = await asked(await at(serving.a, "anna"));
      const theirs = await at(serving.b, other);
      const whose = other === "eva" ? { connection_id: "Alpine" } : {};
      const said = async (confirmation: string) => {
        const { isError, json } = await theirs.call("delete_list", { ...change, ...whose, confirmation });
        expect(json.confirmation).not.toBe(confirmation);
        return { isError, ...json, confirmation: undefined };
      };
      const refused = await said(change.confirmation);
      expect(refused).toMatchObject({ status: "needs_confirmation", hint: expect.stringContaining("spent") });
      expect(refused).toEqual(await said("A".repeat(24)));
      expect(changes()).toEqual([]);
      expect((await (await at(serving.b, "anna")).call("delete_list", change)).json.ok).toBe(true);
    },
  );

  it("is good for its own account alone, of the caller's several", async () => {
    const eva = await at(serving.a, "eva");
    const change = await asked(eva, { connection_id: "Alpine" });
    const there = await at(serving.b, "eva");
    for (const connection_id of ["Boreal", "Cedar"])
      expect((await there.call("delete_list", { ...change, connection_id })).json.ok).toBeUndefined();
    expect(changes()).toEqual([]);
  });
});

describe("a confirmation of somebody who is not in the file as they were", () => {
  afterEach(() => serving.reload(fileOf(MEMBERS)));
  const { anna, ...others } = MEMBERS;

  it("is worth nothing once they are out of it", async () => {
    const change = await asked(await at(serving.a, "anna"));
    await serving.reload(fileOf(others));
    await expect(at(serving.b, "anna")).rejects.toThrow();
    const cleo = await at(serving.b, "cleo");
    expect((await cleo.call("delete_list", change)).json.status).toBe("needs_confirmation");
    expect(changes()).toEqual([]);
  });

  it.each([
    ["read_only", { read_only: true }, /read-only/],
    ["what it does is denied", { deny: ["deletes"] }, /--deny/],
    ["something else is denied", { deny: ["sends"] }, /needs_confirmation/],
    ["Alpine is theirs no more", { connections: ["Boreal"] }, /list_id/],
    ["their key is another", OTHERS, /needs_confirmation/],
    ["the token is another caller's", { name: "hannah" }, /needs_confirmation/],
  ])("is worth nothing where %s", async (_, more, said) => {
    const change = await asked(await at(serving.a, "anna"));
    await serving.reload(fileOf({ ...others, anna: { ...anna, ...more } }));
    const { text } = await (await at(serving.b, "anna")).call("delete_list", change);
    expect(text).toMatch(said);
    expect(text).not.toContain(change.confirmation);
    expect(changes()).toEqual([]);
  });

  it("is good still where the file speaks of others alone", async () => {
    const change = await asked(await at(serving.a, "anna"));
    await serving.reload(fileOf({ anna, cleo: { ...MEMBERS.cleo, read_only: true } }));
    expect((await (await at(serving.b, "anna")).call("delete_list", change)).json.ok).toBe(true);
  });
});

describe("what may change unasked", () => {
  it("is a caller's own, counted over both replicas", async () => {
    const [here, there] = [await at(serving.a, "cleo"), await at(serving.b, "cleo")];
    const add = async (who: TeamClient, more = {}) =>
      (await who.call("create_list", { name: "One more", ...more })).json.status;
    expect([await add(here), await add(there)]).toEqual([undefined, undefined]);
    expect([await add(here), await add(there)]).toEqual(["needs_confirmation", "needs_confirmation"]);
    expect(await add(await at(serving.b, "anna"))).toBeUndefined();
    expect(await add(await at(serving.b, "dora"))).toBeUndefined();
  });
});

describe("a report that one replica asked for", () => {
  const REPORT = { timeframe: "last_30_days", statistics: ["opens"] };
  const sentFor = async (who: TeamClient, more = {}) => {
    serving.sandbox.clearRequests();
    const { isError, text } = await who.call("query_campaign_values", { ...REPORT, ...more });
    expect(isError, text).toBeFalsy();
    return serving.sandbox.requests.filter(({ path }) => path.includes("campaign-values-reports")).length;
  };

  it("is asked for no more by the same caller on the other, and anew by whoever else may see it", async () => {
    expect(await sentFor(await at(serving.a, "anna"))).toBe(1);
    expect(await sentFor(await at(serving.b, "anna"))).toBe(0);
    for (const other of ["cleo", "dora", "ben"] as const)
      expect(await sentFor(await at(serving.b, other)), other).toBe(1);
  });

  it("is of its account alone", async () => {
    const [here, there] = [await at(serving.a, "eva"), await at(serving.b, "eva")];
    expect(await sentFor(here, { connection_id: "Alpine" })).toBe(1);
    expect(await sentFor(there, { connection_id: "Boreal" })).toBe(1);
    expect(await sentFor(there, { connection_id: "Alpine" })).toBe(0);
  });
});
