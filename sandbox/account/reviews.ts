import type { Resource } from "../resource.ts";
import type { Product } from "./catalog.ts";
import { type Clock, HOUR, toIso } from "./clock.ts";
import { linkTo, made } from "./made.ts";
import { SENDER } from "./organization.ts";

/** Rating, kind, state, author, title and text; the oldest first. */
const REVIEWS: readonly (readonly [number | null, string, string, string, string | null, string])[] = [
  [
    5,
    "review",
    "published",
    "Maren H.",
    "Dry through a whole week",
    "Rained five days of seven. My feet never knew.",
  ],
  [4, "review", "published", "Tobias K.", "Great, runs small", "Go half a size up and they are perfect."],
  [
    5,
    "review",
    "featured",
    "Anika P.",
    "Replaced my old ones after ten years",
    "Same last, better sole. Thank you for not changing it.",
  ],
  [
    2,
    "review",
    "published",
    "J. Ortega",
    "Zipper gave up",
    "Nice jacket, but the zipper stuck on the second outing. Service was kind about it.",
  ],
  [1, "review", "pending", "Sam", "Never arrived", "Still waiting. Third mail to support."],
  [null, "question", "published", "Lea", null, "Does the 2-person tent fit two wide pads?"],
  [
    5,
    "store",
    "published",
    "Noor A.",
    "Best shop north of Boston",
    "They repaired a jacket I bought elsewhere.",
  ],
  [4, "rating", "published", "Piet", null, ""],
  [1, "review", "rejected", "cheap-deals", "LOOK HERE", "Visit my page for cheaper boots"],
  [
    3,
    "review",
    "pending",
    "Ines",
    "Warm, not light",
    "Does what it says but weighs more than the tag claims.",
  ],
  [4, "review", "published", "Ruben", "Good value", "Nothing fancy, and nothing to complain about."],
  [
    1,
    "review",
    "pending",
    "K. Lindqvist",
    "Sole came off",
    "Two walks in the park, and the left sole came off.",
  ],
];

/** What customers wrote about products, and what the shop answered. */
export function seedReviews(products: readonly Product[], clock: Clock): Resource[] {
  return REVIEWS.map(([rating, review_type, value, author, title, content], index) => {
    const product = products[(index * 3) % products.length];
    const created = clock.daysAgo(200 - index * 18) + 9 * HOUR;
    const isAnswered = rating !== null && rating < 3 && value === "published";
    return made(
      "review",
      String(88_120_400 + index * 7),
      {
        email: `${author.toLowerCase().replace(/[^a-z]+/g, ".")}@example.com`.replace(".@", "@"),
        status:
          value === "rejected"
            ? { value, rejection_reason: { reason: "fake", status_explanation: "Advertises another shop" } }
            : { value },
        verified: index % 4 !== 3,
        review_type,
        created: toIso(created),
        updated: toIso(created + 30 * HOUR),
        images: index % 5 === 0 && product ? [product.image] : [],
        product: product && {
          url: product.url,
          name: product.title,
          image_url: product.image,
          external_id: product.externalId,
        },
        rating,
        author,
        content,
        title,
        smart_quote: rating === 5 ? content.split(".")[0] : null,
        public_reply: isAnswered
          ? {
              content: "Send it to us: we repair it.",
              author: SENDER.label,
              updated: toIso(created + 40 * HOUR),
            }
          : null,
      },
      product
        ? { item: linkTo("catalog-item", `$custom:::$default:::${product.externalId}`), events: [] }
        : {},
    );
  });
}
