import { describe, expect, it } from "vitest";
import { wholeOffer } from "../src/offer.ts";
import { PathIndex } from "../src/operations/paths.ts";

const index = new PathIndex(wholeOffer(true).operations);

describe("a native path", () => {
  it.each<[string, string | undefined, string | undefined, Record<string, string>]>([
    ["/api/campaigns", undefined, "get_campaigns", {}],
    ["/api/campaigns", "2026-10-15", "get_campaigns_2026_10", {}],
    ["/api/campaigns", "2024-10-15", undefined, {}],
    ["/api/campaigns/01H", "2026-10-15", "get_campaign_2026_10", { campaign_id: "01H" }],
    ["/api/lists/a%2Fb", undefined, "get_list", { list_id: "a/b" }],
    ["/api/nothing", undefined, undefined, {}],
  ])("%s of %s is %s", (path, revision, name, ids) => {
    const located = index.locate("GET", path, revision);
    expect(located?.tool.name).toBe(name);
    expect(located?.ids ?? {}).toEqual(ids);
  });

  it("is the stable operation's where two have it", () => {
    expect(index.locate("POST", "/api/campaigns")?.tool.name).toBe("create_campaign");
    expect(index.locate("POST", "/api/campaigns", "2026-10-15")?.tool.request.revision).toBe("2026-10-15");
  });
});
