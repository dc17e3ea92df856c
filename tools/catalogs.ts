import { z } from "zod";
import { section } from "../src/tool/declare.ts";
import { flag, freeObject, id, nonEmptyText, text } from "./params.ts";
import { words } from "./words.ts";

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
const CATEGORIES = { category_ids: { name: "categories", type: "catalog-category", many: true } } as const;
const categoryIds = z.array(id).optional();

export const catalogs = section("catalogs", {
  get_catalog_items: words({
    title: "List catalog items",
    does: 'Finds products, e.g. filter contains(title,"mug"). Ids look like $custom:::$default:::SKU-1.',
  }),

  get_catalog_item: words({
    title: "Read a catalog item",
    does: "One product; include variants for its sizes and colours.",
  }),

  create_catalog_item: words({
    title: "Create a catalog item",
    does: "Adds a product to the custom catalog; external_id is its id in the shop.",
    inputSchema: {
      external_id: id,
      title: nonEmptyText,
      description: z.string(),
      url: nonEmptyText,
      ...details,
      category_ids: categoryIds,
    },
    maxBytes: { custom_metadata: MAX_METADATA_BYTES },
    body: {
      type: "catalog-item",
      attributes: ["external_id", ...NEEDED, ...Object.keys(details)],
      relationships: CATEGORIES,
    },
  }),

  update_catalog_item: words({
    title: "Update a catalog item",
    does: "Changes what is given. category_ids replaces all its categories.",
    maxBytes: { custom_metadata: MAX_METADATA_BYTES },
  }),

  delete_catalog_item: words({
    title: "Delete a catalog item",
    does: "Deletes a product from the catalog for good. update_catalog_item with published false only hides it.",
    preview: [
      {
        tool: "get_catalog_item",
        arguments: { catalog_item_id: "$catalog_item_id" },
        label: "item",
        show: ["external_id", "title", "price", "published", "url"],
      },
    ],
  }),

  get_catalog_variants: words({
    title: "List catalog variants",
    does: 'Variants (sizes, colours) with stock, of all products or one: filter equals(sku,"MUG-RED").',
  }),

  get_catalog_categories: words({
    title: "List catalog categories",
    does: "The categories of the catalog, or of one product.",
  }),
});
