import { z } from "zod";
import { operation, section } from "../src/tool/tool.ts";
import { ANY_ORDER, filterText, filterTime, freeObject, id, L, nonEmptyText, S, text } from "./params.ts";
import * as resource from "./resources.ts";

const additionalFields = ["definition"];

export const templates = section("templates", {
  get_templates: operation({
    title: "List the templates",
    description:
      'Finds e-mail templates, e.g. filter contains(name,"welcome"). get_template gives their html.',
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/templates",
      scopes: "templates:read",
      rate: L,
      query: {
        filter: {
          id: filterText("any", "equals"),
          name: filterText("any", "contains", "equals"),
          created: filterTime("equals", ...ANY_ORDER),
          updated: filterTime("equals", ...ANY_ORDER),
        },
        sort: ["created", "id", "name", "updated"],
        additionalFields,
        page: { size: 10 },
      },
    },
    result: { kind: "collection", resource: resource.template },
  }),

  get_template: operation({
    title: "Read a template",
    description:
      'One template. Its html is long and comes only when asked for: fields ["html"] or ["text"], or detail full.',
    inputSchema: { template_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/templates/{template_id}",
      scopes: "templates:read",
      rate: L,
      query: { additionalFields },
    },
    result: { kind: "resource", resource: resource.template },
  }),

  create_template: operation({
    title: "Create a template",
    description: "Creates an e-mail template from html. text is its plain-text version.",
    inputSchema: {
      name: nonEmptyText,
      editor_type: z
        .enum(["CODE", "USER_DRAGGABLE"])
        .describe("CODE: html editor; USER_DRAGGABLE: hybrid editor"),
      html: nonEmptyText,
      text: text,
    },
    impact: "write",
    request: {
      method: "POST",
      path: "/api/templates",
      scopes: "templates:write",
      rate: L,
      body: { type: "template", attributes: ["name", "editor_type", "html", "text"] },
    },
    result: { kind: "resource", resource: resource.template },
  }),

  update_template: operation({
    title: "Update a template",
    description: "Changes what is given; html and text are replaced whole.",
    inputSchema: {
      template_id: id,
      name: text,
      html: text,
      text: text,
      clear: z.array(z.enum(["text"])).optional(),
    },
    impact: "write",
    request: {
      method: "PATCH",
      path: "/api/templates/{template_id}",
      scopes: "templates:write",
      rate: L,
      body: {
        type: "template",
        id: "template_id",
        attributes: ["name", "html", "text"],
        clearable: ["text"],
      },
    },
    result: { kind: "resource", resource: resource.template },
  }),

  delete_template: operation({
    title: "Delete a template",
    description: "Deletes a template for good.",
    inputSchema: { template_id: id },
    impact: "dangerous",
    preview: [
      {
        tool: "get_template",
        arguments: { template_id: "$template_id" },
        label: "template",
        show: ["name", "editor_type", "created", "updated"],
      },
    ],
    request: { method: "DELETE", path: "/api/templates/{template_id}", scopes: "templates:write", rate: L },
    result: { kind: "empty" },
  }),

  render_template: operation({
    title: "Render a template",
    description:
      'Shows the html and text of a template with its variables filled in; sends nothing. context e.g. {"first_name":"Ann"}. The html is long: fields ["text"] leaves it out.',
    inputSchema: { template_id: id, context: freeObject },
    impact: "read",
    request: {
      method: "POST",
      path: "/api/template-render",
      scopes: "templates:read",
      rate: S,
      body: { type: "template", id: "template_id", attributes: ["context"] },
    },
    result: { kind: "resource", resource: resource.renderedTemplate },
  }),

  clone_template: operation({
    title: "Clone a template",
    description: "Copies a template, under a new name if given.",
    inputSchema: { template_id: id, name: text },
    impact: "write",
    request: {
      method: "POST",
      path: "/api/template-clone",
      scopes: "templates:write",
      rate: L,
      body: { type: "template", id: "template_id", attributes: ["name"] },
    },
    result: { kind: "resource", resource: resource.template },
  }),
});
