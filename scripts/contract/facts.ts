// What every source of facts about Klaviyo's operations is read into, before rows are made of it.

/** A JSON Schema as far as requests and answers use it, in the words of OpenAPI 3.0 and of 2020-12 alike. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  nullable?: boolean;
  readOnly?: boolean;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  maxItems?: number;
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

/** Requests in a second, in a minute, and in a day where that is capped. */
export interface RateFacts {
  burst: number;
  steady: number;
  daily?: number;
}

/** A window that applies when a query parameter holds a value. */
export interface StricterFacts {
  argument: "include" | "additional_fields";
  value: string;
  rate: RateFacts;
}

export interface FilterFacts {
  type: "string" | "datetime" | "boolean" | "number" | "presence";
  operators: string[];
  values?: string[];
}

/** What `data` of a success holds: one resource of a type, or many. */
export interface AnswerFacts {
  type: string;
  many: boolean;
}

export interface OperationFacts {
  name: string;
  aliases: string[];
  section: string;
  method: string;
  /** As the vendor has it, `{id}` included. */
  path: string;
  /** Schemas of those ids in the path that are one of a few values. */
  pathValues: Record<string, Schema>;
  scopes: string[];
  rate: RateFacts;
  stricter: StricterFacts[];
  statuses: number[];
  answer?: AnswerFacts;
  filter: Record<string, FilterFacts>;
  filterRequired: boolean;
  sort: string[];
  include: string[];
  additional: string[];
  page?: { size?: number; default?: number };
  /** Query parameters besides those of JSON:API, with the schema of each. */
  parameters: Record<string, Schema>;
  /** What fields[type] takes, by type. */
  fields: Record<string, string[]>;
  /** Names of attributes that answers hold, by type: what there is where fields[type] says nothing. */
  attributes: Record<string, string[]>;
  /** Type of what a relationship of a type leads to, as far as answers say. */
  relations: Record<string, Record<string, string>>;
  body?: Schema;
  multipart: boolean;
}

/** One revision of the contract. `schemas` is what `$ref` leads to, by the last word of the reference. */
export interface ContractFacts {
  revision: string;
  operations: OperationFacts[];
  schemas: Record<string, Schema>;
}

/** An operation that gets no row, and why. */
export interface LeftOut {
  name: string;
  reason: string;
}

/** `Custom Objects` → `custom-objects`: a vendor's tag as the name of a section. */
export function sectionOf(tag: string): string {
  return tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** `additional-fields[list]=profile_count` → which argument and value a stricter window belongs to. */
export function stricterOf(condition: string, rate: RateFacts): StricterFacts {
  const [parameter = "", value = ""] = condition.split("=");
  return { argument: parameter.startsWith("include") ? "include" : "additional_fields", value, rate };
}

/** What an operation sorts by: a name for both directions, with - in front where there is that one alone. */
export function sortOf(values: readonly string[]): string[] {
  const names = values.map((value) =>
    values.includes(value.replace(/^-/, "")) ? value.replace(/^-/, "") : value,
  );
  return [...new Set(names)];
}

/** The filter field of an operation, from its operators and the schema of the value that it is compared with. */
export function filterOf(operators: string[], value: Schema | undefined): FilterFacts {
  const sorted = [...new Set(operators)].sort();
  if (sorted.every((operator) => operator === "has")) return { type: "presence", operators: sorted };
  const values = value?.enum?.map(String);
  return { type: literalOf(value), operators: sorted, ...(values && { values }) };
}

function literalOf(value: Schema | undefined): FilterFacts["type"] {
  if (value?.format === "date-time") return "datetime";
  if (value?.type === "boolean") return "boolean";
  return value?.type === "number" || value?.type === "integer" ? "number" : "string";
}
