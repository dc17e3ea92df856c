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
    if (error instanceof StoppedError) throw error;
    return undefined;
  }
}
