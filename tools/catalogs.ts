import { z } from "zod";
import { operation, section } from "../src/tool/tool.ts";
import { filterFlag, filterText, flag, freeObject, id, L, nonEmptyText, text, XL } from "./params.ts";
import * as resource from "./resources.ts";

const include = { variants: resource.catalogVariant };
const NEEDED = ["title", "description", "url"];

/** What an item may have besides its title, description and url, which it always has. */
const details = {
  price: z.number().optional(),
  image_full_url: text,
  image_thumbnail_url: text,
  images: z.array(z.string()).optional(),
  custom_metadata: freeObject.optional(),
  published: flag,
};
const MAX_METADATA_BYTES = 100_000;
const CLEARABLE = ["price", "image_full_url", "image_thumbnail_url", "images", "custom_metadata"] as const;
const CATEGORIES = { category_ids: { name: "categories", type: "catalog-category", many: true } } as const;
const categoryIds = z.array(id).optional();

export const catalogs = section("catalogs", {
  get_catalog_items: operation({
    title: "List catalog items",
    description:
      'Finds products, e.g. filter contains(title,"mug"). Ids look like $custom:::$default:::SKU-1.',
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/catalog-items",
      scopes: "catalogs:read",
      rate: XL,
      query: {
        filter: {
          ids: filterText("any"),
          "category.id": filterText("equals"),
          title: filterText("contains"),
          published: filterFlag("equals"),
        },
        sort: ["created"],
        include,
        page: { size: 100 },
      },
    },
    result: { kind: "collection", resource: resource.catalogItem },
  }),

  get_catalog_item: operation({
    title: "Read a catalog item",
    description: "One product; include variants for its sizes and colours. get_catalog_items gives the ids.",
    inputSchema: { catalog_item_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/catalog-items/{catalog_item_id}",
      scopes: "catalogs:read",
      rate: XL,
      query: { include },
    },
    result: { kind: "resource", resource: resource.catalogItem },
  }),

  create_catalog_item: operation({
    title: "Create a catalog item",
    description: "Adds a product to the custom catalog; external_id is its id in the shop.",
    inputSchema: {
      external_id: id,
      title: nonEmptyText,
      description: z.string(),
      url: nonEmptyText,
      ...details,
      category_ids: categoryIds,
    },
    maxBytes: { custom_metadata: MAX_METADATA_BYTES },
    impact: "write",
    request: {
      method: "POST",
      path: "/api/catalog-items",
      scopes: "catalogs:write",
      rate: L,
      body: {
        type: "catalog-item",
        attributes: ["external_id", ...NEEDED, ...Object.keys(details)],
        relationships: CATEGORIES,
      },
    },
    result: { kind: "resource", resource: resource.catalogItem },
  }),

  update_catalog_item: operation({
    title: "Update a catalog item",
    description: "Changes what is given. category_ids replaces all its categories.",
    inputSchema: {
      catalog_item_id: id,
      title: text,
      description: text,
      url: text,
      ...details,
      category_ids: categoryIds,
      clear: z.array(z.enum(CLEARABLE)).optional(),
    },
    maxBytes: { custom_metadata: MAX_METADATA_BYTES },
    impact: "write",
    request: {
      method: "PATCH",
      path: "/api/catalog-items/{catalog_item_id}",
      scopes: "catalogs:write",
      rate: L,
      body: {
        type: "catalog-item",
        id: "catalog_item_id",
        attributes: [...NEEDED, ...Object.keys(details)],
        relationships: CATEGORIES,
        clearable: CLEARABLE,
      },
    },
    result: { kind: "resource", resource: resource.catalogItem },
  }),

  delete_catalog_item: operation({
    title: "Delete a catalog item",
    description:
      "Deletes a product from the catalog for good. update_catalog_item with published false only hides it.",
    inputSchema: { catalog_item_id: id },
    impact: "dangerous",
    preview: [
      {
        tool: "get_catalog_item",
        arguments: { catalog_item_id: "$catalog_item_id" },
        label: "item",
        show: ["external_id", "title", "price", "published", "url"],
      },
    ],
    request: {
      method: "DELETE",
      path: "/api/catalog-items/{catalog_item_id}",
      scopes: "catalogs:write",
      rate: L,
    },
    result: { kind: "empty" },
  }),

  get_catalog_variants: operation({
    title: "List catalog variants",
    description:
      'Variants (sizes, colours) with stock, of all products or one: filter equals(sku,"MUG-RED").',
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/catalog-variants",
      scopes: "catalogs:read",
      rate: XL,
      query: {
        filter: {
          ids: filterText("any"),
          "item.id": filterText("equals"),
          sku: filterText("equals"),
          title: filterText("contains"),
          published: filterFlag("equals"),
        },
        sort: ["created"],
        page: { size: 100 },
      },
    },
    result: { kind: "collection", resource: resource.catalogVariant },
  }),

  get_catalog_categories: operation({
    title: "List catalog categories",
    description: "The categories of the catalog, or of one product.",
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/catalog-categories",
      scopes: "catalogs:read",
      rate: XL,
      query: {
        filter: {
          ids: filterText("any"),
          "item.id": filterText("equals"),
          name: filterText("contains"),
        },
        sort: ["created"],
        page: { size: 100 },
      },
    },
    result: { kind: "collection", resource: resource.catalogCategory },
  }),
});
