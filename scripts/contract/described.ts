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

/** A file of facts about a revision of which there is no OpenAPI document: operations, value lists and schemas. */
export interface DescribedRevision {
  operations: DescribedOperation[];
  enums: Record<string, string[]>;
  $defs: Record<string, Schema>;
}

interface DescribedParameter {
  name: string;
  type: string;
  enum?: string[];
  enumRef?: string;
  default?: unknown;
  max?: number;
  required?: boolean;
}

interface DescribedRate {
  burst: string;
  steady: string;
  daily?: string;
}

interface DescribedOperation {
  operationId: string;
  method: string;
  path: string;
  tag: string;
  aliases?: string[];
  queryParams: DescribedParameter[];
  filter?: Record<string, string[]>;
  filterTypes?: Record<string, Schema>;
  bodySchema?: Schema;
  bodyContentType?: string;
  success: Record<string, string>;
  scopes: string[];
  rateLimit: DescribedRate;
  rateLimitWith?: Record<string, DescribedRate>;
}

/** What operations of such a revision answer with, by name. */
export type DescribedAnswers = Record<
  string,
  {
    type?: string;
    many?: boolean;
    attributes?: Record<string, string>;
    relationships?: Record<string, string>;
  }
>;

/** Reads one revision out of a file of facts and, beside it, one of answers. */
export function readDescribed(
  revision: string,
  document: DescribedRevision,
  answers: DescribedAnswers,
): ContractFacts {
  const operations = document.operations.map((operation) =>
    readOperation(operation, document.enums, answers[operation.operationId]),
  );
  return { revision, operations, schemas: document.$defs };
}

function readOperation(
  operation: DescribedOperation,
  enums: DescribedRevision["enums"],
  answer: DescribedAnswers[string] | undefined,
): OperationFacts {
  const query = operation.queryParams;
  const named = (name: string) => query.find((parameter) => parameter.name === name);
  const valuesOf = (parameter: DescribedParameter | undefined) =>
    parameter?.enum ?? (parameter?.enumRef ? (enums[parameter.enumRef] ?? []) : []);
  const bracketed = (stem: string) =>
    query
      .filter(({ name }) => name.startsWith(`${stem}[`))
      .map((one): [string, string[]] => [one.name.slice(stem.length + 1, -1), valuesOf(one)]);
  const size = named("page[size]");
  const cursor = named("page[cursor]");
  return {
    name: operation.operationId,
    aliases: operation.aliases ?? [],
    section: sectionOf(operation.tag),
    method: operation.method,
    path: operation.path,
    pathValues: {},
    scopes: operation.scopes,
    rate: readRate(operation.rateLimit),
    stricter: Object.entries(operation.rateLimitWith ?? {}).map(([condition, rate]) =>
      stricterOf(condition, readRate(rate)),
    ),
    statuses: Object.keys(operation.success).map(Number),
    filter: Object.fromEntries(
      Object.entries(operation.filter ?? {}).map(([field, operators]) => [
        field,
        filterOf(operators, operation.filterTypes?.[field]),
      ]),
    ),
    filterRequired: named("filter")?.required === true,
    sort: sortOf(valuesOf(named("sort"))),
    include: valuesOf(named("include")),
    additional: bracketed("additional-fields").flatMap(([, names]) => names),
    ...((size ?? cursor) && {
      page: {
        ...(size?.max !== undefined && { size: size.max }),
        ...(size?.default !== undefined && { default: Number(size.default) }),
      },
    }),
    parameters: Object.fromEntries(
      query
        .filter(({ name }) => !/^(?:(?:fields|additional-fields|page)\[|(?:filter|sort|include)$)/.test(name))
        .map((one) => [one.name, { type: one.type, ...(one.enum && { enum: one.enum }) }]),
    ),
    fields: Object.fromEntries(bracketed("fields")),
    ...readAnswer(answer),
    ...(operation.bodySchema && { body: operation.bodySchema }),
    multipart: operation.bodyContentType === "multipart/form-data",
  };
}

function readAnswer(
  answer: DescribedAnswers[string] | undefined,
): Pick<OperationFacts, "answer" | "attributes" | "relations"> {
  if (!answer?.type) return { attributes: {}, relations: {} };
  const { type, many = false, attributes, relationships } = answer;
  const relations = Object.entries(relationships ?? {}).map(([name, target]): [string, string] => [
    name,
    target.replace(/\[\]$/, ""),
  ]);
  return {
    answer: { type, many },
    attributes: { [type]: Object.keys(attributes ?? {}).filter((name) => !name.includes(".")) },
    relations: relations.length > 0 ? { [type]: Object.fromEntries(relations) } : {},
  };
}

function readRate({ burst, steady, daily }: DescribedRate): RateFacts {
  return {
    burst: Number.parseInt(burst, 10),
    steady: Number.parseInt(steady, 10),
    ...(daily && { daily: Number.parseInt(daily, 10) }),
  };
}
