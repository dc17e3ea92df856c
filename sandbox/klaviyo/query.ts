import { createHash } from "node:crypto";
import { Refusal, refuseParameter } from "../refusal.ts";
import { type Clause, checkClause, parseFilter } from "./filter.ts";
import { kindOf, relationOf } from "./kind.ts";
import type { Operation, Query } from "./operation.ts";
import { unfoldNames } from "./tree.ts";

const words = (text: string | undefined) => text?.split(" ").filter(Boolean) ?? [];

/** The types whose fields an operation lets one choose: its own and those it can include. */
function fieldTypes(operation: Operation): string[] {
  if (operation.empty) return [];
  if (operation.sparse !== undefined) return words(operation.sparse);
  const relations = kindOf(operation.type, operation.edition).relations ?? {};
  return [operation.type, ...words(operation.include).map((name) => relationOf(relations[name] ?? "").type)];
}

function fieldNames(operation: Operation, type: string): string[] {
  const own = type === operation.type;
  const { fields: all = "", additional = "" } = kindOf(type, operation.edition);
  const fields = (own ? operation.fields : undefined) ?? all;
  if (!own) return ["id", ...unfoldNames(fields)];
  const asked = words(operation.additional);
  const added = unfoldNames(additional).filter((name) => asked.includes(name.split(".")[0] ?? ""));
  return ["id", ...unfoldNames(fields), ...added, ...words(operation.extra)];
}

function parameterNames(operation: Operation): string[] {
  const names = fieldTypes(operation).map((type) => `fields[${type}]`);
  if (operation.include) names.push("include");
  if (operation.additional) names.push(`additional-fields[${operation.type}]`);
  if (operation.filter) names.push("filter");
  if (operation.sort) names.push("sort");
  if (operation.page) names.push("page[cursor]");
  if (operation.page?.length === 2) names.push("page[size]");
  return [...names, ...words(operation.parameters)];
}

function readParameters(search: string, allowed: string[]): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    if (!allowed.includes(name))
      throw refuseParameter(name, `'${name}' is not a valid query parameter for this endpoint.`);
    if (parameters.has(name))
      throw refuseParameter(name, `'${name}' may be given once; join its values with commas.`);
    parameters.set(name, value);
  }
  return parameters;
}

function readNames(parameters: Map<string, string>, parameter: string, allowed: string[]): string[] {
  const value = parameters.get(parameter);
  if (value === undefined) return [];
  const names = value.split(",");
  for (const name of names) {
    if (!allowed.includes(name))
      throw refuseParameter(
        parameter,
        `'${name}' is not a valid value for '${parameter}'. Accepted: ${allowed.join(", ")}.`,
      );
  }
  return names;
}

function readFilter(operation: Operation, parameters: Map<string, string>): Clause[] {
  const text = parameters.get("filter");
  const { filter = {}, requires } = operation;
  const clauses = text === undefined ? [] : parseFilter(text);
  for (const clause of clauses) checkClause(clause, filter);
  const meets = (clause: Clause) =>
    words(requires).includes(clause.field) && /^(equals|any)$/.test(clause.operator);
  if (requires && !clauses.some(meets))
    throw refuseParameter("filter", `A filter on ${words(requires).join(" or ")} is required.`);
  return clauses;
}

function readSize(operation: Operation, parameters: Map<string, string>): number {
  const [standard = Number.POSITIVE_INFINITY, max = standard] = operation.page ?? [];
  const text = parameters.get("page[size]");
  if (text === undefined) return standard;
  const size = /^\d+$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > max)
    throw refuseParameter("page[size]", `Page size must be an integer between 1 and ${max}.`);
  return size;
}

/** Ties a cursor to what it was made for: path, filter and sort. */
function fingerprint(path: string, parameters: Map<string, string>): string {
  const bound = [path, parameters.get("filter") ?? "", parameters.get("sort") ?? ""];
  return createHash("sha1").update(bound.join("\n")).digest("hex").slice(0, 12);
}

/** The opaque cursor of the page that starts at `offset`. */
export function writeCursor(path: string, parameters: Map<string, string>, offset: number): string {
  return Buffer.from(`next:${offset}:${fingerprint(path, parameters)}`).toString("base64url");
}

function readCursor(path: string, parameters: Map<string, string>): number {
  // One of the vendor's clients sends a "=" before it, and is answered.
  const text = parameters.get("page[cursor]")?.replace(/^=/, "");
  if (text === undefined) return 0;
  const [word, offset, print] = Buffer.from(text, "base64url").toString().split(":");
  if (word !== "next" || !/^\d+$/.test(offset ?? "") || print !== fingerprint(path, parameters))
    throw refuseParameter("page[cursor]", "The cursor is invalid for this request.");
  return Number(offset);
}

/** Reads and checks the query string of a request; throws Klaviyo's refusal at the first thing it does not take. */
export function readQuery(operation: Operation, path: string, search: string): Query {
  const parameters = readParameters(search, parameterNames(operation));
  const query: Query = {
    parameters,
    fields: new Map(),
    include: [...words(operation.brings), ...readNames(parameters, "include", words(operation.include))],
    additional: readNames(parameters, `additional-fields[${operation.type}]`, words(operation.additional)),
    clauses: readFilter(operation, parameters),
    size: readSize(operation, parameters),
    offset: readCursor(path, parameters),
  };
  for (const type of fieldTypes(operation)) {
    const names = readNames(parameters, `fields[${type}]`, fieldNames(operation, type));
    if (names.length > 0) query.fields.set(type, names);
  }
  const sortable = words(operation.sort).flatMap((name) => [name, `-${name}`]);
  const [sort] = parameters.has("sort") ? readNames(parameters, "sort", sortable) : [];
  if (sort?.length !== parameters.get("sort")?.length)
    throw new Refusal(400, [{ detail: "Only one sort is taken.", source: { parameter: "sort" } }]);
  if (sort) query.sort = { name: sort.replace("-", ""), descending: sort.startsWith("-") };
  return query;
}
