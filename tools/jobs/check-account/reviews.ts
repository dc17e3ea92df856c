import { isObject, textOf } from "../../../src/text.ts";
import { operationNamed } from "../../operations/tools.ts";
import { type Check, type Finding, named, type Values } from "./finding.ts";

const MOST_READ = 100;
/** A state in which nobody in the shop has decided against it. */
const REFUSED = "rejected";

/** Reviews that give one or two stars, a line each. */
export function complaints(all: readonly Values[]): Finding[] {
  return all.flatMap(({ id, rating, title, product, status }): Finding[] => {
    const stars = Number(rating);
    const state = isObject(status) ? textOf(status.value) : textOf(status);
    if (!(stars >= 1 && stars <= 2) || state === REFUSED) return [];
    const of = isObject(product) && product.name ? ` of ${named(product.name)}` : "";
    return [
      {
        finding: `New review${of} with ${stars} ${stars === 1 ? "star" : "stars"} (${state}): ${named(title)}`,
        number: stars,
        next: { tool: "read_operation", arguments: { name: "get_review", arguments: { review_id: id } } },
        gravity: 52 - stars,
      },
    ];
  });
}

export const badReviews: Check = {
  what: "new reviews of one or two stars",
  get uses() {
    return [operationNamed("get_reviews")];
  },
  async look(reading) {
    const { days, context } = reading;
    const filter = `any(rating,[1,2]),greater-or-equal(created,${days.startOf(days.first)})`;
    const { items, whole } = await context.list(
      operationNamed("get_reviews"),
      { filter, sort: "-created", fields: ["rating", "title", "product", "status"] },
      MOST_READ,
    );
    if (!whole) reading.miss(`reviews before the newest ${items.length}`);
    return complaints(items);
  },
};
