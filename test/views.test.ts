import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { type Answer, CLI, type Started, type StartOptions, startClient } from "./client.ts";

// What a client gets that shows pages, and what one that shows none sees: nothing of it.

const EXTENSION = "io.modelcontextprotocol/ui";
const SHOWS = { [EXTENSION]: { mimeTypes: ["text/html;profile=mcp-app"] } };
const URI = "ui://klaviyo/view";
const LIST = "Hx8JzK";

let server: Started;
afterEach(() => server?.close());
const start = async (options: StartOptions = {}) => {
  server = await startClient({ capabilities: { extensions: SHOWS }, ...options });
  return server;
};
/** What a page calls; the server cannot tell it from a model, the host can. */
const page = (args: Record<string, unknown>) => server.call("view", args);
const secretOf = ({ _meta }: Answer) => _meta?.["klaviyo/confirmation"];
const changesSent = () => server.sent().filter(({ method }) => method !== "GET");

describe("who announces nothing", () => {
  it.each<[what: string, options: StartOptions]>([
    ["no extension", { capabilities: {} }],
    ["another extension", { capabilities: { extensions: { "com.example/ui": SHOWS[EXTENSION] ?? {} } } }],
    [
      "pages of another type",
      { capabilities: { extensions: { [EXTENSION]: { mimeTypes: ["text/html"] } } } },
    ],
    ["no type", { capabilities: { extensions: { [EXTENSION]: {} } } }],
    ["a server that has none", { args: ["--no-views"] }],
    ["a server that is told so by its variable", { env: { KLAVIYO_MCP_NO_VIEWS: "true" } }],
  ])("sees none of it: %s", async (_, options) => {
    await start(options);
    const { client } = server;
    expect(client.getServerCapabilities()).not.toHaveProperty("extensions");
    const lines = (await client.listTools()).tools.map((tool) => JSON.stringify(tool));
    expect(`${lines.join("\n")}\n`).toBe(readFileSync("test/tools-list.snapshot.jsonl", "utf8"));
    const { resources } = await client.listResources();
    expect(resources.filter(({ uri }) => uri.startsWith("ui:"))).toEqual([]);
    await expect(client.readResource({ uri: URI })).rejects.toThrow("there is no resource");
    const called = await page({ did: "drawn" });
    expect([called.isError, called.text]).toEqual([true, expect.stringContaining("there is no tool view")]);
    const asked = await server.call("delete_list", { list_id: LIST });
    expect(asked).not.toHaveProperty("_meta");
    expect(Object.keys(asked.json)).toEqual(["status", "preview", "confirmation", "hint"]);
  });
});

describe("who shows pages", () => {
  it("learns which tools one draws, and gets the page and what it calls", async () => {
    await start();
    const { client } = server;
    expect(client.getServerCapabilities()?.extensions).toEqual(SHOWS);
    const { tools } = await client.listTools();
    const drawn = tools.filter(({ _meta }) => _meta?.["ui/resourceUri"] === URI);
    for (const { _meta } of drawn) expect(_meta).toMatchObject({ ui: { resourceUri: URI } });
    const reads = drawn.filter(({ annotations }) => annotations?.readOnlyHint).map(({ name }) => name);
    expect(reads).toEqual([
      "get_customer",
      "preview_campaign",
      "query_metric_aggregates",
      "query_campaign_values",
      "query_flow_values",
      "get_account_overview",
      "read_operation",
      "summarize_collection",
    ]);
    // Every tool whose change may ask.
    const rest = tools.filter((tool) => !drawn.includes(tool));
    expect(rest.filter(({ annotations }) => !annotations?.readOnlyHint)).toEqual([]);
    const own = tools.find(({ name }) => name === "view");
    expect(own?._meta).toEqual({ ui: { visibility: ["app"] } });
    const { resources } = await client.listResources();
    const listed = resources.find(({ uri }) => uri === URI);
    expect(listed).toMatchObject({ mimeType: "text/html;profile=mcp-app" });
    const { contents } = await client.readResource({ uri: URI });
    const html = readFileSync(new URL("view.html", `file://${CLI}`), "utf8");
    expect(contents).toEqual([
      { uri: URI, mimeType: "text/html;profile=mcp-app", text: html, _meta: listed?._meta },
    ]);
  });
});

describe("a person's yes", () => {
  it("goes by the button of a page that is there: the model never reads it", async () => {
    await start();
    expect((await page({ did: "drawn" })).json).toEqual({ ok: true });
    const asked = await server.call("delete_list", { list_id: LIST });
    const secret = secretOf(asked);
    expect(asked.json).toEqual({
      status: "needs_confirmation",
      preview: expect.anything(),
      plan: expect.any(String),
      hint: expect.stringContaining("two buttons"),
    });
    expect(secret).toMatch(/^[\w-]{24}$/);
    expect(asked.text).not.toContain(secret);
    expect(changesSent()).toEqual([]);
    const done = await server.call("delete_list", { list_id: LIST, confirmation: secret });
    expect(done.json).toMatchObject({ ok: true });
    expect(changesSent().map(({ method, path }) => `${method} ${path}`)).toEqual([
      `DELETE /klaviyo/api/lists/${LIST}`,
    ]);
  });
});
