import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { OPTIONS, type Option } from "../src/config/options.ts";
import { SESSIONS } from "../src/serve/http.ts";
import { CLI } from "./client.ts";

// The page for when something does not work: what must be in it, and that it says what the code says.

const page = readFileSync("docs/troubleshooting.md", "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .slice(1)
  .map((line) => line.slice(2, -2).split(" | "));
const code = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(`src/${file}`, "utf8"))
  .join("\n");

describe("docs/troubleshooting.md", () => {
  it("says of each thing that is seen why it is so and what helps", () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const cells of rows) {
      expect(cells, cells[0]).toHaveLength(3);
      for (const cell of cells) expect(cell.trim(), cells[0]).not.toBe("");
    }
  });

  it.each<[string, RegExp, RegExp]>([
    ["no key, though the tools are listed", /no key is set/, /MATON_API_KEY.*`env`/],
    ["node not on the PATH of a desktop program", /spawn node ENOENT/, /whole path/],
    ["an older node", /another Node/, /whole path/],
    ["Gemini's untrusted folder", /Gemini CLI/, /trust the folder/],
    ["paths of Windows", /on Windows the path/, /C:\/klaviyo-mcp/],
    ["a company's proxy", /ENOTFOUND/, /HTTPS_PROXY/],
    ["a proxy that wants a password", /407/, /user:password@/],
    ["a company's own authority", /SELF_SIGNED_CERT_IN_CHAIN/, /NODE_EXTRA_CA_CERTS/],
    ["too many tools", /too many/, /--list core/],
    ["a Host that is not served", /this Host is not served here/, /--host/],
  ])("knows %s", (_, seen, helps) => {
    const row = rows.find(([what = ""]) => seen.test(what));
    expect(row?.[2]).toMatch(helps);
  });

  it("quotes what the server says over HTTP word for word", () => {
    const quoted = rows.flatMap(([what = ""]) => [...what.matchAll(/^over HTTP: "(.*)"$/g)]);
    expect(quoted).toHaveLength(4);
    for (const [, said = ""] of quoted) expect(code).toContain(`"${said}"`);
  });

  it("names settings that are there, and the minutes that a session has", () => {
    const options = Object.values(OPTIONS as Record<string, Option>);
    for (const flag of page.match(/(?<=`)--[a-z-]+/g) ?? [])
      expect(
        options.map((option) => option.flag),
        flag,
      ).toContain(flag);
    for (const variable of page.match(/\b(?:MATON|KLAVIYO)_[A-Z_]+\b/g) ?? [])
      expect(
        options.map(({ env }) => env),
        variable,
      ).toContain(variable);
    expect(page).toContain(`for ${SESSIONS.idleMs / 60_000} minutes`);
  });
});

describe("an older Node", () => {
  // What began in 20.16, and is asked for first; without it a start stands for one on an older Node.
  const older = "data:text/javascript,delete process.getBuiltinModule";

  it("is told in one sentence which it is, where it is, and which is needed", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", older, CLI], {
      encoding: "utf8",
      input: "",
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: `klaviyo-mcp needs Node ${manifest.engines.node.slice(2)} or newer; this is ${process.version}, at ${process.execPath}.\n`,
    });
  });
});
