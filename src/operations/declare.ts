import { z } from "zod";
import { commonArguments } from "../tool/arguments.ts";
import { annotationsOf, withSchema } from "../tool/declare.ts";
import { type Effect, type Judgement, onlyReads, READS, UNJUDGED } from "../tool/effects.ts";
import { once } from "../tool/once.ts";
import { L, M, S, XL, XS } from "../tool/rates.ts";
import { atLeastOne, type Rule } from "../tool/rules.ts";
import type {
  BodySpec,
  FilterField,
  OperationTool,
  Rate,
  RequestSpec,
  ResourceBody,
  ResourceType,
  ResultSpec,
} from "../tool/tool.ts";
import { previewsOf } from "./previews.ts";
import { pathIds, type Row, type RowBody, type RowRate, type Rows, STABLE } from "./rows.ts";
import { Zods } from "./zods.ts";

/** What people decided of operations and resource types; what is absent was not looked at by anybody. */
export interface Decided {
  /** What an operation does to the account, by its name. */
  judged?(name: string): Judgement | undefined;
  /** Its arguments, request and result where people gave it others than its row has. */
  reshaped?(row: Row, rows: Rows): Reshaped | undefined;
  /** What of a resource type is worth a look, and what is heavy. */
  shown?(type: string): Pick<ResourceType, "summary" | "heavy" | "short"> | undefined;
}

/** An operation in other arguments than its row's: what it is called, what it takes, and what comes of it. */
export interface Reshaped {
  title: string;
  description: string;
  arguments(): z.ZodRawShape;
  rules: readonly Rule[];
  request: Pick<RequestSpec, "body" | "bodyFilter" | "needsAccount">;
  result: ResultSpec;
}

const TIERS: Readonly<Record<string, Rate>> = { XS, S, M, L, XL };
/** Attributes that a summary of an unknown type has, and those that it begins with. */
const SUMMARY = 8;
const TELLING = ["name", "title", "label", "status", "type", "channel", "external_id", "email"];

const made = new WeakMap<Rows, Map<string, Zods>>();

/** The named types of one revision as zod, shared by all its operations. */
function zodsOf(rows: Rows, revision: string): Zods {
  const revisions = made.get(rows) ?? new Map<string, Zods>();
  made.set(rows, revisions);
  const zods = revisions.get(revision) ?? new Zods((name) => rows.shape(name, revision));
  revisions.set(revision, zods);
  return zods;
}

/**
 * An operation of a row as a tool like those declared by hand: whatever runs one runs the other. What no person has
 * judged asks, unless it is a GET.
 */
export function toolOf(row: Row, rows: Rows, decided: Decided = {}): OperationTool {
  const judgement = judgementOf(row, decided);
  const reads = onlyReads({ judgement });
  const resourceOf = (type: string) => resource(type, row, rows, decided);
  // Of hundreds of operations a session calls a few: what is large of one is made when it is looked into.
  const reshaped = decided.reshaped?.(row, rows);
  const result = once(() => reshaped?.result ?? resultOf(row, rows, resourceOf));
  const request = once(() => ({ ...requestOf(row, resourceOf), ...reshaped?.request }));
  const preview = once(() => (reads ? [] : previewsOf(row, rows, resourceOf)));
  const title = reshaped?.title ?? inWords(row.name);
  return withSchema(
    {
      kind: "operation",
      name: row.name,
      aka: words(row.aka),
      title,
      toolset: row.section,
      ...(reshaped && { worded: true as const }),
      description: reshaped?.description ?? `${title}: ${row.method} ${row.path}.`,
      judgement,
      annotations: annotationsOf(judgement, reads || row.method !== "POST"),
      rules: reshaped?.rules ?? (row.filter_required ? [atLeastOne("filter")] : []),
      get preview() {
        return preview();
      },
      structures: {},
      maxBytes: {},
      secrets: [],
      get request() {
        return request();
      },
      get result() {
        return result();
      },
    } satisfies Omit<OperationTool, "inputSchema">,
    () => ({ ...argumentsOf(row, rows, decided), ...commonArguments(judgement, request(), result()) }),
  );
}

/** What makes something new and nothing else; what it is for does not matter. */
const MAKES: ReadonlySet<Effect> = new Set(["adds", "forwards", "publishes"]);

function judgementOf({ name, method, status }: Row, { judged }: Decided): Judgement {
  if (method === "GET") return READS;
  const judgement = judged?.(name) ?? UNJUDGED;
  const { effects } = judgement;
  // 200 beside 201 is of what may be there already.
  const creates =
    effects.length > 0 && effects.every((effect) => MAKES.has(effect)) && status.join() === "201";
  return creates ? { ...judgement, creates: true } : judgement;
}

/** The arguments of a row's own: the ids of its path, what its signature has, and what may be cleared. */
export function argumentsOf(row: Row, rows: Rows, decided: Decided = {}): z.ZodRawShape {
  const reshaped = decided.reshaped?.(row, rows);
  if (reshaped) return reshaped.arguments();
  return {
    ...zodsOf(rows, row.revision).arguments(rows.takes(row)),
    ...(row.body?.clearable && { clear: z.array(z.enum(listed(row.body.clearable))).optional() }),
  };
}

function requestOf(row: Row, resourceOf: (type: string) => ResourceType): RequestSpec {
  const { method, path, scopes, rate, daily, stricter, page, params } = row;
  const reads = method === "GET";
  const include = Object.entries(row.include ?? {}).map(([name, type]) => [name, resourceOf(type)]);
  return {
    host: "gateway",
    method,
    path,
    ...(row.revision !== STABLE && { revision: row.revision }),
    scopes: words(scopes),
    rate: { ...rateOf(rate), ...(daily !== undefined && { daily }) },
    ...(stricter && { stricter: stricter.map((one) => ({ ...one, rate: rateOf(one.rate) })) }),
    query: {
      ...(row.filter && { filter: filterOf(row.filter) }),
      ...(row.sort && { sort: words(row.sort) }),
      // A change answers with what it changed: what to bring along is a read's to say.
      ...(reads && row.include && { include: Object.fromEntries(include) }),
      ...(reads && row.additional && { additionalFields: words(row.additional) }),
      ...(page && { page: page.size === undefined ? {} : { size: page.size } }),
      ...(params && { params }),
    },
    ...(row.body && { body: bodyOf(row.body) }),
  };
}

function rateOf(rate: RowRate): Rate {
  return typeof rate === "string" ? (TIERS[rate] ?? XS) : rate;
}

function filterOf(filter: NonNullable<Row["filter"]>): Record<string, FilterField> {
  const fields = Object.entries(filter).map(([field, [type, operators, values]]) => [
    field,
    { type, operators: words(operators), ...(values && { values }) },
  ]);
  return Object.fromEntries(fields);
}

function bodyOf(body: RowBody): BodySpec {
  const { identifiers, multipart, attributes } = body;
  if (multipart) return { multipart: words(attributes) };
  if (!identifiers) return resourceBodyOf(body);
  const { argument, type, one, meta } = identifiers;
  return { identifiers: argument, type, ...(one && { one: true }), ...(meta && { meta: words(meta) }) };
}

function resourceBodyOf({ type = "", id, attributes, paths, links, each, clearable }: RowBody): ResourceBody {
  const related = Object.entries(links ?? {}).map(([argument, [name, linked, many]]) => [
    argument,
    { name, type: linked, ...(many && { many: true }) },
  ]);
  const items = Object.entries(each ?? {}).map(([argument, { path, many, ...item }]) => [
    argument,
    {
      path: `${path ?? `attributes.${argument}`}.data`,
      item: resourceBodyOf(item),
      ...(!many && { one: true }),
    },
  ]);
  return {
    type,
    ...(id && { id }),
    ...(attributes && { attributes: words(attributes) }),
    ...(paths && { paths }),
    ...(links && { relationships: Object.fromEntries(related) }),
    ...(each && { each: Object.fromEntries(items) }),
    ...(clearable && { clearable: words(clearable) }),
  };
}

function resultOf(row: Row, rows: Rows, resourceOf: (type: string) => ResourceType): ResultSpec {
  const [kind, type = "", many] = /^(?:(job|ids) )?([^[]+)(\[\])?$/.exec(row.result ?? "")?.slice(1) ?? [];
  if (!type) return { kind: "empty" };
  if (kind === "job") {
    const asksHowFar = row.method === "GET" && { whileRunning: true as const };
    return { kind, resource: resourceOf(type), hint: progressHint(row, rows), ...asksHowFar };
  }
  // Only who they are comes back: there is nothing to choose from.
  const resource = kind === "ids" ? { type, attributes: [], summary: [], whole: true } : resourceOf(type);
  return { kind: many ? "collection" : "resource", resource };
}

/** Which read shows how far a job is. */
function progressHint(row: Row, rows: Rows): string {
  if (row.method === "GET") return "The same call later shows how far it is by then.";
  const reads = rows.all.find(
    ({ method, result, revision }) => method === "GET" && revision === row.revision && result === row.result,
  );
  const [id] = reads ? pathIds(reads) : [];
  return reads && id
    ? `${reads.name} with ${id} "{id}" shows its progress.`
    : "It runs in the background, and nothing reads its progress.";
}

/** A resource type as this operation shows it; of one that nobody has looked at the first plain attributes. */
function resource(type: string, row: Row, rows: Rows, decided: Decided): ResourceType {
  const attributes = rows.attributes(type, row);
  const shown = decided.shown?.(type);
  const known = new Set(attributes.map((name) => name.replace(/\.?[{*].*$/, "").split(".")[0]));
  // Of a type whose attributes the operation does not tell, any may come.
  const has = (name: string) => known.size === 0 || known.has(name.split(".")[0]);
  const heavy = shown?.heavy?.filter(has) ?? [];
  return {
    type,
    attributes,
    summary: shown?.summary.filter(has) ?? summaryOf(attributes),
    ...(heavy.length > 0 && { heavy }),
    ...(shown?.short && { short: shown.short }),
    ...(row.fields?.[type] === "" && { whole: true }),
  };
}

function summaryOf(attributes: readonly string[]): string[] {
  const plain = attributes.filter((name) => /^\w+$/.test(name));
  const telling = TELLING.filter((name) => plain.includes(name));
  return [...telling, ...plain.filter((name) => !telling.includes(name))].slice(0, SUMMARY);
}

function words(text = ""): string[] {
  return text === "" ? [] : text.split(" ");
}

/** Words as zod wants the values of a choice: at least one. */
function listed(text: string): [string, ...string[]] {
  const [first = "", ...rest] = words(text);
  return [first, ...rest];
}

/** `get_profiles_for_list` as a title: `Get profiles for list`. */
function inWords(name: string): string {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
