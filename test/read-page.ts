import { Parser } from "htmlparser2";

/** All elements of a page, with their attributes, and all of its text. */
export function readPage(html: string) {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  let text = "";
  let skipped = 0;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      elements.push({ name, attributes });
      if (name === "style") skipped += 1;
    },
    onclosetag: (name) => {
      if (name === "style") skipped -= 1;
    },
    ontext: (part) => {
      if (skipped === 0) text += part;
    },
  });
  parser.end(html);
  return { elements, text };
}
