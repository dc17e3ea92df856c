// A change to a file, as the few places of its text that change: what lies between them stays byte for byte.

/** `text` in the place of `length` characters from `at` on. */
export interface Splice {
  at: number;
  length: number;
  text: string;
}

/** A file that is not what its client would read: it is left alone. The message says what is wrong with it. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}

/** The text with every splice done; no two of them overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  // From the end, so that those before stay where they are.
  return [...splices]
    .sort((a, b) => b.at - a.at)
    .reduce((rest, { at, length, text: put }) => rest.slice(0, at) + put + rest.slice(at + length), text);
}

/** How the lines of a text end. */
export function lineEnd(text: string): "\r\n" | "\n" {
  return /\r\n/.test(text) ? "\r\n" : "\n";
}

/** The number of the line that a place is in, from 1 on. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}
