import { z } from "zod";
import { isObject } from "../text.ts";
import { unwrap } from "./alternatives.ts";

/** A text below a call's arguments, where it stands, and what its schema says of it. */
export interface Leaf {
  path: string;
  name: string;
  schema: z.ZodTypeAny;
  text: string;
}

/**
 * A value with each text in it as `change` has it. Only what has a shape is looked into: free-form objects are the
 * account's own data. A value in which nothing changes comes back as it is.
 */
export function withLeaves(
  schema: z.ZodTypeAny,
  value: unknown,
  change: (leaf: Leaf) => unknown,
  path = "",
  name = "",
): unknown {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) {
    const option = inner.options.find((one: z.ZodTypeAny) => one.safeParse(value).success);
    return option ? withLeaves(option, value, change, path, name) : value;
  }
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    const items = value.map((one, at) =>
      withLeaves(inner.element as z.ZodTypeAny, one, change, `${path}[${at}]`, name),
    );
    return items.every((one, at) => one === value[at]) ? value : items;
  }
  if (inner instanceof z.ZodObject && isObject(value)) {
    const shape = inner.shape as z.ZodRawShape;
    const entries = Object.entries(value).map(([key, one]) => {
      const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
      return [key, field ? withLeaves(field, one, change, path ? `${path}.${key}` : key, key) : one] as const;
    });
    return entries.every(([key, one]) => one === value[key]) ? value : Object.fromEntries(entries);
  }
  return typeof value === "string" ? change({ path, name, schema: inner, text: value }) : value;
}
