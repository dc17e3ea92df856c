import { POLICY } from "../../src/ask/policy.ts";
import { conditionInWords, type Effect, effectsInWords, onlyReads } from "../../src/tool/effects.ts";
import type { Tool } from "../../src/tool/tool.ts";

const ALWAYS: ReadonlySet<Effect> = new Set(
  POLICY.filter(({ asks }) => asks === "always").map(({ effect }) => effect),
);

/** What a tool does to the account and to people. */
export function doingOf({ kind, judgement }: Tool): string {
  if (kind === "indirect" && !onlyReads({ judgement })) return judgement.why;
  return onlyReads({ judgement }) ? "reads" : effectsInWords({ ...judgement, why: "" }).replace(/\. $/, "");
}

/** Which calls of a tool ask whatever else is known; nothing where only use or budget decide. */
export function whenAsking({ judgement, kind }: Tool): string {
  const { effects, when = [], asks } = judgement;
  if (kind === "indirect") return onlyReads({ judgement }) ? "" : "whenever that does";
  if (asks || effects.some((effect) => ALWAYS.has(effect))) return "always";
  const asking = when.filter((one) => one.asks || one.effects.some((effect) => ALWAYS.has(effect)));
  return asking.map(conditionInWords).join("; ");
}

/** Text in which Markdown finds neither tags nor emphasis. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[<>]/g, (sign) => (sign === "<" ? "&lt;" : "&gt;")).replaceAll("*", "\\*");
}
