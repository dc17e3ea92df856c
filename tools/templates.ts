import { z } from "zod";
import { section } from "../src/tool/declare.ts";
import { freeObject, id, nonEmptyText, text } from "./params.ts";
import { words } from "./words.ts";

export const templates = section("templates", {
  get_templates: words({
    title: "List the templates",
    does: 'Finds e-mail templates, e.g. filter contains(name,"welcome").',
  }),

  get_template: words({
    title: "Read a template",
    does: 'One template. Its html is long and comes only when asked for: fields ["html"] or ["text"], or detail full.',
  }),

  create_template: words({
    title: "Create a template",
    does: "Creates an e-mail template from html. text is its plain-text version.",
    inputSchema: {
      name: nonEmptyText,
      editor_type: z
        .enum(["CODE", "USER_DRAGGABLE"])
        .describe("CODE: html editor; USER_DRAGGABLE: hybrid editor"),
      html: nonEmptyText,
      text: text,
    },
    body: { type: "template", attributes: ["name", "editor_type", "html", "text"] },
  }),

  update_template: words({
    title: "Update a template",
    does: "Changes what is given; html and text are replaced whole.",
    inputSchema: {
      template_id: id,
      name: text,
      html: text,
      text: text,
      clear: z.array(z.enum(["text"])).optional(),
    },
    body: {
      type: "template",
      id: "template_id",
      attributes: ["name", "html", "text"],
      clearable: ["text"],
    },
    remarks: [
      {
        says: "Campaign messages keep the copy that they were given before. assign_template_to_campaign_message gives them a new one.",
      },
    ],
    told: [
      {
        status: 404,
        argument: "template_id",
        next: "The clone that a campaign message uses cannot be edited: edit its source, and assign that again. Check template_id. get_templates lists valid ones.",
      },
    ],
  }),

  delete_template: words({
    title: "Delete a template",
    does: "Deletes a template for good.",
  }),

  render_template: words({
    title: "Render a template",
    does: 'Shows the html and text of a template with its variables filled in; sends nothing. context e.g. {"first_name":"Ann"}.',
    inputSchema: { template_id: id, context: freeObject },
    shows: { summary: [], heavy: [] },
  }),

  clone_template: words({
    title: "Clone a template",
    does: "Copies a template, under a new name if given.",
  }),
});
