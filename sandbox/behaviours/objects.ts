import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { Refusal, refuseBody } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { readParent, type Write } from "./resources.ts";
import { store } from "./stored.ts";

interface Sent {
  attributes: Record<string, { data: RecordWrite | RecordWrite[] } | undefined>;
  relationships?: { "data-source"?: { data: Link } };
}

interface RecordWrite {
  attributes: { record: Values };
  relationships?: { "data-source"?: { data: Link } };
}

/** The records of a source become objects of the account's first type, for the sandbox maps no sources. */
export const addRecords: Behaviour = (call) => {
  const { attributes, relationships } = readData<Sent>(call);
  const records = Object.values(attributes).flatMap((held) => held?.data ?? []);
  const [type] = call.store.all("object-type");
  for (const { attributes: values, relationships: own } of records) {
    const source = (own ?? relationships)?.["data-source"]?.data;
    if (source && !call.store.find(source.type, source.id))
      throw refuseBody(
        "/data/relationships/data-source",
        `A data-source with id ${source.id} does not exist.`,
      );
    const made = call.store.create("object-record", { record_properties: values.record });
    if (type) call.store.link(type, "object-records", [{ type: made.type, id: made.id }]);
  }
  return undefined;
};

/** Deletes the records that the body names. */
export const deleteRecords: Behaviour = (call) => {
  const { relationships } = readData<{ relationships: { "object-records": { data: Link[] } } }>(call);
  for (const { type, id } of relationships["object-records"].data) {
    const record = call.store.find(type, id);
    if (record) call.store.remove(record);
  }
  return undefined;
};

/** A new type has a first schema, which is a draft. */
export const createObjectType: Behaviour = (call) => {
  const data = readData<Write & { attributes: Values }>(call);
  const { "object-schema": embedded, visibility, ...attributes } = data.attributes;
  const type = store(call, "object-type", {
    attributes: { description: "", namespace: "default", ...attributes, status: "draft" },
  });
  const given = (embedded as { data?: { attributes?: Values } } | null)?.data?.attributes ?? {};
  const { "source-mapping": __, ...said } = given;
  const schema = addSchema(call, { title: attributes.title, visibility: visibility ?? "private", ...said });
  type.relationships["draft-schema"] = schema;
  type.relationships["schema-versions"] = [schema];
  return type;
};

function addSchema(call: Call, attributes: Values): Link {
  const values = {
    description: "",
    properties: [],
    required: [],
    status: "draft",
    published_at: null,
    ...attributes,
  };
  const schema = store(call, "object-schema", { attributes: values });
  const mapping = store(call, "source-mapping", {
    attributes: { property_mappings: [], relationship_mappings: [] },
  });
  schema.relationships["source-mapping"] = { type: mapping.type, id: mapping.id };
  return { type: schema.type, id: schema.id };
}

/** A new schema is the draft of its type. */
export const createObjectSchema: Behaviour = (call) => {
  const { attributes, relationships } = readData<Write & { attributes: Values }>(call);
  const { "source-mapping": _, ...said } = attributes;
  const link = addSchema(call, said);
  const owner = relationships?.["object-type"]?.data as Link | undefined;
  if (owner) {
    const type = call.store.get("object-type", owner.id);
    type.relationships["draft-schema"] = link;
    call.store.link(type, "schema-versions", [link]);
  }
  return call.store.get(link.type, link.id);
};

/** What a relationship of two schemas is called: it is changed where there is one, with all else that holds. */
export const renameRelation: Behaviour = (call) => {
  const schema: Resource = readParent(call);
  const relation = call.operation.route.split("/").at(-1) ?? "";
  const { id, type, meta } = readData<Link & { meta?: Values }>(call);
  const link = call.store.linked(schema, relation).find((one) => one.id === id);
  if (!link)
    throw new Refusal(404, [
      { detail: `No relationship with the ${type} ${id} exists.`, source: { pointer: "/data/id" } },
    ]);
  link.meta = { ...link.meta, ...meta };
  return undefined;
};
