import { section } from "../src/tool/declare.ts";
import { id, ids } from "./params.ts";
import { words } from "./words.ts";

// Klaviyo publishes no limit for one request; this many are still easy to check.
const MAX_TAGGED = 100;

export const tags = section("tags", {
  get_tags: words({
    title: "List tags",
    does: 'Finds the tags that campaigns, flows, lists and segments can carry, e.g. filter contains(name,"sale").',
  }),

  create_tag: words({
    title: "Create a tag",
    does: "Creates a tag, in the default group unless tag_group_id is given. An account holds 500.",
  }),

  update_tag: words({
    title: "Rename a tag",
    does: "Renames a tag everywhere it is used.",
  }),

  delete_tag: words({
    title: "Delete a tag",
    does: "Deletes a tag for good and takes it off everything that carries it.",
    settledBy: "get_tags",
  }),

  tag_campaigns: words({
    title: "Tag campaigns",
    does: "Puts a tag on campaigns. get_campaigns gives the ids.",
    inputSchema: { tag_id: id, campaign_ids: ids(MAX_TAGGED) },
    idempotent: true,
  }),

  tag_flows: words({
    title: "Tag flows",
    does: "Puts a tag on flows. get_flows gives the ids.",
    inputSchema: { tag_id: id, flow_ids: ids(MAX_TAGGED) },
    idempotent: true,
  }),
});
