import { describe, expect, it } from "vitest";
import { CHECK_NAMES, type CheckName } from "../tools/jobs/check-account/checks.ts";
import { handedOut, runningOut } from "../tools/jobs/check-account/coupons.ts";
import { grown, twiceBy } from "../tools/jobs/check-account/deliverability.ts";
import { type Finding, linesOf, named, percent } from "../tools/jobs/check-account/finding.ts";
import { beside, fallen, sendsIn } from "../tools/jobs/check-account/flows.ts";
import { complaints } from "../tools/jobs/check-account/reviews.ts";
import { shopMetrics, silence } from "../tools/jobs/check-account/shop-events.ts";
import { countTokens } from "./tokens.ts";

// What counts as wrong in numbers, each rule at its bounds.

const told = (findings: readonly Finding[]) => findings.map(({ finding }) => finding);

describe("a live flow that fell", () => {
  const LIVE = [{ id: "F", name: "Welcome" }];

  it.each<[now: number, before: number, words: string | undefined]>([
    [0, 10, 'Live flow "Welcome" sent nothing, before 10'],
    [5, 10, 'Live flow "Welcome" sent 5, before 10'],
    [6, 11, undefined],
    [5, 11, 'Live flow "Welcome" sent 5, before 11'],
    [0, 9, undefined],
    [20, 10, undefined],
    [0, 0, undefined],
  ])("%i now and %i before", (now, before, words) => {
    expect(told(fallen(LIVE, [{ id: "F", now, before }]))).toEqual(words === undefined ? [] : [words]);
  });

  it("is worse where it sent nothing", () => {
    const [none] = fallen(LIVE, [{ id: "F", now: 0, before: 10 }]);
    const [half] = fallen(LIVE, [{ id: "F", now: 500, before: 1000 }]);
    expect(none?.gravity).toBeGreaterThan(half?.gravity ?? 100);
    expect(none?.next).toEqual({ tool: "get_messages_for_flow", arguments: { flow_id: "F" } });
  });

  it("is none where the flow is not live", () => {
    expect(fallen([], [{ id: "F", now: 0, before: 10 }])).toEqual([]);
  });

  it("is read from the rows of two reports, of which the later has none for it", () => {
    const now = sendsIn([{ flow_id: "A", recipients: 3 }, { flow_id: "C", recipients: null }, "no row"]);
    const before = sendsIn([
      { flow_id: "A", recipients: 8 },
      { flow_id: "B", recipients: 12 },
    ]);
    expect([...now]).toEqual([["A", 3]]);
    expect(beside(now, before, true)).toEqual([
      { id: "A", now: 3, before: 8 },
      { id: "B", now: 0, before: 12 },
    ]);
    // Of rows that are not all told, one that lacks says nothing.
    expect(beside(now, before, false)).toEqual([{ id: "A", now: 3, before: 8 }]);
  });
});

describe("a shop metric in silence", () => {
  const counts = (usual: number, silent: number, today = 0) => [
    ...Array.from({ length: 14 - silent }, () => usual),
    ...Array.from({ length: silent }, () => 0),
    today,
  ];

  it.each<[why: string, counts: number[], found: ReturnType<typeof silence>]>([
    ["a day of a busy one", counts(5, 1), { days: 1, usual: 5 }],
    ["a day of one that is not busy enough", counts(4, 1), undefined],
    ["several days of that one", counts(4, 2), { days: 2, usual: 4 }],
    ["today alone", counts(100, 0), undefined],
    ["today there is one again", counts(100, 3, 1), undefined],
    ["nothing at all, so that nobody knows what is usual", counts(0, 14), undefined],
    ["thirteen days", counts(1, 13), { days: 13, usual: 1 }],
    ["without numbers", [], undefined],
  ])("%s", (_, numbers, found) => {
    expect(silence(numbers)).toEqual(found);
  });

  const metric = (name: string, category: string) => ({ id: name, name, category, key: "" });
  it("is one that an integration of a shop tracks, or that has the name of one; what matters most comes first", () => {
    const all = [
      metric("Refunded Order", "eCommerce"),
      metric("Viewed Product", "API"),
      metric("Received Email", "Internal"),
      metric("Placed Order", "eCommerce"),
      metric("Answered Survey", "API"),
      metric("Started Checkout", "Ecommerce"),
    ];
    expect(shopMetrics(all).map(({ name }) => name)).toEqual([
      "Placed Order",
      "Started Checkout",
      "Viewed Product",
      "Refunded Order",
    ]);
  });
});

describe("what grew at an inbox provider or domain", () => {
  const at = (now: number, before: number) => new Map([["a.example", { now, before }]]);

  it.each<
    [why: string, wrong: [number, number], mail: [number, number], from: number, share: number | undefined]
  >([
    ["twice the share", [10, 5], [500, 500], 0.02, 0.02],
    ["less than twice", [10, 6], [500, 500], 0.02, undefined],
    ["as many of less mail", [10, 10], [250, 500], 0.02, 0.04],
    ["more of more mail", [20, 10], [1000, 500], 0.02, undefined],
    ["from none", [10, 0], [500, 500], 0.02, 0.02],
    ["below what is bad", [10, 0], [501, 500], 0.02, undefined],
    ["too few to tell", [4, 0], [10, 10], 0.02, undefined],
    ["just enough to tell", [5, 0], [10, 10], 0.02, 0.5],
    ["no mail that arrived", [5, 0], [0, 0], 0.02, 1],
    ["gone", [0, 10], [500, 500], 0.02, undefined],
  ])("%s", (_, wrong, mail, from, share) => {
    const found = grown(at(...wrong), at(...mail), from);
    expect(found.map((one) => one.share)).toEqual(share === undefined ? [] : [share]);
  });

  it("is added up by provider and by domain, of both periods, without what names none", () => {
    const counted = [
      { dimensions: ["Gmail", "gmail.com"], counts: [1, 2, 3, 4] },
      { dimensions: ["Gmail", "company.example"], counts: [0, 0, 5, 0] },
      { dimensions: ["", ""], counts: [9, 9, 9, 9] },
    ];
    expect(twiceBy(counted, 0, 2)).toEqual(new Map([["Gmail", { before: 3, now: 12 }]]));
    expect(twiceBy(counted, 1, 2)).toEqual(
      new Map([
        ["gmail.com", { before: 3, now: 7 }],
        ["company.example", { before: 0, now: 5 }],
      ]),
    );
  });
});

describe("a coupon that runs out", () => {
  it.each<[left: number, pace: number, words: string | undefined]>([
    [0, 2, 'Coupon "TEN" has no code left, 2 go a day'],
    [1, 2, 'Coupon "TEN" runs out in less than a day: 1 codes left, 2 go a day'],
    [2, 2, 'Coupon "TEN" runs out in about 1 day: 2 codes left, 2 go a day'],
    [27, 2, 'Coupon "TEN" runs out in about 13 days: 27 codes left, 2 go a day'],
    [28, 2, undefined],
    [0, 0, undefined],
  ])("%i left at %d a day", (left, pace, words) => {
    const found = runningOut([{ id: "TEN", name: "TEN", left, pace }]);
    expect(told(found)).toEqual(words === undefined ? [] : [words]);
  });

  it("is counted by what events call it: its key, else its id", () => {
    const of = (event_properties: unknown) => ({ event_properties });
    const events = [
      of({ CouponKey: "TEN", CouponID: 7 }),
      of({ CouponKey: "TEN" }),
      of({ CouponID: "9" }),
      of({}),
      of(null),
    ];
    expect([...handedOut(events)]).toEqual([
      ["TEN", 2],
      ["9", 1],
    ]);
  });
});

describe("a review", () => {
  const review = (rating: unknown, value = "pending") => ({
    id: "7",
    rating,
    title: "Sole came off",
    product: { name: "Boot" },
    status: { value },
  });

  it.each<[rating: unknown, status: string, words: string | undefined]>([
    [1, "pending", 'New review of "Boot" with 1 star (pending): "Sole came off"'],
    [2, "published", 'New review of "Boot" with 2 stars (published): "Sole came off"'],
    [3, "published", undefined],
    [null, "published", undefined],
    [1, "rejected", undefined],
  ])("of %s stars, %s", (rating, status, words) => {
    expect(told(complaints([review(rating, status)]))).toEqual(words === undefined ? [] : [words]);
  });

  it("leads to the whole of it", () => {
    expect(complaints([review(1)])[0]?.next).toEqual({
      tool: "read_operation",
      arguments: { name: "get_review", arguments: { review_id: "7" } },
    });
  });
});

describe("the lines", () => {
  const finding = (gravity: number, number: number, text = "x"): Finding => ({
    finding: text,
    number,
    gravity,
    next: { tool: "get_campaign", arguments: { campaign_id: "01HP4H9V1K6K5TP7984CK5XMTV" } },
  });

  it("have the worst first, and of what is as bad the largest", () => {
    const { lines, more } = linesOf({
      bad_reviews: [finding(50, 1)],
      flows_fallen: [finding(70, 2), finding(100, 0), finding(70, 9)],
    });
    expect(lines.map(({ check, number }) => [check, number])).toEqual([
      ["flows_fallen", 0],
      ["flows_fallen", 9],
      ["flows_fallen", 2],
      ["bad_reviews", 1],
    ]);
    expect(more).toEqual({});
    expect(Object.keys(lines[0] ?? {})).toEqual(["check", "finding", "number", "next"]);
  });

  it("leave out the least of a check that has many, and say how many", () => {
    const many = Array.from({ length: 30 }, (_, at) => finding(50, at));
    const all = Object.fromEntries(CHECK_NAMES.map((name): [CheckName, Finding[]] => [name, [...many]]));
    const { lines, more } = linesOf(all);
    expect(lines).toHaveLength(16);
    expect(lines.every(({ number }) => number >= 26)).toBe(true);
    const left = Object.values(more).reduce((sum, one) => sum + one, 0);
    expect(left).toBe(CHECK_NAMES.length * 30 - 16);
    expect(linesOf({ bad_reviews: many }).lines).toHaveLength(16);
    expect(linesOf({ bad_reviews: many }).more).toEqual({ bad_reviews: 14 });
  });

  it("take no more room than they may, however long names are", () => {
    const name = "Very long names of campaigns, which somebody types without looking ".repeat(9);
    const text = `Campaign ${named(name)} (email, for 2026-11-21) was cancelled: its audience had nobody to send to`;
    const all = Object.fromEntries(
      CHECK_NAMES.map((check) => [check, Array.from({ length: 9 }, () => finding(9, 9, text))]),
    );
    expect(countTokens(JSON.stringify(linesOf(all).lines))).toBeLessThan(1000);
  });

  it.each([
    [0.031, "3.1%"],
    [0.03, "3%"],
    [0.0012, "0.1%"],
    [0.456, "46%"],
    [0, "0%"],
  ])("say %d as %s", (share, words) => {
    expect(percent(share)).toBe(words);
  });
});
