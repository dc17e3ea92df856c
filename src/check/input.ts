import { z } from "zod";
import { InputError } from "../errors.ts";
import { didYouMean, isObject } from "../text.ts";
import { fieldNames, isField } from "../tool/fields.ts";
import { splitField } from "../tool/shown.ts";
import type { Input, OperationTool, ResourceType, Tool } from "../tool/tool.ts";
import { firstFitting, issuesIn, unwrap } from "./alternatives.ts";
import { checkFilter } from "./filters.ts";
import { checkIds } from "./ids.ts";
import { checkRules } from "./rules.ts";
import { flawOf } from "./structure.ts";

/**
 * Validates the arguments of a call and answers with them, every null left out. Throws InputError that names the
 * argument, what it accepts and the nearest valid name; nothing has been sent by then.
 */
export function parseInput(tool: Tool, given: unknown): Input {
  const args = dropNulls(tool.inputSchema, given ?? {}) as Input;
  const parsed = tool.inputSchema.safeParse(args);
  if (!parsed.success) throw inputErrorOf(parsed.error, tool);
  const input = parsed.data as Input;
  checkIds(tool.inputSchema, input);
  checkRules(tool.rules, input);
  checkStructures(tool, input);
  checkSizes(tool, input);
  if (tool.kind === "operation") {
    checkFields(tool, input);
    checkSort(tool, input);
    checkFilter(tool, input);
    checkClear(tool, input);
  }
  return input;
}

/**
 * Some clients fill every optional argument with null, so null counts as absent wherever the schema has a shape and
 * does not say that null is a value of its own.
 * Free-form objects are the account's own data and stay as they are.
 */
function dropNulls(schema: z.ZodTypeAny, value: unknown): unknown {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject && isObject(value)) {
    const shape = inner.shape as z.ZodRawShape;
    const kept = Object.entries(value).filter(
      ([key, one]) => one !== null || !Object.hasOwn(shape, key) || shape[key] instanceof z.ZodNullable,
    );
    return Object.fromEntries(
      kept.map(([key, one]) => {
        const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
        return [key, field ? dropNulls(field, one) : one];
      }),
    );
  }
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((one) => dropNulls(inner.element as z.ZodTypeAny, one));
  }
  return inner instanceof z.ZodUnion ? firstFitting(inner, value, dropNulls) : value;
}

function inputErrorOf(error: z.ZodError, tool: Tool): InputError {
  const issues = issuesIn(error);
  const [first] = issues;
  const problems = issues.slice(0, 3).map((issue) => describe(issue, tool));
  const more = issues.length > 3 ? ` (and ${issues.length - 3} more)` : "";
  return new InputError(
    problems.join("; ") + more,
    first && argumentOf(first) ? { argument: argumentOf(first) } : {},
  );
}

function argumentOf(issue: z.ZodIssue): string {
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
  return path.map((key, depth) => (typeof key === "number" ? `[${key}]` : depth ? `.${key}` : key)).join("");
}

function describe(issue: z.ZodIssue, tool: Tool): string {
  const name = argumentOf(issue);
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(tool.inputSchema, issue.path);
    return `${name} is no argument here.${didYouMean(issue.keys[0] ?? "", known)} It takes ${known.join(", ") || "none"}`;
  }
  if (issue.code === "invalid_type" && issue.received === "undefined") return `${name} is required`;
  if (issue.code === "invalid_enum_value") {
    const options = issue.options.map(String);
    return `${name} is one of ${options.join(", ")}.${didYouMean(String(issue.received), options)}`;
  }
  if (issue.code === "invalid_type") return `${name} must be ${issue.expected}, not ${issue.received}`;
  if (issue.code === "invalid_string" && issue.validation === "datetime") {
    return `${name} must be a date and time with a zone, e.g. 2026-11-01T09:00:00Z`;
  }
  return `${name}: ${issue.message}`;
}

function knownKeys(schema: z.ZodTypeAny, path: readonly (string | number)[]): string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) {
    const options = inner.options as readonly z.ZodTypeAny[];
    return [...new Set(options.flatMap((one) => knownKeys(one, path)))];
  }
  const [key, ...rest] = path;
  if (key !== undefined && inner instanceof z.ZodArray) return knownKeys(inner.element as z.ZodTypeAny, rest);
  if (!(inner instanceof z.ZodObject)) return [];
  const shape = inner.shape as z.ZodRawShape;
  return key === undefined ? Object.keys(shape) : knownKeys(shape[key] ?? z.never(), rest);
}

function checkStructures(tool: Tool, input: Input): void {
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

function checkSizes(tool: Tool, input: Input): void {
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

function checkFields(tool: OperationTool, input: Input): void {
  if (!("resource" in tool.result)) return;
  const types = typesOf(tool);
  for (const field of input.fields ?? []) {
    const [typeName, name] = splitField(field, tool.result.resource.type);
    const type = types.get(typeName);
    if (!type) {
      const known = [...types.keys()];
      throw new InputError(
        `fields names ${typeName}, which this tool does not show.${didYouMean(typeName, known)}`,
        {
          argument: "fields",
          next: `It takes attributes of ${known.join(", ")} (type:attribute).`,
        },
      );
    }
    if (!isField(type, name)) {
      const known = [...fieldNames(type)].filter((one) => !one.endsWith("*"));
      throw new InputError(`${typeName} has no attribute ${name}.${didYouMean(name, known)}`, {
        argument: "fields",
        next: `It has ${known.filter((one) => !one.includes(".")).join(", ")}.`,
      });
    }
  }
}

function typesOf(tool: OperationTool): Map<string, ResourceType> {
  const included = Object.values(tool.request.query.include ?? {});
  const own = "resource" in tool.result ? [tool.result.resource] : [];
  return new Map([...included, ...own].map((type) => [type.type, type]));
}

function checkSort(tool: OperationTool, input: Input): void {
  const known = tool.request.query.sort;
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

/** A change that changes nothing, or that sets and clears the same attribute, is no request to send. */
function checkClear(tool: OperationTool, input: Input): void {
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
