import { section } from "../src/tool/declare.ts";
import { atLeastOne } from "../src/tool/rules.ts";
import type { Remark } from "../src/tool/tool.ts";
import { campaignsUsing, listJoined } from "./params.ts";
import { member } from "./resources.ts";
import { words } from "./words.ts";

/** What surprises at a list that was just filled. */
const CONFIRMED: Remark = {
  shows: { attribute: "opt_in_process", is: "double_opt_in" },
  says: "opt_in_process double_opt_in: who is subscribed to it is not on it, and not counted, before they confirm.",
};

export const lists = section("lists", {
  get_lists: words({
    title: "List the lists",
    does: 'Finds lists by exact name, e.g. filter equals(name,"Newsletter"). Sizes come from get_list.',
  }),

  get_list: words({
    title: "Read a list",
    does: "One list; additional_fields profile_count gives its size.",
    remarks: [{ ...CONFIRMED, when: { input: "additional_fields", equals: "profile_count" } }],
  }),

  create_list: words({
    title: "Create a list",
    does: "Creates an empty list.",
    remarks: [CONFIRMED],
  }),

  update_list: words({
    title: "Update a list",
    does: "Renames a list or changes how people confirm that they join it.",
    rules: [atLeastOne("name", "opt_in_process")],
    remarks: [{ ...CONFIRMED, when: { input: "opt_in_process", given: true } }],
  }),

  delete_list: words({
    title: "Delete a list",
    does: "Deletes a list for good; its profiles stay. Flows that it triggers stop.",
    preview: [
      {
        tool: "get_list",
        arguments: { list_id: "$list_id", include: ["flow-triggers"], additional_fields: ["profile_count"] },
        label: "list",
        show: ["name", "profile_count", "flow-triggers"],
      },
      campaignsUsing("list_id"),
    ],
  }),

  add_profiles_to_list: words({
    title: "Add profiles to a list",
    does: "Adds up to 1,000 existing profiles. Starts the flows that the list triggers. Being on a list is not consent: bulk_subscribe_profiles.",
    idempotent: true,
    preview: [listJoined],
  }),

  remove_profiles_from_list: words({
    title: "Remove profiles from a list",
    does: "Takes up to 1,000 profiles off a list. Does not withdraw consent.",
    preview: [{ tool: "get_list", arguments: { list_id: "$list_id" }, label: "list", show: ["name"] }],
  }),

  get_profiles_for_list: words({
    title: "List a list's profiles",
    does: "The members of a list.",
    remarks: [
      {
        empty: true,
        says: "Where opt_in_process is double_opt_in, only those are members who confirmed. get_list tells it.",
      },
    ],
    shows: member,
  }),
});
