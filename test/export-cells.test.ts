import { describe, expect, it } from "vitest";
import { cellOf, lineOf, valueAt } from "../src/export/cells.ts";

describe("a cell that begins a formula is text, and carries nothing out", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ['=HYPERLINK("http://evil.example","x")', `"'=HYPERLINK(""http://evil.example"",""x"")"`],
    ["@SUM(A1:A9)", "'@SUM(A1:A9)"],
    ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
    ["-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"],
    ["-1+2", "'-1+2"],
    ["+A1", "'+A1"],
    ["-", "'-"],
    ["＝1+1", "'＝1+1"],
    ["＋1＋A1", "'＋1＋A1"],
    [" =1+1", `"' =1+1"`.replaceAll('"', "")],
    ["\t=1+1", `"'\t=1+1"`],
    ["\r=1+1", `"'\r=1+1"`],
    ["\n=1+1", `"'\n=1+1"`],
    ["\u00a0=1", "'\u00a0=1"],
    ["+49 30 1234 =1", "'+49 30 1234 =1"],
  ])("%j", (value, cell) => expect(cellOf(value)).toBe(cell));
});

describe("a number and a phone number stay as they are", () => {
  it.each([
    [-5, "-5"],
    [1.5e21, "1.5e+21"],
    ["-5", "-5"],
    ["-0.5", "-0.5"],
    ["-1.5e10", "-1.5e10"],
    ["+4915112345678", "+4915112345678"],
    ["+49 (151) 123-456", "+49 (151) 123-456"],
    ["(030) 123", "(030) 123"],
    ["-1,5", '"-1,5"'],
  ])("%j", (value, cell) => expect(cellOf(value)).toBe(cell));
});

describe("a cell holds what CSV would take apart", () => {
  it.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ["a;b", '"a;b"'],
    ['say "hi"', '"say ""hi"""'],
    ["two\nlines", '"two\nlines"'],
    ["", ""],
    [null, ""],
    [undefined, ""],
    [false, "false"],
    [0, "0"],
    [{ a: 1 }, '"{""a"":1}"'],
    [["a", "b"], '"[""a"",""b""]"'],
    ["日本", "日本"],
    ["1\u20442", "1\u20442"],
  ])("%j", (value, cell) => expect(cellOf(value)).toBe(cell));

  it("a line ends as RFC 4180 has it", () => expect(lineOf(["a", 1, null])).toBe("a,1,\r\n"));
});

describe("what an item has at a path", () => {
  const item = {
    type: "event",
    id: "E1",
    attributes: { event_properties: { Items: ["mug", "cup"], "a.b": 1, n: null } },
    relationships: { profile: { data: { type: "profile", id: "P1" } }, tags: { data: [] } },
  };
  const included = new Map([["profile P1", { type: "profile", id: "P1", attributes: { email: "a@b.c" } }]]);
  it.each([
    ["id", "E1"],
    ["event_properties.Items", ["mug", "cup"]],
    ["event_properties.a.b", 1],
    ["event_properties.n", undefined],
    ["profile", "P1"],
    ["profile.email", "a@b.c"],
    ["profile.id", "P1"],
    ["profile.phone_number", undefined],
    ["tags", undefined],
    ["tags.name", undefined],
    ["metric.name", undefined],
    ["constructor.name", undefined],
  ])("%s", (path, value) => expect(valueAt(item, path, included)).toEqual(value));
});
