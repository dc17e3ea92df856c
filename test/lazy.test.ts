import { beforeAll, expect, it, vi } from "vitest";
import { type Started, startClient } from "./client.ts";

// What the first call costs follows from what it makes. It is counted: no test asks a clock.

const PROBE = new URL("row-probe.mjs", import.meta.url).href;

/** Which rows a fresh server parses for this, in their order. */
async function rowsReadFor(work: (server: Started) => Promise<unknown>): Promise<string[]> {
  const server = await startClient({ env: { NODE_OPTIONS: `--import ${PROBE}` } });
  await work(server);
  await server.close();
  const said = await vi.waitFor(() => {
    const [, rows] = /^rows (.*)$/m.exec(server.stderr()) ?? [];
    expect(rows).toBeDefined();
    return rows ?? "";
  });
  return JSON.parse(said);
}

/** What every call brings along: the operations that jobs are declared over, and the one that tells whose account it is. */
let shared: string[];
beforeAll(async () => {
  shared = await rowsReadFor(({ call }) => call("list_connections"));
});

it("every call brings along a handful of rows", () => {
  expect(shared.length).toBeLessThan(10);
});

it.each<[what: string, rows: string[], work: (server: Started) => Promise<unknown>]>([
  ["a list needs no row", [], ({ client }) => client.listTools()],
  ["a search needs none", [], ({ call }) => call("search_operations", { question: "which lists are there" })],
  [
    "a description needs that of its operation",
    ["get_forms"],
    ({ call }) => call("describe_operation", { name: "get_forms" }),
  ],
  ["a tool needs its own", ["get_lists"], ({ call }) => call("get_lists")],
  [
    "an operation that is a row alone needs its own",
    ["get_tag_groups"],
    ({ call }) => call("read_operation", { name: "get_tag_groups" }),
  ],
])("%s", async (_, rows, work) => {
  const read = await rowsReadFor(work);
  expect(read.filter((name) => !shared.includes(name))).toEqual(rows);
});
