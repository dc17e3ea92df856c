import { z } from "zod";
import { zodToJsonSchema } from "zod-to-json-schema";
import { describeFields } from "../check/filters.ts";
import type { Registry } from "../registry.ts";
import type { Annotations, Tool } from "../tool/tool.ts";
import { type OutputSchema, outputSchemaOf } from "./outputs.ts";

export interface ListedTool {
  name: string;
  title: string;
  description: string;
  inputSchema: { type: "object"; [key: string]: unknown };
  outputSchema?: OutputSchema;
  annotations: Annotations;
}

export interface ListingSettings {
  /** Shared arguments that the settings make pointless. */
  hidden: readonly string[];
  outputSchemas: boolean;
}

/** The listed tools as tools/list answers them. */
export function listTools(registry: Registry, { hidden, outputSchemas }: ListingSettings): ListedTool[] {
  return registry.listed.map((tool) => ({
    name: tool.name,
    title: tool.title,
    description: describeTool(tool, registry),
    inputSchema: jsonSchemaOf(tool.inputSchema, hidden),
    ...(outputSchemas && { outputSchema: outputSchemaOf(tool) }),
    annotations: tool.annotations,
  }));
}

/** What the tool says of itself, and the fields that its filter and sort take, from the declaration. */
export function describeTool(tool: Tool, registry: Registry): string {
  const parts = [registry.visible(tool.description)];
  if (tool.kind === "operation") {
    const { filter, sort } = tool.request.query;
    if (filter) parts.push(`Filter: ${describeFields(filter)}.`);
    if (sort) parts.push(`Sort: ${sort.join(", ")}.`);
  }
  return parts.join(" ");
}

/** zod would find out by parsing undefined, which for a hundred tools takes its time. */
function isOptional(field: z.ZodTypeAny): boolean {
  return field instanceof z.ZodOptional || field instanceof z.ZodDefault;
}

const converted = new WeakMap<z.ZodTypeAny, unknown>();

/** JSON Schema as every host accepts it, without the `hidden` fields: no references, no labels, no empty schemas. */
export function jsonSchemaOf(
  schema: z.ZodObject<z.ZodRawShape>,
  hidden: readonly string[] = [],
): ListedTool["inputSchema"] {
  const fields = Object.entries(schema.shape).filter(([name]) => !hidden.includes(name));
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
