import { readAnswer } from "./answers.ts";
import {
  type ContractFacts,
  filterOf,
  type OperationFacts,
  type RateFacts,
  type Schema,
  sectionOf,
  sortOf,
  stricterOf,
} from "./facts.ts";
import { Schemas } from "./schemas.ts";

/** An OpenAPI document of Klaviyo's, as far as it is read. */
export interface OpenApi {
  info: { version: string };
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, Schema> };
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

interface OpenApiOperation {
  operationId: string;
  description?: string;
  tags: string[];
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    schema: Schema & { default?: unknown; maximum?: number };
  }[];
  requestBody?: Content;
  responses: Record<string, Content>;
  "x-klaviyo-scopes"?: string[];
  "x-klaviyo-ratelimit": { burst: string; steady: string; daily?: string };
  "x-klaviyo-filters"?: Record<string, { operators: Record<string, string[]>; value?: Schema }>;
  "x-klaviyo-operation-aliases"?: string[];
  "x-klaviyo-subtag"?: string;
}

/** Reads one revision out of the vendor's document. `version` is of the form 2026-07-15 or 2026-07-15.pre. */
export function readOpenApi(document: OpenApi): ContractFacts {
  const schemas = new Schemas(document.components.schemas);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      readOperation(schemas, method.toUpperCase(), path, operation),
    ),
  );
  return { revision: document.info.version, operations, schemas: document.components.schemas };
}

function readOperation(
  schemas: Schemas,
  method: string,
  path: string,
  operation: OpenApiOperation,
): OperationFacts {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  const named = (name: string) => query.find((parameter) => parameter.name === name)?.schema;
  const bracketed = (stem: string) =>
    query
      .filter(({ name }) => name.startsWith(`${stem}[`))
      .map(({ name, schema }): [string, string[]] => [
        name.slice(stem.length + 1, -1),
        textsOf(schema.items?.enum),
      ]);
  const size = named("page[size]");
  const cursor = named("page[cursor]");
  const content = Object.entries(operation.requestBody?.content ?? {})[0];
  const statuses = Object.keys(operation.responses).filter((status) => /^2\d\d$/.test(status));
  const answer = statuses
    .map((status) => Object.values(operation.responses[status]?.content ?? {})[0]?.schema)
    .find(Boolean);
  return {
    name: operation.operationId,
    aliases: operation["x-klaviyo-operation-aliases"] ?? [],
    section: sectionOf(tagOf(operation)),
    method,
    path,
    pathValues: Object.fromEntries(
      (operation.parameters ?? [])
        .filter((parameter) => parameter.in === "path" && parameter.schema.enum)
        .map(({ name, schema }) => [name, schema]),
    ),
    scopes: operation["x-klaviyo-scopes"] ?? [],
    rate: readRate(operation["x-klaviyo-ratelimit"]),
    stricter: readStricter(operation.description ?? ""),
    statuses: statuses.map(Number),
    filter: Object.fromEntries(
      Object.entries(operation["x-klaviyo-filters"] ?? {}).map(([field, { operators, value }]) => [
        field,
        filterOf(Object.values(operators).flat(), value),
      ]),
    ),
    filterRequired: query.some(({ name, required }) => name === "filter" && required === true),
    sort: sortOf(textsOf(named("sort")?.enum)),
    include: textsOf(named("include")?.items?.enum),
    additional: bracketed("additional-fields").flatMap(([, names]) => names),
    ...((size ?? cursor) && {
      page: {
        ...(size?.maximum !== undefined && { size: size.maximum }),
        ...(size?.default !== undefined && { default: Number(size.default) }),
      },
    }),
    parameters: Object.fromEntries(
      query
        .filter(({ name }) => !/^(?:(?:fields|additional-fields|page)\[|(?:filter|sort|include)$)/.test(name))
        .map(({ name, schema }) => [name, schema]),
    ),
    fields: Object.fromEntries(bracketed("fields")),
    ...readAnswer(schemas, answer),
    ...(content && { body: content[1].schema }),
    multipart: content?.[0] === "multipart/form-data",
  };
}

/** All beta operations have one tag; what says where they belong is the second one. */
function tagOf(operation: OpenApiOperation): string {
  const [tag = ""] = operation.tags;
  return tag === "Beta APIs" ? (operation["x-klaviyo-subtag"] ?? tag) : tag;
}

function textsOf(values: unknown[] | undefined): string[] {
  return (values ?? []).map(String);
}

function readRate(limits: OpenApiOperation["x-klaviyo-ratelimit"]): RateFacts {
  return {
    burst: Number.parseInt(limits.burst, 10),
    steady: Number.parseInt(limits.steady, 10),
    ...(limits.daily && { daily: Number.parseInt(limits.daily, 10) }),
  };
}

/** The stricter windows stand nowhere but in the prose, always in the same words. */
function readStricter(description: string) {
  const windows = description.matchAll(
    /`([^`]+=[^`]+)` parameter in your API request:<br>Burst: `(\d+)\/s`<br>Steady: `(\d+)\/m`/g,
  );
  return [...windows].map(([, condition = "", burst, steady]) =>
    stricterOf(condition, { burst: Number(burst), steady: Number(steady) }),
  );
}
