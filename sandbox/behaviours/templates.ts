import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import type { Store } from "../klaviyo/store.ts";
import { refuseBody, refuseConflict, refuseMissing } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { readChanges, readParent } from "./resources.ts";

/** A new template with the content of another. */
function copyTemplate(store: Store, source: Resource, attributes: Values): Resource {
  const { _held, ...content } = structuredClone(source.attributes);
  return store.create("template", { ...content, _listed: true, ...attributes });
}

/** The copy of a template that a campaign's or flow's message has to itself; it is not in the library. */
export function holdTemplate(store: Store, source: Resource, holder: Link, name: unknown): Resource {
  return copyTemplate(store, source, { name, _listed: false, _held: holder });
}

/** What holds a template that is a copy. */
const holderOf = (template: Resource) => template.attributes._held as Link | undefined;

/**
 * The template of the path, as one that can be changed. A campaign's copy is not found there; that a flow's is found
 * is an assumption.
 */
function readOwn(call: Call): Resource {
  const template = readParent(call);
  if (holderOf(template)?.type === "campaign-message") throw refuseMissing("template", template.id);
  return template;
}

/** Klaviyo parses html and writes it anew: a document without a head gets one, a part of one becomes a document. */
export function normalise(html: unknown): unknown {
  if (typeof html !== "string" || html === "") return html;
  if (!/<html[\s>]/i.test(html)) return `<html><head></head><body>${html}</body></html>`;
  return /<head[\s>]/i.test(html) ? html : html.replace(/<html[^>]*>/i, (tag) => `${tag}<head></head>`);
}

const normalised = (attributes: Values): Values =>
  "html" in attributes ? { ...attributes, html: normalise(attributes.html) } : attributes;

/** Code and hybrid templates are made of html, drag-and-drop ones of a definition. */
export const createTemplate: Behaviour = (call) => {
  const { attributes } = readData<{ attributes: Values }>(call);
  const part = attributes.editor_type === "SYSTEM_DRAGGABLE" ? "definition" : "html";
  if (!attributes[part])
    throw refuseBody(
      `/data/attributes/${part}`,
      `'${part}' is required for editor type ${attributes.editor_type}.`,
    );
  return call.store.create("template", normalised({ html: "", text: null, ...attributes }));
};

/** Changes a template of the library. */
export const updateTemplate: Behaviour = (call) => {
  const template = readOwn(call);
  const { attributes } = readData<{ attributes: Values }>(call);
  Object.assign(template.attributes, readChanges(normalised(attributes)));
  return call.store.touch(template);
};

/** Deletes a template of the library. A flow's copy stays, even after the flow is gone. */
export const deleteTemplate: Behaviour = (call) => {
  const template = readOwn(call);
  const holder = holderOf(template);
  if (holder)
    throw refuseConflict(
      "/data",
      `Cannot delete template ${template.id} while it is attached to\nFlowMessage ${holder.id}`,
    );
  call.store.remove(template);
  return undefined;
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
