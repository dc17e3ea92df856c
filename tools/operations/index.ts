import { readFileSync } from "node:fs";
import { parseRows, type Rows } from "../../src/operations/rows.ts";
import { once } from "../../src/tool/once.ts";

// The facts of Klaviyo's operations lie beside this file, in the build too; each file is read when first asked for.

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

const stable = once(() => read("./klaviyo.jsonl"));

/** The operations that are generally available. */
export const operations: () => Rows = once(() => parseRows(stable()));

/** The same, and those that are beta only: `--beta`. */
export const operationsWithBeta: () => Rows = once(() => parseRows(stable(), read("./klaviyo-beta.jsonl")));

/** The same as the first, and the types that seven very large operations alone need: to describe, not to check. */
export const operationsWithShapes: () => Rows = once(() =>
  parseRows(stable(), read("./klaviyo-shapes.jsonl")),
);
