import { StoppedError } from "../errors.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import type { CallSession } from "./session.ts";

/** A read whose failure costs a name, not the call. */
export async function readIfPossible(
  session: CallSession,
  tool: OperationTool,
  input: Input,
): Promise<unknown> {
  try {
    return (await session.sendOperation(tool, input)).document;
  } catch (error) {
    // Out of time is a failure like any other: what the call has is told before nobody waits for it.
    if (error instanceof StoppedError && error.reason !== "deadline") throw error;
    return undefined;
  }
}
