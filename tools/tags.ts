import { operation, section } from "../src/tool/tool.ts";
import { filterText, id, ids, nonEmptyText, S, text } from "./params.ts";
import * as resource from "./resources.ts";

const name = nonEmptyText;
// Klaviyo asks for both to change a tag.
const SCOPES = "tags:read tags:write";
// Klaviyo publishes no limit for one request; this many are still easy to check.
const MAX_TAGGED = 100;

export const tags = section("tags", {
  get_tags: operation({
    title: "List tags",
    description:
      'Finds the tags that campaigns, flows, lists and segments can carry, e.g. filter contains(name,"sale").',
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/tags",
      scopes: "tags:read",
      rate: S,
      query: {
        filter: { name: filterText("contains", "ends-with", "equals", "starts-with") },
        sort: ["id", "name"],
        include: { "tag-group": resource.tagGroup },
        page: { size: 50 },
      },
    },
    result: { kind: "collection", resource: resource.tag },
  }),

  create_tag: operation({
    title: "Create a tag",
    description: "Creates a tag, in the default group unless tag_group_id is given. An account holds 500.",
    inputSchema: { name, tag_group_id: text },
    impact: "write",
    request: {
      method: "POST",
      path: "/api/tags",
      scopes: SCOPES,
      rate: S,
      body: {
        type: "tag",
        attributes: ["name"],
        relationships: { tag_group_id: { name: "tag-group", type: "tag-group" } },
      },
    },
    result: { kind: "resource", resource: resource.tag },
  }),

  update_tag: operation({
    title: "Rename a tag",
    description: "Renames a tag everywhere it is used.",
    inputSchema: { tag_id: id, name },
    impact: "write",
    request: {
      method: "PATCH",
      path: "/api/tags/{tag_id}",
      scopes: SCOPES,
      rate: S,
      body: { type: "tag", id: "tag_id", attributes: ["name"] },
    },
    result: { kind: "empty" },
  }),

  delete_tag: operation({
    title: "Delete a tag",
    description: "Deletes a tag for good and takes it off everything that carries it.",
    inputSchema: { tag_id: id },
    settledBy: "get_tags",
    impact: "dangerous",
    preview: [
      {
        tool: "get_tags",
        arguments: { page_size: 50 },
        label: "tag",
        show: ["name"],
        only: { paths: ["id"], holds: "$tag_id" },
        note: "tags after the first 50",
      },
    ],
    request: { method: "DELETE", path: "/api/tags/{tag_id}", scopes: SCOPES, rate: S },
    result: { kind: "empty" },
  }),

  tag_campaigns: operation({
    title: "Tag campaigns",
    description: "Puts a tag on campaigns. get_campaigns gives the ids.",
    inputSchema: { tag_id: id, campaign_ids: ids(MAX_TAGGED) },
    impact: "write",
    idempotent: true,
    request: {
      method: "POST",
      path: "/api/tags/{tag_id}/relationships/campaigns",
      scopes: "campaigns:write tags:write",
      rate: S,
      body: { identifiers: "campaign_ids", type: "campaign" },
    },
    result: { kind: "empty" },
  }),

  tag_flows: operation({
    title: "Tag flows",
    description: "Puts a tag on flows. get_flows gives the ids.",
    inputSchema: { tag_id: id, flow_ids: ids(MAX_TAGGED) },
    impact: "write",
    idempotent: true,
    request: {
      method: "POST",
      path: "/api/tags/{tag_id}/relationships/flows",
      scopes: "flows:write tags:write",
      rate: S,
      body: { identifiers: "flow_ids", type: "flow" },
    },
    result: { kind: "empty" },
  }),
});
