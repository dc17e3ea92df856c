import type { Entry } from "./clients.ts";

// TOML as it is written here: https://toml.io/en/v1.0.0

/** A table of this path. Throws for a value that TOML has no word for. */
export function tableOf(path: readonly string[], entry: Entry): string {
  const lines = Object.entries(entry).map(([key, value]) => `${keyOf(key)} = ${written(value)}`);
  return [`[${path.map(keyOf).join(".")}]`, ...lines].join("\n");
}

function keyOf(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  // JSON's escapes are TOML's too; DEL alone TOML wants escaped as well.
  if (typeof value === "string") return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null || value instanceof Date)
    throw new TypeError("TOML has no word for it");
  const pairs = Object.entries(value).map(([key, one]) => `${keyOf(key)} = ${written(one)}`);
  return pairs.length > 0 ? `{ ${pairs.join(", ")} }` : "{}";
}
