import { UNSEEN } from "../text.ts";
import { lastOf } from "./entry.ts";
import { lineAt, type Splice } from "./text.ts";

/**
 * What changes in a file, for a person: the lines taken out and put in, by the number of the line they stand at. Only
 * what is changed is shown, since what stands beside it may be somebody's secret; `secrets` are shown by their ends.
 */
export function diffOf(before: string, splices: readonly Splice[], secrets: readonly string[]): string {
  return splices
    .flatMap(({ at, length, text }) => [
      `  line ${lineAt(before, at)}`,
      ...linesOf(before.slice(at, at + length), "-", secrets),
      ...linesOf(text, "+", secrets),
    ])
    .join("\n");
}

function linesOf(text: string, sign: "-" | "+", secrets: readonly string[]): string[] {
  const lines = masked(text, secrets).split(/\r?\n/);
  return lines.filter((line) => line.trim() !== "").map((line) => `  ${sign} ${visible(line)}`);
}

/** A text with each secret cut to its end, as it is and as JSON has it. */
export function masked(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => {
    const written = JSON.stringify(secret).slice(1, -1);
    return rest.replaceAll(written, lastOf(secret)).replaceAll(secret, lastOf(secret));
  }, text);
}

/** A file's text cannot move the cursor of whoever looks at it. */
function visible(line: string): string {
  return line
    .replace(/[^\P{Cc}\t]/gu, "")
    .replace(UNSEEN, "")
    .replaceAll("\t", "  ");
}
