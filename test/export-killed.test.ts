import { readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isGone, WRITER } from "../src/files/writer.ts";
import { startClient } from "./client.ts";
import { linesOf, newFolder } from "./export-gateway.ts";

// An export whose process ends in the middle: killed, or told by its closed stdin.

const CROWD = 5000;
const FILE = "people.jsonl";
/** Whole items: so much of them is written and noted soon. */
const EXPORT = { name: "get_profiles", file: FILE };
/** Pages after which the gateway answers no more. */
const PAGES = 36;

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stateOf = () => JSON.parse(readFileSync(join(folder, `${FILE}.state.json`), "utf8"));
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe("an export in a process that ends", () => {
  it.each([
    ["killed", (pid: number) => process.kill(pid, "SIGKILL")],
    ["by its closed stdin", undefined],
  ])("%s goes on in the next one, with no row lost or doubled", async (_, kill) => {
    const options = { args: ["--files", folder], sandbox: { crowd: CROWD } };
    const first = await startClient(options);
    const second = await startClient(options);
    const { sandbox, client } = first;
    const path = "/api/profiles";
    sandbox.addFault({ match: { path }, delayMs: 1, times: PAGES });
    sandbox.addFault({ match: { path }, delayMs: 600_000, times: 1000 });
    const pending = first.call("export_collection", EXPORT).catch(() => undefined);
    await until(() => sandbox.requests.filter((one) => one.path.includes(path)).length > PAGES);
    await until(() => stateOf().rows > 0);
    expect((await second.call("export_collection", EXPORT)).text).toContain("by another server right now");
    const { pid } = client.transport as StdioClientTransport;
    if (kill) {
      kill(pid ?? 0);
      await until(() => isGone(stateOf().owner));
    } else {
      await client.close();
      await until(() => stateOf().owner === null);
    }
    await pending;
    const { rows } = stateOf();
    expect(rows).toBeGreaterThan(0);
    expect(readdirSync(folder).sort()).toEqual([`${FILE}.part`, `${FILE}.state.json`]);
    second.sent();
    const { json, text } = await second.call("export_collection", EXPORT);
    expect(json.data, text).toMatchObject({ status: "done" });
    // What was noted is not read again.
    expect(second.sent().length).toBeLessThan((CROWD - rows) / 100 + 20);
    const ids = linesOf(folder, FILE).map((line) => JSON.parse(line).id);
    expect(ids).toHaveLength(json.data.rows);
    expect(new Set(ids).size).toBe(ids.length);
    const account = (await second.call("summarize_collection", { name: "get_profiles" })).json.data;
    expect(ids).toHaveLength(account.total);
    await Promise.all([first.close(), second.close()]);
  });
});

describe("who writes", () => {
  it.each([
    ["this process", WRITER, false],
    ["a process that ended", `${hostname()} 999999999 x`, true],
    ["a process of another machine", "elsewhere 999999999 x", false],
    ["nobody that can be read", "x", false],
    ["every process of a group", `${hostname()} 0 x`, false],
  ])("%s is gone: %s", (_, writer, gone) => expect(isGone(writer)).toBe(gone));
});
