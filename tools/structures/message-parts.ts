import { isObject } from "../../src/text.ts";

/** What a message holds that a person would look at. */
export interface Parts {
  text: string;
  links: string[];
  images: { src: string; alt: string }[];
}

/** What html shows nothing of. */
const UNSEEN: ReadonlySet<string> = new Set(["head", "script", "style", "title", "template"]);
/** What begins on a line of its own. */
const BLOCKS: ReadonlySet<string> = new Set(
  "address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table td tr ul".split(
    " ",
  ),
);

/** What an e-mail's html shows: its text in lines, its links and pictures, each once and in their order. */
export async function partsOf(html: string): Promise<Parts> {
  const { Parser } = await import("htmlparser2");
  const links = new Set<string>();
  const images = new Map<string, string>();
  let hidden = 0;
  let text = "";
  const parser = new Parser({
    onopentag(name, { href, src, alt = "" }) {
      if (UNSEEN.has(name)) hidden += 1;
      if (BLOCKS.has(name)) text += "\n";
      if (name === "a" && href && !href.startsWith("#")) links.add(href.trim());
      if (name === "img" && src && !images.has(src)) images.set(src.trim(), alt);
    },
    ontext(part) {
      if (hidden === 0) text += part.replace(/\s+/g, " ");
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) hidden -= 1;
      if (BLOCKS.has(name)) text += "\n";
    },
  });
  parser.end(html);
  return { text: lined(text), links: [...links], images: [...images].map(([src, alt]) => ({ src, alt })) };
}

/** Lines without what is blank around and between them. */
function lined(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("\n");
}

/** A variable of a template, and what stands there for who has none. */
const VARIABLE = /\{\{\s*([\w.]{1,100})\s*(\|[^}]{0,200})?\}\}/g;
const DEFAULT = /\|\s*default\s*:\s*['"]?([^'"|}]*)/;

/** What of a person a message names. */
export interface Variables {
  /** With what stands there where a person has none. */
  used: Record<string, string>;
  /** Of these this person has nothing, and no default stands in for it. */
  empty: string[];
}

/** The variables that a text names, held against what is known of a person. */
export function variablesIn(text: string, context: Record<string, unknown>): Variables {
  const used: Record<string, string> = {};
  const empty = new Set<string>();
  for (const [, name = "", filters = ""] of text.matchAll(VARIABLE)) {
    if (/^\|\s*lookup/.test(filters)) continue;
    const instead = DEFAULT.exec(filters)?.[1]?.trim();
    used[name] ??= instead === undefined ? "no default" : `default "${instead}"`;
    const value = name
      .split(".")
      .reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), context);
    if (instead === undefined && (value === undefined || value === null || value === "")) empty.add(name);
  }
  return { used, empty: [...empty] };
}

/** What was left of variables after the message was filled in: nothing that a customer should see. */
export function leftIn(text: string): string[] {
  return [...new Set(text.match(/\{\{[^}]{0,200}\}\}|\{%[^%]{0,200}%\}/g) ?? [])];
}
