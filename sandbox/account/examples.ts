import { example } from "../behaviours/example.ts";
import { facts } from "../facts/facts.ts";
import { kindOf, partnerOf, relationOf, relationsOf } from "../klaviyo/kind.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { Random } from "./random.ts";

/** A report is made when it is asked for, and a type without attributes has nothing to show. */
const isStored = (type: string, fields: string) => fields !== "" && !type.endsWith("-report");

const RETURNS = "Explains how to send something back, and when the money is there.";

/** Words for what would be called after its attributes otherwise. */
const WORDS: Record<string, Values> = {
  "api-key": { name: "Warehouse export", scopes: ["profiles:read", "events:read"], redacted_key: "pk_…4f2a" },
  application: { name: "Parcel Tracker", developed_by: "Example Apps", categories: ["Shipping"] },
  "agent-knowledge": {
    source: { source_type: "snippet", title: "Returns", content: RETURNS },
    status: "indexed",
    error: null,
  },
  "agent-secret": { name: "Order desk token", mask: "••••7c1e" },
  "agent-skill": { display_name: "Returns", name: "returns", description: RETURNS, status: "live" },
  "agent-tool": { name: "Look up an order", public_name: "look_up_order" },
  "customer-agent": { name: "Trail guide" },
  "customer-agent-message": { role: "user", content: "Where is my order?" },
  "sending-domain": { domain: "mail.northwind-outfitters.example.com", status: "active" },
};

/** One resource of each type that the account has none of, made from what its attributes hold. */
export function seedExamples(seeded: readonly Resource[]): Resource[] {
  const random = new Random("examples");
  const known = new Set(seeded.map(({ type }) => type));
  const missing = facts().kinds.filter(
    ({ kind, edition, fields }) => edition === undefined && isStored(kind, fields) && !known.has(kind),
  );
  return missing.map(({ kind, attributes }) => {
    const made = attributes ? (example(attributes, kind, { isNew: false }) as Resource["attributes"]) : {};
    return {
      type: kind,
      id: kindOf(kind).ids === "short" ? random.shortId() : random.ulid(),
      attributes: { ...made, ...WORDS[kind] },
      relationships: {},
    };
  });
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
