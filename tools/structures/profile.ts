import { z } from "zod";
import { freeObject, identifiers, location, text } from "../params.ts";

/** What a person may say of a customer, flat as the tools take it. */
export const profileAttributes = {
  ...identifiers,
  first_name: text,
  last_name: text,
  organization: text,
  locale: text,
  title: text,
  image: text,
  location: location,
  properties: freeObject.optional(),
};
/** What Klaviyo takes of one profile. */
export const MAX_PROFILE_BYTES = 100_000;
export const PROFILE_ATTRIBUTES = Object.keys(profileAttributes);
/** Properties are no attribute to clear: single keys are unset. */
export const CLEARABLE = PROFILE_ATTRIBUTES.filter((name) => name !== "properties") as [string, ...string[]];

/** Changes to single keys of `properties`, and where they go in the body. */
export const propertyPatch = {
  unset_properties: z.array(z.string()).min(1).optional(),
  append_properties: freeObject.optional(),
  unappend_properties: freeObject.optional(),
};
export const PROPERTY_PATCH = {
  unset_properties: "meta.patch_properties.unset",
  append_properties: "meta.patch_properties.append",
  unappend_properties: "meta.patch_properties.unappend",
};
