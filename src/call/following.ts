import { StoppedError } from "../errors.ts";
import { primaryData } from "../jsonapi/document.ts";
import { isObject, oneLine } from "../text.ts";
import type { Following, Input, OperationTool } from "../tool/tool.ts";
import type { Shaped } from "../wire/result.ts";

/** Characters of what a step that failed says. */
const MOST_CHARS = 300;

/**
 * Makes the changes that follow a call's own, one after the other, and answers with the result as it is then. What the
 * call made stays made: where a step fails, the result says which, and the call that goes on. `run` runs one of them.
 */
export async function follow(
  tool: OperationTool,
  input: Input,
  document: unknown,
  made: Shaped,
  run: (name: string, input: Input) => Promise<Shaped>,
): Promise<Shaped> {
  const steps = (tool.following ?? []).filter(({ given }) => given.some((name) => input[name] !== undefined));
  const [resource] = primaryData(document);
  let result = made;
  for (const [at, step] of steps.entries()) {
    const args = argumentsOf(step, input, resource);
    try {
      const { data } = await run(step.tool, args);
      // The same thing changed once more: this is how it stands now.
      if (isObject(data) && isObject(made.data) && data.id === made.data.id) result = { ...result, data };
    } catch (error) {
      if (error instanceof StoppedError && error.reason === "cancelled") throw error;
      return { ...result, hint: stopped(steps.slice(at), args, error) };
    }
  }
  return result;
}

function argumentsOf({ arguments: named }: Following, input: Input, resource: unknown): Input {
  const filled = Object.entries(named).map(([name, value]) => [
    name,
    value.startsWith("$") ? input[value.slice(1)] : at(resource, value.slice(1)),
  ]);
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined)) as Input;
}

/** `relationships.campaign-messages.data.0.id` */
function at(resource: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (node, key) => (Array.isArray(node) ? node[Number(key)] : isObject(node) ? node[key] : undefined),
      resource,
    );
}

function stopped(left: readonly Following[], args: Input, error: unknown): string {
  const [failed, ...rest] = left;
  const why = oneLine(error instanceof Error ? error.message : String(error), MOST_CHARS);
  const call = Object.entries(args).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const others = rest.map(({ does, tool }) => ` Nor is it done that ${does} (${tool}).`).join("");
  return `It is made, so do not make it again; but it failed that ${failed?.does} (${why}).${others} ${failed?.tool} with ${call.join(", ")} goes on.`;
}
