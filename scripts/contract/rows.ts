import type { Correction } from "../../tools/operations/corrections.ts";
import type { BodyRow } from "./bodies.ts";
import { Bodies } from "./bodies.ts";
import { withClearable } from "./clearable.ts";
import { bounded, corrected } from "./correct.ts";
import type { ContractFacts, OperationFacts, RateFacts, StricterFacts } from "./facts.ts";
import { idsIn, namedPath, type PathIds, pathArguments, renamedIn } from "./names.ts";
import { packed } from "./patterns.ts";
import type { Row } from "./row.ts";
import { Schemas } from "./schemas.ts";
import { type Field, Shapes } from "./shapes.ts";

/** What a person has decided about names. */
export interface Decisions {
  pathIds: PathIds;
  bodyIds: Readonly<Record<string, string>>;
  corrections: readonly Correction[];
}

const TIERS: readonly [string, number, number][] = [
  ["XS", 1, 15],
  ["S", 3, 60],
  ["M", 10, 150],
  ["L", 75, 750],
  ["XL", 350, 3500],
];

/** Makes the rows of one revision's operations. */
export function rowsOf(contract: ContractFacts, decisions: Decisions): Row[] {
  const schemas = new Schemas(contract.schemas);
  const shapes = new Shapes(schemas);
  const bodies = new Bodies(schemas, shapes);
  const ids = { ...idsIn(contract.operations.map(({ path }) => path)), ...decisions.pathIds };
  const rows = corrected(contract, decisions.corrections).operations.map((facts): Row => {
    const path = namedPath(facts.path, ids);
    const taken = pathArguments(path);
    const flat = facts.body && bodies.flat(facts.body, path, taken, decisions.bodyIds[facts.name]);
    const chosen = Object.entries(facts.pathValues).map(
      ([name, schema]): Field => ({
        name: renamedIn(facts.path, path, name),
        shape: shapes.of(schema),
        needed: true,
        nullable: false,
      }),
    );
    const parameters = Object.entries(facts.parameters).map(
      ([name, schema]): Field => ({ name, shape: shapes.of(schema), needed: false, nullable: false }),
    );
    return {
      facts,
      name: facts.name,
      revision: contract.revision,
      path,
      ...(flat && { body: flat.body }),
      fields: bounded(facts.name, [...chosen, ...(flat?.fields ?? []), ...parameters], decisions.corrections),
    };
  });
  return withClearable(rows);
}

/** The line of a row, keys in their order, empty ones left out. `takes` and `fields` are made by who knows all rows. */
export function lineOf(
  row: Row,
  aka: string,
  takes: string,
  fields: Record<string, string>,
): Record<string, unknown> {
  const { facts } = row;
  const { tier, daily } = rateOf(facts.rate);
  const line: Record<string, unknown> = {
    name: row.name,
    aka,
    section: facts.section,
    method: facts.method,
    path: row.path,
    revision: row.revision,
    scopes: facts.scopes.join(" "),
    rate: tier,
    daily,
    stricter: facts.stricter.map((one) => ({
      argument: one.argument,
      value: stricterValue(facts, one),
      rate: rateOf(one.rate).tier,
    })),
    status: facts.statuses,
    result: resultOf(facts),
    fields,
    filter: Object.fromEntries(
      Object.entries(facts.filter).map(([field, { type, operators, values }]) => [
        field,
        [type, operators.join(" "), ...(values ? [values] : [])],
      ]),
    ),
    filter_required: facts.filterRequired || undefined,
    sort: facts.sort.join(" "),
    include: Object.fromEntries(facts.include.map((name) => [name, includedType(facts, name)])),
    additional: facts.additional.join(" "),
    page: facts.page,
    params: Object.fromEntries(Object.keys(facts.parameters).map((name) => [name, name])),
    body: row.body && ordered(row.body),
    takes,
  };
  return Object.fromEntries(
    Object.entries(line).filter(([key, value]) => (key === "page" ? value !== undefined : !isEmpty(value))),
  );
}

/** The keys of a body in one order, whatever the vendor's is. */
function ordered(body: BodyRow): BodyRow {
  const { path, type, id, attributes, paths, links, each, many, identifiers, clearable, multipart } = body;
  const inner = each && Object.entries(each).map(([argument, item]) => [argument, ordered(item)]);
  const whole: BodyRow = {
    path,
    type,
    id,
    attributes,
    paths,
    links,
    ...(inner && { each: Object.fromEntries(inner) as Record<string, BodyRow> }),
    many,
    identifiers,
    clearable,
    multipart,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === "") return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function rateOf(rate: RateFacts): { tier: string | { burst: number; steady: number }; daily?: number } {
  const { burst, steady, daily } = rate;
  const tier = TIERS.find(([, inSecond, inMinute]) => inSecond === burst && inMinute === steady)?.[0];
  return { tier: tier ?? { burst, steady }, ...(daily !== undefined && { daily }) };
}

function resultOf({ answer, path }: OperationFacts): string {
  if (!answer) return "";
  const type = `${answer.type}${answer.many ? "[]" : ""}`;
  if (path.includes("/relationships/")) return `ids ${type}`;
  return type.endsWith("-job") ? `job ${type}` : type;
}

/** The prose names the type that is included (`include=list`), the parameter takes the relationship (`lists`). */
function stricterValue(facts: OperationFacts, { argument, value }: StricterFacts): string {
  if (argument !== "include" || facts.include.includes(value)) return value;
  return facts.include.find((name) => includedType(facts, name) === value) ?? value;
}

function includedType(facts: OperationFacts, relationship: string): string {
  const type = facts.answer && facts.relations[facts.answer.type]?.[relationship];
  if (!type) throw new Error(`${facts.name} includes ${relationship}, and no answer says of what type it is`);
  return type;
}

/** Which names of a type an operation adds to and takes from what most operations allow. */
export function difference(own: readonly string[], usual: readonly string[]): string {
  const added = own.filter((name) => !usual.includes(name));
  const lost = usual.filter((name) => !own.includes(name));
  const heads = new Set(lost.map((name) => name.split(".")[0] ?? name));
  const whole = [...heads].filter(
    (head) => !own.some((name) => name === head || name.startsWith(`${head}.`)),
  );
  const single = lost.filter((name) => !whole.includes(name.split(".")[0] ?? name));
  return [
    ...packed(added).map((name) => `+${name}`),
    ...[...whole, ...packed(single)].map((name) => `-${name}`),
  ].join(" ");
}
