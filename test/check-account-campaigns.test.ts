import { describe, expect, it } from "vitest";
import { Days, plusDays } from "../tools/jobs/check-account/days.ts";
import type { Finding } from "../tools/jobs/check-account/finding.ts";
import { notSent } from "../tools/jobs/check-account/not-sent.ts";
import { isComing, overlaps, shared } from "../tools/jobs/check-account/overlaps.ts";
import { linking, untracked, untrackedIn } from "../tools/jobs/check-account/tracking.ts";

// What counts as wrong with campaigns, each rule at its bounds, on a clock of the test's own.

/** Eight in the morning in New York, on a Thursday. */
const NOW = Date.parse("2026-11-26T13:00:00Z");
const DAYS = new Days(NOW, "America/New_York", 7);
const told = (findings: readonly Finding[]) => findings.map(({ finding }) => finding);

describe("the periods", () => {
  it.each<[why: string, now: string, zone: string | undefined, days: number, words: string]>([
    [
      "end with yesterday",
      "2026-11-26T13:00:00Z",
      "UTC",
      7,
      "the 7 days 2026-11-19 to 2026-11-25, against 2026-11-12 to 2026-11-18 (whole days, UTC)",
    ],
    [
      "are of the account's own day",
      "2026-11-26T03:00:00Z",
      "America/New_York",
      7,
      "the 7 days 2026-11-18 to 2026-11-24, against 2026-11-11 to 2026-11-17 (whole days, America/New_York)",
    ],
    [
      "may be a day",
      "2026-11-26T13:00:00Z",
      "Asia/Tokyo",
      1,
      "the day 2026-11-25 to 2026-11-25, against 2026-11-24 to 2026-11-24 (whole days, Asia/Tokyo)",
    ],
    [
      "are UTC's where no timezone is known",
      "2026-03-01T00:00:00Z",
      undefined,
      2,
      "the 2 days 2026-02-27 to 2026-02-28, against 2026-02-25 to 2026-02-26 (whole days, UTC)",
    ],
    [
      "are UTC's where a timezone is none",
      "2026-11-26T13:00:00Z",
      "Mars/Olympus",
      1,
      "the day 2026-11-25 to 2026-11-25, against 2026-11-24 to 2026-11-24 (whole days, UTC)",
    ],
  ])("%s", (_, now, zone, days, words) => {
    expect(new Days(Date.parse(now), zone, days).inWords()).toBe(words);
  });

  it("begin at the account's midnight, before and after the clocks change", () => {
    const days = new Days(Date.parse("2026-11-02T12:00:00Z"), "America/New_York", 2);
    expect([days.before, days.first, days.today].map((day) => days.startOf(day))).toEqual([
      "2026-10-29T00:00:00-04:00",
      "2026-10-31T00:00:00-04:00",
      "2026-11-02T00:00:00-05:00",
    ]);
    expect(days.dayOf(days.instantOf("2026-11-01") - 1)).toBe("2026-10-31");
    expect(plusDays("2026-02-27", 2)).toBe("2026-03-01");
  });
});

describe("a campaign that did not go out", () => {
  const campaign = (status: string, send_time: string | null, updated_at = "2026-11-01T00:00:00Z") => ({
    id: "C",
    name: "Gifts",
    channel: "email",
    status,
    send_time,
    updated_at,
  });
  const FIRST = "2026-11-19T05:00:00Z";

  it.each<[why: string, one: ReturnType<typeof campaign>, words: string]>([
    [
      "no recipients",
      campaign("Cancelled: No Recipients", FIRST),
      "was cancelled: its audience had nobody to send to",
    ],
    ["the plan", campaign("Cancelled: Billing Limit", FIRST), "was cancelled: the plan's limit is reached"],
    ["a person", campaign("Cancelled", "2026-12-24T12:00:00Z"), "was cancelled by somebody"],
    [
      "nobody in the queue",
      campaign("Queued without Recipients", FIRST),
      "is queued without anybody to send to",
    ],
    [
      "no time, by its last change",
      campaign("Cancelled: Misconfigured", null, FIRST),
      "was cancelled: it is not set up right",
    ],
    [
      "it waits still",
      campaign("Scheduled", "2026-11-25T12:59:59Z"),
      'is still "Scheduled" more than a day after its time',
    ],
  ])("is told with why: %s", (_, one, words) => {
    const [finding, ...more] = notSent([one], DAYS);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      number: 1,
      next: { tool: "preview_campaign", arguments: { campaign_id: "C" } },
    });
    expect(finding?.finding).toContain(`Campaign "Gifts" (email, for `);
    expect(finding?.finding).toContain(words);
  });

  it.each<[why: string, one: ReturnType<typeof campaign>]>([
    ["went out", campaign("Sent", FIRST)],
    ["a draft", campaign("Draft", null, FIRST)],
    ["before the period", campaign("Cancelled: No Recipients", "2026-11-19T04:59:59Z")],
    ["changed before the period", campaign("Cancelled", null, "2026-11-19T04:59:59Z")],
    ["its time is not over a day", campaign("Scheduled", "2026-11-25T13:00:00Z")],
    ["on its way", campaign("Sending", "2026-11-20T12:00:00Z")],
    ["a state that nobody knows", campaign("Paused", FIRST)],
    ["without any time", campaign("Cancelled", null, "")],
    ["it waits, and nobody has said for when", campaign("Scheduled", null, FIRST)],
  ])("is none: %s", (_, one) => {
    expect(notSent([one], DAYS)).toEqual([]);
  });

  it("is worse where nobody meant it", () => {
    const [meant, failed] = notSent(
      [campaign("Cancelled", FIRST), campaign("Cancelled: Internal Error", FIRST)],
      DAYS,
    );
    expect(failed?.gravity).toBeGreaterThan(meant?.gravity ?? 100);
  });
});

describe("sends of the next 14 days", () => {
  const send = (
    id: string,
    send_time: string,
    included: string[],
    excluded: string[] = [],
    status = "Scheduled",
  ) => ({
    id,
    name: id,
    channel: "email",
    status,
    send_time,
    audiences: { included, excluded },
    tracking_options: { add_tracking_params: true },
  });
  const SOON = "2026-11-27T12:00:00Z";
  const LATER = "2026-12-01T12:00:00Z";

  it.each<[why: string, one: ReturnType<typeof send>, coming: boolean]>([
    ["today", send("A", "2026-11-26T05:00:00Z", []), true],
    ["yesterday", send("A", "2026-11-26T04:59:59Z", []), false],
    ["going out since yesterday", send("A", "2026-11-25T12:00:00Z", [], [], "Sending"), true],
    ["the last day", send("A", "2026-12-10T04:59:59Z", []), true],
    ["the day after", send("A", "2026-12-10T05:00:00Z", []), false],
    ["a draft", send("A", SOON, [], [], "Draft"), false],
    ["sent", send("A", SOON, [], [], "Sent"), false],
    ["without a time", send("A", "", []), false],
  ])("%s", (_, one, coming) => {
    expect(isComing(one, DAYS)).toBe(coming);
  });

  it("overlap where several go to one list, the first to go first", () => {
    const groups = shared([send("B", LATER, ["L"]), send("A", SOON, ["L", "M"])], DAYS);
    const found = overlaps(groups, new Map([["L", { id: "L", name: "Everybody", kind: "list" }]]), DAYS);
    expect(found).toMatchObject([
      {
        finding:
          '"Everybody" gets 2 sends in the next 14 days: "A" (email, 2026-11-27), "B" (email, 2026-12-01)',
        number: 2,
        next: { tool: "preview_campaign", arguments: { campaign_id: "B" } },
      },
    ]);
  });

  it("are named up to three, and a list without a name by its id", () => {
    const sends = ["A", "B", "C", "D", "E"].map((id, at) =>
      send(id, `2026-11-2${7 + (at > 2 ? 2 : 0)}T1${at}:00:00Z`, ["L"]),
    );
    const [found] = overlaps(shared(sends, DAYS), new Map(), DAYS);
    expect(found?.finding).toContain('"L" gets 5 sends');
    expect(found?.finding).toMatch(/"C" \(email, 2026-11-27\) and 2 more$/);
  });

  it.each<[why: string, sends: ReturnType<typeof send>[]]>([
    ["one alone", [send("A", SOON, ["L"])]],
    ["different lists", [send("A", SOON, ["L"]), send("B", LATER, ["M"])]],
    ["one of them excludes the list", [send("A", SOON, ["L"]), send("B", LATER, ["L"], ["L"])]],
    ["one of them is over", [send("A", SOON, ["L"]), send("B", "2026-11-20T12:00:00Z", ["L"])]],
    ["one names it twice", [send("A", SOON, ["L", "L"])]],
  ])("do not overlap: %s", (_, sends) => {
    expect([...shared(sends, DAYS)]).toEqual([]);
  });

  const tracked = (add_tracking_params: unknown, more: object = {}) => ({
    ...send("A", SOON, []),
    tracking_options: { add_tracking_params },
    ...more,
  });
  it.each<[why: string, one: object, usual: boolean, found: number]>([
    ["switched off", tracked(false), true, 1],
    ["switched on", tracked(true), false, 0],
    ["left to an account that adds them", tracked(null), true, 0],
    ["left to an account that does not", tracked(null), false, 1],
    ["a push without links", tracked(false, { channel: "mobile_push", tracking_options: null }), false, 0],
    ["sent in the period", tracked(false, { status: "Sent", send_time: "2026-11-19T05:00:00Z" }), true, 1],
    ["sent before it", tracked(false, { status: "Sent", send_time: "2026-11-19T04:59:59Z" }), true, 0],
    ["a draft", tracked(false, { status: "Draft" }), true, 0],
    ["a text", tracked(false, { channel: "sms" }), true, 1],
  ])("have UTM parameters or not: %s", (_, one, usual, found) => {
    expect(untracked(linking([one as Record<string, unknown>], DAYS), usual)).toHaveLength(found);
  });

  const action = (id: string, add_tracking_params: unknown, status = "live", type = "send-email") => ({
    id,
    type,
    links: { next: null },
    data: { status, message: { id, add_tracking_params } },
  });
  const flow = (...actions: object[]) => ({ data: { attributes: { definition: { actions } } } });
  it.each<[why: string, document: unknown, words: string | undefined]>([
    [
      "one of two",
      flow(action("1", false), action("2", true)),
      'Live flow "Welcome": 1 of its 2 live messages has no UTM parameters',
    ],
    [
      "all, texts among them",
      flow(action("1", false), action("2", false, "live", "send-sms")),
      'Live flow "Welcome": 2 of its 2 live messages have no UTM parameters',
    ],
    ["switched on", flow(action("1", true)), undefined],
    ["not told", flow(action("1", undefined)), undefined],
    ["a draft in it", flow(action("1", false, "draft"), action("2", true)), undefined],
    ["a push", flow(action("1", false, "live", "send-mobile-push")), undefined],
    ["no definition", { data: { attributes: {} } }, undefined],
  ])("have UTM parameters or not in a flow: %s", (_, document, words) => {
    const found = untrackedIn({ id: "F", name: "Welcome" }, document);
    expect(told(found)).toEqual(words === undefined ? [] : [words]);
    for (const { next } of found)
      expect(next).toEqual({ tool: "get_messages_for_flow", arguments: { flow_id: "F" } });
  });

  it("are told apart from what went out", () => {
    const sent = tracked(false, { status: "Sent", send_time: "2026-11-20T05:00:00Z" });
    expect(told(untracked(linking([sent, tracked(false)], DAYS), true))).toEqual([
      'Campaign "A" (email) went out without UTM parameters',
      'Campaign "A" (email) is to go out without UTM parameters',
    ]);
  });
});
