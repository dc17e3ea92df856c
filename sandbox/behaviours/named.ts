import type { Behaviour } from "../klaviyo/operation.ts";

/** What single operations of the table of facts do besides what their paths say, by name, without `_beta`. */
export const named: Record<string, Behaviour> = {};
