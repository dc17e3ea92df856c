import { example } from "../behaviours/example.ts";
import { facts } from "../facts/facts.ts";
import { kindOf, partnerOf, relationOf, relationsOf } from "../klaviyo/kind.ts";
import type { Link, Resource } from "../resource.ts";
import { Random } from "./random.ts";

/** A report is made when it is asked for, and a type without attributes has nothing to show. */
const isStored = (type: string, fields: string) => fields !== "" && !type.endsWith("-report");

/** One resource of each type that the account has none of, made from what its attributes hold. */
export function seedExamples(seeded: readonly Resource[]): Resource[] {
  const random = new Random("examples");
  const known = new Set(seeded.map(({ type }) => type));
  const missing = facts().kinds.filter(
    ({ kind, edition, fields }) => edition === undefined && isStored(kind, fields) && !known.has(kind),
  );
  return missing.map(({ kind, attributes }) => ({
    type: kind,
    id: kindOf(kind).ids === "short" ? random.shortId() : random.ulid(),
    attributes: attributes ? (example(attributes, kind, { isNew: false }) as Resource["attributes"]) : {},
    relationships: {},
  }));
}

/** Gives what was made up something at the other end of each relationship, where the account has it. */
export function linkExamples(examples: readonly Resource[], all: readonly Resource[]): void {
  const first = new Map<string, Resource>();
  for (const resource of all) if (!first.has(resource.type)) first.set(resource.type, resource);
  for (const resource of examples) {
    for (const [relation, notation] of Object.entries(relationsOf(resource.type))) {
      const { type, many } = relationOf(notation);
      const target = first.get(type);
      if (!target || target === resource || resource.relationships[relation]) continue;
      // What the other end says is enough.
      const partner = partnerOf(resource.type, relation);
      if (partner && target.relationships[partner]) continue;
      const link: Link = { type, id: target.id };
      resource.relationships[relation] = many ? [link] : link;
    }
  }
}
