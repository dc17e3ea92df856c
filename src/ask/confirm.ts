import { holds } from "../tool/effects.ts";
import type { Input, Tool } from "../tool/tool.ts";

export const CONFIRM_MODES = ["dangerous", "writes", "elicit-only", "never"] as const;
export type ConfirmMode = (typeof CONFIRM_MODES)[number];
export type CallImpact = "read" | "write" | "dangerous";

/** What this very call can do, from the tool's declaration and the input. */
export function impactOf(tool: Tool, input: Input): CallImpact {
  if (typeof tool.impact === "string") return tool.impact;
  return tool.impact.dangerousWhen.some((condition) => holds(condition, input))
    ? "dangerous"
    : tool.impact.default;
}

/** Whether a call with this impact has to be confirmed in this mode. */
export function needsConfirmation(impact: CallImpact, mode: ConfirmMode): boolean {
  if (mode === "never" || impact === "read") return false;
  return mode === "writes" || impact === "dangerous";
}
