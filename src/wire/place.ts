import { InputError } from "../errors.ts";
import { isObject } from "../text.ts";
import type { DirectTool, Input } from "../tool/tool.ts";

/** Where inside a page of Klaviyo's a result was cut: what a cursor of our own stands for. */
export interface Place {
  /** Klaviyo's cursor of that page; none of the first. */
  cursor?: string;
  /** The size that the page was asked with. */
  size?: number;
  /** The id of the last item shown. */
  after?: string;
  /** How many of the page's items were shown. */
  position: number;
}

/** What a call asks for: its input as Klaviyo's pages know it, and where in the first of them it goes on. */
export interface Begun {
  input: Input;
  place?: Place;
}

/** Klaviyo's own cursors are base64, which has no tilde. */
const OURS = "~";
/** Where a cursor stands, by the tool's own argument or as a native query has it. */
const CURSORS = ["page_cursor", "page[cursor]"] as const;
/** What may differ from one call to the next: the place has the size of its own page. */
const FREE: readonly string[] = [...CURSORS, "page_size", "page[size]", "limit", "confirmation"];

/** The place as a cursor, good for a call with these other arguments alone. */
export function cursorOf(tool: DirectTool, input: Input, place: Place): string {
  const { cursor = null, size = null, after = null, position } = place;
  return OURS + toText([cursor, size, after, position, hashOfCall(tool, input)]);
}

/**
 * The input with a cursor of our own read back into Klaviyo's and a place. Throws InputError where it is of a call with
 * other arguments, or none that we gave.
 */
export function begin(tool: DirectTool, input: Input): Begun {
  const name = CURSORS.find((one) => String(input[one] ?? "").startsWith(OURS));
  if (!name) return { input };
  const { [name]: given, ...others } = input;
  const [cursor, size, after, position, hash] = fromText(String(given).slice(OURS.length)) ?? [];
  if (typeof position !== "number") {
    throw notOurs(name);
  }
  if (hash !== hashOfCall(tool, input)) {
    throw new InputError(`${name} is of a call with other arguments`, {
      argument: name,
      next: "Repeat the arguments of the call that gave it, or begin again without it.",
    });
  }
  return {
    input: typeof cursor === "string" ? { ...others, [name]: cursor } : others,
    place: {
      ...(typeof cursor === "string" && { cursor }),
      ...(typeof size === "number" && { size }),
      ...(typeof after === "string" && { after }),
      position,
    },
  };
}

/** The refusal of a cursor that no answer gave. */
export function notOurs(name = "page_cursor"): InputError {
  return new InputError(`${name} is not as it was given`, { argument: name, next: BEGIN_AGAIN });
}

const BEGIN_AGAIN = "Give next_cursor as the last answer has it, or begin again without it.";

/** How many of a page's items were shown before, and whether the last of them is gone by now. */
export function shownOf(
  items: readonly Record<string, unknown>[],
  { after, position }: Place,
): { shown: number; gone: boolean } {
  // An id that comes twice must not lead back.
  const still = after !== undefined && items[position - 1]?.id === after;
  const at = still ? position - 1 : items.findLastIndex(({ id }) => after !== undefined && id === after);
  if (at >= 0) return { shown: at + 1, gone: false };
  return { shown: Math.min(position, items.length), gone: after !== undefined };
}

function toText(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromText(text: string): unknown[] | undefined {
  try {
    const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const value: unknown = JSON.parse(
      new TextDecoder().decode(Uint8Array.from(letters, (letter) => letter.charCodeAt(0))),
    );
    return Array.isArray(value) && value.length === 5 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What calls that walk through the same pages have in common: the operation, and all arguments but where it goes on. */
export function hashOfCall(tool: DirectTool, input: Input): string {
  const others = Object.entries(input).filter(([name, one]) => one !== undefined && !FREE.includes(name));
  const called = tool.kind === "operation" ? [tool.request.method, tool.request.path] : [tool.name];
  return hash(JSON.stringify([...called, sorted(Object.fromEntries(others))]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return names.map((name) => [name, sorted(value[name])]);
}

/** A few letters that stand for a text (cyrb53): no secret, only to tell one from another. */
export function hash(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
