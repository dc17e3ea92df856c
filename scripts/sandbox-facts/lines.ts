import type { Bodies } from "./body.ts";
import { kindsOf } from "./kinds.ts";
import { fieldsOf, namesIn, sameNames } from "./notation.ts";
import type { Document, Found, Parameter } from "./read.ts";

/** A document with the name of its edition, empty for the one that every other builds on. */
export interface Edition extends Document {
  edition: string;
  bodies: Bodies;
  /** Whether the sandbox has a behaviour of its own for a `METHOD /path/{id}`. */
  isBehaved: (route: string) => boolean;
}

/** What the sandbox knows of one resource type, in one edition or in all. */
export interface KindLine {
  kind: string;
  edition?: string;
  path?: string;
  fields: string;
  additional?: string;
  attributes?: unknown;
  relations?: Record<string, string>;
  routes?: Record<string, string>;
}

const KNOWN = /^(fields\[|additional-fields\[|filter$|sort$|include$|page\[)/;

/** The lines of the sandbox's table of facts: resource types, operations, and the rules that bodies name. */
export function factsOf(editions: Edition[]): unknown[] {
  const kinds: KindLine[] = [];
  const operations: unknown[] = [];
  const rules: unknown[] = [];
  for (const edition of editions) {
    const own = kindsOf(edition, kinds);
    kinds.push(...own);
    const kindOf = (type: string) =>
      [...own, ...kinds].find((line) => line.kind === type && (line.edition ?? "") === edition.edition) ??
      kinds.find((line) => line.kind === type && line.edition === undefined);
    for (const found of edition.operations) {
      if (!edition.isBehaved(`${found.method} ${found.path.replace(/\{\w+\}/g, "{id}")}`))
        operations.push(operationLine(found, edition, kindOf));
    }
    for (const [rule, is] of edition.bodies.named) rules.push({ rule, is });
  }
  return [...kinds, ...operations, ...rules];
}

function operationLine(
  found: Found,
  { edition, bodies, schemas }: Edition,
  kindOf: (type: string) => KindLine | undefined,
): Record<string, unknown> {
  const { answer, parameters } = found;
  const body = found.body && schemas.is(schemas.is(found.body).properties?.data ?? found.body);
  const type = answer?.type ?? "";
  const named = (name: string) => parameters.find((one) => one.name === name);
  const include = named("include")?.values ?? [];
  const additional = named(`additional-fields[${type}]`)?.values ?? [];
  const own = named(`fields[${type}]`)?.values;
  const kind = kindOf(type);
  const shown = answer && !answer.ids ? shownFields(own, additional, answer.attributes) : undefined;
  const sparse = parameters.flatMap(({ name }) => name.match(/^fields\[(.+)\]$/)?.[1] ?? []);
  const sort = [...new Set((named("sort")?.values ?? []).map((name) => name.replace("-", "")))];
  const others = parameters.filter(({ name }) => !KNOWN.test(name)).map(({ name }) => name);
  const filter = Object.entries(found.filter).map(([field, { takes, values }]) => [
    field,
    values ? { takes, values } : takes,
  ]);
  return {
    operation: found.id,
    ...(edition && { edition }),
    route: `${found.method} ${found.path}`,
    type,
    ...(answer?.many && { many: true }),
    limit: found.limit,
    success: found.status,
    ...(!answer && { empty: true }),
    ...(include.length > 0 && { include: include.join(" ") }),
    ...(additional.length > 0 && { additional: additional.join(" ") }),
    ...(shown && kind && !sameNames(shown, namesIn(kind.fields)) && { fields: fieldsOf(shown) }),
    ...(answer && { sparse: sparse.join(" ") }),
    ...(filter.length > 0 && { filter: Object.fromEntries(filter) }),
    ...(named("filter")?.required && { requires: found.filter && Object.keys(found.filter).join(" ") }),
    ...(sort.length > 0 && { sort: sort.join(" ") }),
    ...pageOf(named("page[size]"), named("page[cursor]")),
    ...(others.length > 0 && { parameters: others.join(" ") }),
    ...(body && !found.multipart && { body: bodies.ruleOf(body) }),
    ...(body && found.multipart && { form: formOf(body.properties ?? {}, body.required ?? []) }),
  };
}

/** The names of an answer's attributes, without those that are asked for besides. */
function shownFields(own: string[] | undefined, additional: string[], attributes: unknown): string[] {
  const isAsked = (name: string) => additional.includes(name.split(".")[0] ?? "");
  return (own ?? namesOf(attributes)).filter((name) => name !== "id" && !isAsked(name));
}

/** The first names of a tree; deeper ones are named where an operation lets one choose them. */
function namesOf(attributes: unknown): string[] {
  return typeof attributes === "object" && attributes !== null ? Object.keys(attributes) : [];
}

function pageOf(size: Parameter | undefined, cursor: Parameter | undefined) {
  if (size) return { page: [size.usual ?? 20, size.most ?? 100] };
  return cursor && { page: [100] };
}

/** A form's fields, `!` for those that must be there. */
function formOf(properties: Record<string, unknown>, required: string[]): string {
  return Object.keys(properties)
    .map((name) => name + (required.includes(name) ? "!" : ""))
    .join(" ");
}
