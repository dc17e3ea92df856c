import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { type Store, toStamp } from "../klaviyo/store.ts";
import { Refusal, refuseBody, refuseConflict } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { readChanges, readLinks, readParent, type Write } from "./resources.ts";

const toLink = ({ type, id }: Resource): Link => ({ type, id });

/** Keeps the categories' side of the relationship in step with the item's. */
function linkCategories(store: Store, item: Resource, categories: Link[]): void {
  for (const category of store.all("catalog-category")) store.unlink(category, "items", new Set([item.id]));
  for (const { id } of categories) store.link(store.get("catalog-category", id), "items", [toLink(item)]);
  item.relationships.categories = categories;
}

/** Creates one item; its id is made of integration, catalog and external id. */
export const createItem: Behaviour = (call) => {
  const { store } = call;
  const data = readData<Write & { attributes: Values }>(call);
  const { categories } = readLinks(call, data.relationships);
  const { integration_type, catalog_type, ...attributes } = data.attributes;
  const id = `${integration_type ?? "$custom"}:::${catalog_type ?? "$default"}:::${attributes.external_id}`;
  if (store.find("catalog-item", id))
    throw refuseConflict("/data/attributes/external_id", `A catalog item with id ${id} already exists.`);
  const item = store.create(
    "catalog-item",
    { published: true, images: [], ...attributes },
    { variants: [] },
    id,
  );
  linkCategories(store, item, [categories ?? []].flat());
  return item;
};

/** Changes an item, its categories included. */
export const updateItem: Behaviour = (call) => {
  const item = readParent(call);
  const { attributes, relationships } = readData<Write>(call);
  const { categories } = readLinks(call, relationships);
  Object.assign(item.attributes, readChanges(attributes));
  if (categories) linkCategories(call.store, item, [categories].flat());
  return call.store.touch(item);
};

/** A tag lands in the account's default group unless told; its name is unique there, an assumption. */
export const createTag: Behaviour = (call) => {
  const { store } = call;
  const { attributes, relationships } = readData<Write & { attributes: { name: string } }>(call);
  const wanted = [relationships?.["tag-group"]?.data ?? []].flat()[0];
  if (wanted && !store.find("tag-group", wanted.id))
    throw new Refusal(404, [
      {
        code: "tag_service_error",
        title: "Tag Service Error",
        detail: `Tag Group with id ${wanted.id} not found`,
        source: { pointer: "/data/" },
      },
    ]);
  const links = readLinks(call, relationships);
  const standard = store.all("tag-group").find((group) => group.attributes.default === true);
  const group = (links["tag-group"] as Link | undefined) ?? (standard && toLink(standard)) ?? null;
  refuseTagName(store, attributes.name, group?.id);
  return store.create("tag", { name: attributes.name }, { "tag-group": group });
};

function refuseTagName(store: Store, name: string, group: string | undefined): void {
  const isTaken = store
    .all("tag")
    .some((tag) => tag.attributes.name === name && store.linked(tag, "tag-group")[0]?.id === group);
  if (isTaken)
    throw refuseConflict("/data/attributes/name", `A tag named ${name} already exists in its tag group.`);
}

const LEAST_THRESHOLD = 100;

/** Creates a coupon; its external id is its id. */
export const createCoupon: Behaviour = (call) => {
  const { attributes } = readData<{
    attributes: { external_id: string; monitor_configuration?: { low_balance_threshold?: unknown } | null };
  }>(call);
  const { external_id, monitor_configuration } = attributes;
  const least = monitor_configuration?.low_balance_threshold;
  if (least !== undefined && !(Number(least) >= LEAST_THRESHOLD))
    throw refuseBody(
      "/data/attributes/monitor_configuration/low_balance_threshold",
      `low_balance_threshold must be at least ${LEAST_THRESHOLD}.`,
    );
  const pointer = "/data/attributes/external_id";
  if (!/^[0-9A-Za-z_]+$/.test(external_id))
    throw refuseBody(pointer, "external_id may hold letters, digits and underscores only.");
  if (call.store.find("coupon", external_id))
    throw refuseConflict(pointer, `A coupon with id ${external_id} already exists.`);
  return call.store.create("coupon", { ...attributes }, {}, external_id);
};

interface CodeWrite {
  attributes: { unique_code: string; expires_at?: string | null };
  relationships: { coupon: { data: Link } };
}

const YEAR = 365 * 86_400_000;

/** A code expires after a year unless told. Its id joins coupon and code. */
function addCode(store: Store, { attributes, relationships }: CodeWrite): Resource {
  const coupon = store.get("coupon", relationships.coupon.data.id);
  const expires_at = attributes.expires_at ?? toStamp(new Date(store.now().getTime() + YEAR));
  const values = { unique_code: attributes.unique_code, expires_at, status: "UNASSIGNED" };
  return store.create(
    "coupon-code",
    values,
    { coupon: toLink(coupon), profile: null },
    codeId({ attributes, relationships }),
  );
}

const codeId = ({ attributes, relationships }: CodeWrite) =>
  `${relationships.coupon.data.id}-${attributes.unique_code}`;

const refuseCode = (pointer: string, code: string) =>
  refuseConflict(pointer, `The coupon code ${code} already exists.`);

/** Creates one code of a coupon. */
export const createCode: Behaviour = (call) => {
  const data = readData<CodeWrite>(call);
  if (call.store.find("coupon-code", codeId(data)))
    throw refuseCode("/data/attributes/unique_code", data.attributes.unique_code);
  return addCode(call.store, data);
};

/** Creates at once; the job tells of it when it has been read to its end, codes that exist among its errors. */
export const createCodes: Behaviour = (call) => {
  const { store } = call;
  const codes = readData<{ attributes: { "coupon-codes": { data: CodeWrite[] } } }>(call).attributes[
    "coupon-codes"
  ].data;
  for (const { relationships } of codes) store.get("coupon", relationships.coupon.data.id);
  const created: Resource[] = [];
  const errors: Values[] = [];
  codes.forEach((code, index) => {
    if (!store.find("coupon-code", codeId(code))) created.push(addCode(store, code));
    else {
      const pointer = `/data/attributes/coupon-codes/data/${index}/attributes/unique_code`;
      const detail = `The coupon code ${code.attributes.unique_code} already exists.`;
      errors.push({
        id: store.newId("error"),
        code: "conflict",
        title: "Conflict.",
        detail,
        source: { pointer },
      });
    }
  });
  const created_at = toStamp(store.now());
  const expires_at = toStamp(new Date(store.now().getTime() + 7 * 86_400_000));
  const _result = {
    completed_count: created.length,
    failed_count: errors.length,
    completed_at: created_at,
    errors,
  };
  const attributes = {
    status: "processing",
    created_at,
    expires_at,
    total_count: codes.length,
    completed_count: 0,
    failed_count: 0,
    errors: [],
    _result,
  };
  return store.create("coupon-code-bulk-create-job", attributes, { "coupon-codes": created.map(toLink) });
};

/** A webhook keeps its secret to itself: it is stored, never shown. */
const hideSecret = ({ secret_key, ...attributes }: Values = {}): Values =>
  secret_key === undefined ? attributes : { ...attributes, _secret_key: secret_key };

/** Creates an enabled webhook. */
export const createWebhook: Behaviour = (call) => {
  const { attributes, relationships } = readData<Write>(call);
  return call.store.create(
    "webhook",
    { enabled: true, ...hideSecret(attributes) },
    readTopics(call, relationships),
  );
};

/** Changes a webhook. */
export const updateWebhook: Behaviour = (call) => {
  const webhook = readParent(call);
  const { attributes, relationships } = readData<Write>(call);
  Object.assign(webhook.attributes, readChanges(hideSecret(attributes)));
  Object.assign(webhook.relationships, readTopics(call, relationships));
  return call.store.touch(webhook);
};

function readTopics(call: Call, relationships: Write["relationships"]): Resource["relationships"] {
  const links = readLinks(call, relationships);
  const topics = links["webhook-topics"];
  if (Array.isArray(topics) && topics.length === 0)
    throw refuseBody("/data/relationships/webhook-topics", "At least one topic is required.");
  return links;
}
