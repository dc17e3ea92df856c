import { describe, expect, it } from "vitest";
import { argumentLines, hostsOf } from "../src/ask/argument-lines.ts";
import { type Change, hashOf, type Line, type Plan } from "../src/ask/plan.ts";
import { MAX_QUESTION, MAX_TARGETS, previewOf, questionLines, questionText } from "../src/ask/question.ts";
import { targetsOf } from "../src/ask/targets.ts";
import type { DirectTool, Input } from "../src/tool/tool.ts";
import { allTools } from "../tools/index.ts";

// A change before anything of it is asked or sent: what it acts on, how it is shown, what it is known by.

function tool(name: string): DirectTool {
  const found = allTools.find((one) => one.name === name);
  if (!found || found.kind === "indirect") throw new Error(name);
  return found;
}

const change = (name: string, input: Input, more: Partial<Change> = {}): Change => ({
  tool: tool(name),
  input,
  effects: ["edits"],
  why: "It can be changed back.",
  raw: undefined,
  account: { id: "conn_1", name: "Northwind" },
  ...more,
});

function plan(name: string, input: Input, more: Partial<Plan> = {}): Plan {
  const made = change(name, input, more);
  const seen = { shown: [], state: new Map(), reach: undefined, targets: targetsOf(input) };
  return { ...made, ...seen, hash: hashOf(made), ...more };
}

const shownOf = (lines: readonly Line[]) => lines.map(([label, says]) => `${label}: ${says}`);

describe("the things that a call names", () => {
  it.each<[why: string, input: Input, targets: [types: string, id: string, argument: string][]]>([
    ["an id by its name", { tag_id: "T1" }, [["tag", "T1", "tag_id"]]],
    [
      "each of several, once",
      { tag_id: "T1", flow_ids: ["F1", "F2", "F1"] },
      [
        ["tag", "T1", "tag_id"],
        ["flow", "F1", "flow_ids"],
        ["flow", "F2", "flow_ids"],
      ],
    ],
    ["with its whole type", { catalog_item_id: "$a:::b" }, [["catalog-item", "$a:::b", "catalog_item_id"]]],
    [
      "audiences, that may be lists or segments",
      { audiences: { included: ["L1"], excluded: ["S1"] } },
      [
        ["list,segment", "L1", "audiences.included"],
        ["list,segment", "S1", "audiences.excluded"],
      ],
    ],
    [
      "identifiers of a body that is given whole",
      { body: { data: [{ type: "flow", id: "F1" }] } },
      [["flow", "F1", "body.data"]],
    ],
    ["no people, who are rows", { profile_ids: ["P1"], source_profile_id: "P2" }, []],
    ["no id of another system", { external_id: "X" }, []],
    ["a connection, where it is the thing", { connection_id: "c" }, [["connection", "c", "connection_id"]]],
  ])("%s", (_, input, targets) => {
    expect(targetsOf(input).map(({ types, id, argument }) => [types.join(), id, argument])).toEqual(targets);
  });
});

describe("arguments in a question", () => {
  it.each<[why: string, input: Record<string, unknown>, lines: string[]]>([
    ["a text", { name: "VIP" }, ['name: "VIP"']],
    [
      "a long text by its beginning",
      { html: "x".repeat(301) },
      [`html: "${"x".repeat(300)}"… (301 characters)`],
    ],
    [
      "an object by its paths",
      { profile: { email: "a@b.example", age: 3, tags: ["x", "y"] } },
      ['profile: email "a@b.example", age 3, tags.0 "x", tags.1 "y"'],
    ],
    [
      "a list of ten whole",
      { ids: [..."abcdefghij"] },
      [`ids: ${[..."abcdefghij"].map((x) => `"${x}"`).join(", ")}`],
    ],
    ["of eleven the ends", { ids: [..."abcdefghijk"] }, ['ids: 11: "a", "b", "c", …, "i", "j", "k"']],
    ["an empty list", { excluded: [] }, ["excluded: (empty)"]],
    [
      "rows by their number, their fields, the first and the last three",
      {
        profiles: Array.from({ length: 8 }, (_, at) => ({
          email: `p${at}`,
          ...(at > 5 && { name: { first: "A" } }),
        })),
      },
      [
        "profiles: 8; email on 8, name.first on 2",
        'profiles 1: email "p0"',
        'profiles 2: email "p1"',
        'profiles 3: email "p2"',
        "profiles: 2 more between these",
        'profiles 6: email "p5"',
        'profiles 7: email "p6", name.first "A"',
        'profiles 8: email "p7", name.first "A"',
      ],
    ],
    [
      "six rows are all there is",
      { rows: Array.from({ length: 6 }, (_, at) => ({ at })) },
      ["rows: 6; at on 6", ...[1, 2, 3, 4, 5, 6].map((n) => `rows ${n}: at ${n - 1}`)],
    ],
    ["a made-up name is a value", { "x: y\n- account": 1 }, ['"x: y ⏎ - account": 1']],
  ])("%s", (_, input, lines) => {
    expect(shownOf(argumentLines(input))).toEqual(lines);
  });

  it("of what does not fit the number is told", () => {
    const [line] = argumentLines({
      o: Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`f${n}`, n])),
    });
    const told = /and (\d+) more fields$/.exec(line?.[1] ?? "")?.[1];
    const shown = [...(line?.[1] ?? "").matchAll(/\bf\d+/g)].length;
    expect(shown + Number(told)).toBe(300);
  });

  it.each<[value: unknown, hosts: string[]]>([
    [{ endpoint_url: `https://${"a.".repeat(200)}example/x` }, [`${"a.".repeat(200)}example`]],
    [{ url: "https://klaviyo.com@evil.example/" }, ["evil.example"]],
    [{ url: "https:\\\\evil.example" }, ["evil.example"]],
    [{ url: "HTTPS://EVIL.example:8443" }, ["evil.example:8443"]],
    [{ url: "https://раypal.example" }, ["xn--ypal-43d9g.example"]],
    [{ html: 'see <a href="https://a.example/x">a</a> and https://b.example' }, ["a.example", "b.example"]],
    [{ list: ["https://a.example", { deep: "https://a.example/2" }] }, ["a.example"]],
    [{ text: "no address: here" }, []],
  ])("the host of every address: %j", (value, hosts) => {
    expect(hostsOf(value)).toEqual(hosts);
  });
});

describe("the question", () => {
  it("says what happens, to whom, to what, and with what", () => {
    const tagging = plan(
      "tag_campaigns",
      { tag_id: "T1", campaign_ids: ["C1", "C2"] },
      { shown: [["tag", 'name "Spring" ("T1")']] },
    );
    expect(questionText(questionLines(tagging))).toBe(
      [
        "Tag campaigns. It can be changed back.",
        '- account: "Northwind" (connection "conn_1")',
        '- tag: name "Spring" ("T1")',
        '- campaign_ids: campaign ("C1")',
        '- campaign_ids: campaign ("C2")',
      ].join("\n"),
    );
    expect(previewOf(questionLines(tagging)).campaign_ids).toEqual(['campaign ("C1")', 'campaign ("C2")']);
  });

  it("shows method, path and host of a raw request first, however many arguments stand after them", () => {
    const padding = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`pad${n}`, "x".repeat(20)]));
    const raw = { method: "DELETE", path: "/api/lists/ALL", declared: true };
    const text = questionText(questionLines(plan("delete_list", { list_id: "ALL", ...padding }, { raw })));
    expect(text).toContain('- request: DELETE "/api/lists/ALL"');
    expect(text).toContain('- list_id: list ("ALL")');
    expect(text).toMatch(/- and: \d+ more arguments, too long to show here$/);
    expect(text.length).toBeLessThanOrEqual(MAX_QUESTION);
  });

  it("of a request that no operation declares shows everything, or refuses it", () => {
    const raw = { method: "POST", path: "/api/unknown", declared: false };
    const small = plan("delete_list", { a: "b" }, { raw });
    expect(questionText(questionLines(small))).toContain('- a: "b"');
    const large = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`pad${n}`, "x".repeat(20)]));
    const other = plan("delete_list", large, { raw });
    expect(() => questionLines(other)).toThrow("does not fit a question of 4000 characters");
  });

  it(`takes ${MAX_TARGETS} things and not one more`, () => {
    const ids = (count: number) => Array.from({ length: count }, (_, n) => `C${n}`);
    const most = plan("tag_campaigns", { campaign_ids: ids(MAX_TARGETS) });
    expect(questionLines(most).filter(([label]) => label === "campaign_ids")).toHaveLength(MAX_TARGETS);
    const more = plan("tag_campaigns", { campaign_ids: ids(MAX_TARGETS + 1) });
    expect(() => questionLines(more)).toThrow("51 things");
  });

  it("never repeats a secret", () => {
    const lines = questionLines(
      plan("create_webhook", { secret_key: "s3cret", endpoint_url: "https://a.example" }),
    );
    expect(questionText(lines)).not.toContain("s3cret");
    expect(questionText(lines)).toContain('- address at: "a.example"');
  });
});

describe("the hash of a change", () => {
  const base = change("update_list", { list_id: "L", name: "A" });
  it.each<[why: string, other: Change, same: boolean]>([
    ["arguments in another order", change("update_list", { name: "A", list_id: "L" }), true],
    ["a confirmation beside it", change("update_list", { list_id: "L", name: "A", confirmation: "t" }), true],
    [
      "its connection named",
      change("update_list", { list_id: "L", name: "A", connection_id: "conn_1" }),
      true,
    ],
    ["another value", change("update_list", { list_id: "L", name: "B" }), false],
    ["another tool", change("update_segment", { list_id: "L", name: "A" }), false],
    ["another account", { ...base, account: { id: "conn_2", name: "Northwind" } }, false],
    ["another effect", { ...base, effects: ["sends"] }, false],
    ["another path", { ...base, raw: { method: "PATCH", path: "/api/lists/L", declared: true } }, false],
  ])("%s", (_, other, same) => {
    expect(hashOf(other) === hashOf(base)).toBe(same);
  });
});
