import type { Link, Resource, Values } from "../resource.ts";

/** A link to a resource. */
export const linkTo = (type: string, id: string): Link => ({ type, id });

/** A resource, as short as a table of them wants to be. */
export function made(
  type: string,
  id: string,
  attributes: Values,
  relationships: Resource["relationships"] = {},
): Resource {
  return { type, id, attributes, relationships };
}
