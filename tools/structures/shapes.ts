import type { Structure } from "../../src/tool/tool.ts";

// Short names for the parts of a structure.

export const text: Structure = { is: "string" };
export const number: Structure = { is: "number" };
export const flag: Structure = { is: "boolean" };
export const free: Structure = { is: "free" };
export const choice = (...values: string[]): Structure => ({ is: "choice", values });
export const list = (of: Structure): Structure => ({ is: "list", of });
export const orNull = (of: Structure): Structure => ({ is: "nullable", of });
export const object = (needs: Record<string, Structure>, may: Record<string, Structure> = {}): Structure => ({
  is: "object",
  needs,
  may,
});
/** An object whose `key` says which of the cases it is. */
export const by = (key: string, cases: Record<string, Structure>): Structure => ({ is: "by", key, cases });
/** The same structure under several names. */
export const each = (names: string, structure: Structure): Record<string, Structure> =>
  Object.fromEntries(names.split(" ").map((name) => [name, structure]));
