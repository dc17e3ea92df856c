import type { Row, Rows } from "../src/operations/rows.ts";
import type { Field, Shape } from "../src/operations/signature.ts";

// Values of a shape, made from the shape: what a row takes at least, and all that it takes.

const SCALARS: Readonly<Record<string, unknown>> = {
  string: "text",
  number: 1.5,
  integer: 7,
  boolean: true,
  object: { key: "value" },
  any: { key: "value" },
  datetime: "2026-11-01T09:00:00.000Z",
  date: "2026-11-01",
  time: "09:30:00",
  file: "picture.png",
  null: null,
};

/**
 * The arguments of a call: only what is required, or with `whole` everything, `deep` levels down. Where one of several
 * shapes may stand, `variant` says which.
 */
export function sampleOf(
  row: Row,
  rows: Rows,
  whole: boolean,
  variant = 0,
  deep = 6,
): Record<string, unknown> {
  const how = { whole, variant, deep };
  const fields = rows.takes(row).filter(({ name }) => !isReport(row) || !INSTEAD.has(name));
  return fieldsOf(fields, (name) => rows.shape(name, row.revision), how, 0);
}

/** Reports have words of their own for what they are grouped by, and a filter that is no text of any kind. */
const isReport = ({ path }: Row) => path.endsWith("-reports");
const INSTEAD: ReadonlySet<string> = new Set(["group_by", "filter", "page_cursor"]);

/** A filter of the first field that an operation filters by. */
export function filterOf({ filter }: Row): string {
  const [field, [type, operators, values] = ["string", "equals"]] = Object.entries(filter ?? {})[0] ?? [];
  const bare: Readonly<Record<string, string>> = {
    datetime: "2026-11-01T09:00:00Z",
    boolean: "true",
    number: "1",
  };
  const value = bare[type] ?? JSON.stringify(values?.[0] ?? "text");
  const operator = operators.split(" ").includes("equals") ? "equals" : (operators.split(" ")[0] ?? "");
  return `${operator}(${field},${operator === "any" ? `[${value}]` : value})`;
}

interface How {
  whole: boolean;
  variant: number;
  deep: number;
}

type Named = (name: string) => Shape | undefined;

function fieldsOf(fields: readonly Field[], named: Named, how: How, depth: number) {
  const chosen = fields.filter(({ optional }) => !optional || (how.whole && depth < how.deep));
  const values = chosen.map(({ name, shape }) => [name, sampled(shape, named, how, depth + 1, name)]);
  return Object.fromEntries(values) as Record<string, unknown>;
}

function sampled(shape: Shape, named: Named, how: How, depth: number, name: string): unknown {
  const inside = (of: Shape) => sampled(of, named, how, depth + 1, name);
  switch (shape.is) {
    case "value":
      return shape.value;
    case "list":
      return [inside(shape.of)];
    case "map":
      return { key: inside(shape.of) };
    case "fields":
      return fieldsOf(shape.fields, named, how, depth);
    case "one of": {
      const one = shape.of[how.variant % shape.of.length];
      return one && inside(one);
    }
    case "name": {
      const is = depth < 20 ? named(shape.name) : undefined;
      return is ? inside(is) : { key: "value" };
    }
    default:
      if (name === "filter") return "greater-than(count,1)";
      if (name === "end" && shape.is === "datetime") return "2026-11-02T09:00:00.000Z";
      if (name === "phone_number") return "+12025550143";
      return shape.is === "string" ? `a_${name}` : SCALARS[shape.is];
  }
}
