import type { Drawn } from "../../draw/tree.ts";
import { writtenAs } from "../../draw/tree.ts";

// What is drawn is made node by node: text goes in as text, so that no name of an account can be mark-up.

type Child = Node | string | false | undefined;
type Attributes = Readonly<Record<string, string | number | undefined | ((event: never) => void)>>;

/** An element; a function among the attributes hears the event of that name. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") one.addEventListener(name, value as (event: Event) => void);
    else if (value !== undefined) one.setAttribute(name, String(value));
  }
  one.append(...children.filter((child) => child !== undefined && child !== false));
  return one;
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawing as an element. */
export function shown({ tag, attributes, children }: Drawn, inSvg = false): HTMLElement | SVGElement {
  const isSvg = inSvg || tag === "svg";
  const one = isSvg ? document.createElementNS(SVG, tag as "svg") : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) one.setAttribute(name, String(value));
  }
  one.append(...children.map((child) => (typeof child === "string" ? child : shown(child, isSvg))));
  return one;
}

/** A text that people wrote: kept apart from what stands around it, whichever way its letters run, and cut. */
export const written = (text: string, most?: number) => shown(writtenAs(text, most));

/** A fact is a line or two. */
const MOST_FACT = 300;

/** A list of what is called so, and what it is. */
export function facts(
  pairs: readonly (readonly [name: string, value: Node | string | false | undefined])[],
): HTMLElement {
  const known = pairs.filter(([, value]) => value !== undefined && value !== false && value !== "");
  const shownAs = (value: (typeof known)[number][1]) =>
    typeof value === "string" ? written(value, MOST_FACT) : value;
  return el(
    "dl",
    {},
    ...known.flatMap(([name, value]) => [el("dt", {}, written(name)), el("dd", {}, shownAs(value))]),
  );
}

/** A section with a heading. */
export function part(heading: string, ...children: readonly Child[]): HTMLElement {
  return el("section", {}, el("h2", {}, heading), ...children);
}

/** What the answer says is not in it. */
export function left({ omitted }: Readonly<Record<string, unknown>>): HTMLElement | undefined {
  return typeof omitted === "string" ? el("p", { class: "soft" }, written(omitted, 600)) : undefined;
}
