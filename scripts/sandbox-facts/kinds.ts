import type { Edition, KindLine } from "./lines.ts";
import { fieldsOf } from "./notation.ts";
import type { Found } from "./read.ts";
import type { Tree } from "./schema.ts";

/** Everything that one edition says of a resource type. */
interface Gathered {
  path?: string;
  attributes?: Tree;
  /** The lists of names that its answers let one choose from, each with how often it is met. */
  fields: Map<string, number>;
  additional: Set<string>;
  relations: Record<string, string>;
  routes: Record<string, string>;
}

const nothing = (): Gathered => ({ fields: new Map(), additional: new Set(), relations: {}, routes: {} });

/** The resource types of an edition; those that `known` has in the same form are left out. */
export function kindsOf(edition: Edition, known: readonly KindLine[]): KindLine[] {
  const types = new Map<string, Gathered>();
  const gathered = (type: string) => {
    const one = types.get(type) ?? nothing();
    types.set(type, one);
    return one;
  };
  for (const found of edition.operations) gather(found, gathered);
  const paths = new Map(
    [...known, ...pathsOf(edition)].flatMap(({ path, kind }) => (path ? [[path, kind]] : [])),
  );
  for (const { path, kind } of pathsOf(edition)) gathered(kind).path = path;
  for (const { answer, path, body } of edition.operations) {
    const [, , collection = "", id, ...rest] = path.split("/");
    const relation = rest.at(-1);
    const parent = paths.get(collection);
    if (!id || !relation || !parent) continue;
    const target = answer ? answer.type + (answer.many ? "*" : "") : linkedType(edition, body);
    const { relations, routes } = gathered(parent);
    if (target && !relations[relation]) routes[relation] = target;
  }
  return [...types].flatMap(([kind, one]) => {
    const line = lineOf(kind, one);
    const same = known.find((other) => other.kind === kind && other.edition === undefined);
    if (!same) return [line];
    const before = JSON.stringify({ ...same, path: undefined });
    return before === JSON.stringify({ ...line, path: undefined })
      ? []
      : [{ ...line, edition: edition.edition }];
  });
}

/** A body of identifiers: the type of what it names. */
function linkedType({ schemas }: Edition, body: Found["body"]): string | undefined {
  const data = body && schemas.is(schemas.is(body).properties?.data ?? {});
  const item = data && schemas.is(data.items ?? data);
  const [type] = item?.properties?.type ? (schemas.valuesOf(schemas.is(item.properties.type)) ?? []) : [];
  return type === undefined ? undefined : String(type) + (data?.items ? "*" : "");
}

/** What the collections in paths hold that a path can name one thing of. */
function pathsOf(edition: Edition): { path: string; kind: string }[] {
  const kinds = new Map<string, string>();
  for (const { method, path, answer, body } of edition.operations) {
    const [, , collection = "", id, ...rest] = path.split("/");
    if (rest.length > 0 || (!id && method !== "GET")) continue;
    const type = method === "GET" ? answer?.type : linkedType(edition, body);
    // What a GET answers is what the collection holds; a body may be of a job that is named after something else.
    if (type && (method === "GET" || !kinds.has(collection))) kinds.set(collection, type);
  }
  return [...kinds].map(([path, kind]) => ({ path, kind }));
}

function gather({ answer, parameters }: Found, gathered: (type: string) => Gathered): void {
  for (const { name, values } of parameters) {
    const [, stem, type] = name.match(/^(fields|additional-fields)\[(.+)\]$/) ?? [];
    if (!type) continue;
    const one = gathered(type);
    if (stem === "additional-fields") for (const value of values) one.additional.add(value);
    else {
      const names = values.filter((value) => value !== "id").join(" ");
      one.fields.set(names, (one.fields.get(names) ?? 0) + 1);
    }
  }
  if (!answer?.type || answer.ids) return;
  const one = gathered(answer.type);
  if (answer.attributes) one.attributes = mergeTrees(one.attributes, answer.attributes);
  Object.assign(one.relations, answer.relations);
}

function mergeTrees(one: Tree | undefined, other: Tree): Tree {
  if (typeof one !== "object" || typeof other !== "object" || Array.isArray(one) || Array.isArray(other))
    return one ?? other;
  const merged = { ...one };
  for (const [name, tree] of Object.entries(other)) merged[name] = mergeTrees(one[name], tree);
  return merged;
}

function lineOf(kind: string, one: Gathered): KindLine {
  const isAsked = (name: string) => one.additional.has(name.split(".")[0] ?? "");
  const names = [...one.fields].sort(([, a], [, b]) => b - a)[0]?.[0].split(" ");
  const roots = typeof one.attributes === "object" ? Object.keys(one.attributes) : [];
  const all = names ?? roots;
  const asked = [...new Set([...one.fields.keys()].flatMap((list) => list.split(" ")).filter(isAsked))];
  return {
    kind,
    ...(one.path && { path: one.path }),
    fields: fieldsOf(all.filter((name) => name !== "" && !isAsked(name))),
    ...(one.additional.size > 0 && { additional: fieldsOf(asked.length > 0 ? asked : [...one.additional]) }),
    ...(one.attributes !== undefined && { attributes: one.attributes }),
    ...(Object.keys(one.relations).length > 0 && { relations: one.relations }),
    ...(Object.keys(one.routes).length > 0 && { routes: one.routes }),
  };
}
