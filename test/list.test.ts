import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { listTokens } from "./tokens.ts";

describe("tools/list", () => {
  let server: Started;
  beforeAll(async () => {
    server = await startClient();
  });
  afterAll(() => server.close());

  it("is what it was: run `npx vitest run test/list.test.ts -u` when the change is meant, and read the diff", async () => {
    const { tools } = await server.client.listTools();
    const lines = tools.map((tool) => JSON.stringify(tool));
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("./tools-list.snapshot.jsonl");
  });

  it("stays within its budget of tokens", () => {
    expect(listTokens(() => true)).toBeLessThanOrEqual(15_000);
    expect(listTokens((_, isCore) => isCore)).toBeLessThanOrEqual(8_000);
  });

  it("says how to use what it lists", () => {
    const instructions = server.client.getInstructions() ?? "";
    for (const word of ["filter", "next_cursor", "dry_run", "connection_id", "confirmation", "instruction"]) {
      expect(instructions.toLowerCase()).toContain(word);
    }
    expect(instructions).not.toContain("SANDBOX");
  });
});

describe("settings", () => {
  const list = async (args: string[], env: Record<string, string> = {}) => {
    const server = await startClient({ args, env });
    const { tools } = await server.client.listTools();
    const instructions = server.client.getInstructions() ?? "";
    await server.close();
    return { names: tools.map(({ name }) => name), tools, instructions };
  };

  it("lists core and the ways to the others", async () => {
    const { names } = await list(["--toolsets", "core"]);
    expect(names.length).toBeGreaterThan(30);
    expect(names.length).toBeLessThanOrEqual(45 + 4);
    expect(names).toContain("send_campaign");
  });

  it("lists no write read-only, but any path for reading", async () => {
    const { tools, names, instructions } = await list(["--read-only"]);
    expect(names).toContain("read_operation");
    expect(names).not.toContain("change_operation");
    expect(names).toContain("query_campaign_values");
    expect(
      names.filter((name) => /^(create|update|delete|send|merge|bulk_(import|create|sub|unsub))/.test(name)),
    ).toEqual([]);
    expect(taking(tools, "dry_run")).toEqual([]);
    expect(taking(tools, "confirmation")).toEqual([]);
    expect(instructions).not.toContain("dry_run");
  });

  it("neither lists nor finds nor describes what is denied", async () => {
    const server = await startClient({ args: ["--deny", "sends", "--toolsets", "all"] });
    const names = (await server.client.listTools()).tools.map(({ name }) => name);
    expect(names).not.toContain("send_campaign");
    expect(names).toContain("create_campaign");
    const found = await server.call("search_operations", { query: "send campaign" });
    expect(found.text).not.toContain('"send_campaign"');
    const described = await server.call("describe_operation", { name: "send_campaign" });
    expect([described.isError, described.text]).toEqual([true, expect.stringContaining("--deny")]);
    await server.close();
  });

  it("leaves connection_id out when one is pinned", async () => {
    const { tools } = await list([], { MATON_CONNECTION_ID: "one" });
    // These two take the connection that they are about.
    expect(taking(tools, "connection_id").sort()).toEqual(["delete_connection", "get_connection"]);
  });

  it("lists every report where their section is asked for, each large choice once", async () => {
    const { names, tools } = await list(["--toolsets", "reporting"]);
    expect(names.filter((name) => name.startsWith("query_")).toSorted()).toEqual([
      "query_campaign_values",
      "query_flow_series",
      "query_flow_values",
      "query_form_series",
      "query_form_values",
      "query_segment_series",
      "query_segment_values",
    ]);
    const series = tools.find(({ name }) => name === "query_flow_series")?.inputSchema.properties;
    expect(series?.statistics).toEqual({
      type: "array",
      items: { type: "string" },
      description: "as in query_campaign_values",
    });
    const { names: everything } = await list([]);
    expect(everything).not.toContain("query_flow_series");
  });

  it("takes single tools, and leaves single ones out", async () => {
    expect((await list(["--tools", "get_profiles,get_lists"])).names).toEqual(["get_profiles", "get_lists"]);
    const { names } = await list([
      "--toolsets",
      "tags",
      "--tools",
      "get_lists",
      "--exclude-tools",
      "delete_tag",
    ]);
    expect(names).toContain("get_lists");
    expect(names).toContain("get_tags");
    expect(names).not.toContain("delete_tag");
  });

  it("lists its tools without a key, and says what to set at the first call", async () => {
    const server = await startClient({ env: { MATON_API_KEY: "YOUR_API_KEY" } });
    expect((await server.client.listTools()).tools.length).toBeGreaterThan(90);
    const answer = await server.call("get_profiles");
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("MATON_API_KEY");
    expect(server.sandbox.requests).toEqual([]);
    await server.close();
  });

  it("says SANDBOX in every result, error and instruction with --sandbox", async () => {
    const server = await startClient({ args: ["--sandbox"], env: { MATON_API_KEY: undefined } });
    expect(server.client.getInstructions()).toContain("SANDBOX");
    expect((await server.call("get_lists")).json.environment).toBe("SANDBOX");
    expect((await server.call("get_list", { list_id: "nope" })).text).toContain("SANDBOX");
    expect((await server.call("delete_list", { list_id: "Hx8JzK" })).json.environment).toBe("SANDBOX");
    expect(server.sandbox.requests).toEqual([]);
    await server.close();
  });
});

type Listed = Awaited<ReturnType<Started["client"]["listTools"]>>["tools"];

/** The names of the tools that take an argument. */
function taking(tools: Listed, argument: string): string[] {
  return tools
    .filter(({ inputSchema }) => argument in (inputSchema.properties ?? {}))
    .map(({ name }) => name);
}
