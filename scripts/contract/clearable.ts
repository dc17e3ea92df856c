import type { BodyRow } from "./bodies.ts";
import type { Row } from "./row.ts";
import type { Field } from "./shapes.ts";

/**
 * Says of each change which attributes can be set to null. The vendor's document marks every attribute of a change as
 * nullable, and means that it may be left out: what its creation insists on, a switch and a choice always have a value.
 */
export function withClearable(rows: readonly Row[]): Row[] {
  const insisted = new Map<string, Set<string>>();
  for (const { facts, body, fields } of rows) {
    if (facts.method !== "POST" || !body?.type) continue;
    const names = fields.filter((field) => field.needed).map(({ name }) => name);
    insisted.set(body.type, new Set([...(insisted.get(body.type) ?? []), ...names]));
  }
  return rows.map((row) => {
    const { facts, body, fields } = row;
    if (facts.method !== "PATCH" || !body?.type) return row;
    const names = fields
      .filter((field) => field.nullable && isAttribute(field.name, body) && mayBeEmpty(field))
      .map(({ name }) => name)
      .filter((name) => !insisted.get(body.type ?? "")?.has(name));
    return names.length > 0 ? { ...row, body: { ...body, clearable: names.join(" ") } } : row;
  });
}

function isAttribute(name: string, { attributes = "", paths = {} }: BodyRow): boolean {
  return attributes.split(" ").includes(name) || (paths[name]?.startsWith("attributes.") ?? false);
}

function mayBeEmpty({ shape }: Field): boolean {
  return shape.is !== "values" && !(shape.is === "plain" && shape.name === "boolean");
}
