import { type Behaviour, readData } from "../klaviyo/operation.ts";
import type { Store } from "../klaviyo/store.ts";
import { refuseBody } from "../refusal.ts";
import type { Resource, Values } from "../resource.ts";

/** A new template with the content of another. */
export function copyTemplate(store: Store, source: Resource, attributes: Values): Resource {
  return store.create("template", { ...structuredClone(source.attributes), _listed: true, ...attributes });
}

/** Code and hybrid templates are made of html, drag-and-drop ones of a definition. */
export const createTemplate: Behaviour = (call) => {
  const { attributes } = readData<{ attributes: Values }>(call);
  const part = attributes.editor_type === "SYSTEM_DRAGGABLE" ? "definition" : "html";
  if (!attributes[part])
    throw refuseBody(
      `/data/attributes/${part}`,
      `'${part}' is required for editor type ${attributes.editor_type}.`,
    );
  return call.store.create("template", { html: "", text: null, ...attributes });
};

/** Copies a template within the library. */
export const cloneTemplate: Behaviour = (call) => {
  const { id, attributes } = readData<{ id: string; attributes: { name?: string | null } }>(call);
  const source = call.store.get("template", id);
  return copyTemplate(call.store, source, { name: attributes.name ?? `Clone of ${source.attributes.name}` });
};

function lookUp(context: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Values | null | undefined)?.[key], context);
}

/** Fills `{{ name }}`, `{{ person.first_name|default:'there' }}` and `{{ person|lookup:'Tier' }}`; other tags stay as they are. */
function fill(text: unknown, context: Values): unknown {
  if (typeof text !== "string") return text;
  return text.replace(/\{\{\s*([\w.$-]+)((?:\s*\|[^{}|]+)*)\s*\}\}/g, (_, path: string, filters: string) => {
    const argument = (name: string) =>
      filters.match(new RegExp(`\\|\\s*${name}\\s*:\\s*['"]([^'"]*)['"]`))?.[1];
    const found = lookUp(context, path);
    const key = argument("lookup");
    const value = key === undefined ? found : (found as Values | null | undefined)?.[key];
    const isEmpty = value === undefined || value === null || value === "";
    return isEmpty ? (argument("default") ?? "") : String(value);
  });
}

/** The template as a recipient with this context would get it; nothing is stored. */
export const renderTemplate: Behaviour = (call) => {
  const { id, attributes } = readData<{ id: string; attributes: { context: Values } }>(call);
  const template = call.store.get("template", id);
  const rendered = ["html", "text", "amp"].map((name) => [
    name,
    fill(template.attributes[name], attributes.context),
  ]);
  return { ...template, attributes: { ...template.attributes, ...Object.fromEntries(rendered) } };
};
