import type { Row, Rows } from "./rows.ts";
import { type Field, printFields, type Shape } from "./signature.ts";

/** More characters than a line of a list should have. */
const LONG = 400;
/** More values than one reads to know what kind of value it is; of so many, a few are shown. */
const MANY = 6;
const FEW = 3;

/**
 * How an operation is called, in one line: `get_list(list_id: string) → list`. Longer than `most`, its choices are cut
 * to a few values, then what is inside objects is left out.
 */
export function callableLine(row: Row, rows: Rows, most = LONG): string {
  const takes = rows.takes(row);
  const filter: Field[] = row.filter
    ? [{ name: "filter", optional: !row.filter_required, shape: { is: "string" } }]
    : [];
  const lines = [
    (shape: Shape) => shape,
    (shape: Shape) => cut(shape, Number.POSITIVE_INFINITY),
    (shape: Shape) => cut(shape, 0),
  ].map((short) => {
    const fields = [...takes, ...filter].map((field) => ({ ...field, shape: short(field.shape) }));
    return `${row.name}(${printFields(fields)}) → ${row.result ?? "ok"}`;
  });
  return lines.find((line) => line.length <= most) ?? lines.at(-1) ?? "";
}

/** The shape with few values of each choice, and nothing of objects below a depth. */
function cut(shape: Shape, depth: number): Shape {
  switch (shape.is) {
    case "list":
      return { ...shape, of: cut(shape.of, depth) };
    case "map":
      return depth > 0 ? { is: "map", of: cut(shape.of, depth - 1) } : { is: "object" };
    case "fields":
      if (depth === 0) return { is: "object" };
      return {
        is: "fields",
        fields: shape.fields.map((field) => ({ ...field, shape: cut(field.shape, depth - 1) })),
      };
    case "one of": {
      const parts = shape.of.map((one) => cut(one, depth));
      const shown = parts.length > MANY ? [...parts.slice(0, FEW), MORE] : parts;
      const written = shown.map((one) => JSON.stringify(one));
      return { is: "one of", of: shown.filter((_, at) => written.indexOf(written[at] ?? "") === at) };
    }
    default:
      return shape;
  }
}

const MORE: Shape = { is: "name", name: "…" };
