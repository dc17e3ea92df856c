import type { Row } from "./row.ts";
import type { Field, Shape, Shapes } from "./shapes.ts";
import { fieldsText, type Named, shapeText } from "./signatures.ts";

/** A type whose text is no longer than this is written out where it is used. */
const SHORT = 120;
/** An operation whose named types take more than this together is a giant: its types stand in a file of their own. */
const GIANT = 6000;

/** The named types of one revision: which are written out, which get a line, and in which file. */
export class NamedTypes {
  readonly #shapes: Shapes;
  readonly #texts = new Map<string, string | undefined>();

  constructor(shapes: Shapes) {
    this.#shapes = shapes;
  }

  takes(fields: readonly Field[]): string {
    return fieldsText(fields, this.#inline);
  }

  /** Types that the rows need, by name: `own` of ordinary operations, `giant` of giants alone. */
  lines(rows: readonly Row[]): { own: Map<string, string>; giant: Map<string, string> } {
    const own = new Set<string>();
    const giant = new Set<string>();
    for (const row of rows) {
      const names = this.#reached(row.fields);
      const size = names.reduce((sum, name) => sum + this.#text(name).length, 0);
      for (const name of names) (size > GIANT ? giant : own).add(name);
    }
    const texts = (names: string[]) => new Map(names.sort().map((name) => [name, this.#text(name)]));
    return { own: texts([...own]), giant: texts([...giant].filter((name) => !own.has(name))) };
  }

  #text(name: string): string {
    return shapeText(this.#shapes.named(name), this.#inline);
  }

  readonly #inline: Named = (name) =>
    this.#short(name) === undefined ? undefined : this.#shapes.named(name);

  /** The text of a type that is short; undefined of one that is long or holds itself. */
  #short(name: string): string | undefined {
    if (this.#texts.has(name)) return this.#texts.get(name);
    this.#texts.set(name, undefined);
    const text = shapeText(this.#shapes.named(name), this.#inline);
    const short =
      text.length <= SHORT && !this.#holds(name, this.#shapes.named(name), new Set()) ? text : undefined;
    this.#texts.set(name, short);
    return short;
  }

  #holds(name: string, shape: Shape, seen: Set<string>): boolean {
    return namesIn(shape).some((inner) => {
      if (inner === name) return true;
      if (seen.has(inner)) return false;
      seen.add(inner);
      return this.#holds(name, this.#shapes.named(inner), seen);
    });
  }

  /** The types with lines of their own below some fields. */
  #reached(fields: readonly Field[]): string[] {
    const found = new Set<string>();
    const seen = new Set<string>();
    const visit = (shape: Shape): void => {
      for (const name of namesIn(shape)) {
        if (seen.has(name)) continue;
        seen.add(name);
        if (this.#short(name) === undefined) found.add(name);
        visit(this.#shapes.named(name));
      }
    };
    visit({ is: "object", fields });
    return [...found];
  }
}

function namesIn(shape: Shape): string[] {
  switch (shape.is) {
    case "named":
      return [shape.name];
    case "list":
    case "map":
      return namesIn(shape.of);
    case "either":
      return shape.of.flatMap(namesIn);
    case "object":
      return shape.fields.flatMap((field) => namesIn(field.shape));
    default:
      return [];
  }
}
