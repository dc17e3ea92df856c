import { describe, expect, it } from "vitest";
import { CLIENTS, type Client } from "../../src/setup/clients.ts";
import { added, isMadeByUs, ownIn, removed, saysTheSame } from "../../src/setup/edit.ts";
import { lastOf, saidIn } from "../../src/setup/entry.ts";
import { UnreadableFile } from "../../src/setup/text.ts";
import { filesOf, KEY, LAUNCH, read, withoutUs } from "./left-files.ts";

// What becomes of a client's file: read back here by other means than those that wrote it.

const OTHER = { ...LAUNCH, args: [...LAUNCH.args, "--read-only"], env: { MATON_API_KEY_FILE: "/k" } };

const CASES = CLIENTS.flatMap((client) =>
  filesOf(client).map(([what, text]) => ({ client, id: client.id, what, text })),
);

describe.each(CASES)("$id with $what", ({ client, text }) => {
  const edit = added(client, text, LAUNCH);
  const after = edit.after ?? "";
  const own = ownIn(client, after);

  it("starts us as it is told to, beside all that it said", () => {
    expect(own && read(client, after)[client.under]?.[own.name]).toEqual(
      client.entry({ name: own?.name ?? "", ...LAUNCH }),
    );
    const said = saidIn(own?.entry ?? {});
    expect([said.command, said.key]).toEqual([[LAUNCH.command, ...LAUNCH.args], KEY]);
    const name = own?.name ?? "";
    expect(withoutUs(client, after, name)).toEqual(withoutUs(client, text ?? "", name));
    expect(name).toBe(text?.includes("klaviyo-mcp-server") ? "klaviyo-maton" : "klaviyo");
  });

  it("keeps every byte, and puts in between them", () => {
    let from = 0;
    for (const character of text ?? "") {
      from = after.indexOf(character, from) + 1;
      expect(from).toBeGreaterThan(0);
    }
    for (const { length } of edit.splices) expect(length).toBe(0);
  });

  it("becomes what it was, byte for byte", () => {
    expect(removed(client, after, text)?.after).toBe(text);
  });

  it("becomes what it was after being told anew", () => {
    const again = added(client, after, OTHER).after ?? "";
    expect(saidIn(ownIn(client, again)?.entry ?? {})).toMatchObject({ keyFile: "/k" });
    expect(again).not.toContain(KEY);
    expect(removed(client, again, text)?.after).toBe(text);
    expect(added(client, again, OTHER).after).toBe(again);
  });

  it("loses us alone where the client has written into it since", () => {
    const grown =
      client.format === "toml" ? `${after}\n[later]\na = 1\n` : after.replace("{", '{ "later": 1,');
    const { after: left = "" } = removed(client, grown, text) ?? {};
    expect(ownIn(client, left)).toBeUndefined();
    const { rest, others } = withoutUs(client, left, "klaviyo-maton");
    expect(rest).toMatchObject({ later: expect.anything() });
    expect(others).toEqual(withoutUs(client, text ?? "", "klaviyo-maton").others);
    // An object that was begun for us stays where something has come into it.
    if (text !== undefined && (client.format === "toml" ? text.trim() !== "" : text.includes("{")))
      expect(left.replace(/\s*"later": 1,?|\n*\[later\]\na = 1\n/, "").replace(/\s/g, "")).toBe(
        text.replace(/\s/g, ""),
      );
  });

  it("is known as ours alone where there was none", () => {
    expect(isMadeByUs(client, after)).toBe(after === added(client, undefined, LAUNCH).after);
  });
});

const JSON_BROKEN: [why: string, text: string, said: RegExp][] = [
  ["half a file", '{\n  "{under}": {\n', /^line \d is no valid JSON/],
  ["a list", "[]", /^it holds no object/],
  ["servers that are a list", '{ "{under}": [] }', /is no object/],
  ["servers twice", '{ "{under}": {}, "{under}": {} }', /stands in it twice/],
  [
    "us twice",
    '{ "{under}": { "klaviyo": { "command": "klaviyo-mcp" }, "klaviyo": { "command": "klaviyo-mcp" } } }',
    /stands in it twice/,
  ],
  ["text behind it", "{} x", /^line 1 is no valid JSON/],
];
const STRICT_BROKEN: typeof JSON_BROKEN = [
  ["comments, which its client reads none of", "// mine\n{}\n", /^line 1 is no valid JSON/],
  ["a comma behind the last", '{\n  "a": 1,\n}\n', /is no valid JSON/],
];
const TOML_BROKEN: typeof JSON_BROKEN = [
  ["half a table", "[mcp_servers", /^line 1 is no valid TOML/],
  ["a table twice", "[a]\n[a]\n", /^line 2 is no valid TOML/],
  ["servers that are text", 'mcp_servers = "x"\n', /is no table/],
  ["servers in one value", 'mcp_servers = { x = { command = "y" } }\n', /written inline: change it by hand/],
  [
    "us in one value",
    '[mcp_servers]\nklaviyo = { command = "klaviyo-mcp" }\n',
    /no table of its own: change it by hand/,
  ],
];

describe.each(
  CLIENTS.flatMap((client) => {
    const broken = { toml: TOML_BROKEN, jsonc: JSON_BROKEN, json: [...JSON_BROKEN, ...STRICT_BROKEN] };
    return broken[client.format].map(([why, text, said]) => ({ id: client.id, client, why, text, said }));
  }),
)("$id with $why", ({ client, text, said }) => {
  it("is left alone, and why is said", () => {
    const adding = () => added(client, text.replaceAll("{under}", client.under), LAUNCH);
    expect(adding).toThrow(UnreadableFile);
    expect(adding).toThrow(said);
  });
});

it.each(CLIENTS)("$id keeps what others wrote into our entry", (client) => {
  const first = added(client, undefined, LAUNCH).after ?? "";
  const own = ownIn(client, first);
  const switched =
    client.format === "toml"
      ? `${first}startup_timeout_sec = 40\n`
      : JSON.stringify({ [client.under]: { klaviyo: { ...own?.entry, disabled: true } } });
  const after = added(client, switched, OTHER).after ?? "";
  expect(read(client, after)[client.under]?.klaviyo).toMatchObject(
    client.format === "toml" ? { startup_timeout_sec: 40 } : { disabled: true },
  );
});

it.each(CLIENTS)("$id is looked at once more: what others have may not change", (client) => {
  const { under, format } = client;
  const file = (a: number, x: number) =>
    format === "toml"
      ? `a = ${a}\n[${under}.x]\nb = ${x}\n[${under}.klaviyo]\nb = ${a + x}\n`
      : JSON.stringify({ a, [under]: { x: { b: x }, klaviyo: { b: a + x } } });
  const same = (a: number, x: number, name = "klaviyo") => saysTheSame(client, file(1, 1), file(a, x), name);
  expect([same(1, 1), same(2, 1), same(1, 2)]).toEqual([true, false, false]);
  const withoutUs =
    format === "toml" ? `a = 1\n[${under}.x]\nb = 1\n` : JSON.stringify({ a: 1, [under]: { x: { b: 1 } } });
  expect([
    saysTheSame(client, file(1, 1), withoutUs, "klaviyo"),
    saysTheSame(client, file(1, 1), withoutUs, "x"),
  ]).toEqual([true, false]);
});

it("a key is told from others by its end, unless that would be much of it", () => {
  expect([lastOf("123456789012abcd"), lastOf("12345678901abcd")]).toEqual(["…abcd", "…"]);
});

it("takes out tables that Codex itself wrote for us, with those below them", () => {
  const codex = CLIENTS.find(({ id }) => id === "codex") as Client;
  const text = `a = 1\n\n[mcp_servers.klaviyo]\ncommand = "node"\nargs = ["/x/dist/cli.js"]\n\n[mcp_servers.klaviyo.env]\nMATON_API_KEY = "${KEY}" # mine\n\n[tui]\nb = 2\n`;
  expect(removed(codex, text, undefined)?.after).toBe("a = 1\n\n[tui]\nb = 2\n");
  const again = added(codex, text, OTHER).after ?? "";
  expect(read(codex, again)).toEqual({
    a: 1,
    mcp_servers: { klaviyo: codex.entry({ name: "klaviyo", ...OTHER }) },
    tui: { b: 2 },
  });
});

it.each(CLIENTS)("$id has nothing of ours to take out of a file without us", (client) => {
  for (const text of ["", client.format === "toml" ? "a = 1\n" : '{ "a": 1 }'])
    expect(removed(client, text, undefined)).toBeUndefined();
});
