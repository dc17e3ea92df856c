import { list, read } from "../behaviours/resources.ts";
import {
  cloneTemplate,
  createTemplate,
  deleteTemplate,
  renderTemplate,
  updateTemplate,
} from "../behaviours/templates.ts";
import type { Operation } from "../klaviyo/operation.ts";

const INSTANT = "datetime equals greater-or-equal greater-than less-or-equal less-than";
const CONTENT = "html:string?, definition:$TemplateDefinition?, text:string?, amp:string?";
const SHARED: Pick<Operation, "type" | "limit"> = { type: "template", limit: "L" };

/** Templates. */
export const templateOperations: readonly Operation[] = [
  {
    ...SHARED,
    id: "get_templates",
    route: "GET /api/templates",
    success: 200,
    additional: "definition",
    filter: { id: "any equals", name: "any contains equals", created: INSTANT, updated: INSTANT },
    sort: "created id name updated",
    page: [10, 10],
    does: list,
  },
  {
    ...SHARED,
    id: "get_template",
    route: "GET /api/templates/{id}",
    success: 200,
    additional: "definition",
    does: read,
  },
  {
    ...SHARED,
    id: "create_template",
    route: "POST /api/templates",
    success: 201,
    additional: "definition",
    body: `{type!:"template", attributes!:{name!:text, editor_type!:"CODE"|"USER_DRAGGABLE"|"SYSTEM_DRAGGABLE", ${CONTENT}}}`,
    does: createTemplate,
  },
  {
    ...SHARED,
    id: "update_template",
    route: "PATCH /api/templates/{id}",
    success: 200,
    additional: "definition",
    body: `{type!:"template", id!:text, attributes!:{name:text?, ${CONTENT}}}`,
    does: updateTemplate,
  },
  {
    ...SHARED,
    id: "delete_template",
    route: "DELETE /api/templates/{id}",
    success: 200,
    empty: true,
    does: deleteTemplate,
  },
  {
    ...SHARED,
    id: "render_template",
    route: "POST /api/template-render",
    limit: "S",
    success: 200,
    body: '{type!:"template", id!:text, attributes!:{context!:object}}',
    does: renderTemplate,
  },
  {
    ...SHARED,
    id: "clone_template",
    route: "POST /api/template-clone",
    success: 200,
    body: '{type!:"template", id!:text, attributes!:{name:text?}}',
    does: cloneTemplate,
  },
];
