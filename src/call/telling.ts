import type { ErrorContext } from "../error-text.ts";
import type { Registry } from "../registry.ts";
import type { Tool } from "../tool/tool.ts";
import { argumentBlamed } from "./blame.ts";
import type { CallSession } from "./session.ts";

/** What the text of a call's error may draw on: the tool and its arguments as given, and how far the call came. */
export function errorContext(
  tool: Tool | undefined,
  given: unknown,
  session: CallSession,
  registry: Registry,
): ErrorContext {
  const operation = session.operation ?? (tool?.kind === "operation" ? tool : undefined);
  return {
    tool,
    operation,
    argumentOf: (objection, status) => {
      const blamed = argumentBlamed(operation, objection, status, given);
      return blamed === undefined ? undefined : (session.skipping?.inCall(blamed) ?? blamed);
    },
    listerOf: (argument) => registry.listerOf(argument, operation),
    settledBy: tool && registry.settlingRead(tool, operation),
    generated: session.generated,
    changed: session.changed,
    visible: (text) => registry.visible(text),
  };
}
