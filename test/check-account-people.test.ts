import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OperationTool, WorkflowContext } from "../src/tool/tool.ts";
import { Days } from "../tools/jobs/check-account/days.ts";
import { pairs, sharing } from "../tools/jobs/check-account/overlaps.ts";
import { PeopleCompared } from "../tools/jobs/check-account/people.ts";
import type { Audience } from "../tools/jobs/check-account/reading.ts";
import { type Started, startClient } from "./client.ts";

// How many people get two coming sends that go to different lists: counted on one page of the smaller one.

type Person = { email?: string; phone_number?: string };
const LIST: Audience = { id: "L", name: "Everybody", kind: "list" };
const SEGMENT: Audience = { id: "M", name: "Buyers", kind: "segment" };
const people = (from: number, to: number): Person[] =>
  Array.from({ length: to - from }, (_, at) => ({ email: `p${from + at}@example.com` }));

/** What is read of an account with these people, and each reading as `id sort or filter's field`. */
function accountWith(members: Record<string, readonly Person[]>) {
  const reads: string[] = [];
  const list: WorkflowContext["list"] = async (_tool: OperationTool, input, most) => {
    const id = String(input.list_id ?? input.segment_id);
    const [, field, values] = /^any\((\w+),(.*)\)$/.exec(String(input.filter ?? "")) ?? [];
    reads.push(`${id} ${field ?? input.sort}`);
    const wanted = values === undefined ? undefined : (JSON.parse(values) as string[]);
    const found = (members[id] ?? []).filter(
      (one) => !wanted || wanted.includes(String(one[field as keyof Person])),
    );
    return { items: found.slice(0, most) as Record<string, unknown>[], whole: found.length <= most };
  };
  return { reads, compared: new PeopleCompared({ list } as unknown as WorkflowContext) };
}

describe("people of two audiences", () => {
  it.each<[why: string, first: Person[], second: Person[], found: object]>([
    [
      "some of the smaller one",
      people(0, 250),
      people(240, 260),
      { of: "M", looked: 20, both: 10, whole: true },
    ],
    [
      "some of the first, which is smaller",
      people(95, 105),
      people(0, 100),
      { of: "L", looked: 10, both: 5, whole: true },
    ],
    [
      "a full page is whole",
      people(0, 100),
      people(50, 250),
      { of: "L", looked: 100, both: 50, whole: true },
    ],
    [
      "one more than a page is a sample",
      people(0, 101),
      people(0, 102),
      { of: "M", looked: 100, both: 100, whole: false },
    ],
    ["nobody", people(0, 5), people(5, 9), { of: "M", looked: 4, both: 0, whole: true }],
    ["an empty one", [], people(0, 3), { of: "L", looked: 0, both: 0, whole: true }],
    [
      "by phone where there is no address",
      [{ phone_number: "+15550001" }, { email: "a@example.com", phone_number: "+15550002" }, {}],
      [
        { phone_number: "+15550001" },
        { email: "a@example.com" },
        { phone_number: "+15550009" },
        ...people(0, 9),
      ],
      { of: "L", looked: 2, both: 2, whole: true },
    ],
  ])("%s", async (_, first, second, found) => {
    const { compared } = accountWith({ L: first, M: second });
    expect(await compared.between(LIST, SEGMENT)).toEqual(found);
  });

  it("are read once however often they are compared", async () => {
    const { compared, reads } = accountWith({ L: people(0, 9), M: people(0, 99), N: people(0, 99) });
    await compared.between(LIST, SEGMENT);
    await compared.between(LIST, { id: "N", name: "Others", kind: "list" });
    expect(reads).toEqual([
      "L -joined_group_at",
      "M -joined_group_at",
      "M email",
      "N -joined_group_at",
      "N email",
    ]);
  });
});

describe("coming sends", () => {
  const DAYS = new Days(Date.parse("2026-11-26T13:00:00Z"), "America/New_York", 7);
  const SOON = "2026-11-27T12:00:00Z";
  const LATER = "2026-12-01T12:00:00Z";
  const send = (
    id: string,
    send_time: string,
    included: string[],
    excluded: string[] = [],
    status = "Scheduled",
  ) => ({ id, name: id, channel: "email", status, send_time, audiences: { included, excluded } });

  it.each<[why: string, sends: ReturnType<typeof send>[], pairs: string[]]>([
    ["of one campaign", [send("A", SOON, ["L", "M"])], []],
    ["of one audience", [send("A", SOON, ["L"]), send("B", LATER, ["L"])], []],
    ["of two audiences", [send("B", LATER, ["M"]), send("A", SOON, ["L"])], ["L M A B"]],
    [
      "once, by the first two",
      [send("A", SOON, ["L"]), send("B", LATER, ["M"]), send("C", LATER, ["L"])],
      ["L M A B"],
    ],
    ["where the first leaves it out", [send("A", SOON, ["L"], ["M"]), send("B", LATER, ["M"])], []],
    ["where the second leaves it out", [send("A", SOON, ["L"]), send("B", LATER, ["M"], ["L"])], []],
    ["where one is over", [send("A", SOON, ["L"]), send("B", LATER, ["M"], [], "Sent")], []],
    ["each with each", [send("A", SOON, ["L"]), send("B", LATER, ["M", "N"])], ["L M A B", "L N A B"]],
  ])("make pairs of audiences whose people are compared: %s", (_, sends, expected) => {
    const found = pairs(sends, DAYS).map(({ audiences, sends: of }) =>
      [...audiences, ...of.map(({ id }) => id)].join(" "),
    );
    expect(found).toEqual(expected);
  });

  describe("to people of two audiences", () => {
    const [pair] = pairs([send("A", SOON, ["L"]), send("B", LATER, ["M"])], DAYS);
    const both = [
      { id: "L", name: "Everybody", kind: "list" },
      { id: "M", name: "Buyers", kind: "segment" },
    ] as const;
    const told = (shared: number, whole: boolean) =>
      pair && sharing(pair, both, { of: "M", looked: 40, both: shared, whole }, DAYS);

    it("are told with how many get both", () => {
      expect(told(10, true)).toEqual({
        finding:
          '10 of the 40 people of "Buyers" are also in "Everybody": they get "A" (email, 2026-11-27) and "B" (email, 2026-12-01)',
        number: 10,
        next: { tool: "preview_campaign", arguments: { campaign_id: "B" } },
        gravity: 24.75,
      });
    });

    it("are told to be a sample where not all were looked at", () => {
      expect(told(10, false)?.finding).toContain(
        '10 of the 40 who joined "Buyers" last are also in "Everybody"',
      );
    });

    it("are nothing where nobody is in both", () => {
      expect(told(0, true)).toBeUndefined();
    });
  });
});

describe("in an account", () => {
  let server: Started;
  beforeAll(async () => {
    server = await startClient();
  });
  afterAll(() => server.close());
  beforeEach(() => server.sandbox.clearFaults());
  const emailsOf = async (kind: "list" | "segment", id: string) => {
    const name = kind === "list" ? "get_profiles_for_list" : "get_profiles_for_segment";
    const { json } = await server.call(name, { [`${kind}_id`]: id, fields: ["email"], limit: 1000 });
    return json.data.map(({ email }: { email?: string }) => email).filter(Boolean) as string[];
  };

  it("as many get both sends as the two lists have in common", async () => {
    const { json } = await server.call("check_account", { checks: ["overlapping_sends"] });
    const line = json.data.find(({ finding }: { finding: string }) =>
      /people of "Canada.*also in "Newsletter/.test(finding),
    );
    const newsletter = new Set(await emailsOf("list", "Y6nRLr"));
    const common = (await emailsOf("segment", "SnP4Hy")).filter((email) => newsletter.has(email));
    expect(common.length).toBeGreaterThan(0);
    expect(line.number).toBe(common.length);
  });

  it("says what was not compared where people may not be read, and tells the rest", async () => {
    server.sandbox.addFault({ match: { path: "/api/lists/Y6nRLr/profiles" }, status: 403, times: 9 });
    const { json } = await server.call("check_account", { checks: ["overlapping_sends"] });
    expect(json).toMatchObject({
      data: [{ finding: expect.stringContaining('"Newsletter Subscribers" gets 2 sends') }],
      omitted: expect.stringMatching(/^Not read: people that coming sends share \(/),
    });
  });
});
