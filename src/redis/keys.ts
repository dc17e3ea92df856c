import { createHash } from "node:crypto";

/**
 * Names of what all share who use one Maton key. What one script touches must stand on one node of a cluster: the digest
 * in braces sees to that, and the key itself stands nowhere.
 */
export function keysOf(matonKey: string): (...of: readonly string[]) => string {
  const tag = digestOf(matonKey).slice(0, 24);
  return (...of) => ["klaviyo-mcp", `{${tag}}`, ...of].join(":");
}

/** A sha-256 in hex: it tells one text from another and keeps neither. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
