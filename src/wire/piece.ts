import { isObject } from "../text.ts";
import { fitItems, type Shaped } from "./budget.ts";

/**
 * A long attribute from character `from` on, as much of it as fits, and the call that goes on; what is no text is had as
 * its JSON. Undefined where the resource has no such attribute.
 */
export function shapePiece(
  item: Record<string, unknown>,
  { name, from }: { name: string; from: number },
  maxChars: number,
): Shaped | undefined {
  const value = valueAt(item.attributes, name);
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const rest = text.slice(from);
  return fitItems(rest.length, maxChars, (count) => {
    // A letter of two halves stays whole.
    const piece = /[\ud800-\udbff]$/.test(rest.slice(0, count))
      ? rest.slice(0, count - 1)
      : rest.slice(0, count);
    const to = from + piece.length;
    const next = `The next piece: the same call with fields ["${name}@${to}"].`;
    return {
      data: { ...(item.id !== undefined && { id: item.id }), [name]: piece },
      ...(to < text.length && { hint: `Characters ${from} to ${to} of ${text.length}. ${next}` }),
      ...(from >= text.length &&
        from > 0 && { hint: `It has ${text.length} characters: nothing stands at ${from}.` }),
    };
  });
}

function valueAt(node: unknown, path: string): unknown {
  if (!isObject(node)) return undefined;
  if (Object.hasOwn(node, path)) return node[path];
  const [head = "", ...rest] = path.split(".");
  return rest.length > 0 && Object.hasOwn(node, head) ? valueAt(node[head], rest.join(".")) : undefined;
}
