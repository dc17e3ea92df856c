import { describe, expect, it } from "vitest";
import { argumentBlamed } from "../src/call/blame.ts";
import { reasonsOf, reasonsText } from "../src/objections.ts";
import type { OperationTool } from "../src/tool/tool.ts";
import { lists } from "../tools/lists.ts";
import { tags } from "../tools/tags.ts";

const NOWHERE = { pointer: "/data" };
const TAGGED = { tag_id: "T1", campaign_ids: ["C1", "C2"] };

describe("what is not found is blamed on", () => {
  it.each<[string, OperationTool, string, object, unknown, string]>([
    ["the id that is named", tags.tag_campaigns, 'No "C2".', NOWHERE, TAGGED, "campaign_ids[1]"],
    ["the kind that is named", tags.tag_campaigns, "No such tag.", NOWHERE, TAGGED, "tag_id"],
    ["the path, when nothing is named", tags.tag_campaigns, "Not found.", NOWHERE, TAGGED, "tag_id"],
    ["what is pointed at", tags.tag_campaigns, "No.", { pointer: "/data/0/id" }, TAGGED, "campaign_ids[0]"],
    [
      "no text that only happens to be said",
      lists.get_list,
      "Not found.",
      NOWHERE,
      { x: "found" },
      "list_id",
    ],
  ])("%s", (_, tool, detail, source, given, argument) => {
    expect(argumentBlamed(tool, { detail, ...source }, 404, given)).toBe(argument);
  });

  it("an argument only where it is pointed at, when it is wrong otherwise", () => {
    expect(argumentBlamed(lists.get_list, { detail: "L1 is wrong" }, 400, { list_id: "L1" })).toBeUndefined();
  });
});

describe("reasons", () => {
  it("with many different texts are told up to a bound, and the others counted", () => {
    const placed = Array.from({ length: 20 }, (_, at) => ({
      detail: `reason ${"abcdefghijklmnopqrst"[at]}`,
      place: `x[${at}]`,
    }));
    const text = reasonsText(reasonsOf(placed));
    expect(text).toContain("reason a (x[0]); reason b (x[1])");
    expect(text).toContain("reason l (x[11]); and 8 more reasons");
    expect(text).not.toContain("reason m");
  });

  it("of one kind at ten thousand places stay short", () => {
    const placed = Array.from({ length: 5000 }, (_, at) => ({ detail: "bad", place: `x[${at * 2}].y` }));
    const [reason] = reasonsOf(placed);
    expect(reason?.places).toMatch(/^x\[0, 2, 4, .*, and \d+ more\]\.y$/);
    expect(reason?.places.length).toBeLessThan(2100);
  });

  it("stand without a place where there is none", () => {
    expect(
      reasonsText(
        reasonsOf([
          { detail: "a", place: undefined },
          { detail: "b", place: "c" },
        ]),
      ),
    ).toBe("a; b (c)");
  });
});
