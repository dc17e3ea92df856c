import { tagResources } from "../behaviours/groups.ts";
import { list, read, remove, update } from "../behaviours/resources.ts";
import { createTag, createWebhook, updateWebhook } from "../behaviours/shop.ts";
import type { Operation } from "../klaviyo/operation.ts";

const NAME = "contains ends-with equals starts-with";
const TAG: Pick<Operation, "type" | "limit"> = { type: "tag", limit: "S" };
const WEBHOOK: Pick<Operation, "type" | "limit"> = { type: "webhook", limit: "XS" };
const WEBHOOK_LINKS = '{webhook-topics!:{data!:[{type!:"webhook-topic", id!:text}]}}';

const tagging = (id: string, method: string, type: string): Operation => ({
  ...TAG,
  id,
  route: `${method} /api/tags/{id}/relationships/${type}s`,
  success: 204,
  empty: true,
  body: `[{type!:"${type}", id!:text}]`,
  does: tagResources(method === "POST"),
});

/** Tags, webhooks and the account itself. */
export const accountOperations: readonly Operation[] = [
  {
    ...TAG,
    id: "get_tags",
    route: "GET /api/tags",
    success: 200,
    include: "tag-group",
    filter: { name: NAME },
    sort: "id name",
    page: [50, 50],
    does: list,
  },
  { ...TAG, id: "get_tag", route: "GET /api/tags/{id}", success: 200, include: "tag-group", does: read },
  {
    ...TAG,
    id: "create_tag",
    route: "POST /api/tags",
    success: 201,
    body: '{type!:"tag", attributes!:{name!:text}, relationships:{tag-group:{data!:{type!:"tag-group", id!:text}}}}',
    does: createTag,
  },
  {
    ...TAG,
    id: "update_tag",
    route: "PATCH /api/tags/{id}",
    success: 204,
    empty: true,
    body: '{type!:"tag", id!:text, attributes!:{name!:text}}',
    does: update,
  },
  { ...TAG, id: "delete_tag", route: "DELETE /api/tags/{id}", success: 204, empty: true, does: remove },
  tagging("tag_campaigns", "POST", "campaign"),
  tagging("tag_flows", "POST", "flow"),
  tagging("tag_lists", "POST", "list"),
  tagging("tag_segments", "POST", "segment"),
  tagging("remove_tag_from_campaigns", "DELETE", "campaign"),
  tagging("remove_tag_from_flows", "DELETE", "flow"),
  tagging("remove_tag_from_lists", "DELETE", "list"),
  tagging("remove_tag_from_segments", "DELETE", "segment"),
  {
    id: "get_tag_groups",
    route: "GET /api/tag-groups",
    type: "tag-group",
    limit: "S",
    success: 200,
    filter: { name: NAME, exclusive: "boolean equals", default: "boolean equals" },
    sort: "id name",
    page: [25, 25],
    does: list,
  },
  {
    id: "get_tag_group",
    route: "GET /api/tag-groups/{id}",
    type: "tag-group",
    limit: "S",
    success: 200,
    does: read,
  },
  {
    ...WEBHOOK,
    id: "get_webhooks",
    route: "GET /api/webhooks",
    success: 200,
    include: "webhook-topics",
    does: list,
  },
  {
    ...WEBHOOK,
    id: "create_webhook",
    route: "POST /api/webhooks",
    success: 201,
    body: `{type!:"webhook", attributes!:{name!:text, description:string?, endpoint_url!:https, secret_key!:text}, relationships!:${WEBHOOK_LINKS}}`,
    does: createWebhook,
  },
  {
    ...WEBHOOK,
    id: "get_webhook",
    route: "GET /api/webhooks/{id}",
    success: 200,
    include: "webhook-topics",
    does: read,
  },
  {
    ...WEBHOOK,
    id: "update_webhook",
    route: "PATCH /api/webhooks/{id}",
    success: 200,
    body: `{type!:"webhook", id!:text, attributes!:{name:text?, description:string?, endpoint_url:https?, secret_key:text?, enabled:boolean?}, relationships:${WEBHOOK_LINKS}}`,
    does: updateWebhook,
  },
  {
    ...WEBHOOK,
    id: "delete_webhook",
    route: "DELETE /api/webhooks/{id}",
    success: 204,
    empty: true,
    does: remove,
  },
  {
    id: "get_webhook_topics",
    route: "GET /api/webhook-topics",
    type: "webhook-topic",
    limit: "XS",
    success: 200,
    does: list,
  },
  { id: "get_accounts", route: "GET /api/accounts", type: "account", limit: "XS", success: 200, does: list },
];
