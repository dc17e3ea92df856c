import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Here, team } from "../../src/team/command.ts";
import { readTeam } from "../../src/team/reading.ts";
import { CLI } from "../client.ts";
import { ALPINE, BOREAL, callerOf, sha256, teamOf } from "./serving.ts";

// klaviyo-mcp team: what it writes into the file, and what it says.

/** A machine with one file, and what was said on it. */
function begin(text?: string, env: Record<string, string> = {}) {
  const files = new Map(text === undefined ? [] : [["team.json", text]]);
  const said = { printed: "", told: "" };
  const here: Here = {
    env,
    disk: { read: (path) => files.get(path), write: (path, written) => void files.set(path, written) },
    print: (one) => {
      said.printed += one;
    },
    tell: (one) => {
      said.told += one;
    },
  };
  const run = (...argv: string[]) =>
    team([...argv, ...(env.KLAVIYO_MCP_TEAM ? [] : ["--team", "team.json"])], here);
  return {
    run,
    said,
    text: () => files.get("team.json") ?? "",
    json: () => JSON.parse(files.get("team.json") ?? ""),
  };
}

const TEXT = `${JSON.stringify(teamOf(callerOf("anna", { connections: ["Alpine"] })), null, 2)}\n`;

describe("team add", () => {
  it("prints a token once, and writes its digest alone", () => {
    const { run, said, text, json } = begin(TEXT);
    run("add", "ben", "--connections", "Alpine,Boreal");
    const token = said.printed.trim();
    expect(token).toMatch(/^kmcp_[\w-]{43}$/);
    expect(said.printed).toBe(`${token}\n`);
    expect(text() + said.told).not.toContain(token);
    expect(json().callers[1]).toEqual({
      name: "ben",
      token_sha256: sha256(token),
      connections: ["Alpine", "Boreal"],
    });
    expect(said.told).toContain("SIGHUP");
    expect(said.told).not.toContain("no account yet");
  });

  it("makes another token each time", () => {
    const tokens = ["ben", "cleo"].map((name) => {
      const { run, said } = begin(TEXT);
      run("add", name);
      return said.printed;
    });
    expect(new Set(tokens).size).toBe(2);
  });

  it("leaves what stands in the file as it is written", () => {
    const { run, text } = begin(TEXT.replace("{\n", '{\n  "$schema":   "./team.schema.json",\n'));
    run("add", "ben", "--connections=all");
    expect(text()).toContain('"$schema":   "./team.schema.json"');
    expect(text()).toContain(TEXT.slice(2, TEXT.lastIndexOf("}\n  ]")));
  });

  it("makes the file where there is none, with nothing for the caller yet", () => {
    const { run, said, json } = begin();
    run("add", "ben");
    expect(json()).toMatchObject({ connections: {}, callers: [{ name: "ben", connections: [] }] });
    expect(said.told).toContain("ben has no account yet");
  });

  it("writes what the flags say of the caller", () => {
    const { run, json, said } = begin(TEXT);
    const key = ["--key-variable", "KEY_OF_BEN"];
    const flags = [
      "--toolsets",
      "lists,segments",
      "--read-only",
      "--deny",
      "sends",
      "--confirm=writes",
      "--unasked",
      "3,4",
    ];
    run("add", "ben", "--connections", "all", ...key, ...flags);
    expect(json().callers[1]).toMatchObject({
      connections: "all",
      key: { variable: "KEY_OF_BEN" },
      toolsets: ["lists", "segments"],
      read_only: true,
      deny: ["sends"],
      confirm: "writes",
      unasked: { people: 3, items: 4 },
    });
    said.printed = "";
    run("list");
    expect(said.printed).toBe(
      "anna: Alpine\nben: all accounts; reads only; toolsets lists, segments; never sends; confirm writes; unasked 3,4; key in KEY_OF_BEN\n",
    );
  });

  it("takes the file of the variable", () => {
    const { run, json } = begin(TEXT, { KLAVIYO_MCP_TEAM: "team.json" });
    run("add", "ben", "--key-file", "ben.key");
    expect(json().callers[1].key).toEqual({ file: "ben.key" });
  });

  it.each<[what: string, argv: string[], says: string | RegExp]>([
    ["a name that is there", ["add", "anna"], "anna is there already"],
    ["a name that is none", ["add", "An na"], /callers\[1\]\.name is small letters/],
    ["no name", ["add"], "takes one name"],
    ["two names", ["add", "ben", "cleo"], "takes one name"],
    ["an account that is not named", ["add", "ben", "--connections", "Alpin"], 'Did you mean "Alpine"?'],
    ["an effect that there is not", ["add", "ben", "--deny", "send"], "--deny is one of"],
    ["a flag without its value", ["add", "ben", "--connections"], "--connections needs a value"],
    ["a flag of something else", ["add", "ben", "--port", "1"], "takes other flags"],
    ["a flag that there is not", ["add", "ben", "--conections", "all"], "There is no option --conections"],
    ["a command that there is not", ["ad", "ben"], 'Did you mean "add"?'],
    ["who is not there", ["remove", "ana"], 'Did you mean "anna"?'],
  ])("refuses %s, prints no token and writes nothing", (_, argv, says) => {
    const { run, said, text } = begin(TEXT);
    expect(() => run(...argv)).toThrow(says);
    expect(said.printed).toBe("");
    expect(text()).toBe(TEXT);
  });

  it("leaves a file alone that the server would refuse", () => {
    const broken = TEXT.replace(ALPINE, "no\\nid");
    const { run, text } = begin(broken);
    expect(() => run("add", "ben")).toThrow("The team's file is refused");
    expect(text()).toBe(broken);
  });
});

describe("team remove", () => {
  it("takes out that caller alone", () => {
    const { run, json } = begin(TEXT);
    run("add", "ben", "--connections", "Boreal");
    run("remove", "anna");
    expect(json().callers.map(({ name }: { name: string }) => name)).toEqual(["ben"]);
    expect(json().connections).toEqual({ Alpine: ALPINE, Boreal: BOREAL });
  });
});

it("says what it can do", () => {
  const { run, said } = begin();
  run("--help");
  expect(said.printed).toContain("klaviyo-mcp team add NAME");
});

describe("on a disk", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "klaviyo-team-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("the built server keeps a file that is its owner's alone", () => {
    const file = join(folder, "team.json");
    const run = (...argv: string[]) =>
      execFileSync(process.execPath, [CLI, "team", ...argv, "--team", file], {
        encoding: "utf8",
        stdio: "pipe",
      });
    const token = run("add", "anna", "--connections", "all").trim();
    const [anna] = readTeam(readFileSync(file, "utf8"));
    expect(anna).toMatchObject({ name: "anna", tokenSha256: sha256(token), only: undefined });
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(run("list")).toBe("anna: all accounts\n");
  });
});
