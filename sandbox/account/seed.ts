import type { Resource } from "../resource.ts";
import { fillCopies } from "./copies.ts";
import { seedAccount } from "./index.ts";

/** What an account holds of a type before anybody changed it: new objects with each call. */
export type Seed = (type: string) => Resource[];

/**
 * The resources of a day, by type as text. They are made once in a process and read type by type: hardly anybody who
 * opens an account looks at all of it.
 */
const made = { day: "", texts: new Map<string, string>() };

/** The account of the shop as it is on the day of `now`. */
export function accountOf(now: Date): Seed {
  const day = now.toISOString().slice(0, 10);
  if (made.day !== day) {
    const byType = new Map<string, Resource[]>();
    for (const resource of seedAccount(now)) {
      const ofType = byType.get(resource.type);
      if (ofType) ofType.push(resource);
      else byType.set(resource.type, [resource]);
    }
    made.texts = new Map([...byType].map(([type, resources]) => [type, JSON.stringify(resources)]));
    made.day = day;
  }
  const { texts } = made;
  return (type) => {
    const resources: Resource[] = JSON.parse(texts.get(type) ?? "[]");
    if (type === "template") fillCopies(resources);
    return resources;
  };
}

/** The second account: the same shop's data under another name and id, so that a write to the wrong one shows. */
export function renamed(seed: Seed): Seed {
  const [own] = seed("account");
  const name = "Second Sandbox Shop";
  return (type) =>
    seed(type).map((resource) => {
      // Settings of which an account has one are named after it.
      if (resource.id !== own?.id) return resource;
      const id = "Sb2nd9";
      if (type !== "account") return { ...resource, id };
      const contact = resource.attributes.contact_information as object;
      const contact_information = { ...contact, organization_name: name, default_sender_name: name };
      return {
        ...resource,
        id,
        attributes: { ...resource.attributes, public_api_key: id, contact_information },
      };
    });
}
