import { InputError } from "../errors.ts";
import { didYouMean, isObject } from "../text.ts";
import { fieldNames, isField } from "../tool/fields.ts";
import { pieceOf, splitField } from "../tool/shown.ts";
import type { Input, OperationTool, ResourceType, ResultSpec, Tool } from "../tool/tool.ts";
import { checkRange } from "./rules.ts";
import { flawOf } from "./structure.ts";

/** Holds large arguments against the shapes that they have inside. Throws InputError for the first flaw. */
export function checkStructures(tool: Tool, input: Input): void {
  for (const [name, structure] of Object.entries(tool.structures)) {
    const flaw = input[name] === undefined ? undefined : flawOf(input[name], structure, name);
    if (flaw) {
      throw new InputError(`${flaw.path} ${flaw.problem}`, {
        argument: flaw.path,
        ...(tool.guide && { next: `get_guide with topic ${tool.guide} has every type with an example.` }),
      });
    }
  }
}

/** Refuses what has more bytes than Klaviyo takes. */
export function checkSizes(tool: Tool, input: Input): void {
  for (const [key, most] of Object.entries(tool.maxBytes)) {
    const name = key.replace("[]", "");
    const value = key === "*" ? input : input[name];
    const parts = key.endsWith("[]") && Array.isArray(value) ? value : [value];
    for (const [index, part] of parts.entries()) {
      const bytes = part === undefined ? 0 : Buffer.byteLength(JSON.stringify(part));
      if (bytes <= most) continue;
      const argument = key === "*" ? undefined : parts === value ? `${name}[${index}]` : name;
      throw new InputError(`${argument ?? "this"} has ${bytes} bytes, and Klaviyo takes at most ${most}`, {
        ...(argument && { argument }),
        next: "Leave something out.",
      });
    }
  }
}

/** Refuses names in `fields` that no type which the call shows has; all of them at once. */
export function checkFields(tool: Tool, input: Input): void {
  if (tool.kind !== "operation" || !("resource" in tool.result)) return;
  checkPiece(tool.result.kind, input);
  const types = typesOf(tool);
  const problems: string[] = [];
  const takes = new Set<string>();
  for (const field of input.fields ?? []) {
    const [typeName, name] = splitField(field, tool.result.resource.type);
    const type = types.get(typeName);
    if (!type) {
      const known = [...types.keys()];
      problems.push(`fields names ${typeName}, which this tool does not show.${didYouMean(typeName, known)}`);
      takes.add(`It takes attributes of ${known.join(", ")} (type:attribute).`);
    } else if (!isField(type, name)) {
      const known = [...fieldNames(type)].filter((one) => !one.endsWith("*"));
      problems.push(`${typeName} has no attribute ${name}.${didYouMean(name, known)}`);
      takes.add(`It has ${known.filter((one) => !one.includes(".")).join(", ")}.`);
    }
  }
  if (problems.length > 0) {
    throw new InputError(problems.join("; "), { argument: "fields", next: [...takes].join(" ") });
  }
}

/** A piece of a long attribute is had of one resource, and alone. */
function checkPiece(kind: ResultSpec["kind"], input: Input): void {
  const piece = pieceOf(input);
  if (!piece || (kind !== "collection" && input.fields?.length === 1)) return;
  const problem = `fields asks for a piece of ${piece.name} (@${piece.from})`;
  const next =
    kind === "collection"
      ? "A list has no pieces: read the one that has it by its id."
      : "A piece comes alone: leave the other fields out.";
  throw new InputError(problem, { argument: "fields", next });
}

function typesOf(tool: OperationTool): Map<string, ResourceType> {
  const included = Object.values(tool.request.query.include ?? {});
  const own = "resource" in tool.result ? [tool.result.resource] : [];
  return new Map([...included, ...own].map((type) => [type.type, type]));
}

/** Refuses a `sort` that the operation has not. */
export function checkSort(tool: Tool, input: Input): void {
  const known = tool.kind === "operation" ? tool.request.query.sort : undefined;
  if (!known || input.sort === undefined) return;
  const asked = String(input.sort);
  const name = asked.replace(/^-/, "");
  // Some sort in one direction alone: their names have the - in front.
  if (known.includes(name) || known.includes(asked)) return;
  throw new InputError(`cannot sort by ${name}.${didYouMean(name, known)}`, {
    argument: "sort",
    next: `It takes ${known.join(", ")}; with - in front for the newest or largest first.`,
  });
}

/** A timeframe as a start and an end, inside one argument: as where they are arguments of their own. */
export function checkTimeframe(_: Tool, { timeframe }: Input): void {
  if (isObject(timeframe)) checkRange("start", "end", timeframe, "timeframe.");
}

/** A link to another host than Klaviyo's holds no cursor of its. */
export function checkCursor(_: Tool, { page_cursor }: Input): void {
  if (page_cursor === undefined || !/^[a-z][a-z0-9+.-]*:\/\//i.test(page_cursor)) return;
  throw new InputError("page_cursor is a link that holds no cursor of Klaviyo's", {
    argument: "page_cursor",
    next: "Give next_cursor as the last answer has it.",
  });
}

/** A change that changes nothing, or that sets and clears the same attribute, is no request to send. */
export function checkClear(tool: Tool, input: Input): void {
  if (tool.kind !== "operation") return;
  const { body, method } = tool.request;
  const cleared = input.clear ?? [];
  const both = cleared.find((name) => input[name] !== undefined);
  if (both) throw new InputError(`${both} is both given and cleared`, { argument: "clear" });
  if (method !== "PATCH" || !body || !("type" in body) || "identifiers" in body) return;
  const changes = [
    ...(body.attributes ?? []),
    ...Object.keys({ ...body.paths, ...body.relationships, ...body.each }),
  ].filter((name) => name !== body.id);
  if (cleared.length > 0 || changes.some((name) => input[name] !== undefined)) return;
  throw new InputError("nothing to change", { next: `Give at least one of ${changes.join(", ")}.` });
}
