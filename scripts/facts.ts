import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

// Writes what test/contract/documents.test.ts holds the rows against, from the documents that `npm run contract` takes.
// It shares no code with that: what one of the two reads wrongly, the other does not.

const USAGE = "npm run facts -- STABLE.json --beta BETA.json --facts FILE";
const FILE = "test/contract/facts.jsonl";

interface Value {
  type?: string;
  format?: string;
  enum?: string[];
}
interface Limits {
  burst: string;
  steady: string;
  daily?: string;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Value & { items?: Value; maximum?: number; default?: unknown };
}
/** The vendor's own document, as far as it is read here. */
interface Document {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
}
interface Operation {
  operationId: string;
  description?: string;
  parameters?: Parameter[];
  "x-klaviyo-scopes"?: string[];
  "x-klaviyo-ratelimit": Limits;
  "x-klaviyo-filters"?: Record<string, { operators: Record<string, string[]>; value?: Value }>;
}
/** A revision of which there is no document: its facts. */
interface Description {
  enums: Record<string, string[]>;
  operations: {
    operationId: string;
    method: string;
    path: string;
    scopes: string[];
    rateLimit: Limits;
    rateLimitWith?: Record<string, Limits>;
    filter?: Record<string, string[]>;
    filterTypes?: Record<string, Value>;
    queryParams: {
      name: string;
      required?: boolean;
      enum?: string[];
      enumRef?: string;
      max?: number;
      default?: unknown;
    }[];
  }[];
}

/** What both tell of a query parameter. */
interface Query {
  required?: boolean | undefined;
  values: readonly string[];
  largest?: number | undefined;
  usual?: unknown;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { beta: { type: "string" }, facts: { type: "string" } },
});
const [stablePath] = positionals;

if (stablePath && values.beta && values.facts) {
  const stable = read<Document>(stablePath);
  const documents = [stable, read<Document>(values.beta)].flatMap(ofDocument);
  // A later revision is told where it says otherwise than the one that we send by default.
  const said = new Set(documents.map(({ revision: _, ...fact }) => JSON.stringify(fact)));
  const later = Object.entries(read<Record<string, Description>>(values.facts))
    .filter(([revision]) => /^\d{4}-\d\d-\d\d$/.test(revision) && revision > stable.info.version)
    .flatMap(([revision, described]) => ofDescription(revision, described))
    .filter(({ revision: _, ...fact }) => !said.has(JSON.stringify(fact)));
  const lines = [...documents, ...later].map((fact) => JSON.stringify(fact));
  const sha256 = createHash("sha256").update(lines.join("\n")).digest("hex");
  writeFileSync(FILE, `${[JSON.stringify({ sha256 }), ...lines].join("\n")}\n`);
  console.log(`${lines.length} operations in ${FILE}`);
} else {
  console.error(USAGE);
  process.exitCode = 1;
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}

function ofDocument({ info, paths }: Document) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const slower = (operation.description ?? "").matchAll(
        /using the `([^`]+)` parameter in your API request:<br>Burst: `([^`]+)`<br>Steady: `([^`]+)`/g,
      );
      const filters = Object.entries(operation["x-klaviyo-filters"] ?? {});
      return {
        name: operation.operationId,
        revision: info.version,
        call: callOf(method, path),
        scopes: sorted(operation["x-klaviyo-scopes"] ?? []),
        rate: windows(operation["x-klaviyo-ratelimit"]),
        slower: Object.fromEntries(
          [...slower].map(([, when, burst, steady]) => [when, `${burst} ${steady}`]),
        ),
        filter: Object.fromEntries(
          filters.map(([field, { operators, value }]) => [
            field,
            fieldOf(Object.values(operators).flat(), value),
          ]),
        ),
        ...queryOf(
          (operation.parameters ?? [])
            .filter((one) => one.in === "query")
            .map(({ name, required, schema }): [string, Query] => [
              name,
              {
                required,
                values: schema.items?.enum ?? schema.enum ?? [],
                largest: schema.maximum,
                usual: schema.default,
              },
            ]),
        ),
      };
    }),
  );
}

function ofDescription(revision: string, { operations, enums }: Description) {
  return operations.map((operation) => ({
    name: operation.operationId,
    revision,
    call: callOf(operation.method, operation.path),
    scopes: sorted(operation.scopes),
    rate: windows(operation.rateLimit),
    slower: Object.fromEntries(
      Object.entries(operation.rateLimitWith ?? {}).map(([when, limits]) => [when, windows(limits)]),
    ),
    filter: Object.fromEntries(
      Object.entries(operation.filter ?? {}).map(([field, operators]) => [
        field,
        fieldOf(operators, operation.filterTypes?.[field]),
      ]),
    ),
    ...queryOf(
      operation.queryParams.map(({ name, required, max, default: usual, ...one }): [string, Query] => [
        name,
        { required, values: one.enum ?? enums[one.enumRef ?? ""] ?? [], largest: max, usual },
      ]),
    ),
  }));
}

function callOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, "{}")}`;
}

function windows({ burst, steady, daily }: Limits): string {
  return [burst, steady, daily].filter(Boolean).join(" ");
}

function sorted(names: readonly string[]): string {
  return [...names].sort().join(" ");
}

/** `datetime greater-than less-than`; the values of a field that has few stand behind a colon. */
function fieldOf(operators: readonly string[], value: Value | undefined): string {
  const kind = value?.format === "date-time" ? "datetime" : (value?.type ?? "string");
  const few = value?.enum ? `: ${value.enum.join("|")}` : "";
  return `${kind} ${sorted([...new Set(operators)])}${few}`;
}

/** The values that sort, include and the additional fields take; the largest page and the usual one. */
function queryOf(parameters: readonly (readonly [string, Query])[]) {
  const query = new Map(parameters);
  const [sort, include, size] = ["sort", "include", "page[size]"].map((name) => query.get(name));
  const additional = parameters.filter(([name]) => name.startsWith("additional-fields["));
  return {
    ...(query.get("filter")?.required && { filterRequired: true }),
    ...(sort && { sort: sorted(sort.values) }),
    ...(include && { include: sorted(include.values) }),
    ...(additional.length > 0 && { additional: sorted(additional.flatMap(([, one]) => one.values)) }),
    ...(query.has("page[cursor]") && {
      page: {
        ...(size?.largest !== undefined && { largest: size.largest }),
        ...(size?.usual !== undefined && { usual: size.usual }),
      },
    }),
  };
}
