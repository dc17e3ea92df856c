import type { Case } from "./case.ts";

const HERO = "dmAjy2";
const SUMMARY = ["name", "editor_type", "created", "updated"] as const;
const HTML = "<p>Hi {{ first_name }} & co</p>";

/** E-mail templates. */
export const templatesCases: readonly Case[] = [
  {
    tool: "get_templates",
    name: "the smallest valid call: no html",
    args: {},
    sent: {
      method: "GET",
      path: "/api/templates",
      query: { "fields[template]": "name,editor_type,created,updated", "page[size]": "10" },
    },
    official: ({ templates }) => templates.getTemplates({ fieldsTemplate: [...SUMMARY], pageSize: 10 }),
  },
  {
    tool: "get_templates",
    name: "every argument",
    args: {
      filter: 'contains(name,"Spring"),greater-than(created,2020-01-01T00:00:00Z)',
      sort: "-updated",
      fields: ["name", "text"],
      additional_fields: ["definition"],
      page_size: 5,
    },
    sent: {
      method: "GET",
      path: "/api/templates",
      query: {
        filter: 'contains(name,"Spring"),greater-than(created,2020-01-01T00:00:00Z)',
        sort: "-updated",
        "additional-fields[template]": "definition",
        // What was asked for besides must be among the fields, or Klaviyo leaves it out.
        "fields[template]": "name,text,definition",
        "page[size]": "5",
      },
    },
    official: ({ templates }) =>
      templates.getTemplates({
        filter: 'contains(name,"Spring"),greater-than(created,2020-01-01T00:00:00Z)',
        sort: "-updated",
        additionalFieldsTemplate: ["definition"],
        fieldsTemplate: ["name", "text", "definition"],
        pageSize: 5,
      }),
  },
  {
    tool: "get_template",
    name: "the smallest valid call: all but what is long",
    args: { template_id: HERO },
    sent: {
      method: "GET",
      path: `/api/templates/${HERO}`,
      query: { "fields[template]": "name,editor_type,created,updated" },
    },
    official: ({ templates }) => templates.getTemplate(HERO, { fieldsTemplate: [...SUMMARY] }),
    reads: { data: { id: HERO, name: "Spring Sale: Hero" } },
  },
  {
    tool: "get_template",
    name: "every argument",
    args: { template_id: HERO, fields: ["html"], additional_fields: ["definition"] },
    sent: {
      method: "GET",
      path: `/api/templates/${HERO}`,
      query: { "additional-fields[template]": "definition", "fields[template]": "html,definition" },
    },
    official: ({ templates }) =>
      templates.getTemplate(HERO, {
        additionalFieldsTemplate: ["definition"],
        fieldsTemplate: ["html", "definition"],
      }),
  },
  {
    tool: "create_template",
    name: "the smallest valid call",
    args: { name: "Plain", editor_type: "CODE", html: HTML },
    sent: {
      method: "POST",
      path: "/api/templates",
      body: { data: { type: "template", attributes: { name: "Plain", editor_type: "CODE", html: HTML } } },
    },
    official: ({ templates }) =>
      templates.createTemplate({
        data: { type: "template", attributes: { name: "Plain", editorType: "CODE", html: HTML } },
      }),
  },
  {
    tool: "create_template",
    name: "every argument",
    args: { name: "Rich", editor_type: "USER_DRAGGABLE", html: HTML, text: "Hi {{ first_name }}" },
    sent: {
      method: "POST",
      path: "/api/templates",
      body: {
        data: {
          type: "template",
          attributes: {
            name: "Rich",
            editor_type: "USER_DRAGGABLE",
            html: HTML,
            text: "Hi {{ first_name }}",
          },
        },
      },
    },
    official: ({ templates }) =>
      templates.createTemplate({
        data: {
          type: "template",
          attributes: {
            name: "Rich",
            editorType: "USER_DRAGGABLE",
            html: HTML,
            text: "Hi {{ first_name }}",
          },
        },
      }),
  },
  {
    tool: "update_template",
    name: "the smallest valid call",
    args: { template_id: HERO, name: "Hero" },
    sent: {
      method: "PATCH",
      path: `/api/templates/${HERO}`,
      body: { data: { type: "template", id: HERO, attributes: { name: "Hero" } } },
    },
    official: ({ templates }) =>
      templates.updateTemplate(HERO, { data: { type: "template", id: HERO, attributes: { name: "Hero" } } }),
  },
  {
    tool: "update_template",
    name: "every argument that goes together",
    args: { template_id: HERO, name: "Hero", html: HTML, text: "Hi" },
    sent: {
      method: "PATCH",
      path: `/api/templates/${HERO}`,
      body: { data: { type: "template", id: HERO, attributes: { name: "Hero", html: HTML, text: "Hi" } } },
    },
    official: ({ templates }) =>
      templates.updateTemplate(HERO, {
        data: { type: "template", id: HERO, attributes: { name: "Hero", html: HTML, text: "Hi" } },
      }),
  },
  {
    tool: "update_template",
    name: "its text cleared",
    args: { template_id: HERO, clear: ["text"] },
    sent: {
      method: "PATCH",
      path: `/api/templates/${HERO}`,
      body: { data: { type: "template", id: HERO, attributes: { text: null } } },
    },
    official: ({ templates }) =>
      templates.updateTemplate(HERO, { data: { type: "template", id: HERO, attributes: { text: null } } }),
  },
  ...["V4xHGr", HERO].map(
    (id): Case => ({
      tool: "delete_template",
      name: id,
      args: { template_id: id },
      sent: { method: "DELETE", path: `/api/templates/${id}` },
      official: ({ templates }) => templates.deleteTemplate(id),
      reads: { ok: true },
    }),
  ),
  ...[{}, { first_name: "Ann", cart: [{ sku: "1" }], nothing: null }].map(
    (context): Case => ({
      tool: "render_template",
      name: `with ${Object.keys(context).length} values`,
      args: { template_id: HERO, context },
      sent: {
        method: "POST",
        path: "/api/template-render",
        body: { data: { type: "template", id: HERO, attributes: { context } } },
      },
      official: ({ templates }) =>
        templates.renderTemplate({ data: { type: "template", id: HERO, attributes: { context } } }),
      reads: { data: { id: HERO } },
    }),
  ),
  {
    tool: "render_template",
    name: "its words alone",
    args: { template_id: HERO, context: {}, fields: ["text"] },
    sent: {
      method: "POST",
      path: "/api/template-render",
      query: { "fields[template]": "text" },
      body: { data: { type: "template", id: HERO, attributes: { context: {} } } },
    },
    official: ({ templates }) =>
      templates.renderTemplate(
        { data: { type: "template", id: HERO, attributes: { context: {} } } },
        { fieldsTemplate: ["text"] },
      ),
    reads: { data: { id: HERO } },
  },
  {
    tool: "clone_template",
    name: "the smallest valid call",
    args: { template_id: HERO },
    sent: {
      method: "POST",
      path: "/api/template-clone",
      body: { data: { type: "template", id: HERO, attributes: {} } },
    },
    official: ({ templates }) =>
      templates.cloneTemplate({ data: { type: "template", id: HERO, attributes: {} } }),
  },
  {
    tool: "clone_template",
    name: "every argument",
    args: { template_id: HERO, name: "Hero 2" },
    sent: {
      method: "POST",
      path: "/api/template-clone",
      body: { data: { type: "template", id: HERO, attributes: { name: "Hero 2" } } },
    },
    official: ({ templates }) =>
      templates.cloneTemplate({ data: { type: "template", id: HERO, attributes: { name: "Hero 2" } } }),
    reads: { data: { name: "Hero 2" } },
  },
];
