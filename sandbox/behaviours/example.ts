import type { Tree } from "../facts/facts.ts";

/** How a value is made up: `isNew` as of a resource that was just made, where what may be null is. */
interface How {
  isNew: boolean;
}

const TEXTS: [RegExp, string][] = [
  [/(^|_)url$|link$/, "https://northwind-outfitters.example.com/pages/about"],
  [/email/, "hello@northwind-outfitters.example.com"],
  [/phone|number/, "+18025550142"],
  [/colou?r/, "#24544b"],
  [/country/, "US"],
  [/language|locale/, "en-US"],
  [/timezone/, "America/New_York"],
  [/currency/, "USD"],
  [/domain/, "mail.northwind-outfitters.example.com"],
  [/_id$|^id$/, "123456"],
];

/** A value of what an attribute holds, made up from its name. */
export function example(tree: Tree, name: string, how: How): unknown {
  if (Array.isArray(tree)) return how.isNew || tree[0] === undefined ? [] : [example(tree[0], name, how)];
  if (typeof tree === "object")
    return Object.fromEntries(Object.entries(tree).map(([key, below]) => [key, example(below, key, how)]));
  const isNullable = tree.endsWith("?");
  if (isNullable && how.isNew) return null;
  return scalar(isNullable ? tree.slice(0, -1) : tree, name);
}

function scalar(kind: string, name: string): unknown {
  switch (kind) {
    case "string":
      return TEXTS.find(([pattern]) => pattern.test(name))?.[1] ?? wordsOf(name);
    case "datetime":
      return "2026-03-02T09:00:00+00:00";
    case "date":
      return "2026-03-02";
    case "boolean":
      return false;
    case "integer":
    case "number":
      return 12;
    case "object":
    case "any":
      return {};
    default: {
      const [first = ""] = kind.split("|");
      return /^\d+$/.test(first) ? Number(first) : first;
    }
  }
}

/** A name as words: `display_name` is "Display name". */
function wordsOf(name: string): string {
  const words = name.replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
