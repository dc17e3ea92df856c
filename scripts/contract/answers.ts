import type { AnswerFacts, OperationFacts, Schema } from "./facts.ts";
import type { Schemas } from "./schemas.ts";

type Answer = Pick<OperationFacts, "answer" | "attributes" | "relations">;

/** What the schema of a success says: which resource comes, and what it and what comes along holds. */
export function readAnswer(schemas: Schemas, schema: Schema | undefined): Answer {
  const facts: Answer = { attributes: {}, relations: {} };
  const data = schemas.at(schema, "data");
  if (!schema || !data) return facts;
  const many = data.type === "array";
  const resource = many && data.items ? schemas.open(data.items) : data;
  const answer = readResource(schemas, resource, facts);
  if (answer) facts.answer = { ...answer, many };
  const included = schemas.at(schema, "included")?.items;
  for (const one of included ? alternatives(schemas, included) : []) readResource(schemas, one, facts);
  return facts;
}

function readResource(
  schemas: Schemas,
  resource: Schema,
  facts: Answer,
): Omit<AnswerFacts, "many"> | undefined {
  const type = schemas.constantOf(resource.properties?.type);
  if (!type) return undefined;
  const attributes = schemas.at(resource, "attributes");
  facts.attributes[type] = Object.keys(attributes?.properties ?? {});
  for (const [name, relationship] of Object.entries(
    schemas.at(resource, "relationships")?.properties ?? {},
  )) {
    const data = schemas.at(relationship, "data");
    const target = data?.items ? schemas.open(data.items) : data;
    const found = schemas.constantOf(target?.properties?.type);
    if (found) facts.relations[type] = { ...facts.relations[type], [name]: found };
  }
  return { type };
}

function alternatives(schemas: Schemas, schema: Schema): Schema[] {
  const opened = schemas.open(schema);
  return (opened.oneOf ?? opened.anyOf ?? [opened]).map((one) => schemas.open(one));
}
