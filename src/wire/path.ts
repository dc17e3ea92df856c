export type NativePath = { path: string } | { problem: string };

/**
 * The one spelling of a native path: no /klaviyo before it, no slash after it, each segment percent-encoded once.
 * Or a sentence that says why it is none: whoever decodes it on the way, it must stay below /api/, since Maton's
 * control API lies beside it.
 */
export function nativePath(given: string): NativePath {
  const path = given.replace(/^\/klaviyo(?=\/)/, "");
  if (!path.startsWith("/api/")) {
    return { problem: "The path must start with /api/, e.g. /api/profiles, without a host." };
  }
  if (/[?#]/.test(path)) return { problem: "The path holds a ? or #: parameters go in query." };
  for (const decoded of decodings(path)) {
    const problem = problemOf(decoded);
    if (problem) return { problem };
  }
  try {
    const segments = path.replace(/\/$/, "").split("/").map(decodeURIComponent);
    if (segments.length < 3) return { problem: "The path ends at /api/: name what is below it." };
    return { path: segments.map(encodeURIComponent).join("/") };
  } catch {
    return { problem: "The path holds a % that encodes nothing; a % itself is written %25." };
  }
}

/** A path as it is written, as it reads decoded once, twice, … until there is nothing left to decode. */
function* decodings(path: string): Generator<string> {
  for (let now = path, before = ""; now !== before; ) {
    yield now;
    before = now;
    // Byte by byte, so that one wrong % does not hide what the rest would turn into.
    now = before.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}

function problemOf(path: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u001f\u007f]/.test(path)) return "The path holds a control character.";
  if (!path.isWellFormed()) return "The path holds half a character (a lone surrogate).";
  if (path.includes("\\")) return "The path holds a backslash.";
  if (path.includes("//")) return "The path holds an empty segment (//).";
  // Some servers take off what follows a ; before they look at a segment.
  if (/\/\.\.?(?:[/;]|$)/.test(path)) return "The path holds a step (. or ..).";
  return undefined;
}
