import { tmpdir } from "node:os";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PROMPTS } from "../tools/guide/prompts.ts";
import { TOPIC_NAMES } from "../tools/guide/topics.ts";
import { type Started, startClient } from "./client.ts";

// What people pick by hand in their client: prompts, resources, and the completions of both.

const NEWSLETTER = "Y6nRLr";
const LIST_NAME = "Newsletter Subscribers";

/** One prompt ends in a file; none is written here. */
const FILES = ["--files", tmpdir()];

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: FILES });
});
afterAll(() => server.close());
beforeEach(() => server.sandbox.clearRequests());

describe("prompts", () => {
  it("are listed, each with a title and described arguments", async () => {
    const { prompts } = await server.client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual([
      "weekly-review",
      "send-campaign-safely",
      "win-back-audience",
      "list-health",
      "customer-story",
      "morning-check",
      "client-report",
      "copy-to-account",
      "connect-account",
    ]);
    for (const { title, description, arguments: args = [] } of prompts) {
      expect(title).toBeTruthy();
      expect(description).toBeTruthy();
      for (const one of args) expect(one.description).toBeTruthy();
    }
  });

  it.each(PROMPTS.map((prompt) => [prompt.name, prompt] as const))(
    "%s is given whole",
    async (name, prompt) => {
      const given = Object.fromEntries(prompt.arguments.map((one) => [one.name, `<${one.name}>`]));
      const { messages } = await server.client.getPrompt({ name, arguments: given });
      const text = messages[0]?.content.type === "text" ? messages[0].content.text : "";
      for (const value of Object.values(given)) expect(text).toContain(value);
      // Arguments that may be left out have words of their own.
      const required = Object.fromEntries(
        prompt.arguments.filter(({ required }) => required).map((one) => [one.name, "x"]),
      );
      const least = JSON.stringify(await server.client.getPrompt({ name, arguments: required }));
      for (const one of prompt.arguments) expect(least).not.toContain(`{${one.name}}`);
      expect(server.sandbox.requests).toEqual([]);
    },
  );

  it("say what is wrong with a request for one", async () => {
    const get = (name: string, args?: Record<string, string>) =>
      server.client.getPrompt({ name, ...(args && { arguments: args }) });
    await expect(get("nope")).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining("nope"),
    });
    await expect(get("list-health")).rejects.toMatchObject({
      message: expect.stringContaining("needs list"),
    });
    await expect(get("list-health", { list: " " })).rejects.toMatchObject({ code: -32602 });
    await expect(get("list-health", { list: "x", nope: "y" })).rejects.toMatchObject({ code: -32602 });
  });

  it("are left out when the settings hide a tool that they name", async () => {
    const core = await startClient({ args: [...FILES, "--toolsets", "core"] });
    const kept = (await core.client.listPrompts()).prompts.map(({ name }) => name);
    const all = (await server.client.listPrompts()).prompts.map(({ name }) => name);
    // What is not listed may be called all the same: a prompt says by which tool.
    expect(kept).toEqual(all);
    await core.close();
    const few = await startClient({ args: [...FILES, "--exclude-tools", "query_campaign_values"] });
    const left = (await few.client.listPrompts()).prompts.map(({ name }) => name);
    const needing = ["weekly-review", "list-health", "client-report"];
    expect(left).toEqual(all.filter((name) => !needing.includes(name)));
    await few.close();
    const reading = await startClient({ args: ["--read-only"] });
    const { prompts } = await reading.client.listPrompts();
    // Without a folder there is no file to end in.
    expect(prompts.map(({ name }) => name)).toEqual([
      "weekly-review",
      "list-health",
      "customer-story",
      "morning-check",
    ]);
    await expect(reading.client.getPrompt({ name: "connect-account" })).rejects.toMatchObject({
      code: -32602,
    });
    await reading.close();
  });
});

describe("a job of several steps", () => {
  const textOf = (name: string) => PROMPTS.find((one) => one.name === name)?.text ?? "";

  it("is asked for in few calls: a campaign is drafted whole, and previewed, a person and a list are read at once", () => {
    const campaign = textOf("send-campaign-safely");
    expect(campaign).toMatch(
      /create_campaign[^\n]*template_id[^\n]*schedule[\s\S]*preview_campaign[\s\S]*send_campaign/,
    );
    expect(campaign).not.toContain("assign_template");
    expect(textOf("customer-story")).toMatch(/^1\. get_customer/m);
    expect(textOf("list-health")).toContain("summarize_collection with name get_profiles_for_list");
  });
});

describe("resources", () => {
  const read = async (uri: string, from: Started = server) => {
    const [content] = (await from.client.readResource({ uri })).contents;
    return { mimeType: content?.mimeType, text: content && "text" in content ? content.text : "" };
  };

  it("are the guide, the account and the connections", async () => {
    const { resources } = await server.client.listResources();
    const guide = TOPIC_NAMES.map((topic) => `klaviyo://guide/${topic}`);
    expect(resources.map(({ uri }) => uri)).toEqual([...guide, "klaviyo://account", "klaviyo://connections"]);
    for (const { uri, mimeType, size } of resources) {
      const content = await read(uri);
      expect(content.mimeType).toBe(mimeType);
      if (size) expect(Buffer.byteLength(content.text)).toBe(size);
    }
    expect(JSON.parse((await read("klaviyo://account")).text).data).toHaveLength(1);
  });

  it("serve the text of get_guide", async () => {
    for (const topic of TOPIC_NAMES) {
      const { data } = (await server.call("get_guide", { topic })).json;
      expect((await read(`klaviyo://guide/${topic}`)).text).toBe(data.text);
    }
  });

  it("have a template for each kind, and answer as the tool does", async () => {
    const { resourceTemplates } = await server.client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      "klaviyo://guide/{topic}",
      "klaviyo://lists/{list_id}",
      "klaviyo://segments/{segment_id}",
      "klaviyo://campaigns/{campaign_id}",
      "klaviyo://flows/{flow_id}",
      "klaviyo://metrics/{metric_id}",
      "klaviyo://templates/{template_id}",
      "klaviyo://tags/{tag_id}",
      "klaviyo://profiles/{profile_id}",
    ]);
    const { json } = await server.call("get_list", { list_id: NEWSLETTER });
    expect(JSON.parse((await read(`klaviyo://lists/${NEWSLETTER}`)).text)).toEqual(json);
    const firstOf = async (tool: string, args = {}) => (await server.call(tool, args)).json.data[0].id;
    const ids = {
      segments: await firstOf("get_segments"),
      campaigns: await firstOf("get_campaigns", { channel: "email" }),
      flows: await firstOf("get_flows"),
      metrics: await firstOf("get_metrics"),
      templates: await firstOf("get_templates"),
      tags: await firstOf("get_tags"),
      profiles: await firstOf("get_profiles"),
    };
    for (const [kind, id] of Object.entries(ids)) {
      expect(JSON.parse((await read(`klaviyo://${kind}/${id}`)).text).data.id, kind).toBe(id);
    }
  });

  it("say what is wrong, in the words of the tool", async () => {
    await expect(read("klaviyo://lists/NOPE00")).rejects.toMatchObject({
      message: expect.stringContaining("get_lists"),
    });
    for (const uri of [
      "klaviyo://lists/",
      "klaviyo://nope/1",
      "klaviyo://lists/%",
      "klaviyo://guide/nope",
      "x",
    ]) {
      await expect(read(uri), uri).rejects.toMatchObject({ code: -32002 });
    }
    server.sandbox.clearRequests();
    await expect(read("klaviyo://tags/..%2F..%2Fconnections")).rejects.toThrow();
    expect(server.sandbox.requests.filter(({ path }) => path.includes("/../"))).toEqual([]);
  });

  it("are hidden with their tools", async () => {
    const narrow = await startClient({ args: ["--toolsets", "segments"] });
    const { resources } = await narrow.client.listResources();
    expect(resources.map(({ uri }) => uri)).not.toContain("klaviyo://account");
    const { resourceTemplates } = await narrow.client.listResourceTemplates();
    expect(resourceTemplates.map(({ name }) => name)).toEqual(["guide", "segments"]);
    await expect(read(`klaviyo://lists/${NEWSLETTER}`, narrow)).rejects.toMatchObject({ code: -32002 });
    expect(narrow.sandbox.requests).toEqual([]);
    await narrow.close();
  });
});

describe("completions", () => {
  const ofPrompt = async (name: string, argument: string, value: string, from: Started = server) => {
    const ref = { type: "ref/prompt" as const, name };
    return (await from.client.complete({ ref, argument: { name: argument, value } })).completion.values;
  };
  const ofTemplate = async (uri: string, argument: string, value: string, from: Started = server) => {
    const ref = { type: "ref/resource" as const, uri };
    return (await from.client.complete({ ref, argument: { name: argument, value } })).completion.values;
  };

  it("find names and ids, and read them once for every letter", async () => {
    const fresh = await startClient();
    const all = await ofPrompt("list-health", "list", "", fresh);
    expect(all).toContain(`${LIST_NAME} (${NEWSLETTER})`);
    const sent = fresh.sent();
    expect(sent.length).toBeGreaterThan(0);
    for (const { path, query } of sent) {
      expect(path).toBe("/klaviyo/api/lists");
      expect(query["fields[list]"]).toBe("name");
    }
    expect(await ofPrompt("list-health", "list", "newsletter s", fresh)).toEqual([
      `${LIST_NAME} (${NEWSLETTER})`,
    ]);
    expect(await ofTemplate("klaviyo://lists/{list_id}", "list_id", "SUBSCRIBERS", fresh)).toContain(
      NEWSLETTER,
    );
    expect(await ofTemplate("klaviyo://lists/{list_id}", "list_id", "y6n", fresh)).toEqual([NEWSLETTER]);
    expect(fresh.sent()).toEqual([]);
    await fresh.close();
  });

  it("know every kind", async () => {
    for (const kind of ["lists", "segments", "campaigns", "flows", "metrics", "templates", "tags"]) {
      const variable = `${kind.slice(0, -1)}_id`;
      const ids = await ofTemplate(`klaviyo://${kind}/{${variable}}`, variable, "");
      expect(ids.length, kind).toBeGreaterThan(0);
      expect(ids.length, kind).toBeLessThanOrEqual(100);
      const listed = await server.client.readResource({ uri: `klaviyo://${kind}/${ids[0]}` });
      expect(JSON.stringify(listed), kind).toContain(String(ids[0]));
    }
    expect(await ofPrompt("weekly-review", "metric", "placed")).toEqual([
      expect.stringMatching(/^Placed Order \(\w+\)$/),
    ]);
    const audiences = await ofPrompt("send-campaign-safely", "audience", "");
    expect(audiences.length).toBeGreaterThan((await ofPrompt("list-health", "list", "")).length);
    expect(await ofTemplate("klaviyo://guide/{topic}", "topic", "se")).toEqual([
      "segments",
      "send-strategies",
    ]);
  });

  it("are none where nothing completes, and an error for what is not there", async () => {
    expect(await ofPrompt("customer-story", "customer", "a")).toEqual([]);
    expect(await ofTemplate("klaviyo://profiles/{profile_id}", "profile_id", "0")).toEqual([]);
    expect(await ofTemplate("klaviyo://lists/{list_id}", "nope", "0")).toEqual([]);
    await expect(ofPrompt("nope", "list", "")).rejects.toMatchObject({ code: -32602 });
    await expect(ofTemplate("klaviyo://nope/{x}", "x", "")).rejects.toMatchObject({ code: -32602 });
  });

  it("are none when the account cannot be read, and there again when it can", async () => {
    const fresh = await startClient();
    // The connections are known then, and what fails is the list.
    await fresh.call("get_accounts");
    fresh.sandbox.addFault({ status: 403, body: "{}", contentType: "application/json" });
    expect(await ofPrompt("list-health", "list", "", fresh)).toEqual([]);
    fresh.sandbox.clearFaults();
    expect(await ofPrompt("list-health", "list", "", fresh)).not.toEqual([]);
    await fresh.close();
  });
});
