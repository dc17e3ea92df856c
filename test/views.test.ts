import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CLI, type StartOptions } from "./client.ts";
import { DELETE, LIST, SHOWS, TOKEN, viewsScene } from "./views-scene.ts";

// What a client gets that shows pages, and what one that shows none sees: nothing of it.

const EXTENSION = "io.modelcontextprotocol/ui";
const URI = "ui://klaviyo/view";
const { start, page, ask, secretOf, changesSent, audited, told } = viewsScene();

describe("who announces nothing", () => {
  it.each<[what: string, options: StartOptions]>([
    ["no extension", { capabilities: {} }],
    ["another extension", { capabilities: { extensions: { "com.example/ui": SHOWS[EXTENSION] } } }],
    [
      "pages of another type",
      { capabilities: { extensions: { [EXTENSION]: { mimeTypes: ["text/html"] } } } },
    ],
    ["no type", { capabilities: { extensions: { [EXTENSION]: {} } } }],
    ["a server that has none", { args: ["--no-views"] }],
    ["a server that is told so by its variable", { env: { KLAVIYO_MCP_NO_VIEWS: "true" } }],
  ])("sees none of it: %s", async (_, options) => {
    const server = await start(options);
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
    const { client } = await start();
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
    expect(listed).toEqual({
      uri: URI,
      name: "view",
      title: expect.any(String),
      description: expect.any(String),
      mimeType: "text/html;profile=mcp-app",
      _meta: {
        ui: {
          csp: {
            connectDomains: [],
            resourceDomains: ["https://d3k81ch9hvuctc.cloudfront.net"],
            frameDomains: [],
            baseUriDomains: [],
          },
          prefersBorder: false,
        },
      },
    });
    const { contents } = await client.readResource({ uri: URI });
    const html = readFileSync(new URL("view.html", `file://${CLI}`), "utf8");
    expect(contents).toEqual([
      { uri: URI, mimeType: "text/html;profile=mcp-app", text: html, _meta: listed?._meta },
    ]);
  });
});

const WITH_TOKEN = ["status", "preview", "confirmation", "hint"];

describe("a person's yes, by the kind of host", () => {
  it("that asks: it is asked, whether a page is there or not", async () => {
    const asked: string[] = [];
    const elicit = (message: string) => {
      asked.push(message);
      return { action: "accept" as const, content: { confirm: true } };
    };
    await start({ elicit });
    await page({ did: "drawn" });
    const done = await ask();
    expect([asked.length, done.json.ok, done._meta]).toEqual([1, true, undefined]);
    expect(changesSent()).toEqual([DELETE]);
  });

  it("that shows pages, one of which is there: its button, and the model never reads what it needs", async () => {
    await start({ args: audited });
    expect((await page({ did: "drawn" })).json).toEqual({ ok: true });
    const asked = await ask();
    const secret = secretOf(asked);
    expect(asked.json).toEqual({
      status: "needs_confirmation",
      preview: expect.objectContaining({ account: expect.any(String) }),
      plan: expect.stringMatching(TOKEN),
      hint: expect.stringContaining("two buttons"),
    });
    expect(asked._meta).toEqual({
      "klaviyo/confirmation": expect.stringMatching(TOKEN),
      "klaviyo/tool": "delete_list",
    });
    expect(JSON.stringify([asked.content, asked.structuredContent])).not.toContain(secret);
    expect(changesSent()).toEqual([]);
    const done = await ask({ confirmation: secret });
    expect([done.json.ok, done._meta]).toEqual([true, undefined]);
    expect(changesSent()).toEqual([DELETE]);
    expect(told()).toEqual(["answer button shown", "change button", "outcome button"]);
  });

  it("that promised pages of which none came: the confirmation stands in the text, and the log says so", async () => {
    await start({ args: audited });
    const asked = await ask();
    expect([Object.keys(asked.json), asked._meta]).toEqual([WITH_TOKEN, undefined]);
    expect((await ask({ confirmation: asked.json.confirmation })).json.ok).toBe(true);
    expect(changesSent()).toEqual([DELETE]);
    expect(told()).toEqual(["answer token shown no page was drawn", "change token", "outcome token"]);
  });

  it("that takes away what stands beside a result: the page asks for it by the plan, once", async () => {
    await start();
    await page({ did: "drawn" });
    const { plan } = (await ask()).json;
    const redeemed = await page({ did: "redeem", plan });
    expect(redeemed.json).toEqual({ confirmation: expect.stringMatching(TOKEN), tool: "delete_list" });
    expect(redeemed.structuredContent).toEqual(redeemed.json);
    const again = await page({ did: "redeem", plan });
    expect([again.isError, again.text]).toEqual([true, expect.stringContaining("is open here")]);
    expect((await ask({ confirmation: redeemed.json.confirmation })).json.ok).toBe(true);
    expect(changesSent()).toEqual([DELETE]);
  });

  it("whose pages may call no tool: none said that it is there, so that its click has a code to send", async () => {
    await start();
    const { preview, confirmation } = (await ask()).json;
    expect(preview).toBeDefined();
    expect(confirmation).toMatch(TOKEN);
  });

  it("that announced it among what is experimental is as good", async () => {
    await start({ capabilities: { experimental: SHOWS } });
    await page({ did: "drawn" });
    expect((await ask()).json.plan).toMatch(TOKEN);
  });

  it("that asks no more: a page that is there takes its place", async () => {
    await start({ elicit: () => Promise.reject(new Error("no")) });
    await page({ did: "drawn" });
    const asked = await ask();
    expect([asked.json.hint, asked.json.plan]).toEqual([
      expect.stringMatching(/answers questions with an error.*two buttons/),
      expect.stringMatching(TOKEN),
    ]);
    expect(asked.json).not.toHaveProperty("confirmation");
  });

  it("that does not ask, where only a person may be asked: no button, no token", async () => {
    await start({ args: [...audited, "--confirm", "elicit-only"] });
    await page({ did: "drawn" });
    const asked = await ask();
    expect([asked.isError, asked._meta]).toEqual([true, undefined]);
    expect(asked.text).toContain("only from a client that can ask the person");
    expect(told()).toEqual(["refused nobody to ask"]);
  });
});

describe("what a page draws", () => {
  it("is no change where none asks", async () => {
    const { client } = await start({ args: ["--confirm", "never"] });
    const { tools } = await client.listTools();
    const drawn = tools.filter(({ _meta }) => _meta?.["ui/resourceUri"]);
    expect(drawn.map(({ annotations }) => annotations?.readOnlyHint)).toEqual(drawn.map(() => true));
    expect(drawn.length).toBeGreaterThan(0);
  });

  it("costs the model nothing: the words of the list are those of any client", async () => {
    const { client } = await start();
    const words = (await client.listTools()).tools
      .filter(({ name }) => name !== "view")
      .map(({ _meta, ...words }) => JSON.stringify(words));
    const plain = readFileSync("test/tools-list.snapshot.jsonl", "utf8")
      .trim()
      .split("\n")
      .map((line) => {
        const { _meta, ...others } = JSON.parse(line);
        return JSON.stringify(others);
      });
    expect(words).toEqual(plain);
  });
});
