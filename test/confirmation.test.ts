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
