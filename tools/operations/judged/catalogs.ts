import type { Judged } from "./entry.ts";

/** Catalogs, back in stock, coupons. */
export const catalogs: Judged = {
  create_catalog_item: ["adds", "A new product that messages can show."],
  update_catalog_item: [
    "edits",
    "Messages show the new price, text and picture from then on.",
    { when: [{ input: "category_ids", given: true, effects: ["replaces"] }] },
  ],
  delete_catalog_item: ["deletes", "The product is gone; messages can show it no more."],
  bulk_create_catalog_items: ["adds", "New products that messages can show.", { counts: "items" }],
  bulk_update_catalog_items: [
    "edits",
    "Messages show the new prices, texts and pictures from then on.",
    { when: [{ input: "items.category_ids", given: true, effects: ["replaces"] }], counts: "items" },
  ],
  bulk_delete_catalog_items: ["deletes", "All these products are gone.", { counts: "item_ids" }],

  create_catalog_variant: ["adds", "A new variant of a product."],
  update_catalog_variant: ["edits", "Stock and price change; back in stock can set off waiting messages."],
  delete_catalog_variant: ["deletes", "The variant is gone, and with it who waits for its return."],
  bulk_create_catalog_variants: ["adds", "New variants of products.", { counts: "variants" }],
  bulk_update_catalog_variants: [
    "edits",
    "Stocks and prices change; back in stock can set off waiting messages.",
    { counts: "variants" },
  ],
  bulk_delete_catalog_variants: [
    "deletes",
    "All these variants are gone, and with them who waits for their return.",
    { counts: "variant_ids" },
  ],

  create_catalog_category: ["adds", "A new category."],
  update_catalog_category: [
    "edits",
    "Another name; given products take the place of those in it.",
    { when: [{ input: "item_ids", given: true, effects: ["replaces"] }] },
  ],
  delete_catalog_category: ["deletes", "The category is gone; its products stay, without it."],
  bulk_create_catalog_categories: ["adds", "New categories.", { counts: "categories" }],
  bulk_update_catalog_categories: [
    "edits",
    "Other names; given products take the place of those in them.",
    { when: [{ input: "categories.item_ids", given: true, effects: ["replaces"] }], counts: "categories" },
  ],
  bulk_delete_catalog_categories: [
    "deletes",
    "All these categories are gone; their products stay, without them.",
    { counts: "category_ids" },
  ],

  add_categories_to_catalog_item: [
    "edits",
    "The product is in these categories too.",
    { counts: "catalog_category_ids" },
  ],
  remove_categories_from_catalog_item: [
    "edits",
    "The product is in these categories no more; it can be put back.",
    { counts: "catalog_category_ids" },
  ],
  update_categories_for_catalog_item: [
    "replaces",
    "The product is in exactly these categories, and in no other.",
    { counts: "catalog_category_ids" },
  ],
  add_items_to_catalog_category: [
    "edits",
    "These products are in the category too.",
    { counts: "catalog_item_ids" },
  ],
  remove_items_from_catalog_category: [
    "edits",
    "These products are in the category no more; they can be put back.",
    { counts: "catalog_item_ids" },
  ],
  update_items_for_catalog_category: [
    "replaces",
    "The category has exactly these products, and no other.",
    { counts: "catalog_item_ids" },
  ],

  create_back_in_stock_subscription: [
    ["consent", "starts"],
    "The person is sent a message on these channels once the variant is back.",
    { when: [{ input: "channels", equals: ["SMS", "WHATSAPP"], effects: ["consent"], asks: true }] },
  ],

  create_coupon: ["adds", "A coupon without codes."],
  update_coupon: ["edits", "Its description, and when to warn that codes run out."],
  delete_coupon: ["deletes", "The coupon is gone; messages hand out its codes no more."],
  create_coupon_code: ["adds", "A code that messages can hand out."],
  bulk_create_coupon_codes: ["adds", "Codes that messages can hand out.", { counts: "coupon_codes" }],
  update_coupon_code: [
    "edits",
    "A code that a customer holds can run out earlier, or be handed out to another.",
    { when: [{ input: "status", equals: "DELETING", effects: ["deletes"] }] },
  ],
  delete_coupon_code: ["deletes", "The code is gone for Klaviyo, also one that a customer holds."],
};
