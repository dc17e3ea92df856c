const PLAIN = /^[\s!-~]*$/;

/** The words of a text, small and without marks. */
export function words(text: string): string[] {
  // Names and paths are plain letters: most of what is read needs no taking apart of accents.
  if (PLAIN.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return (
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** A name or a sentence as words with one blank between, however it was written. */
export function spaced(text: string): string {
  return words(text.replaceAll("_", " ")).join(" ");
}

/** What is left of an English word without its ending: enough to meet `deletion` with `deleted` and `flows` with `flow`. */
export function stem(word: string): string {
  let left = word;
  if (left.length > 4) left = left.replace(/ies$/, "y");
  if (left.length > 3) left = left.replace(/([^su])s$/, "$1");
  if (left.length > 5) left = left.replace(/(ing|ed|ion)$/, "").replace(/([bdgmnprt])\1$/, "$1");
  return left.length > 3 ? left.replace(/e$/, "") : left;
}

/** The same, remembering every word: for making an index, where few words come again and again. */
export function stemmer(): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const left = stem(word);
    known.set(word, left);
    return left;
  };
}
