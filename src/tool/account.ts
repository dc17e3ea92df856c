import { primaryData } from "../jsonapi/document.ts";
import { isObject } from "../text.ts";
import type { Account } from "./vocabulary.ts";

/** The account of an answer of get_accounts; undefined when it holds none. */
export function readAccount(document: unknown): Account | undefined {
  const [resource] = primaryData(document);
  if (!resource || typeof resource.id !== "string") return undefined;
  const attributes = isObject(resource.attributes) ? resource.attributes : {};
  const contact = isObject(attributes.contact_information) ? attributes.contact_information : {};
  const text = (name: string, value: unknown) =>
    typeof value === "string" && value ? { [name]: value } : {};
  const address = isObject(contact.street_address) ? contact.street_address : {};
  return {
    id: resource.id,
    ...text("name", contact.organization_name),
    ...text("timezone", attributes.timezone),
    ...text("currency", attributes.preferred_currency),
    ...text("country", address.country),
  };
}
