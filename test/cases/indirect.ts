import { expect } from "vitest";
import type { Case } from "./case.ts";

const BODY = { data: { type: "list", attributes: { name: "By hand" } } };

/** Calls that name another: what leaves is the named operation's, whichever way it is said. */
export const indirectCases: readonly Case[] = [
  {
    tool: "search_operations",
    name: "a question",
    args: { question: "who is on a list" },
    sent: [],
    reads: { hint: expect.stringContaining("tool of its own") },
  },
  {
    tool: "search_operations",
    name: "every argument",
    args: { question: "the profiles of a list", section: "lists", limit: 1 },
    sent: [],
    reads: { data: [expect.stringMatching(/^\* get_profiles_for_list\(list_id; filter\?/)] },
  },
  {
    tool: "describe_operation",
    name: "the outside",
    args: { name: "delete_list" },
    sent: [],
    reads: { data: { name: "delete_list", request: "DELETE /api/lists/{list_id}", scopes: "lists:write" } },
  },
  {
    tool: "describe_operation",
    name: "with its schema",
    args: { name: "create_list", schema: true },
    sent: [],
    reads: { data: { inputSchema: { required: ["name"] } } },
  },
  {
    tool: "describe_operation",
    name: "one part of its schema",
    args: { name: "create_profile", part: "location.city" },
    sent: [],
    reads: { data: { inputSchema: { type: "string" } } },
  },
  {
    tool: "summarize_collection",
    name: "a count",
    args: { name: "get_lists" },
    sent: { method: "GET", path: "/api/lists", query: { "fields[list]": "created", "page[size]": "10" } },
    reads: { data: { all: true } },
  },
  {
    tool: "summarize_collection",
    name: "every argument",
    args: {
      name: "get_profiles",
      arguments: { limit: 5 },
      group_by: "location.country",
      sum: "predictive_analytics.total_clv",
      by: "created",
      top: 2,
    },
    sent: {
      method: "GET",
      path: "/api/profiles",
      query: {
        "additional-fields[profile]": "predictive_analytics",
        "fields[profile]": "email,phone_number,location.country,predictive_analytics,created",
        "page[size]": "5",
      },
    },
    reads: { data: { read: 5, all: false } },
  },
  {
    tool: "read_operation",
    name: "by name, arguments in their place",
    args: { name: "get_list", arguments: { list_id: "Y6nRLr" } },
    sent: { method: "GET", path: "/api/lists/Y6nRLr" },
    reads: { data: { id: "Y6nRLr", name: "Newsletter Subscribers" } },
  },
  {
    tool: "read_operation",
    name: "arguments as JSON text, shared ones beside them",
    args: { name: "get_lists", arguments: '{"page_size":1}', fields: ["name"] },
    sent: { method: "GET", path: "/api/lists", query: { "page[size]": "1", "fields[list]": "name" } },
  },
  {
    tool: "read_operation",
    name: "arguments beside the name, and null where nothing is meant",
    args: { name: "get_list", arguments: null, list_id: "Y6nRLr", path: null },
    sent: { method: "GET", path: "/api/lists/Y6nRLr" },
  },
  {
    tool: "read_operation",
    name: "a path with the gateway's prefix, and a query of its own",
    args: { path: "/klaviyo/api/profiles", query: { "page[size]": 1, filter: 'equals(email,"a+b@c.d")' } },
    sent: {
      method: "GET",
      path: "/api/profiles",
      query: { "page[size]": "1", filter: 'equals(email,"a+b@c.d")' },
    },
  },
  {
    tool: "read_operation",
    name: "a path with fields and include, which are the operation's",
    args: { path: "/api/lists/Y6nRLr", query: { "fields[list]": "name,created", include: ["tags"] } },
    sent: {
      method: "GET",
      path: "/api/lists/Y6nRLr",
      query: { "fields[list]": "name,created", "fields[tag]": "name", include: "tags" },
    },
  },
  {
    tool: "read_operation",
    name: "a path with the revision that it is meant in",
    args: { path: "/api/lists/Y6nRLr", revision: "2026-07-15" },
    sent: { method: "GET", path: "/api/lists/Y6nRLr" },
  },
  {
    tool: "change_operation",
    name: "by name",
    args: { name: "create_list", arguments: { name: "By name" } },
    sent: {
      method: "POST",
      path: "/api/lists",
      body: { data: { type: "list", attributes: { name: "By name" } } },
    },
    reads: { data: { name: "By name" } },
  },
  {
    tool: "change_operation",
    name: "a read is run all the same",
    args: { name: "get_list", arguments: { list_id: "Y6nRLr" } },
    sent: { method: "GET", path: "/api/lists/Y6nRLr" },
  },
  {
    tool: "change_operation",
    name: "by path, with a body as Klaviyo has it",
    args: { method: "POST", path: "/api/lists", query: {}, body: BODY },
    sent: { method: "POST", path: "/api/lists", body: BODY },
    reads: { data: { name: "By hand" } },
  },
  {
    tool: "change_operation",
    name: "a path that only reads, with its revision",
    args: { method: "GET", path: "/api/lists/Y6nRLr", revision: "2026-07-15" },
    sent: { method: "GET", path: "/api/lists/Y6nRLr" },
  },
  {
    tool: "klaviyo_request",
    name: "the former name of a call by path",
    args: { method: "GET", path: "/api/lists/Y6nRLr" },
    sent: { method: "GET", path: "/api/lists/Y6nRLr" },
  },
];
