import type { Case, OfficialClient } from "./case.ts";

const NORTHWIND = "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601";
const FROM = { from: "Fjell & Kyst", connection_id: NORTHWIND };
const TAG = "1ca69b3d-7010-11f0-8001-49c3a163313b";
const BLOCK = "01JJH6R9N3V8X0D5Y7A2C4P0ME";
const FOOTER = {
  content_type: "block",
  type: "text",
  data: {
    content: "<p>Northwind Outfitters, 125 Summit Street, Burlington VT</p>",
    styles: {},
    display_options: { show_on: "all", visible_check: null, content_repeat: null },
  },
} as const;

const get = (path: string, query = {}) => ({ method: "GET", path, query });
const allTags = get("/api/tags", { "fields[tag]": "name", "page[size]": "50" });
const named = get("/api/template-universal-content", {
  filter: 'any(name,["Bunntekst"])',
  "fields[template-universal-content]": "name",
  "page[size]": "100",
});

/** Those of two accounts: the sandbox has three then. What is copied is read for the plan, and again before it leaves. */
export const copyToAccountCases: readonly Case[] = [
  {
    tool: "copy_to_account",
    name: "a tag",
    connections: 3,
    args: { ...FROM, tags: ["Engros"] },
    sent: [
      ...[1, 2].flatMap(() => [
        allTags,
        allTags,
        get(`/api/tags/${TAG}`, { include: "tag-group", "fields[tag-group]": "name,exclusive,default" }),
      ]),
      {
        method: "POST",
        path: "/api/tags",
        body: { data: { type: "tag", attributes: { name: "Engros" } } },
      },
    ],
    official: async ({ tags }: OfficialClient) => {
      for (const _ of [1, 2]) {
        for (const _ of [1, 2]) await tags.getTags({ fieldsTag: ["name"], pageSize: 50 });
        await tags.getTag(TAG, { include: ["tag-group"], fieldsTagGroup: ["name", "exclusive", "default"] });
      }
      await tags.createTag({ data: { type: "tag", attributes: { name: "Engros" } } });
    },
    reads: { data: { from: "Fjell & Kyst", copied: [{ kind: "tag", name: "Engros" }] } },
  },
  {
    tool: "copy_to_account",
    name: "a shared block",
    connections: 3,
    args: { ...FROM, universal_content: ["Bunntekst"] },
    sent: [
      ...[1, 2].flatMap(() => [named, named, get(`/api/template-universal-content/${BLOCK}`)]),
      {
        method: "POST",
        path: "/api/template-universal-content",
        body: {
          data: {
            type: "template-universal-content",
            attributes: { name: "Bunntekst", definition: FOOTER },
          },
        },
      },
    ],
    official: async ({ templates }: OfficialClient) => {
      for (const _ of [1, 2]) {
        for (const _ of [1, 2]) {
          await templates.getAllUniversalContent({
            filter: 'any(name,["Bunntekst"])',
            fieldsTemplateUniversalContent: ["name"],
            pageSize: 100,
          });
        }
        await templates.getUniversalContent(BLOCK);
      }
      await templates.createUniversalContent({
        data: {
          type: "template-universal-content",
          attributes: {
            name: "Bunntekst",
            definition: {
              contentType: "block",
              type: "text",
              data: {
                content: FOOTER.data.content,
                displayOptions: { showOn: "all", visibleCheck: null, contentRepeat: null },
                styles: {},
              },
            },
          },
        },
      } as never);
    },
  },
  {
    tool: "copy_to_account",
    name: "things of five kinds",
    connections: 3,
    args: {
      ...FROM,
      flows: ["Prisfall"],
      segments: ["Uten kjøp"],
      templates: ["Velkommen"],
      universal_content: ["Bunntekst"],
      tags: ["Engros"],
    },
    varies: true,
    sent: [],
    reads: {
      data: {
        copied: [
          { kind: "tag" },
          { kind: "universal content" },
          { kind: "template" },
          { kind: "segment" },
          { kind: "flow" },
        ],
      },
    },
  },
];
