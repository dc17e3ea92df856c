import { StoppedError } from "../errors.ts";
import { segmentsOf } from "../operations/paths.ts";
import type { Located } from "../operations/reachable.ts";
import type { Registry } from "../registry.ts";
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

/** The read of one resource of a type: its path is the type's plural and an id. */
export function readerOf(registry: Registry, type: string, id: string): Located | undefined {
  const segment = encodeURIComponent(id);
  return segmentsOf(type)
    .map((one) => registry.locate("GET", `/api/${one}/${segment}`))
    .find(
      (located) => located?.tool.result.kind === "resource" && located.tool.result.resource.type === type,
    );
}
