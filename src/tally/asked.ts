import { InputError } from "../errors.ts";
import { CALLED, calledBy, nameIn } from "../tool/called.ts";
import { isField, nothingAt, topLevel } from "../tool/fields.ts";
import type { Input, OperationTool, ResourceType } from "../tool/tool.ts";
import type { Wanted } from "./tally.ts";
import { unitOf } from "./units.ts";

/** The arguments of a summary besides the operation and its own. */
const PATHS = ["group_by", "sum", "by"] as const;
/** What an item is known by; a ranking shows the first of them that its type has. */
const TELLING = [...CALLED, "datetime"];
const TOLD = 2;
/** Arguments of the operation that say what is shown of an item, of which a summary shows none. */
const SHOWING = ["fields", "detail", "include", "additional_fields", "page_size"];

/** What a call asks to be worked out, and the operation's input that brings just what is needed for it. */
export interface Asked {
  wanted: Wanted;
  args: Record<string, unknown>;
}

/**
 * Reads the arguments of a summary of `tool`'s collection; `own` are those of the operation. Throws InputError where a
 * path leads to nothing that its items have.
 */
export function askedOf(
  tool: OperationTool,
  given: Record<string, unknown>,
  own: Record<string, unknown>,
): Asked {
  if (tool.result.kind !== "collection" || tool.request.method !== "GET") throw listsNothing(tool.name);
  const { resource } = tool.result;
  const paths = PATHS.flatMap((name) => {
    const text = given[name];
    if (text === undefined) return [];
    if (typeof text !== "string")
      throw new InputError(`${name} is no path`, {
        argument: name,
        next: "Write it as text: an attribute's name.",
      });
    const { path } = name === "group_by" ? unitOf(text) : { path: text };
    checkPath(tool, resource, name, path);
    return [path];
  });
  const { group_by, sum, by } = given as Pick<Wanted, "group_by" | "sum" | "by">;
  if (given.top !== undefined && group_by === undefined && by === undefined) {
    throw new InputError("top without by or group_by ranks by nothing", {
      argument: "top",
      next: "Give by, the path of the value to rank by, or group_by.",
    });
  }
  const told = by === undefined ? [] : TELLING.filter((name) => isField(resource, name)).slice(0, TOLD);
  const related = paths.filter((path) => relationsOf(tool)[path] && !isField(resource, path));
  const attributes = [...told, ...paths.filter((path) => path !== "id" && !related.includes(path))];
  const args = Object.fromEntries(Object.entries(own).filter(([name]) => !SHOWING.includes(name)));
  const named = related.flatMap((name) => nameFieldOf(relationsOf(tool)[name]));
  const fewest = attributes.length > 0 ? attributes : topLevel(resource).slice(0, 1);
  return {
    wanted: {
      ...(group_by !== undefined && groupsOf(group_by)),
      ...(sum !== undefined && { sum }),
      ...(by !== undefined && { by }),
      ...(given.top !== undefined && { top: Number(given.top) }),
      told,
    },
    args: {
      ...args,
      fields: [...new Set([...fewest, ...named])],
      ...(related.length > 0 && { include: [...new Set(related)] }),
    },
  };
}

function groupsOf(group_by: string): Pick<Wanted, "group_by" | "unit"> {
  const { path, unit } = unitOf(group_by);
  return { group_by: path, ...(unit && { unit }) };
}

/** The refusal of a tool that lists nothing. */
export function listsNothing(name: string): InputError {
  return new InputError(`${name} lists nothing that could be summarized`, {
    argument: "name",
    next: "Name an operation that lists resources; search_operations finds one.",
  });
}

/** The names of the resources that came along, by id. */
export function namesIn(document: unknown): Map<string, string> {
  const included = (document as { included?: unknown }).included;
  const resources = (Array.isArray(included) ? included : []) as Input[];
  return new Map(
    resources.flatMap(({ id, attributes }) => {
      const name = nameIn(attributes);
      return typeof id === "string" && name !== undefined ? [[id, `${name} (${id})`] as const] : [];
    }),
  );
}

function checkPath(tool: OperationTool, resource: ResourceType, argument: string, path: string): void {
  if (path === "id" || isField(resource, path) || relationsOf(tool)[path]) return;
  const { problem, next } = nothingAt(resource, Object.keys(relationsOf(tool)), path);
  throw new InputError(problem, { argument, next: [next, tool.instead].filter(Boolean).join(" ") });
}

function relationsOf(tool: OperationTool): Readonly<Record<string, ResourceType>> {
  return tool.request.query.include ?? {};
}

function nameFieldOf(type: ResourceType | undefined): string[] {
  const name = type && calledBy(type);
  return name ? [`${type.type}:${name}`] : [];
}
