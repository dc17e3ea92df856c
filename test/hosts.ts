import { expect } from "vitest";

/** What some host refuses in a schema. */
const REFUSED = [
  "$ref",
  "$schema",
  "$id",
  "const",
  "propertyNames",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "not",
];

/** Expects a tool's inputSchema to be one that every host accepts. */
export function expectAccepted(schema: Record<string, unknown>): void {
  expect(schema.type).toBe("object");
  for (const root of ["anyOf", "oneOf", "allOf"]) expect(schema).not.toHaveProperty(root);
  walk(schema, "");
}

function walk(node: unknown, path: string): void {
  if (Array.isArray(node)) {
    for (const [index, one] of node.entries()) walk(one, `${path}/${index}`);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const schema = node as Record<string, unknown>;
  const isSchema = !/\/properties$/.test(path);
  if (isSchema) {
    expect(Object.keys(schema), `${path} is empty`).not.toHaveLength(0);
    for (const word of REFUSED) expect(Object.keys(schema), `${path} has ${word}`).not.toContain(word);
    expect(Array.isArray(schema.type), `${path} has several types`).toBe(false);
    if (schema.type === "array") {
      expect(schema.items, `${path} has no items`).toBeTypeOf("object");
      expect(Array.isArray(schema.items), `${path} is a tuple`).toBe(false);
    }
  } else {
    for (const name of Object.keys(schema)) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  }
  for (const [key, value] of Object.entries(schema)) {
    if (["enum", "required", "default", "description"].includes(key) && isSchema) continue;
    if (typeof value === "boolean" && isSchema)
      expect(key, `${path}/${key} is a boolean schema`).toBe("additionalProperties");
    else walk(value, `${path}/${key}`);
  }
}
