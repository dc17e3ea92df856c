import { type Schema, Schemas, type Tree } from "./schema.ts";

/** What a success answers with. */
export interface Answer {
  type: string;
  many: boolean;
  /** Identifiers alone. */
  ids: boolean;
  attributes?: Tree;
  /** Relationship → its type, `*` for several. */
  relations: Record<string, string>;
}

/** A query parameter. */
export interface Parameter {
  name: string;
  values: string[];
  required: boolean;
  usual?: number;
  most?: number;
}

/** One operation as a document has it. */
export interface Found {
  id: string;
  method: string;
  path: string;
  status: number;
  answer?: Answer;
  parameters: Parameter[];
  /** Field → `type operator operator`, with the values it takes. */
  filter: Record<string, { takes: string; values?: string[] }>;
  /** `burst steady daily`. */
  limit: string;
  body?: Schema;
  multipart: boolean;
}

/** A document's operations and named schemas. */
export interface Document {
  operations: Found[];
  schemas: Schemas;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

interface Rate {
  burst: string;
  steady: string;
  daily?: string;
}

interface OpenApiOperation {
  operationId: string;
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    schema: Schema & { default?: unknown; maximum?: number };
  }[];
  requestBody?: Content;
  responses: Record<string, Content>;
  "x-klaviyo-ratelimit": Rate;
  "x-klaviyo-filters"?: Record<string, { operators: Record<string, string[]>; value?: Schema }>;
}

/** Klaviyo's OpenAPI document, as far as it is read. */
export interface OpenApi {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, Schema> };
}

const count = (rate: string | undefined) => rate?.split("/")[0];

/** A rate as the sandbox writes it. */
export const limitOf = ({ burst, steady, daily }: Rate): string =>
  [burst, steady, daily].flatMap((rate) => count(rate) ?? []).join(" ");

const texts = (values: unknown[] | undefined) => (values ?? []).filter((one) => one !== null).map(String);

/** A filter's field: its type's word where it is no text, and its operators. */
export function takesOf(operators: string[], value: Schema = {}): { takes: string; values?: string[] } {
  const type = Array.isArray(value.type) ? value.type[0] : value.type;
  const word =
    value.format === "date-time"
      ? ["datetime"]
      : type === "boolean"
        ? ["boolean"]
        : type === "integer" || type === "number"
          ? ["number"]
          : [];
  const takes = [...word, ...new Set(operators)].join(" ");
  return { takes, ...(value.enum && word.length === 0 && { values: texts(value.enum) }) };
}

/** Reads an OpenAPI document; what browsers call with a company id is left out, for no gateway reaches it. */
export function readOpenApi(document: OpenApi): Document {
  const schemas = new Schemas(document.components.schemas);
  const operations = Object.entries(document.paths)
    .filter(([path]) => path.startsWith("/api/"))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): Found => {
        const [status = "204", { content = {} } = {}] =
          Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
        const [shown] = Object.values(content);
        const answer = shown && readAnswer(schemas, shown.schema, path);
        const [media, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
        const filters = Object.entries(operation["x-klaviyo-filters"] ?? {});
        return {
          id: operation.operationId,
          method: method.toUpperCase(),
          path,
          status: Number(status),
          ...(answer && { answer }),
          parameters: (operation.parameters ?? [])
            .filter((one) => one.in === "query")
            .map(({ name, required = false, schema }) => ({
              name,
              required,
              values: texts(schema.items?.enum ?? schema.enum),
              ...(typeof schema.default === "number" && { usual: schema.default }),
              ...(schema.maximum !== undefined && { most: schema.maximum }),
            })),
          filter: Object.fromEntries(
            filters.map(([field, { operators, value }]) => [
              field,
              takesOf(Object.values(operators).flat(), value),
            ]),
          ),
          limit: limitOf(operation["x-klaviyo-ratelimit"]),
          ...(body && { body: body.schema }),
          multipart: media === "multipart/form-data",
        };
      }),
    );
  return { operations, schemas };
}

function readAnswer(schemas: Schemas, schema: Schema, path: string): Answer | undefined {
  const data = schemas.is(schema).properties?.data;
  if (!data) return undefined;
  const whole = schemas.is(data);
  const many = whole.items !== undefined;
  const one = whole.items ? schemas.is(whole.items) : whole;
  const { type, attributes, relationships } = one.properties ?? {};
  const links = relationships ? (schemas.is(relationships).properties ?? {}) : {};
  return {
    type: typeNameOf(schemas, type),
    many,
    ids: path.includes("/relationships/"),
    ...(attributes && { attributes: schemas.treeOf(attributes) }),
    relations: Object.fromEntries(
      Object.entries(links).map(([name, link]) => {
        const linked = schemas.is(schemas.is(link).properties?.data ?? {});
        const item = schemas.is(linked.items ?? linked);
        return [name, typeNameOf(schemas, item.properties?.type) + (linked.items ? "*" : "")];
      }),
    ),
  };
}

function typeNameOf(schemas: Schemas, schema: Schema | undefined): string {
  const [name] = schema ? (schemas.valuesOf(schemas.is(schema)) ?? []) : [];
  return String(name ?? "");
}
