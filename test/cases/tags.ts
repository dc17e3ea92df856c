import type { Case } from "./case.ts";

const SALE = "f7caafa7-19b6-11f0-8001-7757a163313b";
const GROUP = "c8af33d4-4822-11f0-8001-87a2a163313b";
const CAMPAIGNS = ["01GDDKASAP8TKDDA2GRZDSVP4I", "01HS1WPD22ATBT3RX3FFS6HFPQ"];
const FLOWS = ["VJvBNr", "8fucdi"];

/** Tags, and what they are put on. */
export const tagsCases: readonly Case[] = [
  {
    tool: "get_tags",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/tags",
      query: {
        include: "tag-group",
        "fields[tag]": "name",
        "fields[tag-group]": "name",
        "page[size]": "20",
      },
    },
    official: ({ tags }) =>
      tags.getTags({
        include: ["tag-group"],
        fieldsTag: ["name"],
        fieldsTagGroup: ["name"],
        pageSize: 20,
      } as never),
  },
  {
    tool: "get_tags",
    name: "every argument",
    args: {
      filter: 'starts-with(name,"S")',
      sort: "-name",
      fields: ["name", "tag-group:name"],
      include: ["tag-group"],
      page_size: 50,
    },
    sent: {
      method: "GET",
      path: "/api/tags",
      query: {
        filter: 'starts-with(name,"S")',
        sort: "-name",
        include: "tag-group",
        "fields[tag]": "name",
        "fields[tag-group]": "name",
        "page[size]": "50",
      },
    },
    official: ({ tags }) =>
      tags.getTags({
        filter: 'starts-with(name,"S")',
        sort: "-name",
        include: ["tag-group"],
        fieldsTag: ["name"],
        fieldsTagGroup: ["name"],
        pageSize: 50,
      } as never),
  },
  {
    tool: "create_tag",
    name: "the smallest valid call",
    args: { name: "Sprint" },
    sent: {
      method: "POST",
      path: "/api/tags",
      body: { data: { type: "tag", attributes: { name: "Sprint" } } },
    },
    official: ({ tags }) => tags.createTag({ data: { type: "tag", attributes: { name: "Sprint" } } }),
    reads: { data: { name: "Sprint" } },
  },
  {
    tool: "create_tag",
    name: "every argument",
    args: { name: "Sprint", tag_group_id: GROUP },
    sent: {
      method: "POST",
      path: "/api/tags",
      body: {
        data: {
          type: "tag",
          attributes: { name: "Sprint" },
          relationships: { "tag-group": { data: { type: "tag-group", id: GROUP } } },
        },
      },
    },
    official: ({ tags }) =>
      tags.createTag({
        data: {
          type: "tag",
          attributes: { name: "Sprint" },
          relationships: { tagGroup: { data: { type: "tag-group", id: GROUP } } },
        },
      }),
  },
  ...["Sale 2027", "Größe & “Rest”"].map(
    (name): Case => ({
      tool: "update_tag",
      name: `renamed ${name}`,
      args: { tag_id: SALE, name },
      sent: {
        method: "PATCH",
        path: `/api/tags/${SALE}`,
        body: { data: { type: "tag", id: SALE, attributes: { name } } },
      },
      official: ({ tags }) => tags.updateTag(SALE, { data: { type: "tag", id: SALE, attributes: { name } } }),
      reads: { ok: true },
    }),
  ),
  ...["the smallest valid call", "every argument: it has one"].map(
    (name): Case => ({
      tool: "delete_tag",
      name,
      args: { tag_id: SALE },
      sent: { method: "DELETE", path: `/api/tags/${SALE}` },
      official: ({ tags }) => tags.deleteTag(SALE),
      reads: { ok: true },
    }),
  ),
  ...[CAMPAIGNS.slice(0, 1), CAMPAIGNS].map(
    (ids): Case => ({
      tool: "tag_campaigns",
      name: `${ids.length} at once`,
      args: { tag_id: SALE, campaign_ids: ids },
      sent: {
        method: "POST",
        path: `/api/tags/${SALE}/relationships/campaigns`,
        body: { data: ids.map((id) => ({ type: "campaign", id })) },
      },
      official: ({ tags }) => tags.tagCampaigns(SALE, { data: ids.map((id) => ({ type: "campaign", id })) }),
      reads: { ok: true },
    }),
  ),
  ...[FLOWS.slice(0, 1), FLOWS].map(
    (ids): Case => ({
      tool: "tag_flows",
      name: `${ids.length} at once`,
      args: { tag_id: SALE, flow_ids: ids },
      sent: {
        method: "POST",
        path: `/api/tags/${SALE}/relationships/flows`,
        body: { data: ids.map((id) => ({ type: "flow", id })) },
      },
      official: ({ tags }) => tags.tagFlows(SALE, { data: ids.map((id) => ({ type: "flow", id })) }),
      reads: { ok: true },
    }),
  ),
];
