import type { Resource, Values } from "../resource.ts";
import { Random } from "./random.ts";

const HOLDERS = ["campaign-message", "flow-message"];

/**
 * The copies that messages have of their templates, and the messages led to them. A copy names its source in place of
 * its content, which `fillCopies` puts in: the html of an account is kept once.
 */
export function copyTemplates(holders: readonly Resource[], templates: readonly Resource[]): Resource[] {
  const random = new Random("copies");
  const sources = new Map(templates.map((template) => [template.id, template]));
  return holders.flatMap((holder) => {
    const source = sources.get([holder.relationships.template ?? []].flat()[0]?.id ?? "");
    if (!HOLDERS.includes(holder.type) || !source) return [];
    const id = random.shortId();
    holder.relationships.template = { type: "template", id };
    // A flow's message says its template too, in the same object as its action does.
    const definition = holder.attributes.definition as Values;
    if (definition.template_id) definition.template_id = id;
    const { name } = source.attributes;
    const attributes = {
      name: holder.type === "campaign-message" ? `Clone of ${source.id}` : name,
      _listed: false,
      _held: { type: holder.type, id: holder.id },
      _source: source.id,
    };
    return { type: "template", id, attributes, relationships: {} };
  });
}

/** Gives the copies the content of their sources, in place. */
export function fillCopies(resources: readonly Resource[]): void {
  const templates = new Map(resources.flatMap((one) => (one.type === "template" ? [[one.id, one]] : [])));
  for (const copy of templates.values()) {
    const { _source, ...own } = copy.attributes;
    const source = templates.get(String(_source));
    if (source) copy.attributes = { ...structuredClone(source.attributes), ...own };
  }
}
