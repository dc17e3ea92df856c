import { conditionInWords } from "../../src/tool/effects.ts";
import { canBeDangerous, type Tool } from "../../src/tool/tool.ts";

/** What a tool does at most, in a word or three. */
export function impactOf({ kind, impact }: Tool): string {
  if (kind === "indirect" && impact !== "read") return "Can be dangerous";
  if (impact === "read") return "Reads";
  if (impact === "dangerous") return "Dangerous";
  return canBeDangerous(impact) ? "Can be dangerous" : "Writes";
}

/** Which calls of a tool ask first; nothing where none does. */
export function whenDangerous({ kind, impact }: Tool): string {
  if (kind === "indirect" && impact !== "read") return "whenever the operation that it runs does";
  if (impact === "dangerous") return "always";
  if (typeof impact === "string") return "";
  const conditions = impact.dangerousWhen.map(conditionInWords);
  return conditions.join(", ") || "every call that is not known to read";
}

/** Text in which Markdown finds neither tags nor emphasis. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[<>]/g, (sign) => (sign === "<" ? "&lt;" : "&gt;")).replaceAll("*", "\\*");
}
