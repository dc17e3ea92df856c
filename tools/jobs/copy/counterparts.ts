import type { Reference } from "../../structures/carried.ts";
import { called, type Named, type Reader, type Type, withIds } from "./listed.ts";

/** What something of the first account is in the second. */
export interface Counterpart {
  type: Type;
  name: string;
  /** Absent where nothing, or more than one thing, has its name there. */
  id?: string;
  /** How often its name is there. */
  found: number;
  /** `Placed Order (Shopify) by Placed Order (WooCommerce)`, where the two come from different integrations. */
  says: string;
}

/** The references of what is copied, each by its name in the other account. */
export class Counterparts {
  readonly #from: Reader;
  readonly #to: Reader;
  readonly #known = new Map<string, Counterpart>();

  constructor(from: Reader, to: Reader) {
    this.#from = from;
    this.#to = to;
  }

  /** What a reference is over there; undefined of what the first account itself has not. */
  of({ is, id }: Reference): Counterpart | undefined {
    return this.#known.get(`${is} ${id}`);
  }

  /** Looks up metrics, lists and segments by name; templates are told by `template`. */
  async learn(references: readonly Reference[]): Promise<void> {
    const idsOf = (is: Reference["is"]) => [
      ...new Set(references.filter((one) => one.is === is && !this.of(one)).map(({ id }) => id)),
    ];
    await this.#match("metric", "metric", idsOf("metric"));
    await this.#match("list", "list", idsOf("list"));
    await this.#match("group", "list", idsOf("group"));
    await this.#match("group", "segment", idsOf("group"));
  }

  /** Tells of templates what they are called in the first account; a name of several is none to go by. */
  async templates(all: readonly Named[]): Promise<void> {
    await this.#pair("template", "template", all);
  }

  async #match(is: Reference["is"], type: Type, ids: readonly string[]): Promise<void> {
    await this.#pair(is, type, await withIds(this.#from, type, ids));
  }

  async #pair(is: Reference["is"], type: Type, mine: readonly Named[]): Promise<void> {
    const theirs = await called(this.#to, type, [...new Set(mine.map(({ name }) => name))]);
    for (const one of mine) {
      const same = theirs.filter(({ name }) => name === one.name);
      const alike = same.filter(({ of }) => of === one.of);
      const [best, ...more] = alike.length > 0 ? alike : same;
      const isOnly = mine.filter(({ name }) => name === one.name).length === 1 || type !== "template";
      const its = more.length === 0 && isOnly ? best : undefined;
      this.#known.set(`${is} ${one.id}`, {
        type,
        name: one.name,
        ...(its && { id: its.id }),
        found: same.length,
        says: its && its.of !== one.of ? `${type} ${spoken(one)} by ${spoken(its)}` : `${type} ${one.name}`,
      });
    }
  }
}

const spoken = ({ name, of }: Named): string => (of ? `${name} (${of})` : name);
