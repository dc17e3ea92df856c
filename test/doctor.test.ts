import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import { type Fault, type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/index.ts";
import { probes } from "../tools/operations/probes.ts";
import { CLI, KEY } from "./client.ts";

/** The home of somebody who has no client. */
const NOBODY = mkdtempSync(path.join(tmpdir(), "doctor-home-"));
afterAll(() => rmSync(NOBODY, { recursive: true }));

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

/** What `klaviyo-mcp doctor` prints, and its exit code. */
async function examine(
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const options = { env: { PATH: "", HOME: NOBODY, USERPROFILE: NOBODY, ...env } };
    execFile(process.execPath, [CLI, "doctor", ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr });
    });
  });
}

async function withSandbox(
  options: SandboxOptions = {},
  env: Record<string, string> = {},
  args: string[] = [],
) {
  sandbox = await startSandbox({ limits: "off", ...options });
  return examine(["--pace", "off", ...args], { MATON_API_KEY: KEY, MATON_API_URL: sandbox.url, ...env });
}

it("finds nothing wrong in the sandbox", async () => {
  const { code, out } = await examine(["--sandbox"]);
  expect(out).not.toContain("fix ");
  for (const what of ["Node", "key", "revision", "gateway", "connection", "Klaviyo", "clock"]) {
    expect(out).toMatch(new RegExp(`^ok {3}${what}: `, "m"));
  }
  expect(code).toBe(0);
});

it("finds nothing wrong behind a gateway, and never shows the key", async () => {
  const { code, out } = await withSandbox();
  expect(out).toContain("Northwind Outfitters answered in");
  expect(out).not.toContain(KEY);
  expect(out).not.toContain("session_token");
  expect(code).toBe(0);
});

it.each([
  ["no key", {}, { MATON_API_KEY: "" }, [], "not set in this terminal; what stands in your client's"],
  [
    "no key, for this look",
    {},
    { MATON_API_KEY: "" },
    [],
    'MATON_API_KEY="your key" node dist/cli.js doctor',
  ],
  ["the README's placeholder", {}, { MATON_API_KEY: "YOUR_API_KEY" }, [], "still a placeholder"],
  ["a wrong key", {}, { MATON_API_KEY: "invalid" }, [], "copy it again"],
  ["no connection", { connections: "none" }, {}, [], "none is ACTIVE"],
  ["one that nobody signed in to", { connections: "pending" }, {}, [], "1 not signed in"],
  ["a pinned connection that is not there", {}, {}, ["--connection", "nope"], "does not exist"],
  ["another revision", {}, {}, ["--revision", "2025-01-15"], "written for 2026-07-15"],
] as const)("says what to do about %s", async (_, options, env, args, said) => {
  const { code, out } = await withSandbox(options, env, [...args]);
  expect(out).toContain("fix ");
  expect(out).toContain(said);
  expect(code).toBe(1);
});

it("says that writes must choose among several connections", async () => {
  const { code, out } = await withSandbox({ connections: "two" });
  expect(out).toMatch(/2 are ACTIVE: reads use \S+, writes must say which/);
  expect(code).toBe(0);
});

it("says that the gateway cannot be reached", async () => {
  const { code, out } = await examine([], { MATON_API_KEY: KEY, MATON_API_URL: "http://127.0.0.1:9" });
  expect(out).toContain("Check the network");
  expect(code).toBe(1);
});

it("says that the clock is wrong", async () => {
  sandbox = await startSandbox({ limits: "off" });
  sandbox.addFault({ headers: { date: "Mon, 01 Jan 2024 00:00:00 GMT" }, match: { path: "/api/accounts" } });
  const { code, out } = await examine(["--pace", "off"], { MATON_API_KEY: KEY, MATON_API_URL: sandbox.url });
  expect(out).toMatch(/clock: \d+ s ahead/);
  expect(code).toBe(1);
});

it("tells a gateway that is down from a control API that answers", async () => {
  sandbox = await startSandbox({ limits: "off" });
  const down = "http://127.0.0.1:9";
  const { code, out } = await examine([], {
    MATON_API_KEY: KEY,
    MATON_CONTROL_URL: sandbox.url,
    MATON_GATEWAY_URL: down,
  });
  expect(out).toMatch(/^ok {3}connection: /m);
  expect(out).toContain(`fix  gateway: ECONNREFUSED, at ${down}`);
  expect(code).toBe(1);
});

it("looks at the gateway even when no account is connected", async () => {
  const { out } = await withSandbox({ connections: "none" });
  expect(out).toMatch(/^ok {3}gateway: reached at /m);
});

it("lets no server write to the terminal", async () => {
  sandbox = await startSandbox({ limits: "off" });
  const body = JSON.stringify({ message: "\u001b[2J\nok   Klaviyo: all is well" });
  sandbox.addFault({ status: 502, contentType: "application/json", body, match: { path: "/api/accounts" } });
  const { code, out } = await examine([], { MATON_API_KEY: KEY, MATON_API_URL: sandbox.url });
  expect(out).not.toContain("\u001b");
  expect(out).not.toMatch(/^ok {3}Klaviyo/m);
  expect(out).toContain("fix  Klaviyo: 502");
  expect(code).toBe(1);
});

it.each([
  [0o600, "ok   key file: yours alone", 0],
  [0o400, "ok   key file: yours alone", 0],
  [0o640, "fix  key file: others may use it (mode 640)", 1],
  [0o604, "fix  key file: others may use it (mode 604)", 1],
  [0o620, "fix  key file: others may use it (mode 620)", 1],
])("looks at who else may read the key file: %o", async (mode, said, code) => {
  const folder = mkdtempSync(path.join(tmpdir(), "doctor-"));
  const file = path.join(folder, "key");
  writeFileSync(file, KEY);
  chmodSync(file, mode);
  const examined = await withSandbox({}, { MATON_API_KEY: "", MATON_API_KEY_FILE: file });
  rmSync(folder, { recursive: true });
  expect(examined.out).toContain(said);
  expect(examined.out.includes(`away: chmod 600 ${file}\n`)).toBe(code === 1);
  expect(examined.code).toBe(code);
});

it.each([
  [19, "fix  HTTP token: 19 characters, which can be guessed"],
  [20, "ok   HTTP token: long enough"],
])(
  "says whether an HTTP token of %i characters is long enough, and never what it is",
  async (length, said) => {
    const token = "t0ken".repeat(4).slice(0, length);
    const { out, code } = await withSandbox({}, { KLAVIYO_MCP_HTTP_TOKEN: token });
    expect(out).toContain(said);
    expect(out).not.toContain(token);
    expect(code).toBe(length < 20 ? 1 : 0);
  },
);

it("warns of NODE_DEBUG, and does not speak of it otherwise", async () => {
  const set = await withSandbox({}, { NODE_DEBUG: "nothing" });
  expect(set.out).toContain("fix  NODE_DEBUG: set");
  expect(set.code).toBe(1);
  await sandbox?.close();
  expect((await withSandbox()).out).not.toContain("NODE_DEBUG");
});

const FORBIDDEN = { status: 403, contentType: "application/vnd.api+json", times: 9 };
const refusing = (path: string, detail: string, status = 403) => ({
  ...FORBIDDEN,
  status,
  match: { path: `/klaviyo/api/${path}` },
  body: JSON.stringify({ errors: [{ status, detail }] }),
});

/** What doctor prints of a gateway where these paths are refused, without its pace. */
async function withRefusals(faults: readonly Fault[]) {
  sandbox = await startSandbox({ limits: "off" });
  for (const fault of faults) sandbox.addFault(fault);
  return examine(["--pace", "off"], { MATON_API_KEY: KEY, MATON_API_URL: sandbox.url });
}

it("tells of every section that it works, with one small read each", async () => {
  const { code, out } = await withRefusals([]);
  const sections = probes().map(({ section }) => section);
  expect(out).toContain(`ok   sections that work: ${sections.join(", ")}\n`);
  expect(out).not.toMatch(/scope|plan|tried/);
  expect(code).toBe(0);
  for (const { tool } of probes()) {
    const sent = sandbox?.requests.filter(({ path }) => path === `/klaviyo${tool.request.path}`) ?? [];
    expect(sent, tool.name).toHaveLength(1);
    if (tool.request.query.page?.size) expect(sent[0]?.query["page[size]"]).toBe("1");
  }
});

it("tells sections that lack a scope from those that the plan lacks, and says what can be done", async () => {
  const { code, out } = await withRefusals([
    refusing("tags", "You do not have permission to perform this action."),
    refusing("brand-email-defaults", "You do not have permission to perform this action."),
    refusing("reviews", "This is not included in your plan."),
    refusing("forms", "Something else.", 500),
  ]);
  expect(out).toContain("fix  scope missing: tags (tags:read)\n     Sign in anew and grant every scope");
  expect(out).toContain("ok   scope not granted, which nobody has seen Maton grant: brands (brands:read)\n");
  expect(out).toContain("ok   not in the account's plan: reviews\n");
  expect(out).toMatch(/fix {2}sections not tried: forms \(500 Something else\.\)\n {5}Look again later\./);
  const works = /sections that work: (.*)/.exec(out)?.[1]?.split(", ") ?? [];
  const refused = ["brands", "forms", "reviews", "tags"];
  expect(works).toEqual(
    probes()
      .map(({ section }) => section)
      .filter((section) => !refused.includes(section)),
  );
  expect(code).toBe(1);
});

it("finds nothing to mend where only what nobody has seen granted, or the plan, is missing", async () => {
  const { code, out } = await withRefusals([
    refusing("translations", "You do not have permission to perform this action."),
    refusing("reviews", "This is not included in your plan."),
  ]);
  expect(out).not.toContain("fix ");
  expect(code).toBe(0);
});

it("asks of no section where Klaviyo does not answer", async () => {
  const { out } = await withRefusals([refusing("accounts", "Expired.", 401)]);
  expect(out).not.toContain("sections that work");
  expect(sandbox?.requests.some(({ path }) => path.endsWith("/api/tags"))).toBe(false);
});
