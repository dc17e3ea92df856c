import { describe, expect, it } from "vitest";
import { GatewayError } from "../src/errors.ts";
import { Standing } from "../src/serve/page/standing.ts";
import { gateway } from "./page-gateway.ts";

describe("Standing", () => {
  it("names three accounts and counts the others, the oldest first", async () => {
    const { asked, send } = gateway(["a", "b", "c", "d", "e"]);
    expect(await new Standing(send, undefined, () => 0).look()).toEqual({
      names: ["Shop of a", "Shop of b", "Shop of c"],
      more: 2,
    });
    expect(asked).toEqual(["/connections", "a", "b", "c"]);
  });

  it("knows only the account that is pinned", async () => {
    const { asked, send } = gateway(["a", "b"]);
    expect(await new Standing(send, "b", () => 0).look()).toEqual({ names: ["Shop of b"], more: 0 });
    expect(asked).toEqual(["/connections", "b"]);
  });

  it("asks once a minute, however often somebody looks", async () => {
    const { asked, send } = gateway(["a"]);
    let now = 0;
    const standing = new Standing(send, undefined, () => now);
    await Promise.all([standing.look(), standing.look()]);
    now = 60_000;
    await standing.look();
    expect(asked.length).toBe(2);
    now = 60_001;
    await standing.look();
    expect(asked.length).toBe(4);
  });

  it.each([
    ["refused", new GatewayError({ status: 401, source: "gateway", detail: "no" })],
    ["unreachable", new GatewayError({ status: 503, source: "gateway", detail: "no" })],
    ["unreachable", new Error("ECONNREFUSED")],
  ])("says that the gateway is %s", async (trouble, error) => {
    const { send } = gateway(["a"], () => error);
    expect(await new Standing(send, undefined, () => 0).look()).toEqual({ trouble });
  });
});
