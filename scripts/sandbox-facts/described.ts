import { type Answer, type Document, type Found, limitOf, takesOf } from "./read.ts";
import { type Schema, Schemas, type Tree } from "./schema.ts";

/** A file of facts that stands for a revision whose own document is not at hand. */
export interface Described {
  operations: {
    operationId: string;
    method: string;
    path: string;
    queryParams: {
      name: string;
      type: string;
      enum?: string[];
      enumRef?: string;
      required?: boolean;
      default?: unknown;
      max?: number;
    }[];
    filter?: Record<string, string[]>;
    filterTypes?: Record<string, Schema>;
    bodySchema?: Schema;
    bodyContentType?: string;
    success: Record<string, string>;
    rateLimit: { burst: string; steady: string; daily?: string };
  }[];
  enums: Record<string, string[]>;
  $defs: Record<string, Schema>;
}

/** What each of its operations answers with. */
export type DescribedAnswers = Record<
  string,
  {
    status: string;
    type: string;
    many?: boolean;
    attributes?: Record<string, string>;
    relationships?: Record<string, string>;
  }
>;

/** Reads a file of facts and one of answers. */
export function readDescribed(facts: Described, answers: DescribedAnswers): Document {
  const operations = facts.operations
    .filter(({ path }) => path.startsWith("/api/"))
    .map((operation): Found => {
      const { operationId: id, method, path } = operation;
      const answer = answers[id];
      return {
        id,
        method,
        path,
        status: Number(Object.keys(operation.success)[0]),
        ...(answer && { answer: readAnswer(answer, path) }),
        parameters: operation.queryParams.map((one) => ({
          name: one.name,
          required: one.required ?? false,
          values: one.enum ?? facts.enums[one.enumRef ?? ""] ?? [],
          ...(typeof one.default === "number" && { usual: one.default }),
          ...(one.max !== undefined && { most: one.max }),
        })),
        filter: Object.fromEntries(
          Object.entries(operation.filter ?? {}).map(([field, operators]) => [
            field,
            takesOf(operators, operation.filterTypes?.[field]),
          ]),
        ),
        limit: limitOf(operation.rateLimit),
        ...(operation.bodySchema && { body: operation.bodySchema }),
        multipart: operation.bodyContentType === "multipart/form-data",
      };
    });
  return { operations, schemas: new Schemas(facts.$defs) };
}

function readAnswer(answer: DescribedAnswers[string], path: string): Answer {
  const { attributes, relationships = {} } = answer;
  return {
    type: answer.type,
    many: answer.many ?? false,
    ids: path.includes("/relationships/"),
    ...(attributes && { attributes: grow(attributes) }),
    relations: Object.fromEntries(
      Object.entries(relationships).map(([name, type]) => [name, type.replace("[]", "*")]),
    ),
  };
}

/** Dotted names as a tree; a value list comes as `string:a,b`. */
function grow(attributes: Record<string, string>): Tree {
  const root: { [name: string]: Tree } = {};
  for (const [dotted, kind] of Object.entries(attributes)) {
    const path = dotted.split(".");
    const name = path.pop() ?? "";
    let parent = root;
    for (const step of path) {
      const next = parent[step];
      const child = typeof next === "object" && !Array.isArray(next) ? next : {};
      parent[step] = child;
      parent = child;
    }
    parent[name] = leaf(kind);
  }
  return root;
}

function leaf(kind: string): Tree {
  const [type = "", values] = kind.split(":");
  if (values !== undefined) return values.split(",").join("|");
  if (type === "date-time") return "datetime?";
  if (type === "array") return [];
  return type.includes("|") ? "string?" : `${type}?`;
}
