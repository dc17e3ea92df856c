import { Catalog, type Chosen, everything } from "./catalog.ts";
import { PathIndex } from "./operations/paths.ts";
import type { Located, Reachable } from "./operations/reachable.ts";
import type { Method, OperationTool, Tool } from "./tool/tool.ts";

/** More characters than any argument's name has. */
const MAX_NAME = 64;

/** The catalog with the declarations, and what follows from them. */
export class Registry extends Catalog<Tool> implements Reachable {
  readonly #operations: readonly OperationTool[];
  #paths: PathIndex | undefined;

  /** `operations` are those that a native path may stand for, be they callable or not. */
  constructor(all: readonly Tool[], chosen: Chosen<Tool>, operations: readonly OperationTool[]) {
    super(all, chosen);
    this.#operations = operations;
  }

  /** Of tools that may all be called and are all listed. */
  static whole(tools: readonly Tool[]): Registry {
    return new Registry(tools, everything(tools), tools.flatMap(operationsOf));
  }

  locate(method: Method, path: string, revision?: string): Located | undefined {
    this.#paths ??= new PathIndex(this.#operations);
    return this.#paths.locate(method, path, revision);
  }

  /** An operation by name, callable or not: lookups and previews read with tools that a model may not see. */
  operation(name: string): OperationTool {
    const tool = this.known(name);
    if (tool?.kind !== "operation") throw new Error(`no operation ${name}`);
    return tool;
  }

  /** The tool that shows valid values of an id argument: `destination_profile_id` → get_profiles. */
  listerOf(argument: string): string | undefined {
    // A model may have made the name up, megabytes long: only its end is looked at.
    const noun = /([a-z_]+?)_ids?(?:\[\d+\])?$/.exec(argument.slice(-MAX_NAME))?.[1];
    if (!noun) return undefined;
    const type = noun.replaceAll("_", "-");
    const listers = this.callable.filter(
      (tool): tool is OperationTool =>
        tool.kind === "operation" &&
        tool.result.kind === "collection" &&
        (type === tool.result.resource.type || type.endsWith(`-${tool.result.resource.type}`)),
    );
    // The one that needs no other id first: get_profiles before get_profiles_for_list.
    listers.sort((a, b) => pathInputs(a) - pathInputs(b));
    return listers[0]?.name ?? this.callable.find(({ name }) => name === `list_${noun}s`)?.name;
  }

  /**
   * The listed read that shows whether a write happened: what the tool declares, else one of the same path as the
   * operation that it sent, or of the same kind of resource.
   */
  settlingRead(tool: Tool, operation: OperationTool | undefined): string | undefined {
    if (tool.settledBy) return this.find(tool.settledBy)?.name;
    if (!operation) return undefined;
    const { path } = operation.request;
    const related = path.replace("/relationships", "");
    const samePath = this.callable.find(
      (read) =>
        read.impact === "read" &&
        operationsOf(read).some(
          ({ request }) => request.method === "GET" && [path, related].includes(request.path),
        ),
    );
    if (samePath) return samePath.name;
    const type = "resource" in operation.result ? operation.result.resource.type : bodyType(operation);
    return type && this.listerOf(`${type.replaceAll("-", "_")}_id`);
  }
}

function operationsOf(tool: Tool): readonly OperationTool[] {
  if (tool.kind === "operation") return [tool];
  return tool.kind === "workflow" ? tool.uses : [];
}

function pathInputs(tool: OperationTool): number {
  return tool.request.path.split("{").length;
}

function bodyType({ request: { body } }: OperationTool): string | undefined {
  return body && "type" in body ? body.type : undefined;
}
