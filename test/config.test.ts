import { describe, expect, it } from "vitest";
import { type Command, parseFlags, readEnv, readSandboxPort, resolveConfig } from "../src/config/config.ts";
import { ConfigError } from "../src/errors.ts";

type Env = Record<string, string>;

const resolve = (argv: string[], env: Env = {}, command: Command = "stdio") =>
  resolveConfig(parseFlags(argv), readEnv(env), () => " file-key\n", command);

const KEY = { MATON_API_KEY: "k" };

it("has a value for everything when nobody says anything", () => {
  expect(resolve([])).toMatchObject({
    key: undefined,
    connection: undefined,
    gatewayUrl: "https://gateway.maton.ai",
    controlUrl: "https://ctrl.maton.ai",
    revision: "2026-07-15",
    toolsets: ["all"],
    tools: [],
    excludeTools: [],
    readOnly: false,
    confirm: "dangerous",
    timeoutMs: 30_000,
    maxResultChars: 45_000,
    logLevel: "info",
    pace: true,
    sandbox: false,
    mask: undefined,
    maskKey: undefined,
    maskTexts: "hidden",
    noOutputSchemas: false,
    http: { host: "127.0.0.1", port: 3333, path: "/mcp", token: undefined },
  });
});

describe("what is said", () => {
  it.each<[string[], Env, object]>([
    [["--connection", "c1"], {}, { connection: "c1" }],
    [["--connection=c1"], {}, { connection: "c1" }],
    [["--read-only"], {}, { readOnly: true }],
    [["--read-only=false"], { KLAVIYO_MCP_READ_ONLY: "1" }, { readOnly: false }],
    [[], { KLAVIYO_MCP_READ_ONLY: "1" }, { readOnly: true }],
    [["--confirm", "never"], { KLAVIYO_MCP_CONFIRM: "writes" }, { confirm: "never" }],
    [[], { KLAVIYO_MCP_CONFIRM: "writes" }, { confirm: "writes" }],
    [["--toolsets", "profiles, lists,"], {}, { toolsets: ["profiles", "lists"], tools: [] }],
    [["--tools", "get_tags"], {}, { toolsets: [], tools: ["get_tags"] }],
    [["--tools", "get_tags", "--toolsets", "core"], {}, { toolsets: ["core"], tools: ["get_tags"] }],
    [[], {}, { list: "all", beta: false }],
    [["--list", "core", "--beta"], {}, { list: "core", beta: true }],
    [[], { KLAVIYO_MCP_LIST: "core", KLAVIYO_MCP_BETA: "true" }, { list: "core", beta: true }],
    [["--timeout", "45000"], {}, { timeoutMs: 45_000 }],
    [
      ["--mask", "people"],
      { KLAVIYO_MCP_MASK_KEY: "k".repeat(32) },
      { mask: "people", maskKey: "k".repeat(32) },
    ],
    [["--revision", "2026-10-15.pre"], {}, { revision: "2026-10-15.pre" }],
    [[], { MATON_API_KEY: " k1 " }, { key: "k1" }],
    [[], { MATON_API_KEY_FILE: "/run/key" }, { key: "file-key" }],
    [[], { MATON_API_KEY: "YOUR_API_KEY", MATON_API_KEY_FILE: "/run/key" }, { key: "file-key" }],
    [[], { MATON_API_KEY: "" }, { key: undefined }],
    [[], { MATON_API_KEY: "YOUR_API_KEY" }, { key: undefined }],
    // Claude Desktop hands on what nobody filled in as it stands in the bundle.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how it stands there
    [[], { MATON_CONNECTION_ID: "${user_config.connection}" }, { connection: undefined }],
    [
      [],
      { MATON_API_URL: "https://api.maton.ai/" },
      { gatewayUrl: "https://api.maton.ai", controlUrl: "https://api.maton.ai" },
    ],
    [[], { MATON_GATEWAY_URL: "http://127.0.0.1:8787" }, { gatewayUrl: "http://127.0.0.1:8787" }],
    [["--pace", "off"], { MATON_GATEWAY_URL: "http://localhost:1" }, { pace: false }],
    [["--pace", "off", "--sandbox"], {}, { pace: false, sandbox: true }],
  ])("%o %o", (argv, env, config) => {
    expect(resolve(argv, env)).toMatchObject(config);
  });

  it.each<[string[], Env, object]>([
    [["--port", "0", "--path", "/a/b"], {}, { port: 0, path: "/a/b" }],
    [["--host", "::1"], {}, { host: "::1" }],
    [["--host", "0.0.0.0"], { KLAVIYO_MCP_HTTP_TOKEN: "t" }, { host: "0.0.0.0", token: "t" }],
    [["--host", "0.0.0.0", "--team", "t"], {}, { host: "0.0.0.0", token: undefined }],
  ])("to klaviyo-mcp http: %o %o", (argv, env, http) => {
    expect(resolve(argv, env, "http").http).toMatchObject(http);
  });
});

describe("what cannot be right", () => {
  it.each<[string[], Env, string, Command?]>([
    [["--conection", "x"], {}, 'Did you mean "--connection"?'],
    [["read-only"], {}, "read-only"],
    [["--connection"], {}, "--connection"],
    [["--read-only=maybe"], {}, '--read-only or KLAVIYO_MCP_READ_ONLY is true or false, not "maybe"'],
    [["--confirm", "dangerus"], {}, 'Did you mean "dangerous"?'],
    [["--list", "cor"], {}, '--list or KLAVIYO_MCP_LIST is one of all, core. Did you mean "core"?'],
    [["--log-level", "loud"], {}, "debug, info, warning, error"],
    [["--timeout", "99"], {}, "from 100 to 45000"],
    [["--timeout", "1e3x"], {}, "from 100 to 45000"],
    [["--max-result-chars", "10"], {}, "from 2000 to"],
    [["--revision", "latest"], {}, "a date such as 2026-07-15"],
    [[], { MATON_API_KEY: "k\u00e9y" }, "copy it again"],
    [[], { MATON_API_KEY: "a\nb" }, "copy it again"],
    [["--mask", "people"], {}, "--mask needs KLAVIYO_MCP_MASK_KEY"],
    [["--mask", "people"], { KLAVIYO_MCP_MASK_KEY: "k".repeat(31) }, "needs 32 characters"],
    [["--mask", "all"], { KLAVIYO_MCP_MASK_KEY: "k".repeat(32) }, "people"],
    [[], { KLAVIYO_MCP_MASK_KEY: "k".repeat(32) }, "nothing is masked"],
    [[], { MATON_GATEWAY_URL: "gateway" }, "must be a url"],
    [[], { MATON_GATEWAY_URL: "http://gateway.maton.ai" }, "must be https"],
    [[], { MATON_GATEWAY_URL: "ftp://127.0.0.1" }, "must be https"],
    [[], { MATON_GATEWAY_URL: "https://user:pass@gateway.maton.ai" }, "plain url"],
    [[], { MATON_CONTROL_URL: "https://ctrl.maton.ai/?key=1" }, "plain url"],
    [[], { MATON_API_URL: "https://a.b", MATON_GATEWAY_URL: "https://c.d" }, "sets both"],
    [[], { ...KEY, MATON_API_KEY_FILE: "/run/key" }, "MATON_API_KEY and MATON_API_KEY_FILE both say the key"],
    [["--sandbox"], KEY, "takes no key"],
    [["--pace", "off"], KEY, "on this machine"],
    [["--port", "1"], {}, "--port goes with klaviyo-mcp http"],
    [["--port", "65536"], {}, "from 0 to 65535", "http"],
    [["--path", "mcp"], {}, "such as /mcp", "http"],
    [["--path", "/a?b"], {}, "such as /mcp", "http"],
    [["--host", "0.0.0.0"], {}, "KLAVIYO_MCP_HTTP_TOKEN", "http"],
    [["--host", "127.0.0.1.evil.example"], {}, "KLAVIYO_MCP_HTTP_TOKEN", "http"],
    [["--host", "0.0.0.0", "--caller-keys"], {}, "KLAVIYO_MCP_HTTP_TOKEN", "http"],
    [["--team", "t"], { KLAVIYO_MCP_HTTP_TOKEN: "t" }, "--team has a token for each caller", "http"],
    [["--team", "t", "--connection", "c"], {}, "the team's file says whose", "http"],
    [["--caller-keys"], { MATON_CONNECTION_ID: "c" }, "a key that a caller brings has others", "http"],
    [["--caller-keys", "--sandbox"], { MATON_API_KEY: "" }, "leave --caller-keys out", "http"],
    [["--team", "t"], {}, "goes with klaviyo-mcp http", "stdio"],
    [["--caller-keys"], {}, "goes with klaviyo-mcp http", "stdio"],
  ])("%o %o", (argv, env, why, command) => {
    const attempt = () => resolve(argv, env, command);
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(why);
  });

  it("never shows the key that it refuses", () => {
    expect(() => resolve([], { MATON_API_KEY: "secr\u00e9t" })).toThrow(/^(?!.*secr).*$/s);
  });

  it.each(["--key", "--api-key", "--token", "--http-token"])(
    "has no flag %s: others could read it",
    (flag) => {
      expect(() => resolve([flag, "x"], {}, "http")).toThrow(`There is no option ${flag}`);
    },
  );
});

describe("a variable of ours that is none", () => {
  it.each([
    ["KLAVIYO_MCP_READONLY", "Did you mean KLAVIYO_MCP_READ_ONLY?"],
    ["KLAVIYO_MCP_READ_ONY", "Did you mean KLAVIYO_MCP_READ_ONLY?"],
    ["KLAVIYO_MCP_TOOLSET", "Did you mean KLAVIYO_MCP_TOOLSETS?"],
    ["klaviyo_mcp_confirm", "Did you mean KLAVIYO_MCP_CONFIRM?"],
    ["KLAVIYO_MCP_REVISION", "Did you mean KLAVIYO_REVISION?"],
    ["KLAVIYO_MCP_API_KEY", "Did you mean MATON_API_KEY?"],
    ["KLAVIYO_MCP_CONNECTION_ID", "Did you mean MATON_CONNECTION_ID?"],
    ["KLAVIYO_MCP_PORT", "Did you mean --port?"],
  ])("%s is refused with the nearest that is one", (name, meant) => {
    const attempt = () => resolve([], { ...KEY, [name]: "true" });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(`There is no variable ${name}. ${meant} See klaviyo-mcp --help.`);
  });

  it("is refused without a guess where none is near", () => {
    expect(() => resolve([], { KLAVIYO_MCP_QQQQQQ: "1" })).toThrow(
      "There is no variable KLAVIYO_MCP_QQQQQQ. See klaviyo-mcp --help.",
    );
  });

  it("never shows what it holds", () => {
    expect(() => resolve([], { KLAVIYO_MCP_APIKEY: "secret" })).toThrow(/^(?!.*secret).*$/s);
  });

  it.each([
    ["empty", { KLAVIYO_MCP_READONLY: " " }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a client hands on when nobody filled it in
    ["a client's own, not filled in", { KLAVIYO_MCP_READONLY: "${user_config.read_only}" }],
    [
      "somebody else's",
      { KLAVIYO_MCPX: "1", KLAVIYO_API_KEY: "pk", MATON_AGENT: "1", MY_KLAVIYO_MCP_X: "1" },
    ],
    ["the same, as Windows has it", { KLAVIYO_MCP_BETA: "true", klaviyo_mcp_beta: "true" }],
  ])("does not stop what is %s", (_, env) => {
    expect(() => resolve([], env)).not.toThrow();
  });
});

describe("klaviyo-mcp sandbox", () => {
  it.each<[string[], number]>([
    [[], 0],
    [["--port", "8787"], 8787],
    [["--port=65535"], 65_535],
  ])("%o listens on %i", (argv, port) => {
    expect(readSandboxPort(argv)).toBe(port);
  });

  it.each<[string[]]>([
    [["8787"]],
    [["--prot", "1"]],
    [["--port"]],
    [["--port", "65536"]],
    [["--port", "-1"]],
    [["--port", "1", "--read-only"]],
    [["--host", "127.0.0.1"]],
  ])("refuses %o", (argv) => {
    const attempt = () => readSandboxPort(argv);
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow("takes --port and a number from 0 (any free one) to 65535");
  });
});

it.each([" ", "", "\t", "a b", "a\nb", "x".repeat(2049), "../x"])(
  "--connection %j is refused: it would pin nothing, or nothing there is",
  (value) => {
    expect(() => resolve(["--connection", value])).toThrow(ConfigError);
    expect(() => resolve([`--connection=${value}`])).toThrow(
      /--connection or MATON_CONNECTION_ID .*list_connections/,
    );
  },
);

describe("where Redis is", () => {
  const said = (value: string) => {
    try {
      return resolve([], { KLAVIYO_MCP_REDIS_URL: value }).redisUrl;
    } catch (error) {
      return String(error);
    }
  };

  it.each([
    "redis://127.0.0.1:6379",
    "redis://127.0.0.1:6379/2",
    "redis://[::1]",
    "rediss://ada:a%2Cb%25@redis.example.com:6380/",
    "redis://:secret@node-1:6379, redis://node-2:6379/0",
  ])("is taken as %s", (value) => {
    expect(said(value)).toBe(value);
  });

  it.each([
    "localhost:6379",
    "http://:hidden@127.0.0.1:6379",
    "redis://:hidden,@127.0.0.1:6379",
    "redis://:hidden%@127.0.0.1:6379",
    "redis://:hidden%ff@127.0.0.1:6379",
    "redis://:hidden/@127.0.0.1:6379",
    "redis://:hidden@127.0.0.1:6379/cache",
  ])("is not taken as %s, which is not said again", (value) => {
    expect(said(value)).toMatch(/^ConfigError: .* is a url such as redis:.* percent-encoded\.$/);
    expect(said(value)).not.toContain("hidden");
  });

  it("has no database in a cluster", () => {
    expect(said("redis://node-1/2,redis://node-2")).toMatch(/a database of a cluster, which has one alone/);
  });
});
