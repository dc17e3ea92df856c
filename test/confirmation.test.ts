import { describe, expect, it } from "vitest";
import type { Plan } from "../src/ask/plan.ts";
import { MAX_TOKENS, TOKEN_MS, Tokens } from "../src/ask/tokens.ts";

const PLAN = { hash: "a hash" } as Plan;

describe("tokens", () => {
  let time = 0;
  const tokens = new Tokens(() => time);
  it("is good for one call of its plan in its session within five minutes", () => {
    const shown = PLAN;
    const token = () => tokens.issue("a", shown).token;
    expect(tokens.redeem(token(), "a", "other hash")).toBeUndefined();
    const one = token();
    expect(tokens.redeem(one, "b", shown.hash)).toBeUndefined();
    expect(tokens.redeem(one, "a", shown.hash)?.plan).toBe(shown);
    expect(tokens.redeem(one, "a", shown.hash)).toBeUndefined();
    const late = token();
    time += TOKEN_MS - 1;
    expect(tokens.redeem(late, "a", shown.hash)?.plan).toBe(shown);
    const later = token();
    time += TOKEN_MS;
    expect(tokens.redeem(later, "a", shown.hash)).toBeUndefined();
  });

  it("ends with its session", () => {
    const [one, other] = [tokens.issue("a", PLAN).token, tokens.issue("b", PLAN).token];
    tokens.end("a");
    expect(tokens.redeem(one, "a", PLAN.hash)).toBeUndefined();
    expect(tokens.redeem(other, "b", PLAN.hash)?.plan).toBe(PLAN);
  });

  it("is told to a page by the id of its plan, once, in its session, within five minutes", () => {
    const { token, id } = tokens.issue("a", PLAN, true);
    expect(tokens.tell(id, "b")).toBeUndefined();
    expect(tokens.tell(token, "a")).toBeUndefined();
    expect(tokens.tell(id, "a")).toBe(token);
    expect(tokens.tell(id, "a")).toBeUndefined();
    expect(tokens.redeem(token, "a", PLAN.hash)).toMatchObject({ plan: PLAN, forPage: true });
    const late = tokens.issue("a", PLAN, true);
    time += TOKEN_MS;
    expect(tokens.tell(late.id, "a")).toBeUndefined();
  });

  it("that was for the model is told to no page, and its plan has another id than it", () => {
    const { token, id } = tokens.issue("a", PLAN);
    expect(id).not.toBe(token);
    expect(tokens.tell(id, "a")).toBeUndefined();
    expect(tokens.redeem(id, "a", PLAN.hash)).toBeUndefined();
    expect(tokens.redeem(token, "a", PLAN.hash)).toMatchObject({ forPage: false });
  });

  it("is good for nothing but as the id of its plan once a page is there, in its session, for its time", () => {
    const [one, other, own] = [
      tokens.issue("a", PLAN),
      tokens.issue("b", PLAN),
      tokens.issue("a", PLAN, true),
    ];
    tokens.takeFromModel("a");
    expect(tokens.redeem(one.token, "a", PLAN.hash)).toBeUndefined();
    expect(tokens.tell(one.token, "b")).toBeUndefined();
    const token = tokens.tell(one.token, "a");
    expect(token).not.toBe(one.token);
    expect(tokens.redeem(String(token), "a", PLAN.hash)).toMatchObject({ plan: PLAN, forPage: true });
    expect(tokens.redeem(other.token, "b", PLAN.hash)).toMatchObject({ forPage: false });
    // What a page has already is left to it.
    expect(tokens.redeem(own.token, "a", PLAN.hash)).toMatchObject({ forPage: true });
    const late = tokens.issue("a", PLAN).token;
    time += TOKEN_MS - 1;
    tokens.takeFromModel("a");
    time += 1;
    expect(tokens.tell(late, "a")).toBeUndefined();
  });

  it("is closed by the id of its plan, in its session, with what is of the same change", () => {
    const asked = ["a", "a", "b"].map((session) => tokens.issue(session, PLAN, true));
    const different = tokens.issue("a", { ...PLAN, hash: "other" }, true);
    const [one, same, elsewhere] = asked.map(({ token }) => token);
    const id = String(asked[0]?.id);
    expect(tokens.close(id, "b")).toBeUndefined();
    expect(tokens.close("unknown", "a")).toBeUndefined();
    expect(tokens.close(id, "a")).toBe(PLAN);
    for (const token of [one, same]) expect(tokens.redeem(String(token), "a", PLAN.hash)).toBeUndefined();
    expect(tokens.redeem(String(elsewhere), "b", PLAN.hash)).toBeDefined();
    expect(tokens.redeem(different.token, "a", "other")).toBeDefined();
    const late = tokens.issue("a", PLAN, true);
    time += TOKEN_MS;
    expect(tokens.close(late.id, "a")).toBeUndefined();
  });

  it("is pushed out by the same session alone", () => {
    const shown = PLAN;
    const first = tokens.issue("a", shown).token;
    for (let n = 0; n < MAX_TOKENS * 3; n += 1) tokens.issue("b", shown);
    for (let n = 1; n < MAX_TOKENS; n += 1) tokens.issue("a", shown);
    expect(tokens.redeem(first, "a", shown.hash)?.plan).toBe(shown);
    const second = tokens.issue("a", shown).token;
    for (let n = 0; n < MAX_TOKENS; n += 1) tokens.issue("a", shown);
    expect(tokens.redeem(second, "a", shown.hash)).toBeUndefined();
  });
});
