import { describe, expect, it } from "vitest";
import { InputError } from "../src/errors.ts";
import type { Input, OperationTool } from "../src/tool/tool.ts";
import { argumentAt } from "../src/wire/argument-at.ts";
import { buildRequest, encodeQuery } from "../src/wire/request.ts";
import { allTools } from "../tools/index.ts";

function named(name: string): OperationTool {
  const tool = allTools.find((one) => one.name === name);
  if (tool?.kind !== "operation") throw new Error(`no operation ${name}`);
  return tool;
}

const build = (tool: string, input: Input, page = {}) => buildRequest(named(tool), input, page);

/** The query as the other end decodes it. */
function decoded(tool: string, input: Input, page = {}): Record<string, string> {
  const url = new URL(`https://host/${encodeQuery(build(tool, input, page).query)}`);
  return Object.fromEntries(url.searchParams);
}

describe("method and path", () => {
  it.each([
    ["get_profile", { profile_id: "01H" }, "GET", "/api/profiles/01H"],
    ["update_profile", { profile_id: "01H", first_name: "Ann" }, "PATCH", "/api/profiles/01H"],
    ["delete_tag", { tag_id: "t-1" }, "DELETE", "/api/tags/t-1"],
    ["tag_flows", { tag_id: "t", flow_ids: ["f"] }, "POST", "/api/tags/t/relationships/flows"],
    ["get_profiles_for_list", { list_id: "X" }, "GET", "/api/lists/X/profiles"],
    ["get_connection", { connection_id: "c" }, "GET", "/connections/c"],
  ])("%s %o", (tool, input, method, path) => {
    expect(build(tool, input)).toMatchObject({ method, path });
  });

  it.each([
    ["$custom:::$default:::SKU/1", "%24custom%3A%3A%3A%24default%3A%3A%3ASKU%2F1"],
    ["a b", "a%20b"],
    ["q?x=1#y", "q%3Fx%3D1%23y"],
    ["Zoë", "Zo%C3%AB"],
    ["100%", "100%25"],
    ["a..b", "a..b"],
    ["…/…", "%E2%80%A6%2F%E2%80%A6"],
  ])("%j fills one segment", (catalog_item_id, segment) => {
    expect(build("get_catalog_item", { catalog_item_id }).path).toBe(`/api/catalog-items/${segment}`);
    expect(decodeURIComponent(segment)).toBe(catalog_item_id);
  });

  it.each([
    ["", "is empty"],
    [" ", "is empty"],
    ["a\u0000b", "control character"],
    ["a\r\nb", "control character"],
    [".", "path step"],
    ["..", "path step"],
    ["../lists", "path step"],
    ["a/../b", "path step"],
    ["a\\..\\b", "path step"],
    ["a/./b", "path step"],
    ["%2e%2e/lists", "path step"],
    ["%252e%252e%252flists", "path step"],
    ["\ud800", "half a character"],
  ])("%j cannot", (catalog_item_id, why) => {
    const attempt = () => build("get_catalog_item", { catalog_item_id });
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow("catalog_item_id");
    expect(attempt).toThrow(why);
  });
});

describe("query", () => {
  const TRICKY = 'equals(email,"a+b&c=d #%/?@x.y"),equals(external_id,\'ö "日本" \\\'\')';

  it.each<[string, Input, object, Record<string, string>]>([
    ["get_tags", { filter: TRICKY }, {}, { filter: TRICKY }],
    [
      "get_tags",
      { sort: "-name" },
      { size: 50, cursor: "c=+&/" },
      {
        sort: "-name",
        "page[size]": "50",
        "page[cursor]": "c=+&/",
      },
    ],
    ["get_metrics", {}, { size: 20 }, {}],
    [
      "get_campaigns",
      { channel: "email", filter: "equals(archived,false)" },
      {},
      {
        filter: 'equals(messages.channel,"email"),equals(archived,false)',
      },
    ],
    ["get_campaigns", { channel: "sms" }, {}, { filter: 'equals(messages.channel,"sms")' }],
    ["get_coupon_codes", { coupon_id: 'TEN"OFF' }, {}, { filter: 'equals(coupon.id,"TEN\\"OFF")' }],
    ["get_profile", { profile_id: "1", include: ["lists", "segments"] }, {}, { include: "lists,segments" }],
    [
      "get_list",
      { list_id: "1", additional_fields: ["profile_count"] },
      {},
      {
        "additional-fields[list]": "profile_count",
      },
    ],
    [
      "get_profile",
      { profile_id: "1", fields: ["email", "location.city"] },
      {},
      {
        "fields[profile]": "email,location.city",
      },
    ],
    [
      "get_event",
      { event_id: "1", include: ["profile"], fields: ["datetime", "profile:email"] },
      {},
      {
        include: "profile",
        "fields[event]": "datetime",
        "fields[profile]": "email",
      },
    ],
  ])("%s %o", (tool, input, page, query) => {
    const sent = decoded(tool, input, page);
    expect(sent).toMatchObject(query);
    // What was not asked for is not there: neither an empty parameter nor a page that the operation does not take.
    expect(Object.keys(sent).filter((name) => !name.startsWith("fields[") && !(name in query))).toEqual([]);
  });

  it("asks for what a page shows, and for all of it when everything is wanted", () => {
    expect(decoded("get_lists", {})["fields[list]"]?.split(",")).toContain("name");
    expect(decoded("get_lists", { detail: "full" })["fields[list]"]).toBeUndefined();
  });

  it("has neither fields nor pages on a write", () => {
    expect(build("create_list", { name: "n", fields: ["name"] }, { size: 5 }).query).toEqual([]);
  });

  it("encodes names and values, spaces as %20", () => {
    const query = [
      ["page[size]", "1"],
      ["filter", "a +&=é"],
    ] as const;
    expect(encodeQuery(query)).toBe("?page%5Bsize%5D=1&filter=a%20%2B%26%3D%C3%A9");
    expect(encodeQuery([])).toBe("");
  });
});

describe("body", () => {
  it.each<[string, Input, unknown]>([
    ["create_list", { name: "VIP" }, { data: { type: "list", attributes: { name: "VIP" } } }],
    [
      "update_list",
      { list_id: "L", name: "VIP" },
      { data: { type: "list", id: "L", attributes: { name: "VIP" } } },
    ],
    [
      "remove_profiles_from_list",
      { list_id: "L", profile_ids: ["a", "b"] },
      {
        data: [
          { type: "profile", id: "a" },
          { type: "profile", id: "b" },
        ],
      },
    ],
    [
      "update_profile",
      {
        profile_id: "P",
        properties: { __proto: 1, nested: { a: null } },
        unset_properties: ["old"],
        append_properties: { skus: "A" },
        clear: ["title"],
      },
      {
        data: {
          type: "profile",
          id: "P",
          attributes: { properties: { __proto: 1, nested: { a: null } }, title: null },
          meta: { patch_properties: { unset: ["old"], append: { skus: "A" } } },
        },
      },
    ],
    [
      "merge_profiles",
      { destination_profile_id: "D", source_profile_id: "S" },
      {
        data: {
          type: "profile-merge",
          id: "D",
          relationships: { profiles: { data: [{ type: "profile", id: "S" }] } },
        },
      },
    ],
    [
      "create_tag",
      { name: "sale", tag_group_id: "G" },
      {
        data: {
          type: "tag",
          attributes: { name: "sale" },
          relationships: { "tag-group": { data: { type: "tag-group", id: "G" } } },
        },
      },
    ],
    [
      "bulk_import_profiles",
      { profiles: [{ email: "a@b.c", profile_id: "P" }, { phone_number: "+1" }], list_id: "L" },
      {
        data: {
          type: "profile-bulk-import-job",
          attributes: {
            profiles: {
              data: [
                { type: "profile", id: "P", attributes: { email: "a@b.c" } },
                { type: "profile", attributes: { phone_number: "+1" } },
              ],
            },
          },
          relationships: { lists: { data: [{ type: "list", id: "L" }] } },
        },
      },
    ],
    ["send_campaign", { campaign_id: "C" }, { data: { type: "campaign-send-job", id: "C" } }],
  ])("%s %o", (tool, input, body) => {
    expect(build(tool, input).body).toEqual(body);
  });

  it("shares nothing between two calls", () => {
    const first = build("bulk_subscribe_profiles", { profiles: [{ email: "a@b.c", channels: ["email"] }] });
    const second = build("bulk_subscribe_profiles", { profiles: [{ email: "d@e.f", channels: ["email"] }] });
    expect(JSON.stringify(first.body)).toContain("a@b.c");
    expect(JSON.stringify(second.body)).not.toContain("a@b.c");
  });

  it("is absent on a read", () => {
    expect(build("get_list", { list_id: "L" })).not.toHaveProperty("body");
  });
});

describe("the way back from an error", () => {
  it.each<[string, { pointer?: string; parameter?: string }, string | undefined]>([
    ["create_profile", { pointer: "/data/attributes/email" }, "email"],
    ["create_profile", { pointer: "/data/attributes/location/city" }, "location.city"],
    ["create_profile", { pointer: "/data/attributes/surprise" }, undefined],
    ["update_profile", { pointer: "/data/id" }, "profile_id"],
    ["update_profile", { pointer: "/data/meta/patch_properties/unset" }, "unset_properties"],
    [
      "bulk_import_profiles",
      { pointer: "/data/attributes/profiles/data/3/attributes/email" },
      "profiles[3].email",
    ],
    ["bulk_import_profiles", { pointer: "/data/attributes/profiles" }, "profiles"],
    ["create_tag", { pointer: "/data/relationships/tag-group/data/id" }, "tag_group_id"],
    ["add_profiles_to_list", { pointer: "/data/1/id" }, "profile_ids[1]"],
    ["add_profiles_to_list", { pointer: "/data" }, "profile_ids"],
    ["get_tags", { parameter: "filter" }, "filter"],
    ["get_tags", { parameter: "page[size]" }, "page_size"],
    ["get_list", { parameter: "additional-fields[list]" }, "additional_fields"],
    ["get_list", { parameter: "fields[list]" }, "fields"],
    ["get_list", { parameter: "surprise" }, undefined],
    ["get_list", { pointer: "/data/attributes/name" }, undefined],
    ["create_list", { pointer: "somewhere" }, undefined],
    ["create_list", {}, undefined],
  ])("%s %o is %s", (tool, source, argument) => {
    expect(argumentAt(named(tool), source)).toBe(argument);
  });
});
