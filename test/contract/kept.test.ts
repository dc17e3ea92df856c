import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../../src/errors.ts";
import { onlyWrites } from "../../src/tool/effects.ts";
import { documentOf } from "../every-call.ts";
import { type Inside, startInside } from "../inside.ts";
import { called, onlyReads, saidOf, sendable, windowsOf, words } from "./kept.ts";
import { callOf, REGENERATE } from "./stated.ts";

// The law of facts, as it runs: what a call of every operation does is what Klaviyo's documents say of it.

/** POSTs whose repetition changes nothing, which no document says. */
const REPEATABLE: Readonly<Record<string, string>> = {
  create_or_update_profile: "the second time it finds the profile that the first one made, and sets the same",
  add_profiles_to_list: "who is on the list already stays on it",
  tag_campaigns: "what has the tag keeps it",
  tag_flows: "what has the tag keeps it",
  refresh_campaign_recipient_estimation: "the number is counted anew, and nothing else happens",
};

let inside: Inside;
beforeAll(() => {
  inside = startInside(["--beta", "--confirm", "never"]);
});
afterAll(() => void vi.restoreAllMocks());

describe.each(sendable)("%s", (name, tool) => {
  const said = saidOf(tool);
  const why = (what: string) => `${name}: ${what} is not what the documents say. ${REGENERATE}`;

  it("is charged to the windows of its document", async () => {
    inside.answer = () => documentOf(tool);
    const { own, text } = await called(tool, inside);
    expect(own.length, text).toBe(1);
    expect(callOf({ method: tool.request.method, path: tool.request.path })).toBe(said.call);
    expect(own[0]?.buckets.map(windowsOf), why("its rate")).toEqual([said.rate]);
  });

  it("names every scope of its document, when one is missing and when it is described", async () => {
    inside.answer = () => {
      throw new GatewayError({ status: 403, source: "klaviyo", detail: "no" });
    };
    const { text } = await called(tool, inside);
    const named = /needs the scope (.+?): grant/.exec(text)?.[1]?.split(" and ").sort().join(" ");
    expect(named, why(`its scopes in ${text}`)).toBe(said.scopes);
    const described = JSON.parse((await inside.call("describe_operation", { name })).text).data;
    expect(words(described.scopes).sort().join(" "), why("its scopes")).toBe(said.scopes);
    const limits = [...described.limits.matchAll(/(\d+) a (\w)/g)].map(([, most, span]) => `${most}/${span}`);
    expect(limits.join(" "), why("its rate")).toBe(said.rate);
  });

  it("goes again after a 503 if it reads, and after a 429 in any case", async () => {
    for (const [status, again] of [
      [503, onlyReads(said)],
      [429, true],
    ] as const) {
      inside.answer = () => {
        throw new GatewayError({ status, source: "klaviyo", detail: "no", retryAfter: 0 });
      };
      const { own, text } = await called(tool, inside);
      expect(own, why(`what a ${status} leads to`)).toHaveLength(again ? 3 : 1);
      expect(text.includes("unknown"), text).toBe(!again);
    }
  });

  it("says so where it only reads, and where twice is as good as once", () => {
    const { readOnlyHint, idempotentHint } = tool.annotations;
    expect(readOnlyHint, why("whether it reads")).toBe(onlyReads(said));
    // Not even a call with other arguments is taken for a read.
    expect(onlyWrites(tool), why("whether it reads")).toBe(!onlyReads(said));
    const repeatable = onlyReads(said) || !said.call.startsWith("POST ") || name in REPEATABLE;
    expect(idempotentHint, why("whether it may be repeated")).toBe(repeatable);
  });
});

describe("asked about every change", () => {
  let asking: Inside;
  let reading: Inside;
  beforeAll(() => {
    asking = startInside(["--beta", "--confirm", "writes"]);
    reading = startInside(["--beta", "--read-only"]);
  });

  it.each(sendable)("%s is sent at once if it reads, and not otherwise", async (name, tool) => {
    const isRead = onlyReads(saidOf(tool));
    asking.answer = () => documentOf(tool);
    const { own, text } = await called(tool, asking);
    expect(own, `${text}. ${REGENERATE}`).toHaveLength(isRead ? 1 : 0);
    expect(text.includes('"needs_confirmation"'), name).toBe(!isRead);
    const alone = await called(tool, reading);
    expect(alone.own, `${alone.text}. ${REGENERATE}`).toHaveLength(isRead ? 1 : 0);
  });
});
