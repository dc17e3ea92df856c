import type { DirectTool, Input } from "../tool/tool.ts";
import type { CallSession } from "./session.ts";

/** The input with what is made up when it is not given; the session keeps it for an outcome that is unknown. */
export function withGenerated(tool: DirectTool, input: Input, session: CallSession): Input {
  const name = tool.kind === "operation" ? tool.request.generated : undefined;
  if (!name || input[name] !== undefined) return input;
  session.generated = { [name]: crypto.randomUUID() };
  return { ...input, ...session.generated };
}
