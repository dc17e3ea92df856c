// What is drawn, as plain values: a page makes nodes of it, a file gets it as text. No name of an account is ever mark-up.

type Child = Drawn | string | false | undefined;

/** An element of HTML or SVG. */
export interface Drawn {
  tag: string;
  attributes: Readonly<Record<string, string | number | undefined>>;
  children: readonly (Drawn | string)[];
}

/** An element with what is in it; children that are false or undefined are left out, so are such attributes. */
export function drawn(tag: string, attributes: Drawn["attributes"], ...children: readonly Child[]): Drawn {
  return { tag, attributes, children: children.filter((child) => child !== undefined && child !== false) };
}

const NAMESPACE = "http://www.w3.org/2000/svg";
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text with nothing in it that is mark-up, for contents and for attributes in quotes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);

/** A drawing as text that stands in an HTML page and, an svg, alone. */
export function markupOf({ tag, attributes, children }: Drawn): string {
  const own = tag === "svg" ? { xmlns: NAMESPACE, ...attributes } : attributes;
  const written = Object.entries(own)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  const inside = children.map((child) => (typeof child === "string" ? escaped(child) : markupOf(child)));
  return `<${tag}${written.join("")}>${inside.join("")}</${tag}>`;
}

/** Longer names than this are cut: a chart is no place for a letter. */
const MOST_CHARS = 160;

/** A text of at most so many characters, then …. */
export function cut(text: string, most = MOST_CHARS): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
}

/** A text that people wrote: kept apart from what stands around it, whichever way its letters run, and cut. */
export function writtenAs(text: string, most = MOST_CHARS): Drawn {
  return drawn("bdi", text.length > most ? { title: cut(text, 2000) } : {}, cut(text, most));
}
