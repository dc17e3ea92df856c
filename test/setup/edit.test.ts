import fc from "fast-check";
import { parse as parseJson } from "jsonc-parser";
import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { describe, expect, it } from "vitest";
import { CLIENTS, type Client } from "../../src/setup/clients.ts";
import { added, isMadeByUs, ownIn, removed } from "../../src/setup/edit.ts";
import { saidIn } from "../../src/setup/entry.ts";
import { UnreadableFile } from "../../src/setup/text.ts";

// What becomes of a client's file: read back here by other means than those that wrote it.

const KEY = "maton_key_0123456789_ab12";
const LAUNCH = {
  command: "/opt/node 20/bin/node",
  args: ["/home/o'brien/klaviyo-mcp/dist/cli.js", "--files", 'C:\\a "b"', "--list", "core"],
  env: { MATON_API_KEY: KEY },
};
const OTHER = { ...LAUNCH, args: [...LAUNCH.args, "--read-only"], env: { MATON_API_KEY_FILE: "/k" } };

/** What a client that reads its format would make of the text. */
function read(client: Client, text: string): Record<string, Record<string, unknown>> {
  if (client.format === "toml") return getStaticTOMLValue(parseTOML(text)) as never;
  if (client.format === "json") return JSON.parse(text.replace(/^\uFEFF/, ""));
  const errors: unknown[] = [];
  const value = parseJson(text.replace(/^\uFEFF/, ""), errors as never, {
    allowTrailingComma: true,
    allowEmptyContent: true,
  });
  expect(errors).toEqual([]);
  return value;
}

/** Files as people and clients leave them, with `{under}` for the client's own key. */
const JSON_FILES: Record<string, string> = {
  "an empty object": "{}",
  "an empty object with a line": "{\n}\n",
  "no servers": '{\n  "theme": "dark"\n}\n',
  "no servers, on one line": '{"theme":"dark"}',
  "servers, but none": '{\n  "a": 1,\n  "{under}": {}\n}\n',
  "servers, but none, on one line": '{"{under}":{}}',
  "servers of others": '{\n  "{under}": {\n    "x": { "command": "y" }\n  },\n  "z": [1, 2]\n}\n',
  "servers of others, last": '{\n  "z": 1,\n  "{under}": {\n    "x": {\n      "command": "y"\n    }\n  }\n}',
  "servers of others on one line": '{ "{under}": { "x": { "command": "y" } }, "z": 1 }',
  "tabs and Windows' line ends": '{\r\n\t"{under}": {\r\n\t\t"x": {"command":"y"}\r\n\t}\r\n}\r\n',
  "four blanks": '{\n    "{under}": {\n        "x": {"command": "y"}\n    }\n}\n',
  "a mark of byte order": '\uFEFF{\n  "a": 1\n}\n',
  "blank lines and odd blanks": '\n {\n\n "a" :  1 ,\n\n   "{under}":{ "x" :{}  \n\n }\n\n}\n\n',
  "another's server of our name":
    '{\n  "{under}": {\n    "klaviyo": { "command": "uvx", "args": ["klaviyo-mcp-server@latest"] }\n  }\n}\n',
  "keys and values that look like syntax":
    '{"a}": "{,]", "b\\"{under}": "//", "{under}": {"x": {"command": "}"}}}',
};

const COMMENTED: Record<string, string> = {
  comments:
    '// first\n{\n  // of a\n  "a": 1, // after a\n  /* before */ "{under}": { // in\n    "x": {} // last\n    // very last\n  } // after\n}\n// end\n',
  "a comma behind the last": '{\n  "{under}": {\n    "x": {},\n  },\n}\n',
  "a comma behind the last, and a comment":
    '{\n  "{under}": {\n    "x": {}, // x\n    // "y": {},\n  },\n}\n',
  "a comment between the last and its comma": '{ "{under}": { "x": 1 /* , */ , } }',
  "nothing but a comment": "// nothing yet\n",
  "nothing but a comment without an end": "// nothing yet",
  "a server commented out": '{\n  "{under}": {\n    // "klaviyo": {}\n  }\n}\n',
};

const TOML_FILES: Record<string, string> = {
  "no servers": '# mine\nmodel = "x" # why\n',
  "no end of the last line": 'model = "x"',
  "servers of others":
    '[mcp_servers.x]\ncommand = "y" # c\nargs = [\n  "a", # one\n]\n\n[tui]\ntheme = "dark"\n',
  "servers, but none": "[mcp_servers]\n",
  "Windows' line ends": '[a]\r\nb = 1\r\n\r\n[mcp_servers.x]\r\ncommand = "y"\r\n',
  "odd values":
    'd = 1979-05-27T07:32:00Z\nbig = 9223372036854775807\nf = inf\ns = """\n[mcp_servers.klaviyo]\n"""\n[[list]]\nq = 1\n',
  "another's server of our name":
    '[mcp_servers.klaviyo]\ncommand = "uvx"\nargs = ["klaviyo-mcp-server@latest"]\n',
  "blank lines at the end": "a = 1\n\n\n",
};

function filesOf({ format, under }: Client): [what: string, text: string | undefined][] {
  const files = format === "toml" ? TOML_FILES : { ...JSON_FILES, ...(format === "jsonc" && COMMENTED) };
  return [
    ["no file", undefined],
    ["an empty file", ""],
    ["a file of blanks", " \n\n"],
    ...Object.entries(files).map(([what, text]): [string, string] => [
      what,
      text.replaceAll("{under}", under),
    ]),
  ];
}

const CASES = CLIENTS.flatMap((client) =>
  filesOf(client).map(([what, text]) => ({ client, id: client.id, what, text })),
);

/** All of a file but the server of ours. */
function withoutUs(client: Client, text: string, name: string) {
  const value = text.trim() === "" ? {} : (read(client, text) ?? {});
  const { [client.under]: servers = {}, ...rest } = value;
  const { [name]: _, ...others } = servers;
  return { rest, others };
}

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

/** JSON as somebody writes it: any values, blanks anywhere, comments and last commas where the client reads them. */
function written(value: unknown, blank: () => string, comma: () => string): string {
  const list = (open: string, parts: string[], close: string) =>
    open +
    blank() +
    parts.map((part, at) => part + blank() + (at < parts.length - 1 ? "," : comma()) + blank()).join("") +
    close;
  if (Array.isArray(value))
    return list(
      "[",
      value.map((one) => written(one, blank, comma)),
      "]",
    ).replace(/,(\s*)\]$/, "$1]");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}${blank()}:${blank()}${written(one, blank, comma)}`,
  );
  return list("{", parts, "}").replace(/^(\{[^"]*),(\s*\})$/, "$1$2");
}

const RUNS = Number(process.env.FC_RUNS ?? 60);

it.each(CLIENTS.filter(({ format }) => format !== "toml"))(
  "whatever $id holds, in and out again leaves it byte for byte",
  (client) => {
    const blanks = [
      "",
      " ",
      "\n",
      "\n  ",
      "\t",
      "\r\n    ",
      ...(client.format === "jsonc" ? [" // c\n", "/* d, } */"] : []),
    ];
    const others = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>, {
      maxKeys: 3,
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>, { maxKeys: 3 }),
        fc.option(others, { nil: undefined }),
        fc.infiniteStream(fc.constantFrom(...blanks)),
        fc.infiniteStream(fc.boolean()),
        (rest, servers, blank, last) => {
          const value = { ...rest, ...(servers && { [client.under]: servers }) };
          const next = <T>(stream: Stream<T>) => stream.next().value as T;
          const comma = () => (client.format === "jsonc" && next(last) ? "," : "");
          const text = next(blank) + written(value, () => next(blank), comma) + next(blank);
          const { after = "" } = added(client, text, LAUNCH);
          const name = ownIn(client, after)?.name ?? "";
          expect(withoutUs(client, after, name)).toEqual(withoutUs(client, text, name));
          expect(removed(client, after, text)?.after).toBe(text);
          const { after: alone = "" } = removed(client, after, `${text} `) ?? {};
          expect(withoutUs(client, alone, name)).toEqual(withoutUs(client, text, name));
        },
      ),
      { numRuns: RUNS, ...(process.env.FC_SEED && { seed: Number(process.env.FC_SEED) }) },
    );
  },
);

interface Stream<T> {
  next(): { value: T };
}
