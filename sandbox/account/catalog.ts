import type { Link, Resource } from "../resource.ts";
import { type Clock, HOUR, toIso } from "./clock.ts";
import { SHOP_URL } from "./organization.ts";
import { Random } from "./random.ts";

const ITEMS = 120;
const PREFIX = "$custom:::$default:::";
const LINES = ["Ridgeline", "Summit", "Harbor", "Fjord", "Lodgepole", "Alpenglow", "Cascade", "Tundra"];

/** Category, what it sells, its dearest price and its sizes. */
const RANGES = [
  ["Footwear", ["Running Shoes", "Hiking Boots", "Camp Moccasins"], 189, ["8", "9", "10"]],
  ["Jackets", ["Rain Shell", "Down Parka", "Fleece"], 349, ["S", "M", "L"]],
  ["Base Layers", ["Merino Crew", "Thermal Tights"], 110, ["S", "M", "L"]],
  ["Packs", ["Daypack", "Trekking Pack", "Duffel"], 260, ["30L", "55L"]],
  ["Tents & Shelters", ["2-Person Tent", "Tarp", "Bivy"], 520, ["OS"]],
  ["Sleep Systems", ["Down Quilt", "Sleeping Pad"], 410, ["REG", "LONG"]],
  ["Camp Kitchen", ["Titanium Pot", "Canister Stove", "Enamel Mug"], 95, ["OS"]],
  ["Climbing", ["Harness", "Chalk Bag", "60m Rope"], 240, ["OS"]],
] as const;

/** External ids that are awkward in a path: a slash and letters outside ASCII. */
const AWKWARD_IDS: Record<number, string> = { 50: "SKU-050/EU", 77: "SKU-077-Größe" };

/** A product as the events and templates speak of it. */
export interface Product {
  externalId: string;
  title: string;
  category: string;
  price: number;
  url: string;
  image: string;
  sizes: readonly string[];
}

/** The products of the shop, SKU-001 to SKU-120. */
export function drawProducts(): Product[] {
  const random = new Random("catalog");
  return Array.from({ length: ITEMS }, (_, index) => {
    const [category, nouns, dearest, sizes] = RANGES[index % RANGES.length] ?? RANGES[0];
    const line = LINES[Math.floor(index / RANGES.length) % LINES.length];
    const title = index === 0 ? "Blue Running Shoes" : `${line} ${random.pick(nouns)}`;
    const slug = `${title}-${index + 1}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    return {
      externalId: AWKWARD_IDS[index + 1] ?? `SKU-${String(index + 1).padStart(3, "0")}`,
      title,
      category,
      price: index === 0 ? 129.99 : random.between(Math.floor(dearest * 0.4), dearest) - 0.01,
      url: `${SHOP_URL}/products/${slug}`,
      image: `https://cdn.example.com/northwind/${slug}.jpg`,
      sizes,
    };
  });
}

/** Catalog items, variants and categories of the products. */
export function seedCatalog(products: readonly Product[], clock: Clock): Resource[] {
  const random = new Random("catalog details");
  const categories = RANGES.map(([name], index) => ({
    type: "catalog-category",
    id: `${PREFIX}${slugOf(name)}`,
    attributes: { external_id: slugOf(name), name, updated: toIso(clock.daysAgo(90 - index)) },
    relationships: { items: [] as Link[] },
  }));
  const rest = products.flatMap((product, index) => {
    const category = categories[index % categories.length];
    const created = clock.daysAgo(700 - index * 5);
    const shown = {
      price: product.price,
      url: product.url,
      image_full_url: product.image,
      image_thumbnail_url: product.image.replace(".jpg", "-thumb.jpg"),
      images: [product.image, product.image.replace(".jpg", "-2.jpg")],
    };
    const state = {
      published: index % 15 !== 14,
      created: toIso(created),
      updated: toIso(clock.daysAgo(random.between(1, 90)) - random.between(1, 20) * HOUR),
    };
    const item: Resource = {
      type: "catalog-item",
      id: `${PREFIX}${product.externalId}`,
      attributes: {
        external_id: product.externalId,
        title: product.title,
        description: describe(product),
        ...shown,
        custom_metadata: index % 4 === 3 ? null : { season: random.pick(["SS26", "FW25"]), margin_band: "B" },
        ...state,
      },
      relationships: { variants: [], categories: category ? [{ type: category.type, id: category.id }] : [] },
    };
    category?.relationships.items.push({ type: item.type, id: item.id });
    const variants = product.sizes.map(
      (size): Resource => ({
        type: "catalog-variant",
        id: `${item.id}-${size}`,
        attributes: {
          external_id: `${product.externalId}-${size}`,
          title: `${product.title} / ${size}`,
          description: describe(product),
          sku: `${product.externalId}-${size}`,
          inventory_policy: random.pick([0, 1, 1, 2]),
          inventory_quantity: random.chance(0.1) ? 0 : random.between(1, 240),
          ...shown,
          custom_metadata: { size },
          ...state,
        },
        relationships: { item: { type: item.type, id: item.id } },
      }),
    );
    item.relationships.variants = variants.map(({ type, id }) => ({ type, id }));
    return [item, ...variants];
  });
  return [...categories, ...rest];
}

function describe(product: Product): string {
  return `${product.title} for long days out. Part of our ${product.category} range, repaired free of charge for life.`;
}

function slugOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]+/g, "-");
}
