import { isObject } from "../text.ts";
import type { Schema } from "./line.ts";

/**
 * The part of a JSON Schema that a dotted path names, e.g. `definition.actions.send-email`: names of properties, with
 * lists passed through, and of several alternatives the one whose `type` is that. Undefined where there is none.
 */
export function branchAt(schema: Schema, part: string): Schema | undefined {
  return part
    .split(".")
    .reduce<Schema | undefined>((node, key) => (node ? step(inside(node), key) : undefined), schema);
}

/** What stands in a list, however deep. */
function inside(node: Schema): Schema {
  return isObject(node.items) ? inside(node.items) : node;
}

function step(node: Schema, key: string): Schema | undefined {
  const own = isObject(node.properties) ? node.properties[key] : undefined;
  if (isObject(own)) return own;
  const choices = [node.anyOf, node.oneOf].flat().filter(isObject);
  return choices.find((one) => isOfType(one, key)) ?? firstStep(choices, key);
}

function isOfType(choice: Schema, name: string): boolean {
  const type = isObject(choice.properties) ? choice.properties.type : undefined;
  return isObject(type) && Array.isArray(type.enum) && type.enum.includes(name);
}

function firstStep(choices: readonly Schema[], key: string): Schema | undefined {
  for (const one of choices) {
    const found = step(one, key);
    if (found) return found;
  }
  return undefined;
}
