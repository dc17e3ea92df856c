import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { readTeam } from "../../src/team/reading.ts";
import { ALPINE, BOREAL, callerOf, sha256, teamOf } from "./serving.ts";

// What a team's file may say, and what of it is refused with which words.

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const SCHEMA = JSON.parse(read("docs/team.schema.json"));
const PAGE = read("docs/team.md");
/** As editors do: with all that is wrong, and with a schema that is not taken where it says what draft 7 has not. */
const bySchema = new Ajv({
  strict: true,
  allErrors: true,
  strictRequired: false,
  strictTypes: false,
}).compile(SCHEMA);

const anna = callerOf("anna", { connections: ["Alpine"] });
const ben = callerOf("ben", { connections: "all" });
const readOf = (team: unknown) => readTeam(JSON.stringify(team, null, 2));
const refusalOf = (team: unknown) => {
  try {
    readTeam(typeof team === "string" ? team : JSON.stringify(team, null, 2));
  } catch (error) {
    return (error as Error).message;
  }
  return "taken";
};

describe("a team's file", () => {
  it("says of each caller what is theirs", () => {
    const unasked = { people: 1, items: 2 };
    const more = { toolsets: ["lists"], read_only: true, deny: ["sends"], confirm: "writes", unasked };
    const cleo = callerOf("cleo", { connections: ["BOREAL "], key: { file: "/run/key" }, ...more });
    expect(readOf(teamOf(anna, ben, cleo))).toEqual([
      {
        name: "anna",
        tokenSha256: sha256("token-of-anna-0123456789"),
        key: undefined,
        only: [ALPINE],
        names: new Map([[ALPINE, "Alpine"]]),
        toolsets: undefined,
        readOnly: false,
        deny: [],
        confirm: undefined,
        unasked: undefined,
      },
      expect.objectContaining({
        name: "ben",
        only: undefined,
        names: new Map([
          [ALPINE, "Alpine"],
          [BOREAL, "Boreal"],
        ]),
      }),
      expect.objectContaining({
        name: "cleo",
        only: [BOREAL],
        names: new Map([[BOREAL, "Boreal"]]),
        key: { file: "/run/key" },
        toolsets: ["lists"],
        readOnly: true,
        deny: ["sends"],
        confirm: "writes",
        unasked,
      }),
    ]);
  });

  it("may have nobody in it, and no account", () => {
    expect(readOf({ callers: [] })).toEqual([]);
  });

  it.each<[what: string, more: Record<string, unknown>, where: string, says: string]>([
    ["a name with a capital", { name: "Anna" }, "callers[0].name", "is small letters and digits"],
    ["a name that leaves the folder", { name: "../x" }, "callers[0].name", "is small letters and digits"],
    ["no name", { name: undefined }, "callers[0].name", "is missing"],
    [
      "a bearer instead of its digest",
      { token_sha256: "kmcp_secret" },
      "callers[0].token_sha256",
      "is a sha-256 in hex",
    ],
    [
      "a digest in capitals",
      { token_sha256: "A".repeat(64) },
      "callers[0].token_sha256",
      "is a sha-256 in hex",
    ],
    [
      "a key itself",
      { key: "mk_secret" },
      "callers[0].key",
      'is {"variable": "…"} or {"file": "…"}: the key itself stands in no file',
    ],
    [
      "two places of a key",
      { key: { file: "a", variable: "b" } },
      "callers[0].key",
      'is {"variable": "…"} or {"file": "…"}',
    ],
    [
      "accounts as one text",
      { connections: "Alpine" },
      "callers[0].connections",
      'is "all" or a list of names',
    ],
    ["no accounts", { connections: undefined }, "callers[0].connections", 'is "all" or a list of names'],
    ["no toolset", { toolsets: [] }, "callers[0].toolsets", "is empty"],
    [
      "a field that there is not",
      { readonly: true },
      "callers[0].readonly",
      'there is no such field. Did you mean "read_only"?',
    ],
    ["an effect that there is not", { deny: ["reads"] }, "callers[0].deny[0]", "is one of sends, publishes"],
    [
      "a mode that there is not",
      { confirm: "always" },
      "callers[0].confirm",
      "is one of dangerous, writes, elicit-only, never",
    ],
    ["a text for yes", { read_only: "yes" }, "callers[0].read_only", "is a boolean, not a string"],
    ["half a budget", { unasked: { people: 1 } }, "callers[0].unasked.items", "is missing"],
    [
      "a budget below nothing",
      { unasked: { people: -1, items: 0 } },
      "callers[0].unasked.people",
      "is less than 0",
    ],
  ])("with %s is refused, by the schema too", (_, more, where, says) => {
    const team = JSON.parse(JSON.stringify(teamOf({ ...anna, ...more }, ben)));
    const message = refusalOf(team);
    expect(message).toContain("The team's file is refused:\n  line ");
    expect(message).toContain(`${where} ${says}`);
    expect(message).not.toContain("secret");
    expect(bySchema(team)).toBe(false);
  });

  it.each<[what: string, team: unknown, where: string, says: string]>([
    [
      "two callers of one name",
      teamOf(anna, { ...ben, name: "anna" }),
      "callers[1].name",
      "there are two callers anna",
    ],
    [
      "one token for two",
      teamOf(anna, { ...ben, token_sha256: anna.token_sha256 }),
      "callers[1].token_sha256",
      "is the token of anna too",
    ],
    [
      "an account that has no name",
      teamOf({ ...anna, connections: ["Alpnie"] }),
      "callers[0].connections[0]",
      '"Alpnie" is no name in connections. Did you mean "Alpine"?',
    ],
    [
      "names that differ in case alone",
      { connections: { Alpine: ALPINE, ALPINE: BOREAL }, callers: [] },
      "connections.ALPINE",
      'is called as "Alpine" is',
    ],
    [
      "two names of one account",
      { connections: { Alpine: ALPINE, Boreal: ALPINE }, callers: [] },
      "connections.Boreal",
      'is the connection of "Alpine"',
    ],
    [
      "a name that is an id",
      { connections: { Alpine: ALPINE, [ALPINE]: BOREAL }, callers: [] },
      `connections["${ALPINE}"]`,
      "is called as an id is",
    ],
    [
      "a name with blanks around",
      { connections: { " Alpine": ALPINE }, callers: [] },
      'connections[" Alpine"]',
      "its name begins or ends with a blank",
    ],
    [
      "an id that no header takes",
      { connections: { Alpine: "a\nb" }, callers: [] },
      "connections.Alpine",
      "",
    ],
  ])("with %s is refused", (_, team, where, says) => {
    expect(refusalOf(team)).toContain(`${where} ${says}`);
    expect(bySchema(team)).toBe(true);
  });

  it("says line and column of each thing that is wrong, and how many more there are", () => {
    const text = '{\n  "callers": [\n    {"name": "a b"},\n    {"nam": 1}\n  ]\n}';
    const lines = refusalOf(text).split("\n").slice(1);
    expect(lines[0]).toBe(
      "  line 3, column 14: callers[0].name is small letters and digits, with . _ or - between them, at most 64",
    );
    expect(lines).toContain("  line 3, column 5: callers[0].token_sha256 is missing");
    expect(lines).toContain(
      '  line 4, column 13: callers[1].nam there is no such field. Did you mean "name"?',
    );
    const many = { callers: Array.from({ length: 6 }, () => ({ x: 1 })) };
    expect(refusalOf(many)).toMatch(/\n {2}and \d+ more$/);
  });

  it.each([
    ["", "it is empty"],
    ["{", "line 1, column 2: CloseBraceExpected"],
    ['{\n  "callers": [],\n}', "line 3, column 1"],
    ['{ "callers": [] } x', "line 1, column 19"],
    ['// x\n{ "callers": [] }', "line 1, column 1: InvalidCommentToken"],
  ])("%j is no JSON, and it is said where", (text, says) => {
    expect(refusalOf(text)).toContain("The team's file is no JSON: ");
    expect(refusalOf(text)).toContain(says);
  });

  it("with a field twice is refused: nobody would see the first", () => {
    const text = JSON.stringify(teamOf(anna)).replace(
      '"connections":["Alpine"]',
      '"connections":[],"connections":["Alpine"]',
    );
    expect(refusalOf(text)).toContain("callers[0].connections is there twice");
  });

  it("in the docs is one that is taken, and by the schema that it names too", () => {
    const [, example = ""] = /```json\n([\s\S]*?)```/.exec(PAGE) ?? [];
    expect(readTeam(example).map(({ name }) => name)).toEqual(["anna", "ben"]);
    const team = JSON.parse(example);
    expect(bySchema(team)).toBe(true);
    expect(JSON.parse(read(`docs/${team.$schema}`))).toEqual(SCHEMA);
    expect(SCHEMA.$schema).toBe("http://json-schema.org/draft-07/schema#");
  });
});
