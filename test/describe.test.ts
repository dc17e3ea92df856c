import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

let server: Started;
beforeAll(async () => {
  server = await startClient();
});
afterAll(() => server.close());

const schemaOf = async (args: Record<string, unknown>) => {
  const { json, text } = await server.call("describe_operation", args);
  return { schema: json?.data?.inputSchema as Record<string, unknown> | undefined, text };
};

describe("describe_operation", () => {
  it("has the whole schema of an operation that is a row alone", async () => {
    const { schema } = await schemaOf({ name: "bulk_suppress_profiles", schema: true });
    expect(schema).toMatchObject({
      properties: { profiles: { items: { properties: { email: { type: "string" } } } }, dry_run: {} },
    });
  });

  it.each(["create_flow", "create_segment", "create_form", "update_flow_action"])(
    "says of %s which part shows what did not fit, and shows it",
    async (name) => {
      const { schema, text } = await schemaOf({ name, schema: true });
      expect(schema).toHaveProperty("$defs");
      const part = /part \\+"([^"\\]+)\\+" shows it/.exec(text)?.[1];
      expect(part).toBeDefined();
      const opened = await schemaOf({ name, part });
      expect(opened.schema, opened.text).toBeDefined();
      expect(opened.schema).not.toMatchObject({ description: expect.stringContaining("shows it") });
    },
  );

  it("opens one branch by its name", async () => {
    const { schema } = await schemaOf({ name: "create_flow", part: "definition.actions.send-email" });
    expect(schema).toMatchObject({ properties: { type: { enum: ["send-email"] } } });
  });

  it("says what there is where a part is not", async () => {
    const { text } = await schemaOf({ name: "create_flow", part: "definition.actions.send-mail" });
    expect(text).toContain('Did you mean "send-email"?');
  });

  it("leaves an argument that a person reshaped as the tool takes it", async () => {
    const { schema } = await schemaOf({ name: "bulk_import_profiles", schema: true });
    expect(schema).toMatchObject({ properties: { profiles: { items: { properties: { profile_id: {} } } } } });
  });
});
