import { afterAll, beforeAll, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

// What is wrong with an indirect call is said before anything leaves, with the call that is right.

let server: Started;
beforeAll(async () => {
  server = await startClient();
  await server.call("list_connections");
  server.sandbox.clearRequests();
});
afterAll(() => server.close());

it.each<[tool: string, args: Record<string, unknown>, says: string[]]>([
  ["read_operation", {}, ["name is required", "search_operations finds"]],
  ["read_operation", { name: "" }, ["name is required"]],
  ["read_operation", { name: "get_frms" }, ['there is no tool get_frms here. Did you mean "get_forms"?']],
  ["read_operation", { name: "change_operation" }, ["is called by itself"]],
  [
    "read_operation",
    { name: "delete_list", arguments: { list_id: "x" } },
    ['"delete_list" changes something, and read_operation only reads', "change_operation with the same name"],
  ],
  ["read_operation", { name: "get_list", arguments: "[1]" }, ["arguments must be an object"]],
  ["read_operation", { name: "get_list", arguments: "{" }, ["arguments must be an object"]],
  [
    "read_operation",
    { name: "get_list", arguments: { list_id: "a" }, lst: 1 },
    ["lst stands beside arguments", "Put every argument"],
  ],
  [
    "read_operation",
    { name: "get_lists", arguments: { limit: 1 }, limit: 2 },
    ["limit is given twice, with two values"],
  ],
  [
    "read_operation",
    { name: "get_list", arguments: { list_id: "a", nope: 1 } },
    ["nope is no argument here"],
  ],
  ["read_operation", { path: "/api/lists", page_size: 5 }, ["page_size is no argument of a call by path"]],
  ["read_operation", { path: "/api/lists", method: "DELET" }, ["method is one of GET, POST"]],
  ["read_operation", { path: "/api/lists", query: "a=b" }, ["query must be an object of texts"]],
  ["read_operation", { path: "/api/lists", revision: "latest" }, ["revision is a date"]],
  ["change_operation", { path: "/api/lists", method: "POST", body: "x" }, ["whole JSON:API document"]],
  ["change_operation", { path: "/api/tag-campaign-relationships", method: "POST" }, ["tag_campaigns does"]],
  ["search_operations", { question: "lists", section: "lsts" }, ["there is no section lsts", "lists"]],
  ["describe_operation", { name: "get_list", part: "nope" }, ["has no part nope"]],
])("%s %j", async (tool, args, says) => {
  const answer = await server.call(tool, args);
  expect(answer.isError).toBe(true);
  for (const part of says) expect(answer.text).toContain(part);
  expect(server.sent()).toEqual([]);
});

it("bounds hold whichever way an operation is called", async () => {
  const narrow = await startClient({ args: ["--exclude-tools", "delete_list,get_forms"] });
  for (const [tool, args] of [
    ["delete_list", { list_id: "x" }],
    ["change_operation", { name: "delete_list", arguments: { list_id: "x" } }],
    ["change_operation", { method: "DELETE", path: "/api/lists/x" }],
    ["klaviyo_request", { method: "DELETE", path: "/klaviyo/api/lists/x" }],
    ["read_operation", { name: "get_forms" }],
    ["read_operation", { path: "/api/forms" }],
  ] as const) {
    const answer = await narrow.call(tool, { ...args });
    expect(answer.text, JSON.stringify(args)).toContain("the settings of this server hide it");
  }
  const found = await narrow.call("search_operations", { question: "list the forms", section: "forms" });
  expect(JSON.stringify(found.json.data)).not.toContain("get_forms(");
  expect(narrow.sent()).toEqual([]);
  await narrow.close();
});

it("a section bounds native paths too", async () => {
  const narrow = await startClient({ args: ["--toolsets", "lists"] });
  expect((await narrow.call("read_operation", { path: "/api/profiles" })).text).toContain("hide it");
  expect((await narrow.call("read_operation", { path: "/api/nothing" })).text).toContain(
    "no operation here has",
  );
  expect((await narrow.call("read_operation", { path: "/api/lists" })).isError).toBeFalsy();
  await narrow.close();
});
