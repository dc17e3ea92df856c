import { describe, expect, it } from "vitest";
import { checkIds } from "../src/check/ids.ts";
import { parseInput } from "../src/check/input.ts";
import { InputError } from "../src/errors.ts";
import { MAX_ID_BYTES } from "../src/tool/id.ts";
import { allTools } from "../tools/index.ts";

// The one rule for ids, wherever an argument is one.

function parse(name: string, args: Record<string, unknown>) {
  const tool = allTools.find((one) => one.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  return parseInput(tool, args);
}

const long = (bytes: number) => "x".repeat(bytes);

describe("an id", () => {
  it.each<[tool: string, args: Record<string, unknown>, argument: string]>([
    ["get_list", { list_id: " " }, "list_id"],
    ["get_list", { list_id: "%252e%252e" }, "list_id"],
    ["get_list", { list_id: long(MAX_ID_BYTES + 1) }, "list_id"],
    ["get_list", { list_id: "L", connection_id: "\t" }, "connection_id"],
    ["add_profiles_to_list", { list_id: "L", profile_ids: ["p", " "] }, "profile_ids[1]"],
    ["bulk_import_profiles", { profiles: [{ email: "a@b.c" }, { id: "a\nb" }] }, "profiles[1].id"],
    ["merge_profiles", { destination_profile_id: "p", source_profile_id: "a\\b" }, "source_profile_id"],
    ["get_connection", { connection_id: "../x" }, "connection_id"],
  ])("of %s %o that is none is refused by name", (tool, args, argument) => {
    expect(() => parse(tool, args)).toThrow(InputError);
    expect(() => parse(tool, args)).toThrow(`${argument} `);
  });

  it.each<[tool: string, args: Record<string, unknown>]>([
    ["get_list", { list_id: long(MAX_ID_BYTES) }],
    ["get_catalog_item", { catalog_item_id: "$custom:::$default:::SKU/1" }],
    ["create_profile", { external_id: "DOMAIN\\user" }],
    ["create_profile", { email: "a@b.c", properties: { order_id: "..", ids: [" "] } }],
  ])("of %s %o is one, or is none of ours to judge", (tool, args) => {
    expect(parse(tool, args)).toMatchObject(args);
  });
});

const ID = /^(?!external|unique|anonymous)(?:\w+_)?ids?$/;

/** Each tool with an argument that is an id, or a list of them. */
const withIds = allTools.flatMap((tool) =>
  Object.keys(tool.inputSchema.shape)
    .filter((name) => ID.test(name))
    .map((argument) => [tool.name, argument] as const),
);

it.each(withIds)("%s takes no blank %s", (name, argument) => {
  const tool = allTools.find((one) => one.name === name);
  const shape = tool?.inputSchema.shape[argument];
  const given = shape?.safeParse(" ").success ? " " : [" "];
  // Whatever else is missing: what is given is looked at by itself.
  expect(shape?.safeParse(given).success).toBe(true);
  if (tool) expect(() => checkIds(tool.inputSchema, { [argument]: given })).toThrow(`${argument}`);
});
