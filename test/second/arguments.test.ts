import { describe, expect, it } from "vitest";
import { parseInput } from "../../src/check/input.ts";
import { errorText } from "../../src/error-text.ts";
import { GatewayError, InputError } from "../../src/errors.ts";
import { toolOf } from "../../src/operations/declare.ts";
import { Registry } from "../../src/registry.ts";
import type { OperationTool } from "../../src/tool/tool.ts";
import { allTools } from "../../tools/index.ts";
import { operationsWithBeta } from "../../tools/operations/index.ts";
import { connectionsOf, startInProcess } from "../in-process.ts";

// The second of two, in what is given and what is told: scopes, types, items of a list.

const registry = Registry.whole(allTools);
const rows = operationsWithBeta();

/** Why a call is refused, and its arguments as they are taken. */
function taken(name: string, args: Record<string, unknown>): unknown {
  try {
    return parseInput(registry.find(name) ?? expect.fail(`no tool ${name}`), args);
  } catch (error) {
    if (error instanceof InputError) return `${error.message} @ ${error.argument}`;
    throw error;
  }
}

const scoped = [
  ...allTools.filter((tool): tool is OperationTool => tool.kind === "operation"),
  ...rows.all.map((row) => toolOf(row, rows)),
].filter(({ request }) => request.scopes.length > 1);

describe("of several scopes", () => {
  it.each(scoped.map((tool) => [tool.name, tool] as const))(
    "%s tells every one when it is refused",
    (_, tool) => {
      const error = new GatewayError({ status: 403, source: "klaviyo", detail: "no" });
      const [, said] = errorText(error, {
        tool,
        argumentOf: () => undefined,
        listerOf: () => undefined,
        settledBy: undefined,
        changed: "no",
        generated: {},
        visible: (text) => text,
      }).split("\n");
      const { scopes } = tool.request;
      expect(said).toBe(
        `This operation needs the scope ${scopes.join(" and ")}: grant it by signing in anew. create_connection starts that. Where it is granted, the account's plan lacks this.`,
      );
      expect(scopes).toEqual([...new Set(scopes)]);
    },
  );

  it("describe_operation tells every one", async () => {
    const server = startInProcess(() => ({}));
    const { json } = await server.call("describe_operation", { name: "get_profiles_for_list" });
    expect(json.data.scopes).toBe("lists:read profiles:read");
  });
});

describe("null in a list", () => {
  it("is absent among what an item of a known shape has, in the second as in the first", () => {
    const profiles = [
      { email: "a@example.com", first_name: null, location: { city: "Oslo", zip: null } },
      { email: "b@example.com", phone_number: null, location: null },
    ];
    expect(taken("bulk_import_profiles", { profiles })).toEqual({
      profiles: [{ email: "a@example.com", location: { city: "Oslo" } }, { email: "b@example.com" }],
    });
  });

  it("is no item, and is told where it stands", () => {
    expect(taken("add_profiles_to_list", { list_id: "L", profile_ids: ["a", null] })).toBe(
      "profile_ids[1] must be string, not null @ profile_ids[1]",
    );
    expect(taken("bulk_import_profiles", { profiles: [{ email: "a@example.com" }, null] })).toBe(
      "profiles[1] must be object, not null @ profiles[1]",
    );
  });

  it("stays in the account's own data, where its place counts", () => {
    const properties = { sizes: [1, null, { a: null }], none: null };
    expect(taken("create_profile", { email: "a@example.com", properties })).toMatchObject({ properties });
  });

  it("stays in a result, where its place counts", async () => {
    const location = { city: null, tags: ["a", null, { b: null }] };
    const attributes = { email: "a@example.com", location, properties: { sizes: [1, null] } };
    const server = startInProcess(({ host }) =>
      host === "control" ? connectionsOf("c1") : { data: { type: "profile", id: "P", attributes } },
    );
    const { json } = await server.call("get_profile", { profile_id: "P" });
    expect(json.data).toEqual({
      id: "P",
      email: "a@example.com",
      location: { tags: ["a", null, { b: null }] },
      properties: { sizes: [1, null] },
    });
  });

  it("in what was answered is no resource", async () => {
    const data = [null, { type: "list", id: "L", attributes: { name: "VIP" } }];
    const server = startInProcess(({ host }) =>
      host === "control" ? connectionsOf("c1") : { data, included: [null] },
    );
    expect((await server.call("get_lists")).json.data).toEqual([{ id: "L", name: "VIP" }]);
  });
});

describe("fields of what is included", () => {
  const profile = { type: "profile", id: "P", attributes: { email: "a@example.com", title: "Dr" } };
  const list = { type: "list", id: "L", attributes: { name: "VIP", created: "2026-01-01T00:00:00Z" } };
  const segment = { type: "segment", id: "S", attributes: { name: "Active", is_active: true } };
  const read = async (args: Record<string, unknown>) => {
    const server = startInProcess(({ host }) =>
      host === "control" ? connectionsOf("c1") : { data: profile, included: [list, segment] },
    );
    const { json, text } = await server.call("get_profile", { profile_id: "P", ...args });
    expect(json.data, text).toBeDefined();
    return { json, query: Object.fromEntries(server.sent.at(-1)?.query ?? []) };
  };
  const include = ["lists", "segments"];

  it("are asked for and shown, of the second type as of the first, and nothing else is", async () => {
    const fields = ["title", "list:created", "segment:is_active"];
    const { json, query } = await read({ include, fields });
    expect(query).toMatchObject({
      include: "lists,segments",
      "fields[profile]": "title",
      "fields[list]": "created",
      "fields[segment]": "is_active",
    });
    expect(json.data).toEqual({ id: "P", title: "Dr" });
    expect(json.included).toEqual([
      { id: "L", type: "list", created: "2026-01-01T00:00:00Z" },
      { id: "S", type: "segment", is_active: true },
    ]);
  });

  it("leave the other types as they would be", async () => {
    const { json, query } = await read({ include, fields: ["segment:is_active"] });
    expect(query["fields[list]"]).toContain("name");
    expect(query["fields[segment]"]).toBe("is_active");
    expect(json.data).toMatchObject({ email: "a@example.com", title: "Dr" });
    expect(json.included[0]).toMatchObject({ id: "L", name: "VIP" });
    expect(json.included[1]).toEqual({ id: "S", type: "segment", is_active: true });
  });

  it("are asked for where the type is included, and not where it is not", async () => {
    const { query } = await read({ fields: ["email", "list:created"] });
    expect(query).toMatchObject({ "fields[profile]": "email" });
    expect(query).not.toHaveProperty(["fields[list]"]);
  });

  it.each([
    ["list:nmae", 'list has no attribute nmae. Did you mean "name"? @ fields'],
    ["lists:name", 'fields names lists, which this tool does not show. Did you mean "list"? @ fields'],
    ["email:name", "fields names email, which this tool does not show. @ fields"],
  ])("that are none are refused, after one that is: %s", (field, said) => {
    expect(taken("get_profile", { profile_id: "P", include, fields: ["segment:name", field] })).toBe(said);
  });
});
