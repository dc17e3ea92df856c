import { createHash } from "node:crypto";

/** A name of a kind of thing, and of what each of them is of. */
export type KeyNames = (kind: string, ...of: readonly string[]) => string;

/** Enough of a digest that nobody finds what has the same. */
const DIGITS = 32;

/**
 * Names of what all share who use one Maton key. What one script touches must stand on one node of a cluster: the digest
 * in braces sees to that. The key itself stands nowhere, and what a thing is of by its digest alone: a native path may hold
 * what nobody is to read there.
 */
export function keysOf(matonKey: string): KeyNames {
  const tag = digestOf(matonKey).slice(0, 24);
  return (kind, ...of) =>
    ["klaviyo-mcp", `{${tag}}`, kind, ...of.map((one) => digestOf(one).slice(0, DIGITS))].join(":");
}

/** A sha-256 in hex: it tells one text from another and keeps neither. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
