import { afterAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { InputError } from "../../src/errors.ts";
import { withTokens } from "../../src/mask/places.ts";
import { wholeOffer } from "../../src/offer.ts";
import type { DirectTool } from "../../src/tool/tool.ts";
import { operationsWithShapes } from "../../tools/operations/index.ts";
import { startInside } from "../inside.ts";
import { MASK, MASK_ENV } from "./planted.ts";

const TOKEN = "person_00@masked";
const { firstClass, rows } = wholeOffer(true);
const tools = [...firstClass, ...rows].filter((tool): tool is DirectTool => tool.kind !== "indirect");
const open = (tool: DirectTool, args: Record<string, unknown>) =>
  withTokens(
    tool,
    args,
    (name) => operationsWithShapes().find(name)?.body,
    () => "opened",
  );

/** The path of every value that a schema has; [] is a place in a list. */
function pathsOf(schema: z.ZodTypeAny, at: readonly string[] = []): (readonly string[])[] {
  if (at.length > 7) return [];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return pathsOf(schema.unwrap(), at);
  if (schema instanceof z.ZodEffects) return pathsOf(schema.innerType(), at);
  if (schema instanceof z.ZodArray) return pathsOf(schema.element, [...at, "[]"]);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one: z.ZodTypeAny) => pathsOf(one, at));
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as z.ZodRawShape).flatMap(([name, one]) =>
      pathsOf(one, [...at, name]),
    );
  }
  return [at];
}

function valueAt([first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return TOKEN;
  return first === "[]" ? [valueAt(rest)] : { [first]: valueAt(rest) };
}

/** The arguments of a tool that take a token. */
function takenBy(tool: DirectTool): string[] {
  const paths = pathsOf(tool.inputSchema).filter(([name]) => name !== "filter");
  const taken = paths.filter((path) => {
    try {
      open(tool, valueAt(path) as Record<string, unknown>);
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  });
  return [...new Set(taken.map((path) => path.join(".")))];
}

/** Whatever takes a token, in all tools and rows: a person's own identifiers and attributes, and nothing else. */
const LOCATION = ["address1", "address2", "zip", "latitude", "longitude", "ip"];
const NAMES =
  /^(profile_ids?|(destination|source)_profile_id|email|phone_number|external_id|_kx|first_name|last_name|age_gated_date_of_birth)$/;

describe.each(tools.map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
  const taken = takenBy(tool);

  it("takes a token only as a person's identifier or attribute, and refuses it anywhere else", () => {
    for (const path of taken) {
      const keys = path.split(".").filter((key) => key !== "[]");
      const [last = "", before] = keys.toReversed();
      const isOwn = NAMES.test(last) || (before === "location" && LOCATION.includes(last));
      expect(isOwn || (name === "create_push_token" && path === "token"), path).toBe(true);
      expect(path).not.toMatch(/propert|html|url|text|definition|context/);
    }
  });
});

it("knows the tools that take a person", () => {
  const taking = tools.filter((tool) => takenBy(tool).length > 0).map(({ name }) => name);
  expect(taking).toEqual(
    expect.arrayContaining([
      "get_profile",
      "create_profile",
      "create_event",
      "bulk_create_events",
      "bulk_subscribe_profiles",
      "bulk_suppress_profiles",
      "request_profile_deletion",
      "get_customer",
    ]),
  );
  expect(taking).not.toContain("create_template");
});

describe("a call", () => {
  const inside = startInside(MASK, MASK_ENV);
  afterAll(() => {
    vi.restoreAllMocks();
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      "create_template",
      { name: "n", html: `<a href="https://x.example/${TOKEN}">` },
      /^create_template: html takes no token/,
    ],
    [
      "create_profile",
      { email: "a@x.example", properties: { note: TOKEN } },
      /properties\.note takes no token/,
    ],
    ["create_profile", { email: `to ${TOKEN}` }, /email takes no token/],
    ["create_profile", { email: "person_7F3A…@masked" }, /none of this account's/],
    ["create_profile", { email: TOKEN }, /none of this account's/],
    [
      "create_webhook",
      { name: "n", endpoint_url: `https://x.example/${TOKEN}`, secret_key: "k", topics: ["t"] },
      /takes no token/,
    ],
    ["get_profiles", { filter: `contains(email,"${TOKEN}")` }, /email is masked/],
    ["get_profiles", { filter: 'starts-with(email,"a")' }, /email is masked/],
    ["get_profiles", { filter: 'greater-than(phone_number,"+1")' }, /phone_number is masked/],
    [
      "get_profiles",
      { filter: `equals(subscriptions.email.marketing.suppression.reason,"${TOKEN}")` },
      /filter takes no token/,
    ],
    ["get_profiles", { filter: `equals(email,"${TOKEN}")` }, /none of this account's/],
    ["get_profiles", { sort: "-email" }, /sort: email is masked/],
    [
      "read_operation",
      { method: "GET", path: "/api/profiles", query: { filter: 'contains(email,"a")' } },
      /email is masked/,
    ],
    [
      "change_operation",
      {
        method: "POST",
        path: "/api/templates",
        body: { data: { type: "template", attributes: { html: TOKEN } } },
      },
      /takes no token/,
    ],
    [
      "change_operation",
      {
        method: "POST",
        path: "/api/profiles",
        body: { data: { type: "profile", attributes: { properties: { a: TOKEN } } } },
      },
      /takes no token/,
    ],
  ])("of %s with %j sends nothing", async (tool, args, told) => {
    inside.left.length = 0;
    const { text, isError } = await inside.call(tool, args);
    expect(isError).toBe(true);
    expect(text).toMatch(told);
    expect(inside.left).toEqual([]);
  });
});
