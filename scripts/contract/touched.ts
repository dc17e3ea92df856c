import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Which files of ours speak of a name, or hold a text that is no name. */
export type Mentions = (text: string) => string[];

const FOLDERS = ["tools", "test/cases"];

/** Looks through our tools and their cases. */
export function mentions(): Mentions {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name): [string, string] => [join(folder, name), readFileSync(join(folder, name), "utf8")]),
  );
  return (text) => {
    const isName = /^\w+$/.test(text);
    const pattern = new RegExp(`\\b${text}\\b`);
    return files
      .filter(([, held]) => (isName ? pattern.test(held) : held.includes(text)))
      .map(([file]) => file);
  };
}
