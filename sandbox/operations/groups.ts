import { addMembers, removeMembers } from "../behaviours/groups.ts";
import { create, list, listMembers, listRelated, read, remove, update } from "../behaviours/resources.ts";
import { createSegment, readSegment, updateSegment } from "../behaviours/segments.ts";
import type { FilterTable } from "../klaviyo/filter.ts";
import type { Operation } from "../klaviyo/operation.ts";

const GROUP_FILTER: FilterTable = {
  name: "any equals",
  id: "any equals",
  created: "datetime greater-than",
  updated: "datetime greater-than",
};

const MEMBER_FILTER: FilterTable = {
  email: "any equals",
  phone_number: "any equals",
  push_token: "any equals",
  _kx: "equals",
  joined_group_at: "datetime greater-or-equal greater-than less-or-equal less-than",
};

const MEMBERS: Pick<
  Operation,
  "type" | "limit" | "success" | "additional" | "extra" | "sort" | "page" | "does"
> = {
  type: "profile",
  limit: "L",
  success: 200,
  additional: "subscriptions predictive_analytics",
  extra: "joined_group_at",
  sort: "joined_group_at",
  page: [20, 100],
  does: listMembers,
};

const MEMBER_LINKS = '[{type!:"profile", id!:text}]<=1000';
const OPT_IN = 'opt_in_process:"double_opt_in"|"single_opt_in"?';
const STARRED = "is_starred:boolean?";

/** Lists, segments and who is in them. */
export const groupOperations: readonly Operation[] = [
  {
    id: "get_lists",
    route: "GET /api/lists",
    type: "list",
    limit: "L",
    success: 200,
    include: "flow-triggers tags",
    filter: GROUP_FILTER,
    sort: "created id name updated",
    page: [10, 10],
    does: list,
  },
  {
    id: "get_list",
    route: "GET /api/lists/{id}",
    type: "list",
    limit: "L",
    stricter: { "additional-fields[list]=profile_count": "1 15" },
    success: 200,
    include: "flow-triggers tags",
    additional: "profile_count",
    does: read,
  },
  {
    id: "create_list",
    route: "POST /api/lists",
    type: "list",
    limit: "10 150 150",
    success: 201,
    body: `{type!:"list", attributes!:{name!:text, ${OPT_IN}}}`,
    does: create({ opt_in_process: "double_opt_in" }),
  },
  {
    id: "update_list",
    route: "PATCH /api/lists/{id}",
    type: "list",
    limit: "M",
    success: 200,
    body: `{type!:"list", id!:text, attributes!:{name:text?, ${OPT_IN}}}`,
    does: update,
  },
  {
    id: "delete_list",
    route: "DELETE /api/lists/{id}",
    type: "list",
    limit: "M",
    success: 204,
    empty: true,
    does: remove,
  },
  {
    id: "add_profiles_to_list",
    route: "POST /api/lists/{id}/relationships/profiles",
    type: "profile",
    limit: "M",
    success: 204,
    empty: true,
    body: MEMBER_LINKS,
    does: addMembers,
  },
  {
    id: "remove_profiles_from_list",
    route: "DELETE /api/lists/{id}/relationships/profiles",
    type: "profile",
    limit: "M",
    success: 204,
    empty: true,
    body: MEMBER_LINKS,
    does: removeMembers,
  },
  {
    ...MEMBERS,
    id: "get_profiles_for_list",
    route: "GET /api/lists/{id}/profiles",
    stricter: { "additional-fields[profile]=predictive_analytics": "10 150" },
    filter: MEMBER_FILTER,
  },
  {
    id: "get_flows_triggered_by_list",
    route: "GET /api/lists/{id}/flow-triggers",
    type: "flow",
    limit: "S",
    success: 200,
    does: listRelated("flow-triggers"),
  },
  {
    id: "get_segments",
    route: "GET /api/segments",
    type: "segment",
    limit: "L",
    success: 200,
    include: "flow-triggers tags",
    filter: { ...GROUP_FILTER, is_active: "boolean any equals", is_starred: "boolean equals" },
    ignores: "is_starred",
    sort: "created id name updated",
    page: [10, 10],
    does: list,
  },
  {
    id: "get_segment",
    route: "GET /api/segments/{id}",
    type: "segment",
    limit: "L",
    stricter: { "additional-fields[segment]=profile_count": "1 15" },
    success: 200,
    include: "flow-triggers tags",
    additional: "profile_count",
    does: readSegment,
  },
  {
    id: "create_segment",
    route: "POST /api/segments",
    type: "segment",
    limit: "1 15 100",
    success: 201,
    body: `{type!:"segment", attributes!:{name!:text, definition!:$SegmentDefinition, ${STARRED}}}`,
    does: createSegment,
  },
  {
    id: "update_segment",
    route: "PATCH /api/segments/{id}",
    type: "segment",
    limit: "1 15 100",
    success: 200,
    body: `{type!:"segment", id!:text, attributes!:{definition:$SegmentDefinition?, name:text?, ${STARRED}, is_active:boolean?}}`,
    does: updateSegment,
  },
  {
    id: "delete_segment",
    route: "DELETE /api/segments/{id}",
    type: "segment",
    limit: "S",
    success: 204,
    empty: true,
    does: remove,
  },
  {
    ...MEMBERS,
    id: "get_profiles_for_segment",
    route: "GET /api/segments/{id}/profiles",
    filter: { profile_id: "any equals", ...MEMBER_FILTER },
  },
  {
    id: "get_flows_triggered_by_segment",
    route: "GET /api/segments/{id}/flow-triggers",
    type: "flow",
    limit: "S",
    success: 200,
    does: listRelated("flow-triggers"),
  },
];
