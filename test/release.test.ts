import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { validateManifest } from "@anthropic-ai/mcpb/cli";
import { describe, expect, it, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { ICON, mcpbManifest } from "../scripts/mcpb-manifest.ts";
import { linksOf, missingForRelease, type Published, REPOSITORY } from "../scripts/repository.ts";
import { OPTIONS, type Option } from "../src/config/options.ts";

// What stands between the project and a release, and what a directory wants of the bundle.

const URL_OF_ONE = "https://github.com/somebody/klaviyo-mcp";
const published = (url = `git+${URL_OF_ONE}.git`, mcpName = "io.github.somebody/klaviyo-mcp"): Published => ({
  mcpName,
  repository: { type: "git", url },
});

describe("missingForRelease", () => {
  it.each<[string, string, Published, RegExp[]]>([
    ["no url", "", published(), [/scripts\/repository\.ts has no url: .*privacy policy/]],
    ["another host", "https://example.com/a/b", published(), [/is to be https:\/\/github\.com\/OWNER\/NAME/]],
    ["a url that goes on", `${URL_OF_ONE}/`, published(), [/is to be https/]],
    [
      "nothing in package.json",
      URL_OF_ONE,
      { mcpName: "io.github.somebody/x" },
      [/package\.json is to have "repository"/],
    ],
    ["another url in package.json", URL_OF_ONE, published(URL_OF_ONE), [/git\+https:.*klaviyo-mcp\.git/]],
    [
      "another's name",
      URL_OF_ONE,
      published(undefined, "io.github.somebodyelse/x"),
      [/io\.github\.somebody\/\./],
    ],
    [
      "both",
      URL_OF_ONE,
      { mcpName: "x" },
      [/package\.json is to have "repository"/, /mcpName in package\.json/],
    ],
    ["nothing", URL_OF_ONE, published(), []],
  ])("tells of %s", (_, repository, named, expected) => {
    const missing = missingForRelease(repository, named);
    expect(missing).toHaveLength(expected.length);
    for (const [at, pattern] of expected.entries()) expect(missing[at]).toMatch(pattern);
  });

  it("is asked before npm publishes, and stops it", () => {
    expect(manifest.scripts.prepublishOnly).toBe("npm run --silent release:check");
    const [command = "", ...args] = manifest.scripts["release:check"].split(" ");
    const { status, stderr } = spawnSync(`node_modules/.bin/${command}`, args, { encoding: "utf8" });
    const missing = missingForRelease(REPOSITORY, manifest);
    expect(status).toBe(missing.length > 0 ? 1 : 0);
    expect(stderr).toBe(missing.map((line) => `${line}\n`).join(""));
  });

  it("is said in one place: where that is empty, nothing else names one", () => {
    const entry = JSON.parse(readFileSync("server.json", "utf8"));
    expect(entry.repository?.url ?? "").toBe(REPOSITORY);
    expect("repository" in manifest).toBe(REPOSITORY !== "");
  });
});

describe("the bundle's manifest", () => {
  const links = linksOf(URL_OF_ONE);

  /** Whether Anthropic's own program takes it, its icon beside it. */
  function isTaken(written: object): boolean {
    const folder = mkdtempSync(join(tmpdir(), "klaviyo-mcpb-manifest-"));
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(written));
    writeFileSync(join(folder, ICON), readFileSync("assets/icon.png"));
    const quiet = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const silent = vi.spyOn(console, "error").mockImplementation(() => undefined);
    try {
      return validateManifest(join(folder, "manifest.json"));
    } finally {
      quiet.mockRestore();
      silent.mockRestore();
      rmSync(folder, { recursive: true });
    }
  }

  it("is taken with a repository and without, and not with what it does not know", () => {
    expect(isTaken(mcpbManifest(URL_OF_ONE))).toBe(true);
    expect(isTaken(mcpbManifest(""))).toBe(true);
    expect(isTaken({ ...mcpbManifest(""), privacy: "x" })).toBe(false);
  });

  it("leads to the privacy policy, to support and to the code where there is a repository", () => {
    expect(mcpbManifest(URL_OF_ONE)).toMatchObject({
      repository: { type: "git", url: URL_OF_ONE },
      homepage: URL_OF_ONE,
      documentation: links?.documentation,
      support: `${URL_OF_ONE}/issues`,
      privacy_policies: [`${URL_OF_ONE}/blob/main/docs/privacy.md`],
    });
    for (const page of ["README.md", "docs/privacy.md"]) expect(readFileSync(page, "utf8")).not.toBe("");
  });

  it("leads nowhere where there is none", () => {
    for (const key of ["repository", "homepage", "documentation", "support", "privacy_policies"])
      expect(mcpbManifest("")).not.toHaveProperty(key);
  });

  it("says that Maton sees every request, and that no live account has seen it", () => {
    const { long_description } = mcpbManifest("");
    expect(long_description).toMatch(/Maton, a third party, which .* sees all of them/);
    expect(long_description).toContain("Never run against a live account");
  });

  it("asks for what it hands to the server, and for nothing else", () => {
    const { user_config, server } = mcpbManifest("");
    const { env } = server.mcp_config;
    const asked = Object.values(env).map((value) => /^\$\{user_config\.(\w+)\}$/.exec(value)?.[1] ?? "");
    expect(asked.sort()).toEqual(Object.keys(user_config).sort());
    expect(user_config.files).toMatchObject({ type: "directory", required: false });
    expect(user_config.read_only).toMatchObject({ type: "boolean", default: false });
    expect(user_config.confirm).toMatchObject({ default: OPTIONS.confirm.default });
    expect(user_config.api_key).toMatchObject({ sensitive: true, required: true });
  });

  it("gives each setting a default that the server reads, under a variable that it knows", () => {
    const { user_config, server } = mcpbManifest("");
    const options = Object.values(OPTIONS as Record<string, Option>);
    for (const [variable, value] of Object.entries(server.mcp_config.env)) {
      const option = options.find(({ env }) => env === variable);
      expect(option, variable).toBeDefined();
      const name = /\{user_config\.(\w+)\}/.exec(value)?.[1] as keyof typeof user_config;
      const standard = "default" in user_config[name] ? String(user_config[name].default) : "";
      if (standard !== "") expect(() => option?.read(standard, variable), variable).not.toThrow();
    }
  });
});

describe("the icon", () => {
  const svg = readFileSync("assets/icon.svg", "utf8");
  const png = readFileSync("assets/icon.png");

  /** A pixel of a PNG of eight bits a channel with transparency, as #rrggbb and its opacity. */
  function pixel(x: number, y: number): [colour: string, opacity: number] {
    const width = png.readUInt32BE(16);
    const data: Buffer[] = [];
    for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
      if (png.toString("latin1", at + 4, at + 8) === "IDAT")
        data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
    }
    const raw = inflateSync(Buffer.concat(data));
    const stride = width * 4;
    let above = Buffer.alloc(stride);
    for (let row = 0; ; row += 1) {
      const [filter] = raw.subarray(row * (stride + 1));
      const line = Buffer.from(raw.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1)));
      for (let at = 0; at < stride; at += 1) {
        const [a, b, c] = [line[at - 4] ?? 0, above[at] ?? 0, above[at - 4] ?? 0];
        const [left, up] = at < 4 ? [0, 0] : [a, c];
        const near = [Math.abs(b - up), Math.abs(left - up), Math.abs(left + b - 2 * up)];
        const paeth = [left, b, up][near.indexOf(Math.min(...near))] ?? 0;
        const added = [0, left, b, (left + b) >> 1, paeth][filter ?? 0] ?? 0;
        line[at] = ((line[at] ?? 0) + added) & 255;
      }
      if (row === y) {
        const [r = 0, g = 0, bl = 0, opacity = 0] = line.subarray(x * 4);
        return [`#${Buffer.from([r, g, bl]).toString("hex")}`, opacity];
      }
      above = line;
    }
  }

  it("is 512 by 512, small, and stands alone", () => {
    expect(png.toString("latin1", 1, 4)).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512]);
    expect(png.length).toBeLessThan(40_000);
    expect(svg).not.toMatch(/<script|<image|href|url\(|<text|klaviyo/i);
  });

  it("is drawn from its SVG: the same colours in the same places", () => {
    const [, ground] = /<rect[^>]*fill="(#\w{6})"/.exec(svg) ?? [];
    const [, letter] = /<path[^>]*fill="(#\w{6})"/.exec(svg) ?? [];
    expect(pixel(0, 0)[1]).toBe(0);
    expect(pixel(256, 60)).toEqual([ground, 255]);
    expect(pixel(256, 330)).toEqual([letter, 255]);
    expect(pixel(256, 280)).toEqual([ground, 255]);
  });
});
