import { isObject } from "../text.ts";
import { isField } from "./fields.ts";
import type { ResourceType } from "./vocabulary.ts";

/** What a thing may be called by, the first that it has. */
export const CALLED: readonly string[] = [
  "name",
  "email",
  "phone_number",
  "title",
  "label",
  "subject",
  "unique_code",
  "external_id",
];

/** The attribute that things of a type are called by; undefined where it has none of them. */
export function calledBy(resource: ResourceType): string | undefined {
  return CALLED.find((one) => isField(resource, one));
}

/** What a thing with these attributes is called; undefined where none of them says. */
export function nameIn(attributes: unknown): string | undefined {
  const own = isObject(attributes) ? attributes : {};
  return CALLED.map((one) => own[one]).find((value) => typeof value === "string");
}
