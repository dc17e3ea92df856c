import type { Field, Shape } from "./shapes.ts";

/** Which named shape is written out where it is used, and which by its name. */
export type Named = (name: string) => Shape | undefined;

/** `name: string; opt_in?: "a"|"b"`: fields as src/operations/signature.ts reads them. */
export function fieldsText(fields: readonly Field[], inline: Named): string {
  return fields
    .map(({ name, shape, needed, nullable }) => {
      const type = shapeText(shape, inline);
      return `${keyText(name)}${needed ? "" : "?"}: ${type}${needed && nullable && type !== "any" ? "|null" : ""}`;
    })
    .join("; ");
}

/** A type of the signature. */
export function shapeText(shape: Shape, inline: Named): string {
  switch (shape.is) {
    case "plain":
      return shape.name;
    case "values":
      return shape.values.map((value) => JSON.stringify(value)).join("|") || "null";
    case "list": {
      const most = shape.most === undefined ? "" : `<=${shape.most}`;
      return `${grouped(shape.of, inline)}[]${most}`;
    }
    case "map":
      return `{[string]: ${shapeText(shape.of, inline)}}`;
    case "object":
      return `{${fieldsText(shape.fields, inline)}}`;
    case "either":
      return [...new Set(shape.of.map((one) => shapeText(one, inline)))].join("|");
    case "named": {
      const written = inline(shape.name);
      return written ? shapeText(written, inline) : shape.name;
    }
  }
}

function grouped(shape: Shape, inline: Named): string {
  const text = shapeText(shape, inline);
  const inner = shape.is === "named" ? inline(shape.name) : shape;
  const several =
    inner &&
    ((inner.is === "values" && inner.values.length > 1) || (inner.is === "either" && text.includes("|")));
  return several ? `(${text})` : text;
}

function keyText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}
