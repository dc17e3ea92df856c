import type { Case } from "./case.ts";

const ID = "$custom:::$default:::SKU-050/EU";
const FOOTWEAR = "$custom:::$default:::footwear";

/** Reads of the catalog: get_catalog_items, get_catalog_item, get_catalog_variants, get_catalog_categories. */
export const catalogsCases: readonly Case[] = [
  {
    tool: "get_catalog_items",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/catalog-items",
      query: { "fields[catalog-item]": "external_id,title,price,published,url", "page[size]": "20" },
    },
    official: ({ catalogs }) =>
      catalogs.getCatalogItems({
        fieldsCatalogItem: ["external_id", "title", "price", "published", "url"],
        pageSize: 20,
      }),
  },
  {
    tool: "get_catalog_items",
    name: "every argument",
    args: {
      filter: `equals(category.id,"${FOOTWEAR}"),contains(title,"Shoes"),equals(published,true)`,
      sort: "-created",
      fields: ["title", "custom_metadata", "catalog-variant:sku"],
      include: ["variants"],
      page_size: 100,
    },
    sent: {
      method: "GET",
      path: "/api/catalog-items",
      query: {
        filter:
          'equals(category.id,"$custom:::$default:::footwear"),contains(title,"Shoes"),equals(published,true)',
        sort: "-created",
        include: "variants",
        "fields[catalog-item]": "title,custom_metadata",
        "fields[catalog-variant]": "sku",
        "page[size]": "100",
      },
    },
    official: ({ catalogs }) =>
      catalogs.getCatalogItems({
        filter: `equals(category.id,"${FOOTWEAR}"),contains(title,"Shoes"),equals(published,true)`,
        sort: "-created",
        include: ["variants"],
        fieldsCatalogItem: ["title", "custom_metadata"],
        fieldsCatalogVariant: ["sku"],
        pageSize: 100,
      }),
    reads: {
      data: ["065", "049", "041", "033", "025", "009", "001"].map((sku) => ({
        id: `$custom:::$default:::SKU-${sku}`,
      })),
    },
  },
  {
    tool: "get_catalog_items",
    name: "by ids that hold a slash and letters outside ASCII",
    args: {
      filter: 'any(ids,["$custom:::$default:::SKU-050/EU","$custom:::$default:::SKU-077-Größe"])',
      fields: ["external_id"],
    },
    sent: {
      method: "GET",
      path: "/api/catalog-items",
      query: {
        filter: 'any(ids,["$custom:::$default:::SKU-050/EU","$custom:::$default:::SKU-077-Größe"])',
        "fields[catalog-item]": "external_id",
        "page[size]": "20",
      },
    },
    official: ({ catalogs }) =>
      catalogs.getCatalogItems({
        filter: 'any(ids,["$custom:::$default:::SKU-050/EU","$custom:::$default:::SKU-077-Größe"])',
        fieldsCatalogItem: ["external_id"],
        pageSize: 20,
      }),
    reads: { data: [{ external_id: "SKU-050/EU" }, { external_id: "SKU-077-Größe" }] },
  },
  {
    tool: "get_catalog_item",
    name: "the smallest valid call",
    args: { catalog_item_id: "$custom:::$default:::SKU-077-Größe" },
    sent: {
      method: "GET",
      path: "/api/catalog-items/%24custom%3A%3A%3A%24default%3A%3A%3ASKU-077-Gr%C3%B6%C3%9Fe",
    },
    official: ({ catalogs }) => catalogs.getCatalogItem("$custom:::$default:::SKU-077-Größe"),
    reads: { data: { external_id: "SKU-077-Größe", title: "Summit 2-Person Tent", price: 262.99 } },
  },
  {
    tool: "get_catalog_item",
    name: "every argument",
    args: {
      catalog_item_id: ID,
      fields: ["title", "price", "catalog-variant:inventory_quantity"],
      include: ["variants"],
    },
    sent: {
      method: "GET",
      path: "/api/catalog-items/%24custom%3A%3A%3A%24default%3A%3A%3ASKU-050%2FEU",
      query: {
        include: "variants",
        "fields[catalog-item]": "title,price",
        "fields[catalog-variant]": "inventory_quantity",
      },
    },
    official: ({ catalogs }) =>
      catalogs.getCatalogItem(ID, {
        include: ["variants"],
        fieldsCatalogItem: ["title", "price"],
        fieldsCatalogVariant: ["inventory_quantity"],
      }),
    reads: { data: { id: ID, title: "Cascade Fleece", price: 327.99 } },
  },
  {
    tool: "get_catalog_variants",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/catalog-variants",
      query: {
        "fields[catalog-variant]": "external_id,title,sku,price,inventory_quantity,published",
        "page[size]": "20",
      },
    },
    official: ({ catalogs }) =>
      catalogs.getCatalogVariants({
        fieldsCatalogVariant: ["external_id", "title", "sku", "price", "inventory_quantity", "published"],
        pageSize: 20,
      }),
  },
  {
    tool: "get_catalog_variants",
    name: "every argument",
    args: {
      filter:
        'any(ids,["$custom:::$default:::SKU-050/EU-S","$custom:::$default:::SKU-050/EU-M"]),equals(item.id,"$custom:::$default:::SKU-050/EU"),equals(sku,"SKU-050/EU-M"),contains(title,"Fleece"),equals(published,true)',
      sort: "created",
      fields: ["sku", "inventory_policy", "inventory_quantity", "image_full_url"],
      page_size: 5,
    },
    sent: {
      method: "GET",
      path: "/api/catalog-variants",
      query: {
        filter:
          'any(ids,["$custom:::$default:::SKU-050/EU-S","$custom:::$default:::SKU-050/EU-M"]),equals(item.id,"$custom:::$default:::SKU-050/EU"),equals(sku,"SKU-050/EU-M"),contains(title,"Fleece"),equals(published,true)',
        sort: "created",
        "fields[catalog-variant]": "sku,inventory_policy,inventory_quantity,image_full_url",
        "page[size]": "5",
      },
    },
    official: ({ catalogs }) =>
      catalogs.getCatalogVariants({
        filter:
          'any(ids,["$custom:::$default:::SKU-050/EU-S","$custom:::$default:::SKU-050/EU-M"]),equals(item.id,"$custom:::$default:::SKU-050/EU"),equals(sku,"SKU-050/EU-M"),contains(title,"Fleece"),equals(published,true)',
        sort: "created",
        fieldsCatalogVariant: ["sku", "inventory_policy", "inventory_quantity", "image_full_url"],
        pageSize: 5,
      }),
    reads: { data: [{ id: "$custom:::$default:::SKU-050/EU-M", sku: "SKU-050/EU-M" }] },
  },
  {
    tool: "get_catalog_categories",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/catalog-categories",
      query: { "fields[catalog-category]": "external_id,name,updated", "page[size]": "20" },
    },
    official: ({ catalogs }) =>
      catalogs.getCatalogCategories({
        fieldsCatalogCategory: ["external_id", "name", "updated"],
        pageSize: 20,
      }),
    reads: { data: [{ id: FOOTWEAR, name: "Footwear" }, { name: "Jackets" }, {}, {}, {}, {}, {}, {}] },
  },
  {
    tool: "get_catalog_categories",
    name: "every argument",
    args: {
      filter:
        'any(ids,["$custom:::$default:::jackets"]),equals(item.id,"$custom:::$default:::SKU-050/EU"),contains(name,"Jack")',
      sort: "-created",
      fields: ["name"],
      page_size: 1,
    },
    sent: {
      method: "GET",
      path: "/api/catalog-categories",
      query: {
        filter:
          'any(ids,["$custom:::$default:::jackets"]),equals(item.id,"$custom:::$default:::SKU-050/EU"),contains(name,"Jack")',
        sort: "-created",
        "fields[catalog-category]": "name",
        "page[size]": "1",
      },
    },
    official: ({ catalogs }) =>
      catalogs.getCatalogCategories({
        filter:
          'any(ids,["$custom:::$default:::jackets"]),equals(item.id,"$custom:::$default:::SKU-050/EU"),contains(name,"Jack")',
        sort: "-created",
        fieldsCatalogCategory: ["name"],
        pageSize: 1,
      }),
    reads: { data: [{ id: "$custom:::$default:::jackets", name: "Jackets" }] },
  },
];
