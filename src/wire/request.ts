import { InputError } from "../errors.ts";
import { quote } from "../jsonapi/filter.ts";
import { isObject } from "../text.ts";
import { onlyReads } from "../tool/effects.ts";
import { fieldsParameters, type Selection, selectionOf } from "../tool/shown.ts";
import type {
  Account,
  IdentifiersBody,
  Input,
  Json,
  Method,
  OperationTool,
  ResourceBody,
} from "../tool/tool.ts";
import { segment } from "./path.ts";

/** One HTTP request to the gateway, before it has a host, a key and a revision. */
export interface GatewayRequest {
  host: "gateway" | "control";
  method: Method;
  /** Percent-encoded native path, without the gateway's prefix. */
  path: string;
  query: readonly (readonly [name: string, value: string])[];
  body?: Json;
  /** A field of the body names a file of the folder, whose bytes are sent in a form with the others. */
  upload?: { field: string; bytes?: Uint8Array };
  /** The revision to be sent with, where it is not that of the settings. */
  revision?: string;
}

/** The field of a form that holds its file. */
const FILE_FIELD = "file";

export interface Page {
  size?: number;
  cursor?: string;
}

/**
 * Turns an operation and its validated input into the request that it stands for. Pure; throws InputError for a value
 * that cannot stand in a path. `shown` is what the call shows, where that is worked out already.
 */
export function buildRequest(
  tool: OperationTool,
  input: Input,
  page: Page = {},
  account?: Account,
  shown?: Selection,
): GatewayRequest {
  const { host, method, path, body, revision } = tool.request;
  return {
    host,
    method,
    path: fillPath(path, input),
    query: buildQuery(tool, input, page, shown),
    ...(body && { body: buildBody(body, input, account) }),
    ...(body && "multipart" in body && { upload: { field: FILE_FIELD } }),
    ...(revision && { revision }),
  };
}

/** `?a=1&b=2` with everything encoded that a filter with quotes, `+`, `&` and unicode needs; empty without query. */
export function encodeQuery(query: GatewayRequest["query"]): string {
  const pairs = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

function fillPath(template: string, input: Input): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, String(input[name] ?? "")));
}

function buildQuery(tool: OperationTool, input: Input, page: Page, shown?: Selection): [string, string][] {
  const { query, host } = tool.request;
  const parameters: [string, string][] = [];
  const add = (name: string, value: unknown) => {
    if (value === undefined) return;
    const text = Array.isArray(value) ? value.join(",") : String(value);
    if (!text.isWellFormed()) throw new InputError(`${name} holds half a character (a lone surrogate)`);
    parameters.push([name, text]);
  };
  add("filter", joinFilter(tool, input));
  if (query.sort) add("sort", input.sort);
  if (query.include) add("include", input.include);
  if (query.additionalFields && "resource" in tool.result) {
    add(`additional-fields[${tool.result.resource.type}]`, input.additional_fields);
  }
  if (onlyReads(tool) && host === "gateway") {
    parameters.push(...fieldsParameters(tool, shown ?? selectionOf(tool, input), input));
  }
  if (query.page?.size) add("page[size]", page.size);
  // A list without pages has none of Klaviyo's cursors, unless Klaviyo gave one after all.
  if (query.page || tool.result.kind === "collection") add("page[cursor]", page.cursor);
  for (const [argument, name] of Object.entries(query.params ?? {})) add(name, input[argument]);
  return parameters;
}

function joinFilter(tool: OperationTool, input: Input): string | undefined {
  const clauses = Object.entries(tool.request.query.clauses ?? {}).flatMap(
    ([argument, { operator, field }]) => {
      const value = input[argument];
      if (value === undefined) return [];
      const quoted = [value].flat().map((one) => quote(String(one)));
      return [`${operator}(${field},${operator === "any" ? `[${quoted.join(",")}]` : quoted[0]})`];
    },
  );
  const filter = tool.request.query.filter && (input.filter as string | undefined);
  // Klaviyo takes a comma between clauses for `and`; a filter that is one and(…) joins the same way.
  return [...clauses, ...(filter ? [filter] : [])].join(",") || undefined;
}

function buildBody(
  body: NonNullable<OperationTool["request"]["body"]>,
  input: Input,
  account?: Account,
): Json {
  if ("build" in body) return body.build(input, account);
  if ("multipart" in body) {
    const given = body.multipart.filter((name) => input[name] !== undefined);
    return Object.fromEntries(given.map((name) => [name, input[name] as Json]));
  }
  if ("identifiers" in body) {
    const [first, ...rest] = [input[body.identifiers]].flat().map((one) => identifierOf(body, one));
    return { data: body.one ? (first ?? null) : first ? [first, ...rest] : [] };
  }
  return { data: buildResource(body, input) };
}

function identifierOf({ type, meta }: IdentifiersBody, given: unknown): Json {
  if (!isObject(given)) return { type, id: String(given) };
  const kept = (meta ?? []).filter((name) => given[name] !== undefined);
  const entries = kept.map((name): [string, Json] => [name, given[name] as Json]);
  return { type, id: String(given.id), ...(kept.length > 0 && { meta: Object.fromEntries(entries) }) };
}

function buildResource(body: ResourceBody, input: Input): Json {
  const data: Record<string, Json> = { type: body.type };
  if (body.id && input[body.id] !== undefined) data.id = input[body.id] as string;
  data.attributes = {};
  for (const [path, value] of Object.entries(body.constants ?? {}))
    setPath(data, path, structuredClone(value));
  for (const [argument, path] of inputPaths(body)) {
    const value = input[argument] as Json | undefined;
    if (value !== undefined) setPath(data, path, body.encode?.[argument]?.(value) ?? value);
  }
  for (const [argument, { path, item, one }] of Object.entries(body.each ?? {})) {
    const given = input[argument] as Input | Input[] | undefined;
    if (given === undefined) continue;
    const [first, ...rest] = [given].flat().map((each) => buildResource(item, each));
    setPath(data, path, one ? (first ?? null) : first ? [first, ...rest] : []);
  }
  for (const [argument, { name, type, many }] of Object.entries(body.relationships ?? {})) {
    const ids = input[argument] as string | string[] | undefined;
    if (ids === undefined) continue;
    const links = [ids].flat().map((id) => ({ type, id }));
    setPath(data, `${linkPath(name)}.data`, many ? links : (links[0] ?? null));
  }
  for (const attribute of input.clear ?? []) {
    setPath(data, pathOfAttribute(body, attribute), null);
  }
  // merge_profiles, send_campaign and their like take no attributes at all.
  if (Object.keys(data.attributes).length === 0 && !takesAttributes(body)) delete data.attributes;
  return data;
}

function takesAttributes(body: ResourceBody): boolean {
  const paths = [
    ...inputPaths(body).map(([, path]) => path),
    ...Object.values(body.each ?? {}).map(({ path }) => path),
  ];
  return paths.some((path) => path.startsWith("attributes."));
}

/** Where each input that is an attribute goes, as a dotted path below `data`. */
export function inputPaths(body: ResourceBody): [argument: string, path: string][] {
  const own = (body.attributes ?? []).map((name): [string, string] => [name, `attributes.${name}`]);
  return [...own, ...Object.entries(body.paths ?? {})];
}

/** Where below data the ids of related resources stand. */
export function linkPath(name: string): string {
  return name.includes(".") ? name : `relationships.${name}`;
}

function pathOfAttribute(body: ResourceBody, argument: string): string {
  return body.paths?.[argument] ?? `attributes.${argument}`;
}

function setPath(target: Record<string, Json>, path: string, value: Json): void {
  const keys = path.split(".");
  let node: Record<string, Json> | Json[] = target;
  keys.forEach((key, depth) => {
    const last = depth === keys.length - 1;
    const holder = node as Record<string, Json>;
    if (last) holder[key] = value;
    else holder[key] ??= /^\d+$/.test(keys[depth + 1] ?? "") ? [] : {};
    node = holder[key] as Record<string, Json>;
  });
}

/** A page of one, where an operation has pages. */
export function smallest({ request }: OperationTool): Page | undefined {
  return request.query.page?.size === undefined ? undefined : { size: 1 };
}
