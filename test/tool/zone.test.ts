import { describe, expect, it } from "vitest";
import { flawOfConnection, flawOfId } from "../../src/tool/id.ts";
import { hasZone, offsetsOf, withOffset } from "../../src/tool/zone.ts";

// Moments on an account's clock, and texts that may be part of a path.

it.each<[moment: string, zone: boolean]>([
  ["2026-01-02T03:04:05Z", true],
  ["2026-01-02t03:04z", true],
  ["2026-01-02T03:04+02:00", true],
  ["2026-01-02T03:04-0530", true],
  ["2026-01-02T03:04:05-00:00", false],
  ["2026-01-02T03:04:05", false],
  ["2026-01-02", false],
  ["2026-01-02Z", false],
])("%s says where it is: %s", (moment, zone) => {
  expect(hasZone(moment)).toBe(zone);
});

it("a timezone has an offset at each instant, and one that nobody knows has none", () => {
  const at = (zone: string, time: string) => offsetsOf(zone)?.(Date.parse(time));
  expect(at("Europe/Berlin", "2026-01-01T00:00:00Z")).toBe("+01:00");
  expect(at("Europe/Berlin", "2026-07-01T00:00:00Z")).toBe("+02:00");
  expect(at("Asia/Kolkata", "2026-07-01T00:00:00Z")).toBe("+05:30");
  expect(at("UTC", "2026-07-01T00:00:00Z")).toBe("+00:00");
  expect(offsetsOf("Mars/Crater")).toBeUndefined();
});

describe("on the clock of New York", () => {
  it.each<[moment: string, read: string]>([
    ["2026-01-02T03:04:05-00:00", "2026-01-02T03:04:05-05:00"],
    ["2026-07-02 03:04:05", "2026-07-02T03:04:05-04:00"],
    ["2026-07-02", "2026-07-02T00:00:00-04:00"],
    ["2026-07-02T03:04:05Z", "2026-07-02T03:04:05Z"],
    ["2026-07-02T03:04:05+02:00", "2026-07-02T03:04:05+02:00"],
    ["soon", "soonT00:00:00"],
    // The clocks go on from 2:00 to 3:00 on March 8 and back on November 1, 2026.
    ["2026-03-08T01:59:59", "2026-03-08T01:59:59-05:00"],
    ["2026-03-08T02:30:00", "2026-03-08T02:30:00-05:00"],
    ["2026-03-08T03:00:00", "2026-03-08T03:00:00-04:00"],
    ["2026-11-01T00:59:59", "2026-11-01T00:59:59-04:00"],
    ["2026-11-01T02:00:00", "2026-11-01T02:00:00-05:00"],
  ])("%s is %s", (moment, read) => {
    expect(withOffset(moment, "America/New_York")).toBe(read);
  });

  it("and east of Greenwich a time that the clocks leave out is the later one, too", () => {
    expect(withOffset("2026-03-29T02:30:00", "Europe/Berlin")).toBe("2026-03-29T02:30:00+01:00");
    expect(withOffset("2026-01-01", "Mars/Crater")).toBe("2026-01-01T00:00:00");
  });
});

const MOST = 2048;
it.each<[text: string, flaw: string | undefined]>([
  ["01H", undefined],
  ["$custom:::$default:::SKU 1", undefined],
  ["a.b..c", undefined],
  ["x".repeat(MOST), undefined],
  ["x".repeat(MOST + 1), `has ${MOST + 1} bytes, and none has more than ${MOST}`],
  ["é".repeat(MOST / 2), undefined],
  ["é".repeat(MOST / 2 + 1), `has ${MOST + 2} bytes, and none has more than ${MOST}`],
  [" \t", "is empty"],
  ["a\ud800", "holds half a character (a lone surrogate)"],
  ["a\u001f", "holds a control character"],
  ["a\u007f", "holds a control character"],
  ["a%0Ab", "holds a control character"],
  ["..", "holds a path step (. or ..)"],
  [".", "holds a path step (. or ..)"],
  ["a/..", "holds a path step (. or ..)"],
  ["../a", "holds a path step (. or ..)"],
  ["a..", undefined],
  ["..a", undefined],
  ["a/../b", "holds a path step (. or ..)"],
  ["a/..;b", "holds a path step (. or ..)"],
  ["a%2f%252e%252e", "holds a path step (. or ..)"],
  ["a\\b", "holds a backslash"],
  ["a%5Cb", "holds a backslash"],
  ["100%", undefined],
  ["%zz", undefined],
])("%j as an id: %s", (text, flaw) => {
  expect(flawOfId(text)).toBe(flaw);
});

it.each<[text: string, flaw: string | undefined]>([
  ["!c-1~", undefined],
  ["", "is empty"],
  ["a b", "holds characters that no connection has"],
  ["é", "holds characters that no connection has"],
  ["aé", "holds characters that no connection has"],
  ["éa", "holds characters that no connection has"],
])("%j as a connection: %s", (text, flaw) => {
  expect(flawOfConnection(text)).toBe(flaw);
});
