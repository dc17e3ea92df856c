import { describe, expect, it } from "vitest";
import type { OperationTool, RequestSpec } from "../src/tool/tool.ts";
import { argumentAt } from "../src/wire/argument-at.ts";

// Every kind of body that there is, made up: test/request.test.ts has the way back of real operations.

const over = (request: Partial<RequestSpec>) => ({ request: { query: {}, ...request } }) as OperationTool;

const BUILT = over({ body: { build: () => ({}), argumentAt: (pointer) => `built ${pointer}` } });
const BUILT_ONLY = over({ body: { build: () => ({}) } });
const FILE = over({ body: { multipart: true } } as unknown as Partial<RequestSpec>);
const IDS = over({ body: { identifiers: "profile_ids", type: "profile" } });
const ONE_ID = over({ body: { identifiers: "profile_id", type: "profile", one: true } });
const NO_BODY = over({});
const RESOURCE = over({
  body: {
    type: "job",
    id: "job_id",
    attributes: ["name", "place"],
    paths: { city: "attributes.place.city", rest: "attributes.placebo" },
    relationships: { tag_id: { name: "tag", type: "tag" }, deep_id: { name: "attributes.deep", type: "x" } },
    each: {
      rows: { path: "attributes.rows.data", item: { type: "row", attributes: ["email"] } },
      owner: { path: "attributes.owner.data", one: true, item: { type: "person", attributes: ["email"] } },
    },
  },
});

describe("the argument of a pointer", () => {
  it.each<[string, OperationTool, string | undefined, string | undefined]>([
    ["what a body is built by knows", BUILT, "/data/attributes/x", "built /data/attributes/x"],
    ["what it is built by need not know", BUILT_ONLY, "/data/attributes/x", undefined],
    ["nothing of a built body but its data", BUILT, "/meta/x", undefined],
    ["nothing where no pointer is given", BUILT, undefined, undefined],
    ["nothing of a file", FILE, "/data/attributes/file", undefined],
    ["one of the ids", IDS, "/data/2/id", "profile_ids[2]"],
    ["the ids", IDS, "/data", "profile_ids"],
    ["the one id", ONE_ID, "/data/id", "profile_id"],
    ["nothing where nothing is sent", NO_BODY, "/data/attributes/x", undefined],
    ["the id", RESOURCE, "/data/id", "job_id"],
    ["an attribute", RESOURCE, "/data/attributes/name", "name"],
    ["what lies in an attribute", RESOURCE, "/data/attributes/place/zip", "place.zip"],
    ["what has an argument of its own in an attribute", RESOURCE, "/data/attributes/place/city", "city"],
    ["what lies in that", RESOURCE, "/data/attributes/place/city/0/x", "city.0.x"],
    ["no attribute of which the name only begins so", RESOURCE, "/data/attributes/names", undefined],
    ["what begins as another does", RESOURCE, "/data/attributes/placebo", "rest"],
    ["a relationship", RESOURCE, "/data/relationships/tag/data/id", "tag_id"],
    ["a relationship itself", RESOURCE, "/data/relationships/tag", "tag_id"],
    ["a relationship that is elsewhere", RESOURCE, "/data/attributes/deep/data/id", "deep_id"],
    ["no other relationship", RESOURCE, "/data/relationships/tags", undefined],
    ["the list of what is sent", RESOURCE, "/data/attributes/rows", "rows"],
    ["its data", RESOURCE, "/data/attributes/rows/data", "rows"],
    ["one of them", RESOURCE, "/data/attributes/rows/data/3", "rows[3]"],
    ["an attribute of one", RESOURCE, "/data/attributes/rows/data/3/attributes/email", "rows[3].email"],
    ["what one does not have", RESOURCE, "/data/attributes/rows/data/3/attributes/x", "rows[3]"],
    ["the only one", RESOURCE, "/data/attributes/owner/data", "owner"],
    ["an attribute of it", RESOURCE, "/data/attributes/owner/data/attributes/email", "owner.email"],
    ["nothing that is none of ours", RESOURCE, "/data/attributes/surprise", undefined],
  ])("%s", (_, tool, pointer, argument) => {
    expect(argumentAt(tool, pointer === undefined ? {} : { pointer })).toBe(argument);
  });
});

describe("the argument of an id that a path holds", () => {
  const IN_PATH = { path: "/api/lists/{list_id}/relationships/{member_id}" };
  it.each<[what: string, request: Partial<RequestSpec>, pointer: string, argument: string | undefined]>([
    ["is its last", IN_PATH, "/data/id", "member_id"],
    [
      "is that of a body which has none",
      { ...IN_PATH, ...FILE.request, path: IN_PATH.path },
      "/data/id",
      "member_id",
    ],
    ["is none of a path without any", { path: "/api/lists" }, "/data/id", undefined],
    ["is none of another pointer", IN_PATH, "/data/type", undefined],
  ])("%s", (_, request, pointer, argument) => {
    expect(argumentAt(over({ path: "", ...request } as Partial<RequestSpec>), { pointer })).toBe(argument);
  });

  it.each([
    ["/data/12/id", "profile_ids[12]"],
    ["/data/x1/id", "profile_ids"],
    ["/data/1x/id", "profile_ids"],
  ])("%s in a list of them is %s", (pointer, argument) => {
    expect(argumentAt(IDS, { pointer })).toBe(argument);
  });
});

describe("the argument of a parameter", () => {
  const tool = over({ query: { params: { since: "created[after]", other: "company" } } });
  it.each<[parameter: string, argument: string | undefined]>([
    ["company", "other"],
    ["created[after]", "since"],
    ["created", undefined],
    ["filter", "filter"],
    ["sort", "sort"],
    ["include", "include"],
    ["fields[list]", "fields"],
    ["additional-fields[list]", "additional_fields"],
    ["page[size]", "page_size"],
    ["page[cursor]", "page_cursor"],
    ["my-filter", undefined],
    ["surprise", undefined],
  ])("%s is %s", (parameter, argument) => {
    expect(argumentAt(tool, { parameter })).toBe(argument);
  });

  it("goes before the pointer", () => {
    expect(argumentAt(RESOURCE, { parameter: "sort", pointer: "/data/id" })).toBe("sort");
  });
});
