import { z } from "zod";
import { atLeastOne } from "../src/tool/rules.ts";
import { operation, section } from "../src/tool/tool.ts";
import {
  campaignsUsing,
  filterText,
  filterTime,
  id,
  ids,
  L,
  listJoined,
  M,
  memberFilter,
  nonEmptyText,
  text,
} from "./params.ts";
import * as resource from "./resources.ts";

const optIn = z.enum(["single_opt_in", "double_opt_in"]).optional();
const counted = {
  argument: "additional_fields",
  value: "profile_count",
  rate: { burst: 1, steady: 15 },
} as const;
const include = { "flow-triggers": resource.flow, tags: resource.tag };

const members = { list_id: id, profile_ids: ids(1000) };
const MEMBER_PATH = "/api/lists/{list_id}/relationships/profiles";

export const lists = section("lists", {
  get_lists: operation({
    title: "List the lists",
    description:
      'Finds lists by exact name, e.g. filter equals(name,"Newsletter"). Sizes come from get_list.',
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/lists",
      scopes: "lists:read",
      rate: L,
      query: {
        filter: {
          name: filterText("any", "equals"),
          id: filterText("any", "equals"),
          created: filterTime("greater-than"),
          updated: filterTime("greater-than"),
        },
        sort: ["created", "id", "name", "updated"],
        include,
        page: { size: 10 },
      },
    },
    result: { kind: "collection", resource: resource.list },
  }),

  get_list: operation({
    title: "Read a list",
    description: "One list; additional_fields profile_count gives its size (slow: 15 a minute).",
    inputSchema: { list_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/lists/{list_id}",
      scopes: "lists:read",
      rate: L,
      stricter: [counted],
      query: { include, additionalFields: ["profile_count"] },
    },
    result: { kind: "resource", resource: resource.countedList },
  }),

  create_list: operation({
    title: "Create a list",
    description: "Creates an empty list.",
    inputSchema: { name: nonEmptyText, opt_in_process: optIn },
    impact: "write",
    request: {
      method: "POST",
      path: "/api/lists",
      scopes: "lists:write",
      rate: { ...M, daily: 150 },
      body: { type: "list", attributes: ["name", "opt_in_process"] },
    },
    result: { kind: "resource", resource: resource.list },
  }),

  update_list: operation({
    title: "Update a list",
    description: "Renames a list or changes how people confirm that they join it.",
    inputSchema: { list_id: id, name: text, opt_in_process: optIn },
    impact: "write",
    rules: [atLeastOne("name", "opt_in_process")],
    request: {
      method: "PATCH",
      path: "/api/lists/{list_id}",
      scopes: "lists:write",
      rate: M,
      body: { type: "list", id: "list_id", attributes: ["name", "opt_in_process"] },
    },
    result: { kind: "resource", resource: resource.list },
  }),

  delete_list: operation({
    title: "Delete a list",
    description: "Deletes a list for good; its profiles stay. Flows that it triggers stop.",
    inputSchema: { list_id: id },
    impact: "dangerous",
    preview: [
      {
        tool: "get_list",
        arguments: { list_id: "$list_id", include: ["flow-triggers"], additional_fields: ["profile_count"] },
        label: "list",
        show: ["name", "profile_count", "flow-triggers"],
      },
      campaignsUsing("list_id"),
    ],
    request: { method: "DELETE", path: "/api/lists/{list_id}", scopes: "lists:write", rate: M },
    result: { kind: "empty" },
  }),

  add_profiles_to_list: operation({
    title: "Add profiles to a list",
    description:
      "Adds up to 1,000 existing profiles. Starts the flows that the list triggers. Being on a list is not consent: bulk_subscribe_profiles.",
    inputSchema: members,
    impact: { default: "write", dangerousWhen: [{ input: "profile_ids", moreThan: 100 }] },
    idempotent: true,
    preview: [listJoined],
    request: {
      method: "POST",
      path: MEMBER_PATH,
      scopes: "lists:write profiles:write",
      rate: M,
      body: { identifiers: "profile_ids", type: "profile" },
    },
    result: { kind: "empty" },
  }),

  remove_profiles_from_list: operation({
    title: "Remove profiles from a list",
    description: "Takes up to 1,000 profiles off a list. Does not withdraw consent.",
    inputSchema: members,
    impact: { default: "write", dangerousWhen: [{ input: "profile_ids", moreThan: 100 }] },
    preview: [{ tool: "get_list", arguments: { list_id: "$list_id" }, label: "list", show: ["name"] }],
    request: {
      method: "DELETE",
      path: MEMBER_PATH,
      scopes: "lists:write profiles:write",
      rate: M,
      body: { identifiers: "profile_ids", type: "profile" },
    },
    result: { kind: "empty" },
  }),

  get_profiles_for_list: operation({
    title: "List a list's profiles",
    description: "The members of a list.",
    inputSchema: { list_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/lists/{list_id}/profiles",
      scopes: "lists:read profiles:read",
      rate: L,
      stricter: [
        { argument: "additional_fields", value: "predictive_analytics", rate: { burst: 10, steady: 150 } },
      ],
      query: {
        filter: memberFilter,
        sort: ["joined_group_at"],
        additionalFields: ["subscriptions", "predictive_analytics"],
        page: { size: 100 },
      },
    },
    result: { kind: "collection", resource: resource.member },
  }),
});
