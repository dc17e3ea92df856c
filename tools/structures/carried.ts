import { isObject, textOf } from "../../src/text.ts";

type Node = Record<string, unknown>;

/** What a definition names of its account by an id; a group is a list or a segment. */
export interface Reference {
  is: "metric" | "list" | "group" | "template";
  id: string;
}

/** What another account is to have instead. */
export interface Carrying {
  of: "template" | "segment" | "flow";
  /** The id over there; undefined where there is none. */
  becomes(reference: Reference): string | undefined;
  /** Who sends here, by who sends there: addresses and names. */
  sender: ReadonlyMap<string, string>;
}

/** A definition as another account can have it. */
export interface Carried {
  definition: Node;
  /** What has no counterpart over there. */
  missing: readonly Reference[];
  /** Paths of ids that mean nothing in another account. */
  foreign: readonly string[];
  /** What is left behind: an image by its id. */
  without: readonly string[];
  /** Addresses that stay as they are. */
  addresses: readonly string[];
}

const REFERENCES: Readonly<Record<string, Reference["is"]>> = {
  metric_id: "metric",
  conversion_metric_id: "metric",
  list_id: "list",
  group_ids: "group",
  template_id: "template",
};
/** What a trigger is started by. */
const TRIGGERS: Readonly<Record<string, Reference["is"]>> = {
  metric: "metric",
  list: "list",
  segment: "group",
};
/** Names that a definition gives its own parts. */
const OWN = new Set(["temporary_id", "entry_action_id", "branch_id"]);
/** What Klaviyo gives anew. */
const ANEW = new Set(["id", "data_id"]);
/** What the rest is good for without. */
const LEFT = /^(universal_id|image_id|.*asset_id)$/;
const SENDER = new Set(["from_email", "from_label"]);
const ADDRESSES = new Set(["from_email", "reply_to_email", "cc_email", "bcc_email", "to_emails", "url"]);
/** Deeper than any definition nests; what comes from outside must not exhaust the stack. */
const MAX_DEPTH = 40;

/**
 * A definition for another account: every id is that of its counterpart, ids of its own parts are given anew, nothing of
 * a flow is live, and who sends is who sends there. It leaves the given one as it is. An id of which nothing is known
 * is never carried over silently: it is told as foreign.
 */
export function carry(definition: Node, carrying: Carrying): Carried {
  const walk = new Walk(carrying);
  const carried = walk.object(definition, [], 0);
  return {
    definition: carried,
    missing: unique(walk.missing, ({ is, id }) => `${is} ${id}`),
    foreign: [...new Set(walk.foreign)],
    without: [...new Set(walk.without)],
    addresses: [...new Set(walk.addresses)],
  };
}

class Walk {
  readonly missing: Reference[] = [];
  readonly foreign: string[] = [];
  readonly without: string[] = [];
  readonly addresses: string[] = [];
  readonly #carrying: Carrying;

  constructor(carrying: Carrying) {
    this.#carrying = carrying;
  }

  object(node: Node, path: readonly string[], depth: number): Node {
    const carried: Node = {};
    for (const [key, value] of Object.entries(node)) {
      const [name, becomes] = this.#entry(node, key, value, [...path, key], depth);
      if (becomes !== undefined) carried[name] = becomes;
    }
    return carried;
  }

  #value(value: unknown, path: readonly string[], depth: number): unknown {
    if (depth > MAX_DEPTH) {
      this.foreign.push(`${path.slice(0, 3).join(".")} … (nested too deep)`);
      return value;
    }
    if (Array.isArray(value)) return value.map((one) => this.#value(one, path, depth + 1));
    return isObject(value) ? this.object(value, path, depth + 1) : value;
  }

  #entry(node: Node, key: string, value: unknown, path: readonly string[], depth: number): [string, unknown] {
    const { of, sender } = this.#carrying;
    if (value === null || value === undefined || OWN.has(key)) return [key, value];
    const reference = this.#referenceOf(node, key, path);
    if (reference) return [key, this.#refer(reference, value)];
    if (ANEW.has(key))
      return of === "flow" && path.at(-2) === "actions" ? ["temporary_id", value] : [key, undefined];
    if (key === "template_id") return [key, undefined];
    if (LEFT.test(key) || (of === "flow" && isSecret(path, value))) {
      this.without.push(path.join("."));
      return [key, undefined];
    }
    if (key === "status" && of === "flow" && (value === "live" || value === "manual")) return [key, "draft"];
    if (of === "flow" && SENDER.has(key) && sender.has(textOf(value)))
      return [key, sender.get(textOf(value))];
    if (of === "flow" && ADDRESSES.has(key)) this.addresses.push(...[value].flat().map(textOf));
    if (/_ids?$/.test(key)) this.foreign.push(path.join("."));
    return [key, this.#value(value, path, depth)];
  }

  #referenceOf(node: Node, key: string, path: readonly string[]): Reference["is"] | undefined {
    const { of } = this.#carrying;
    if (of === "template") return undefined;
    if (key === "id" && path.at(-2) === "triggers") return TRIGGERS[textOf(node.type)];
    if (key === "trigger_id") return TRIGGERS[textOf(node.trigger_type)];
    return REFERENCES[key];
  }

  #refer(is: Reference["is"], value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#refer(is, one));
    const id = textOf(value);
    const becomes = this.#carrying.becomes({ is, id });
    if (becomes === undefined) this.missing.push({ is, id });
    return becomes ?? value;
  }
}

/** What a webhook proves itself by: that of one company is nothing for another. */
function isSecret(path: readonly string[], value: unknown): boolean {
  return path.at(-1) === "headers" && isObject(value) && Object.keys(value).length > 0;
}

function unique<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}
