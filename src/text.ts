/** The known name that is closest to what was written, or undefined when none is close. */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  // A third of the letters may be wrong; beyond that a suggestion misleads more than it helps.
  let bestDistance = Math.max(2, Math.floor(written.length / 3)) + 1;
  const target = fold(written);
  for (const name of known) {
    const candidate = fold(name);
    const contained = target.length > 3 && (candidate.includes(target) || target.includes(candidate));
    const edits = editDistance(target, candidate, bestDistance);
    // A part of a name is close to it, but less close than one wrong letter.
    const distance = contained ? Math.min(edits, 1.5) : edits;
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(written: string, known: Iterable<string>): string {
  const name = nearest(written, known);
  return name === undefined ? "" : ` Did you mean "${name}"?`;
}

function fold(name: string): string {
  return name
    .slice(0, 100)
    .toLowerCase()
    .replace(/[-_. ]/g, "");
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? limit;
}

/**
 * What a model reads and a person does not see: tags, zero width, what turns text around, C1 controls, letters that only
 * fill. Whole sentences can hide in them.
 */
export const UNSEEN = /[\u007f-\u009f\ufff9-\ufffb]|\p{Default_Ignorable_Code_Point}/gu;

/**
 * One line of at most `most` characters, then …: what a server or a customer wrote must not draw lines of its own, nor
 * hide or turn around what is read.
 */
export function oneLine(text: string, most = 600): string {
  const flat = text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .replace(UNSEEN, "")
    .trim();
  return flat.length > most ? `${flat.slice(0, most).toWellFormed()}…` : flat;
}

/** A plain object: what JSON calls one, not an array and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A scalar as text, and nothing for whatever else stands there: String() throws where an answer has its own toString. */
export function textOf(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
}

/** Whether a host name is this machine's own. */
export function isLoopbackName(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);
}
