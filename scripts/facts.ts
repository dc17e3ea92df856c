import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

// Writes what test/contract/facts.test.ts holds the rows against, from the documents that `npm run contract` takes. It
// shares no code with that: what one of the two reads wrongly, the other does not.

const USAGE = "npm run facts -- STABLE.json --beta BETA.json --facts FILE";
const FILE = "test/contract/facts.jsonl";

// biome-ignore lint/suspicious/noExplicitAny: documents of others, looked into at any depth
type Json = Record<string, any>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { beta: { type: "string" }, facts: { type: "string" } },
});
const sources = [positionals[0], values.beta, values.facts];
const [stable, beta, facts] = sources.map((path) => (path ? (JSON.parse(text(path)) as Json) : undefined));

if (stable && beta && facts) {
  const documents = [stable, beta].flatMap((document) => ofDocument(document));
  // A later revision is told where it says otherwise than the one that we send by default.
  const said = new Set(documents.map(({ revision: _, ...fact }) => JSON.stringify(fact)));
  const later = Object.entries(facts)
    .filter(([revision, { operations }]) => /^\d{4}-\d\d-\d\d$/.test(revision) && operations)
    .filter(([revision]) => revision > stable.info.version)
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

function text(path: string): string {
  return readFileSync(path, "utf8");
}

function ofDocument({ info, paths }: Json) {
  return Object.entries<Json>(paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => {
      const { burst, steady, daily } = operation["x-klaviyo-ratelimit"];
      const slower = String(operation.description).matchAll(
        /using the `([^`]+)` parameter in your API request:<br>Burst: `([^`]+)`<br>Steady: `([^`]+)`/g,
      );
      const query = new Map<string, Json>(
        (operation.parameters ?? [])
          .filter((one: Json) => one.in === "query")
          .map((one: Json) => [one.name, one]),
      );
      return {
        name: operation.operationId,
        revision: info.version,
        call: `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, "{}")}`,
        scopes: [...(operation["x-klaviyo-scopes"] ?? [])].sort().join(" "),
        rate: [burst, steady, daily].filter(Boolean).join(" "),
        slower: Object.fromEntries(
          [...slower].map(([, when, second, minute]) => [when, `${second} ${minute}`]),
        ),
        filter: Object.fromEntries(
          Object.entries<Json>(operation["x-klaviyo-filters"] ?? {}).map(([field, { operators, value }]) => [
            field,
            fieldOf(Object.values(operators).flat() as string[], value),
          ]),
        ),
        ...(query.get("filter")?.required && { filterRequired: true }),
        ...valuesOf(query, (one) => one.schema?.items?.enum ?? one.schema?.enum),
        ...pageOf(query, (one) => [one.schema.maximum, one.schema.default]),
      };
    }),
  );
}

function ofDescription(revision: string, { operations, enums }: Json) {
  return operations.map((operation: Json) => {
    const { burst, steady, daily } = operation.rateLimit;
    const query = new Map<string, Json>(operation.queryParams.map((one: Json) => [one.name, one]));
    return {
      name: operation.operationId,
      revision,
      call: `${operation.method} ${operation.path.replaceAll(/\{\w+\}/g, "{}")}`,
      scopes: [...operation.scopes].sort().join(" "),
      rate: [burst, steady, daily].filter(Boolean).join(" "),
      slower: Object.fromEntries(
        Object.entries<Json>(operation.rateLimitWith ?? {}).map(([when, one]) => [
          when,
          `${one.burst} ${one.steady}`,
        ]),
      ),
      filter: Object.fromEntries(
        Object.entries<string[]>(operation.filter ?? {}).map(([field, operators]) => [
          field,
          fieldOf(operators, operation.filterTypes?.[field]),
        ]),
      ),
      ...(query.get("filter")?.required && { filterRequired: true }),
      ...valuesOf(query, (one) => one.enum ?? enums[one.enumRef]),
      ...pageOf(query, (one) => [one.max, one.default]),
    };
  });
}

/** `datetime greater-than less-than`; the values of a field that has few stand behind a colon. */
function fieldOf(operators: string[], value: Json | undefined): string {
  const kind = value?.format === "date-time" ? "datetime" : (value?.type ?? "string");
  const few = value?.enum ? `: ${value.enum.join("|")}` : "";
  return `${kind} ${[...new Set(operators)].sort().join(" ")}${few}`;
}

/** The values that sort, include and the additional fields take. */
function valuesOf(query: Map<string, Json>, read: (parameter: Json) => string[] | undefined) {
  const said = (name: string) => [...(read(query.get(name) ?? {}) ?? [])].sort();
  const additional = [...query.keys()].filter((name) => name.startsWith("additional-fields["));
  return {
    ...(query.has("sort") && { sort: said("sort").join(" ") }),
    ...(query.has("include") && { include: said("include").join(" ") }),
    ...(additional.length > 0 && { additional: additional.flatMap(said).sort().join(" ") }),
  };
}

/** The largest page and the usual one; nothing of those where pages have a cursor alone. */
function pageOf(query: Map<string, Json>, read: (parameter: Json) => (number | undefined)[]) {
  const size = query.get("page[size]");
  const [largest, usual] = size ? read(size) : [];
  return {
    ...(query.has("page[cursor]") && { page: { ...(largest && { largest }), ...(usual && { usual }) } }),
  };
}
