import { z } from "zod";
import { zodToJsonSchema } from "zod-to-json-schema";
import type { Callable, Offer } from "../catalog.ts";
import { describeFields, describeFieldsBriefly, namesBriefly } from "../check/filterable.ts";
import { rowsOf } from "../import/rows.ts";
import { documentOf, indexOf, type SearchIndex, type Vocabulary } from "../operations/findable.ts";
import { lineOf } from "../operations/line.ts";
import { possibleEffects } from "../tool/effects.ts";
import type { DirectTool, Tool } from "../tool/tool.ts";
import type { InputSchema } from "./brief.ts";
import { briefSchema } from "./brief.ts";
import type { Entry, WrittenOffer } from "./listing.ts";
import { outputKindOf } from "./outputs.ts";

/** What is known of an operation that is a row alone, before it is called. */
export function callableOf({ name, aka, toolset, judgement, worded }: Tool): Callable {
  const { effects } = judgement;
  const sometimes = possibleEffects(judgement).filter((effect) => !effects.includes(effect));
  const when = sometimes.length > 0 && { when: [{ effects: sometimes }] };
  return { name, aka, toolset, judgement: { effects, ...when }, ...(worded && { worded }) };
}

/** What the list tells of a tool, from its declaration. The build writes it down; the server only reads it. */
export function entryOf(tool: Tool): Entry {
  const facts = factsOf(tool, describeFieldsBriefly, namesBriefly);
  const rows = tool.kind === "operation" ? rowsOf(tool)?.argument : undefined;
  return {
    ...callableOf(tool),
    title: tool.title,
    description: tool.description,
    ...(facts && { facts }),
    inputSchema: briefSchema(jsonSchemaOf(tool.inputSchema)),
    ...(rows !== undefined && { rows }),
    output: outputKindOf(tool),
    ...(isDrawn(tool) && { view: true }),
    annotations: tool.annotations,
  };
}

/** Whether a page can draw what a tool answers: figures by name or over time, and what the tool itself says. */
function isDrawn(tool: Tool): boolean {
  return tool.view === true || outputKindOf(tool) === "rows";
}

/** What a search needs of every tool, made by the build: a line is made of a schema, an entry of many words. */
export interface WrittenSearch {
  /** The callable line that an answer shows, by name. */
  lines: Record<string, string>;
  index: SearchIndex;
}

export function writtenSearch({ firstClass, rows }: Offer<Tool>, vocabulary: Vocabulary): WrittenSearch {
  const tools = [...firstClass, ...rows].filter((tool): tool is DirectTool => tool.kind !== "indirect");
  const lines = tools.map((tool) => [tool.name, lineOf(tool, jsonSchemaOf(tool.inputSchema))]);
  const documents = tools.map((tool) => documentOf(tool, firstClass.includes(tool)));
  return { lines: Object.fromEntries(lines), index: indexOf(documents, vocabulary) };
}

/** The offer as the build writes it. */
export function writtenOffer({ firstClass, rows, core, steps }: Offer<Tool>): WrittenOffer {
  const named = rows.map((tool) => ({ ...callableOf(tool), ...(isBeta(tool) && { beta: true }) }));
  return { firstClass: firstClass.map(entryOf), rows: named, core, steps };
}

/** Klaviyo calls a revision of beta operations `.pre`. */
function isBeta(tool: Tool): boolean {
  return tool.kind === "operation" && tool.request.revision?.endsWith(".pre") === true;
}

/** What the reference says of a tool: as the list, but with every field that filter and sort take. */
export function referenceOf(tool: Tool): Entry {
  const facts = factsOf(tool, describeFields, (names) => names.join(", "));
  return { ...entryOf(tool), ...(facts && { facts }) };
}

/** The fields that filter and sort take. */
function factsOf(
  tool: Tool,
  fields: typeof describeFields,
  names: (names: readonly string[]) => string,
): string {
  if (tool.kind !== "operation") return "";
  const { filter, sort } = tool.request.query;
  const parts = [
    ...(filter ? [`Filter: ${fields(filter)}.`] : []),
    ...(sort ? [`Sort: ${names(sort)}.`] : []),
  ];
  return parts.join(" ").replaceAll("….", "…");
}

/** zod would find out by parsing undefined, which for a hundred tools takes its time. */
function isOptional(field: z.ZodTypeAny): boolean {
  return field instanceof z.ZodOptional || field instanceof z.ZodDefault;
}

const converted = new WeakMap<z.ZodTypeAny, unknown>();

/** JSON Schema as every host accepts it: no references, no labels, no empty schemas. */
export function jsonSchemaOf(schema: z.ZodObject<z.ZodRawShape>): InputSchema {
  const fields = Object.entries(schema.shape);
  const required = fields.filter(([, field]) => !isOptional(field)).map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(([name, field]) => [name, convert(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** One argument; the schemas that tools share are converted once. That it is optional is for `required` to say. */
function convert(field: z.ZodTypeAny): unknown {
  if (!converted.has(field)) {
    const inner = field instanceof z.ZodOptional ? field.unwrap() : field;
    const schema = simplify(zodToJsonSchema(inner, { $refStrategy: "none", target: "jsonSchema7" }));
    converted.set(field, {
      ...(schema as object),
      ...(field.description && { description: field.description }),
    });
  }
  return converted.get(field);
}

/**
 * Hosts refuse `{}`, `$schema`, `const` and several types at once; an object is open unless it says otherwise, so
 * saying so is left out.
 */
function simplify(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(simplify);
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(
    ([key, value]) => key !== "$schema" && !(key === "additionalProperties" && isEmptySchema(value)),
  );
  const schema = Object.fromEntries(
    kept.map(([key, value]) => (key === "const" ? ["enum", [value]] : [key, simplify(value)])),
  );
  return Array.isArray(schema.type) ? { anyOf: schema.type.map((type) => ofType(schema, type)) } : schema;
}

/** A schema of several types as it is for one of them. */
function ofType(schema: Record<string, unknown>, type: unknown): object {
  if (!Array.isArray(schema.enum)) return { ...schema, type };
  const values = schema.enum.filter((value) => (value === null ? "null" : typeof value) === type);
  return { ...schema, type, enum: values };
}

function isEmptySchema(value: unknown): boolean {
  return value === true || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}
