import { parse as parseJson } from "jsonc-parser";
import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { expect } from "vitest";
import type { Client } from "../../src/setup/clients.ts";

// Files as people and clients leave them, what a client is to start, and how its file is read.

export const KEY = "maton_key_0123456789_ab12";
export const LAUNCH = {
  command: "/opt/node 20/bin/node",
  args: ["/home/o'brien/klaviyo-mcp/dist/cli.js", "--files", 'C:\\a "b"', "--list", "core"],
  env: { MATON_API_KEY: KEY },
};
/** What a client that reads its format would make of the text. */
export function read(client: Client, text: string): Record<string, Record<string, unknown>> {
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

export function filesOf({ format, under }: Client): [what: string, text: string | undefined][] {
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

/** All of a file but the server of ours. */
export function withoutUs(client: Client, text: string, name: string) {
  const value = text.trim() === "" ? {} : (read(client, text) ?? {});
  const { [client.under]: servers = {}, ...rest } = value;
  const { [name]: _, ...others } = servers;
  return { rest, others };
}
