import { describe, expect, it } from "vitest";
import { CLIENTS, PLATFORMS, type Platform } from "../../src/setup/clients.ts";
import { folderOf, keyFileOf, type Looking, type Place, placed, platformOf } from "../../src/setup/places.ts";

// Where each client's file is, as its own documents and reports of its users say.

const PLACES: Record<Platform, Place> = {
  darwin: { platform: "darwin", home: "/Users/ana", env: { PATH: "/usr/bin:/opt/bin" } },
  linux: { platform: "linux", home: "/home/ana", env: { PATH: "/usr/bin:/opt/bin" } },
  win32: {
    platform: "win32",
    home: "C:\\Users\\ana",
    env: {
      APPDATA: "C:\\Users\\ana\\AppData\\Roaming",
      LOCALAPPDATA: "C:\\Users\\ana\\AppData\\Local",
      Path: "C:\\Windows;D:\\npm",
    },
  },
};

const FILES: Record<string, Record<Platform, string>> = {
  "claude-desktop": {
    darwin: "/Users/ana/Library/Application Support/Claude/claude_desktop_config.json",
    linux: "/home/ana/.config/Claude/claude_desktop_config.json",
    win32: "C:\\Users\\ana\\AppData\\Roaming\\Claude\\claude_desktop_config.json",
  },
  "claude-code": {
    darwin: "/Users/ana/.claude.json",
    linux: "/home/ana/.claude.json",
    win32: "C:\\Users\\ana\\.claude.json",
  },
  cursor: {
    darwin: "/Users/ana/.cursor/mcp.json",
    linux: "/home/ana/.cursor/mcp.json",
    win32: "C:\\Users\\ana\\.cursor\\mcp.json",
  },
  vscode: {
    darwin: "/Users/ana/Library/Application Support/Code/User/mcp.json",
    linux: "/home/ana/.config/Code/User/mcp.json",
    win32: "C:\\Users\\ana\\AppData\\Roaming\\Code\\User\\mcp.json",
  },
  codex: {
    darwin: "/Users/ana/.codex/config.toml",
    linux: "/home/ana/.codex/config.toml",
    win32: "C:\\Users\\ana\\.codex\\config.toml",
  },
  gemini: {
    darwin: "/Users/ana/.gemini/settings.json",
    linux: "/home/ana/.gemini/settings.json",
    win32: "C:\\Users\\ana\\.gemini\\settings.json",
  },
  opencode: {
    darwin: "/Users/ana/.config/opencode/opencode.json",
    linux: "/home/ana/.config/opencode/opencode.json",
    win32: "C:\\Users\\ana\\.config\\opencode\\opencode.json",
  },
  windsurf: {
    darwin: "/Users/ana/.codeium/windsurf/mcp_config.json",
    linux: "/home/ana/.codeium/windsurf/mcp_config.json",
    win32: "C:\\Users\\ana\\.codeium\\windsurf\\mcp_config.json",
  },
  zed: {
    darwin: "/Users/ana/.config/zed/settings.json",
    linux: "/home/ana/.config/zed/settings.json",
    win32: "C:\\Users\\ana\\AppData\\Roaming\\Zed\\settings.json",
  },
};

/** A disk that holds these files, and the folders that they are in. */
function holding(...files: string[]): Looking {
  const folders = files.flatMap((file) => {
    const parts = file.split(/(?=[\\/])/);
    return parts.map((_, at) => parts.slice(0, at).join(""));
  });
  return { isFile: (path) => files.includes(path), isFolder: (path) => folders.includes(path) };
}

const at = (id: string, place: Place, disk: Looking) => {
  const found = placed(place, disk).find(({ client }) => client.id === id);
  return [found?.file, found?.found];
};

it("every client that is known has its line here", () => {
  expect(CLIENTS.map(({ id }) => id).sort()).toEqual(Object.keys(FILES).sort());
});

const ALL = CLIENTS.flatMap(({ id }) => PLATFORMS.map((platform) => ({ id, platform })));

describe.each(ALL)("$id on $platform", ({ id, platform }) => {
  const file = FILES[id]?.[platform] ?? "";
  const place = PLACES[platform];
  const separator = platform === "win32" ? "\\" : "/";

  it("has its file where it looks for it, and is not there where nothing is", () => {
    expect(at(id, place, holding())).toEqual([file, false]);
  });

  it("is there where its file is, and no other with it", () => {
    const all = placed(place, holding(file));
    expect(all.filter(({ found }) => found).map(({ client }) => client.id)).toEqual([id]);
  });

  it("is there where its own folder is, or its program on the path", () => {
    const folder = id === "claude-code" ? `${place.home}${separator}.claude` : folderOf(file);
    expect(at(id, place, holding(`${folder}${separator}other`))).toEqual([file, true]);
    const { program } = CLIENTS.find((one) => one.id === id) ?? {};
    const path = platform === "win32" ? `D:\\npm\\${program}.cmd` : `/opt/bin/${program}`;
    expect(at(id, place, holding(path))).toEqual([file, program !== undefined]);
  });
});

it.each([
  ["codex", "CODEX_HOME", "/srv/codex", "/srv/codex/config.toml"],
  ["claude-code", "CLAUDE_CONFIG_DIR", "/srv/claude/", "/srv/claude/.claude.json"],
  ["gemini", "GEMINI_CLI_HOME", "/srv", "/srv/.gemini/settings.json"],
  ["opencode", "XDG_CONFIG_HOME", "/srv/c", "/srv/c/opencode/opencode.json"],
  ["zed", "XDG_CONFIG_HOME", "/srv/c", "/srv/c/zed/settings.json"],
  ["vscode", "XDG_CONFIG_HOME", "", "/home/ana/.config/Code/User/mcp.json"],
])("%s is looked for where %s=%s leads", (id, name, value, file) => {
  expect(at(id, { ...PLACES.linux, env: { [name]: value } }, holding())[0]).toBe(file);
});

it("Windows' package of Claude Desktop has a folder of its own, which counts where it is there", () => {
  const folder =
    "C:\\Users\\ana\\AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude";
  const old = FILES["claude-desktop"]?.win32 ?? "";
  const disk = holding(`${folder}\\logs`, old);
  expect(at("claude-desktop", PLACES.win32, disk)).toEqual([`${folder}\\claude_desktop_config.json`, true]);
  expect(at("claude-desktop", PLACES.win32, holding(old))).toEqual([old, true]);
});

it("opencode's file with comments is the one that is written, where it is there", () => {
  const file = "/home/ana/.config/opencode/opencode.jsonc";
  expect(at("opencode", PLACES.linux, holding(file))).toEqual([file, true]);
});

it("the key's own file lies where settings lie, and beside no client's", () => {
  expect(keyFileOf(PLACES.linux)).toBe("/home/ana/.config/klaviyo-mcp/key");
  expect(keyFileOf(PLACES.darwin)).toBe("/Users/ana/.config/klaviyo-mcp/key");
  expect(keyFileOf(PLACES.win32)).toBe("C:\\Users\\ana\\AppData\\Roaming\\klaviyo-mcp\\key");
});

it("what is neither Windows nor a Mac is as Linux is", () => {
  expect(["darwin", "linux", "win32", "freebsd"].map(platformOf)).toEqual([
    "darwin",
    "linux",
    "win32",
    "linux",
  ]);
});
