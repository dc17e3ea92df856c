import type { Case } from "./case.ts";

const ID = "$custom:::$default:::SKU-050/EU";
const PATH = "/api/catalog-items/%24custom%3A%3A%3A%24default%3A%3A%3ASKU-050%2FEU";
const MUG = {
  title: "Enamel Mug, 350 ml – “Größe L”",
  description: "Holds tea, coffee & soup.",
  url: "https://shop.example.com/products/enamel-mug?colour=red&size=l",
};
const CATEGORIES = ["$custom:::$default:::camp-kitchen", "$custom:::$default:::packs"];

/** Writes to the catalog: create_catalog_item, update_catalog_item, delete_catalog_item. */
export const catalogItemsCases: readonly Case[] = [
  {
    tool: "create_catalog_item",
    name: "the smallest valid call",
    args: {
      external_id: "MUG-RED",
      title: "Enamel Mug",
      description: "Holds tea.",
      url: "https://shop.example.com/mug",
    },
    sent: {
      method: "POST",
      path: "/api/catalog-items",
      body: {
        data: {
          type: "catalog-item",
          attributes: {
            external_id: "MUG-RED",
            title: "Enamel Mug",
            description: "Holds tea.",
            url: "https://shop.example.com/mug",
          },
        },
      },
    },
    official: ({ catalogs }) =>
      catalogs.createCatalogItem({
        data: {
          type: "catalog-item",
          attributes: {
            externalId: "MUG-RED",
            title: "Enamel Mug",
            description: "Holds tea.",
            url: "https://shop.example.com/mug",
          },
        },
      }),
    reads: { data: { id: "$custom:::$default:::MUG-RED", title: "Enamel Mug", published: true } },
  },
  {
    tool: "create_catalog_item",
    name: "every argument",
    args: {
      external_id: "MUG-RED/L",
      ...MUG,
      price: 24.5,
      image_full_url: "https://cdn.example.com/mug.jpg",
      image_thumbnail_url: "https://cdn.example.com/mug-thumb.jpg",
      images: ["https://cdn.example.com/mug.jpg", "https://cdn.example.com/mug-2.jpg"],
      custom_metadata: { season: "FW26", "Top Pick": true },
      published: false,
      category_ids: CATEGORIES,
    },
    sent: {
      method: "POST",
      path: "/api/catalog-items",
      body: {
        data: {
          type: "catalog-item",
          attributes: {
            external_id: "MUG-RED/L",
            title: "Enamel Mug, 350 ml – “Größe L”",
            description: "Holds tea, coffee & soup.",
            url: "https://shop.example.com/products/enamel-mug?colour=red&size=l",
            price: 24.5,
            image_full_url: "https://cdn.example.com/mug.jpg",
            image_thumbnail_url: "https://cdn.example.com/mug-thumb.jpg",
            images: ["https://cdn.example.com/mug.jpg", "https://cdn.example.com/mug-2.jpg"],
            custom_metadata: { season: "FW26", "Top Pick": true },
            published: false,
          },
          relationships: {
            categories: {
              data: [
                { type: "catalog-category", id: "$custom:::$default:::camp-kitchen" },
                { type: "catalog-category", id: "$custom:::$default:::packs" },
              ],
            },
          },
        },
      },
    },
    official: ({ catalogs }) =>
      catalogs.createCatalogItem({
        data: {
          type: "catalog-item",
          attributes: {
            externalId: "MUG-RED/L",
            ...MUG,
            price: 24.5,
            imageFullUrl: "https://cdn.example.com/mug.jpg",
            imageThumbnailUrl: "https://cdn.example.com/mug-thumb.jpg",
            images: ["https://cdn.example.com/mug.jpg", "https://cdn.example.com/mug-2.jpg"],
            customMetadata: { season: "FW26", "Top Pick": true },
            published: false,
          },
          relationships: {
            categories: { data: CATEGORIES.map((id) => ({ type: "catalog-category" as const, id })) },
          },
        },
      }),
    reads: { data: { id: "$custom:::$default:::MUG-RED/L", price: 24.5, published: false } },
  },
  {
    tool: "update_catalog_item",
    name: "the smallest valid call",
    args: { catalog_item_id: ID, published: false },
    sent: {
      method: "PATCH",
      path: PATH,
      body: { data: { type: "catalog-item", id: ID, attributes: { published: false } } },
    },
    official: ({ catalogs }) =>
      catalogs.updateCatalogItem(ID, {
        data: { type: "catalog-item", id: ID, attributes: { published: false } },
      }),
    reads: { data: { id: ID, title: "Cascade Fleece", published: false } },
  },
  {
    tool: "update_catalog_item",
    name: "every argument but clear",
    args: {
      catalog_item_id: ID,
      ...MUG,
      price: 0,
      image_full_url: "https://cdn.example.com/mug.jpg",
      image_thumbnail_url: "https://cdn.example.com/mug-thumb.jpg",
      images: ["https://cdn.example.com/mug-side.jpg"],
      custom_metadata: {},
      published: true,
      category_ids: CATEGORIES,
    },
    sent: {
      method: "PATCH",
      path: PATH,
      body: {
        data: {
          type: "catalog-item",
          id: ID,
          attributes: {
            title: "Enamel Mug, 350 ml – “Größe L”",
            description: "Holds tea, coffee & soup.",
            url: "https://shop.example.com/products/enamel-mug?colour=red&size=l",
            price: 0,
            image_full_url: "https://cdn.example.com/mug.jpg",
            image_thumbnail_url: "https://cdn.example.com/mug-thumb.jpg",
            images: ["https://cdn.example.com/mug-side.jpg"],
            custom_metadata: {},
            published: true,
          },
          relationships: {
            categories: {
              data: [
                { type: "catalog-category", id: "$custom:::$default:::camp-kitchen" },
                { type: "catalog-category", id: "$custom:::$default:::packs" },
              ],
            },
          },
        },
      },
    },
    official: ({ catalogs }) =>
      catalogs.updateCatalogItem(ID, {
        data: {
          type: "catalog-item",
          id: ID,
          attributes: {
            ...MUG,
            price: 0,
            imageFullUrl: "https://cdn.example.com/mug.jpg",
            imageThumbnailUrl: "https://cdn.example.com/mug-thumb.jpg",
            images: ["https://cdn.example.com/mug-side.jpg"],
            customMetadata: {},
            published: true,
          },
          relationships: {
            categories: { data: CATEGORIES.map((id) => ({ type: "catalog-category" as const, id })) },
          },
        },
      }),
    reads: { data: { id: ID, title: MUG.title, price: 0 } },
  },
  {
    tool: "update_catalog_item",
    name: "clear, and out of every category",
    args: {
      catalog_item_id: ID,
      category_ids: [],
      clear: ["price", "image_full_url", "image_thumbnail_url", "images", "custom_metadata"],
    },
    sent: {
      method: "PATCH",
      path: PATH,
      body: {
        data: {
          type: "catalog-item",
          id: ID,
          attributes: {
            price: null,
            image_full_url: null,
            image_thumbnail_url: null,
            images: null,
            custom_metadata: null,
          },
          relationships: { categories: { data: [] } },
        },
      },
    },
    official: ({ catalogs }) =>
      catalogs.updateCatalogItem(ID, {
        data: {
          type: "catalog-item",
          id: ID,
          attributes: {
            price: null,
            imageFullUrl: null,
            imageThumbnailUrl: null,
            images: null,
            customMetadata: null,
          },
          relationships: { categories: { data: [] } },
        },
      }),
  },
  {
    tool: "delete_catalog_item",
    name: "an id with a slash",
    args: { catalog_item_id: ID },
    sent: { method: "DELETE", path: PATH },
    official: ({ catalogs }) => catalogs.deleteCatalogItem(ID),
    reads: { ok: true },
  },
  {
    tool: "delete_catalog_item",
    name: "an id with letters outside ASCII",
    args: { catalog_item_id: "$custom:::$default:::SKU-077-Größe" },
    sent: {
      method: "DELETE",
      path: "/api/catalog-items/%24custom%3A%3A%3A%24default%3A%3A%3ASKU-077-Gr%C3%B6%C3%9Fe",
    },
    official: ({ catalogs }) => catalogs.deleteCatalogItem("$custom:::$default:::SKU-077-Größe"),
    reads: { ok: true },
  },
];
