import type { Case } from "./case.ts";

const NEWSLETTER = "Y6nRLr";
const SARAH = "01GDDKASAP8TKDDA2GRZDSVP4H";
const MISAKI = "01HWZ8Q85R7Z8KW3EA7XHP41JK";
const MEMBERS = `/api/lists/${NEWSLETTER}/relationships/profiles`;

/** Lists themselves: get_lists, get_list, create_list, update_list, delete_list; and who is on them. */
export const listsCases: readonly Case[] = [
  {
    tool: "get_lists",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/lists",
      query: { "fields[list]": "name,created,updated,opt_in_process", "page[size]": "10" },
    },
    official: ({ lists }) =>
      lists.getLists({ fieldsList: ["name", "created", "updated", "opt_in_process"], pageSize: 10 }),
  },
  {
    tool: "get_lists",
    name: "every argument",
    args: {
      filter:
        'any(name,["Newsletter Subscribers","Trail Running Club"]),greater-than(created,2024-01-01T00:00:00Z)',
      sort: "-updated",
      fields: ["name", "updated", "flow:name", "flow:status", "tag:name"],
      include: ["flow-triggers", "tags"],
      page_size: 5,
    },
    sent: {
      method: "GET",
      path: "/api/lists",
      query: {
        filter:
          'any(name,["Newsletter Subscribers","Trail Running Club"]),greater-than(created,2024-01-01T00:00:00Z)',
        sort: "-updated",
        include: "flow-triggers,tags",
        "fields[list]": "name,updated",
        "fields[flow]": "name,status",
        "fields[tag]": "name",
        "page[size]": "5",
      },
    },
    official: ({ lists }) =>
      lists.getLists({
        filter:
          'any(name,["Newsletter Subscribers","Trail Running Club"]),greater-than(created,2024-01-01T00:00:00Z)',
        sort: "-updated",
        include: ["flow-triggers", "tags"],
        fieldsList: ["name", "updated"],
        fieldsFlow: ["name", "status"],
        fieldsTag: ["name"],
        pageSize: 5,
      }),
  },
  {
    tool: "get_list",
    name: "the smallest valid call",
    args: { list_id: NEWSLETTER },
    sent: { method: "GET", path: `/api/lists/${NEWSLETTER}` },
    official: ({ lists }) => lists.getList(NEWSLETTER),
    reads: { data: { id: NEWSLETTER, name: "Newsletter Subscribers", opt_in_process: "double_opt_in" } },
  },
  {
    tool: "get_list",
    name: "every argument",
    args: {
      list_id: NEWSLETTER,
      fields: ["name", "flow:name", "tag:name"],
      include: ["flow-triggers", "tags"],
      additional_fields: ["profile_count"],
    },
    sent: {
      method: "GET",
      path: `/api/lists/${NEWSLETTER}`,
      query: {
        "additional-fields[list]": "profile_count",
        include: "flow-triggers,tags",
        "fields[list]": "name,profile_count",
        "fields[flow]": "name",
        "fields[tag]": "name",
      },
    },
    official: ({ lists }) =>
      lists.getList(NEWSLETTER, {
        additionalFieldsList: ["profile_count"],
        include: ["flow-triggers", "tags"],
        fieldsList: ["name", "profile_count"],
        fieldsFlow: ["name"],
        fieldsTag: ["name"],
      }),
    reads: { data: { profile_count: 240 } },
  },
  {
    tool: "create_list",
    name: "the smallest valid call",
    args: { name: "Ski Club – “Größe L” & friends" },
    sent: {
      method: "POST",
      path: "/api/lists",
      body: { data: { type: "list", attributes: { name: "Ski Club – “Größe L” & friends" } } },
    },
    official: ({ lists }) =>
      lists.createList({ data: { type: "list", attributes: { name: "Ski Club – “Größe L” & friends" } } }),
    reads: { data: { name: "Ski Club – “Größe L” & friends" } },
  },
  {
    tool: "create_list",
    name: "every argument",
    args: { name: "Ski Club", opt_in_process: "double_opt_in" },
    sent: {
      method: "POST",
      path: "/api/lists",
      body: { data: { type: "list", attributes: { name: "Ski Club", opt_in_process: "double_opt_in" } } },
    },
    official: ({ lists }) =>
      lists.createList({
        data: { type: "list", attributes: { name: "Ski Club", optInProcess: "double_opt_in" } },
      }),
    reads: { data: { name: "Ski Club", opt_in_process: "double_opt_in" } },
  },
  {
    tool: "update_list",
    name: "the smallest valid call",
    args: { list_id: NEWSLETTER, opt_in_process: "single_opt_in" },
    sent: {
      method: "PATCH",
      path: `/api/lists/${NEWSLETTER}`,
      body: { data: { type: "list", id: NEWSLETTER, attributes: { opt_in_process: "single_opt_in" } } },
    },
    official: ({ lists }) =>
      lists.updateList(NEWSLETTER, {
        data: { type: "list", id: NEWSLETTER, attributes: { optInProcess: "single_opt_in" } },
      }),
    reads: { data: { id: NEWSLETTER, name: "Newsletter Subscribers", opt_in_process: "single_opt_in" } },
  },
  {
    tool: "update_list",
    name: "every argument",
    args: { list_id: NEWSLETTER, name: "Newsletter", opt_in_process: "double_opt_in" },
    sent: {
      method: "PATCH",
      path: `/api/lists/${NEWSLETTER}`,
      body: {
        data: {
          type: "list",
          id: NEWSLETTER,
          attributes: { name: "Newsletter", opt_in_process: "double_opt_in" },
        },
      },
    },
    official: ({ lists }) =>
      lists.updateList(NEWSLETTER, {
        data: {
          type: "list",
          id: NEWSLETTER,
          attributes: { name: "Newsletter", optInProcess: "double_opt_in" },
        },
      }),
    reads: { data: { name: "Newsletter" } },
  },
  {
    tool: "delete_list",
    name: "the smallest valid call",
    args: { list_id: "Hx8JzK" },
    sent: { method: "DELETE", path: "/api/lists/Hx8JzK" },
    official: ({ lists }) => lists.deleteList("Hx8JzK"),
  },
  {
    tool: "delete_list",
    name: "a list with members",
    args: { list_id: "Wb3XpZ" },
    sent: { method: "DELETE", path: "/api/lists/Wb3XpZ" },
    official: ({ lists }) => lists.deleteList("Wb3XpZ"),
  },
  {
    tool: "add_profiles_to_list",
    name: "the smallest valid call",
    args: { list_id: "Hx8JzK", profile_ids: [SARAH] },
    sent: {
      method: "POST",
      path: "/api/lists/Hx8JzK/relationships/profiles",
      body: { data: [{ type: "profile", id: SARAH }] },
    },
    official: ({ lists }) => lists.addProfilesToList("Hx8JzK", { data: [link(SARAH)] }),
  },
  {
    tool: "add_profiles_to_list",
    name: "several profiles",
    args: { list_id: "Hx8JzK", profile_ids: [SARAH, MISAKI] },
    sent: {
      method: "POST",
      path: "/api/lists/Hx8JzK/relationships/profiles",
      body: {
        data: [
          { type: "profile", id: SARAH },
          { type: "profile", id: MISAKI },
        ],
      },
    },
    official: ({ lists }) => lists.addProfilesToList("Hx8JzK", { data: [link(SARAH), link(MISAKI)] }),
  },
  {
    tool: "remove_profiles_from_list",
    name: "the smallest valid call",
    args: { list_id: NEWSLETTER, profile_ids: [MISAKI] },
    sent: { method: "DELETE", path: MEMBERS, body: { data: [{ type: "profile", id: MISAKI }] } },
    official: ({ lists }) => lists.removeProfilesFromList(NEWSLETTER, { data: [link(MISAKI)] }),
  },
  {
    tool: "remove_profiles_from_list",
    name: "several profiles",
    args: { list_id: NEWSLETTER, profile_ids: [SARAH, MISAKI] },
    sent: {
      method: "DELETE",
      path: MEMBERS,
      body: {
        data: [
          { type: "profile", id: SARAH },
          { type: "profile", id: MISAKI },
        ],
      },
    },
    official: ({ lists }) => lists.removeProfilesFromList(NEWSLETTER, { data: [link(SARAH), link(MISAKI)] }),
  },
  {
    tool: "get_profiles_for_list",
    name: "the smallest valid call",
    args: { list_id: NEWSLETTER },
    sent: {
      method: "GET",
      path: `/api/lists/${NEWSLETTER}/profiles`,
      query: {
        "fields[profile]":
          "email,phone_number,external_id,first_name,last_name,last_event_date,joined_group_at",
        "page[size]": "20",
      },
    },
    official: ({ lists }) =>
      lists.getProfilesForList(NEWSLETTER, {
        fieldsProfile: [
          "email",
          "phone_number",
          "external_id",
          "first_name",
          "last_name",
          "last_event_date",
          "joined_group_at",
        ],
        pageSize: 20,
      }),
  },
  {
    tool: "get_profiles_for_list",
    name: "every argument",
    args: {
      list_id: NEWSLETTER,
      filter:
        'equals(email,"kim+trails7@example.com"),greater-or-equal(joined_group_at,2024-01-01T00:00:00Z)',
      sort: "-joined_group_at",
      fields: ["email", "location.city", "joined_group_at"],
      additional_fields: ["subscriptions", "predictive_analytics"],
      page_size: 100,
    },
    sent: {
      method: "GET",
      path: `/api/lists/${NEWSLETTER}/profiles`,
      query: {
        filter:
          'equals(email,"kim+trails7@example.com"),greater-or-equal(joined_group_at,2024-01-01T00:00:00Z)',
        sort: "-joined_group_at",
        "additional-fields[profile]": "subscriptions,predictive_analytics",
        "fields[profile]": "email,location.city,joined_group_at,subscriptions,predictive_analytics",
        "page[size]": "100",
      },
    },
    official: ({ lists }) =>
      lists.getProfilesForList(NEWSLETTER, {
        filter:
          'equals(email,"kim+trails7@example.com"),greater-or-equal(joined_group_at,2024-01-01T00:00:00Z)',
        sort: "-joined_group_at",
        additionalFieldsProfile: ["subscriptions", "predictive_analytics"],
        fieldsProfile: ["email", "location.city", "joined_group_at", "subscriptions", "predictive_analytics"],
        pageSize: 100,
      }),
    reads: { data: [{ id: MISAKI, email: "kim+trails7@example.com", location: { city: "Burlington" } }] },
  },
];

const link = (id: string) => ({ type: "profile" as const, id });
