import { facts, type KindFact } from "../facts/facts.ts";
import { refuseMalformedId } from "../refusal.ts";
import { editionKinds } from "./editions.ts";
import { kinds as described, type Kind } from "./kinds.ts";
import { unfoldNames } from "./tree.ts";

// What is known of a resource type: what was written by hand, and for the rest the table of facts.

const OF_JOBS = { created: "created_at", list_id: "_list_id", segment_id: "_segment_id" };

/** Of a type: what is deleted together with it, its new ids, what is linked, and where filters find what they name. */
const MARKS: Record<string, Pick<Kind, "owns" | "ids" | "names" | "relations">> = {
  form: { owns: ["form-versions"], ids: "short" },
  "form-version": { ids: "short" },
  "custom-metric": { ids: "ulid", relations: { metrics: "metric*!" } },
  "mapped-metric": { relations: { metric: "metric!~", "custom-metric": "custom-metric!~" } },
  "object-type": { owns: ["schema-versions", "current-schema", "draft-schema"], ids: "ulid" },
  "campaign-audience": { owns: ["campaign-messages"] },
  "campaign-variation": { ids: "ulid" },
  review: { names: { status: "status.value" } },
  "object-ingestion-log": { names: { record_id: ">object-record" } },
  "profile-suppression-bulk-create-job": { names: OF_JOBS },
  "profile-suppression-bulk-delete-job": { names: OF_JOBS },
  translation: { names: { resource_type: "_resource_type", related_resource_id: "_resource_id" } },
  application: { names: { category: "categories", built_by: "developed_by" } },
  "agent-tool": {
    names: {
      tool_type: "details.type",
      created_at: "details.created_at",
      updated_at: "details.updated_at",
    },
  },
};

const known = new Map<string, Kind>();

/** The kind of a resource type, as an edition sees it; a type without a row is a defect of the sandbox itself. */
export function kindOf(type: string, edition = ""): Kind {
  const key = `${type} ${edition}`;
  const kind = known.get(key) ?? makeKind(type, edition);
  known.set(key, kind);
  return kind;
}

let types: string[] | undefined;

/** Every resource type there is. */
export function allTypes(): string[] {
  types ??= [...new Set([...Object.keys(described), ...facts().kinds.map(({ kind }) => kind)])];
  return types;
}

function makeKind(type: string, edition: string): Kind {
  const own = described[type];
  const base = facts().kinds.find((fact) => fact.kind === type && fact.edition === undefined);
  const seen = facts().kinds.find((fact) => fact.kind === type && fact.edition === edition);
  const fact = seen ?? base;
  if (!own && !fact) throw new Error(`The sandbox has no row for the resource type ${type}.`);
  if (own && !seen) {
    const relations = { ...base?.relations, ...own.relations };
    return { ...own, ...(base?.routes && { routes: base.routes }), relations };
  }
  const made = { path: base?.path ?? type, ...own, ...(fact && kindOfFact(fact)), ...MARKS[type] };
  return { ...made, ...editionKinds[edition]?.[type] };
}

/** A to-one relationship shows its link always; several are shown when they are included. */
function kindOfFact(fact: KindFact): Kind {
  const { path = fact.kind, fields, additional, attributes, routes } = fact;
  const relations = Object.entries(fact.relations ?? {}).map(([name, notation]) => [
    name,
    notation.includes("*") ? notation : `${notation}!`,
  ]);
  const roots = unfoldNames(fields);
  const stamp = (name: string) => [name, `${name}_at`].find((one) => roots.includes(one));
  return {
    path,
    ...(fields && { fields }),
    ...(additional && { additional }),
    ...(attributes !== undefined && { attributes }),
    ...(relations.length > 0 && { relations: Object.fromEntries(relations) }),
    ...(routes && { routes }),
    stamps: [stamp("created"), stamp("updated")],
  };
}

/** The ids that a type can have at all, and what Klaviyo calls the type: of any other its answer is 400, not 404. */
const IDS: Record<string, [word: string, form: RegExp]> = {
  event: ["Event", /^[0-9A-Za-z]{7,}$/],
  "flow-action": ["FlowAction", /^\d+$/],
  coupon: ["Coupon", /^[0-9A-Za-z_]+$/],
  "mapped-metric": [
    "MappedMetric",
    /^(added_to_cart|cancelled_sales|ordered_product|refunded_sales|revenue|started_checkout|viewed_product)$/,
  ],
};

/** Refuses an id in a path that nothing of its type could have. */
export function checkId({ type, id }: { type: string; id: string }): void {
  const [word = "", form] = IDS[type] ?? [];
  if (id !== "" && form && !form.test(id)) throw refuseMalformedId(word, id);
}

/** A relationship's target type and flags, read from its row. */
export function relationOf(notation: string): {
  type: string;
  many: boolean;
  linked: boolean;
  elusive: boolean;
} {
  return {
    type: notation.replace(/[*!~]/g, ""),
    elusive: notation.includes("~"),
    many: notation.includes("*"),
    linked: notation.includes("!"),
  };
}

const related = new Map<string, Record<string, string>>();

/** All relationships of a type, whichever edition or path names them. */
export function relationsOf(type: string): Record<string, string> {
  const all = related.get(type) ?? {};
  if (related.has(type)) return all;
  Object.assign(all, described[type]?.relations);
  for (const fact of facts().kinds) {
    if (fact.kind !== type) continue;
    for (const [name, notation] of Object.entries({ ...fact.relations, ...fact.routes }))
      all[name] ??= notation;
  }
  related.set(type, all);
  return all;
}

const partners = new Map<string, string | undefined>();

/** The relationship that says the same from the other end, where each end has but one of the other's type. */
export function partnerOf(type: string, relation: string): string | undefined {
  const key = `${type} ${relation}`;
  if (!partners.has(key)) partners.set(key, findPartner(type, relation));
  return partners.get(key);
}

function findPartner(type: string, relation: string): string | undefined {
  const notation = relationsOf(type)[relation];
  const target = notation && relationOf(notation).type;
  if (!target || target === type) return undefined;
  const to = (from: string, of: string) =>
    Object.entries(relationsOf(from)).filter(([, one]) => relationOf(one).type === of);
  const [back, ...more] = to(target, type);
  return back && more.length === 0 && to(type, target).length === 1 ? back[0] : undefined;
}
