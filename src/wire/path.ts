import { InputError } from "../errors.ts";

/**
 * A value encoded so that it fills exactly one path segment, whoever decodes the path on the way. Throws InputError
 * for one that cannot.
 */
export function segment(name: string, value: string): string {
  const problem = problemOf(value);
  if (problem) throw new InputError(`${name} ${problem}`, { argument: name });
  return encodeURIComponent(value);
}

/**
 * The one spelling of a native path: no /klaviyo before it, no slash after it, each segment percent-encoded once.
 * Throws InputError for what is none: it must stay below /api/, since Maton's control API lies beside it.
 */
export function nativePath(given: string): string {
  const refuse = (problem: string) => new InputError(`path: ${problem}`, { argument: "path" });
  const path = given.replace(/^\/klaviyo(?=\/)/, "");
  if (!path.startsWith("/api/")) {
    throw refuse("The path must start with /api/, e.g. /api/profiles, without a host.");
  }
  if (/[?#]/.test(path)) throw refuse("The path holds a ? or #: parameters go in query.");
  const segments = path.replace(/\/$/, "").split("/").slice(1);
  if (segments.length < 2) throw refuse("The path ends at /api/: name what is below it.");
  const encoded = segments.map((one) => {
    const problem = one === "" ? "holds an empty segment (//)" : problemOf(one);
    if (problem) throw refuse(`The path ${problem}.`);
    try {
      return encodeURIComponent(decodeURIComponent(one));
    } catch {
      throw refuse("The path holds a % that encodes nothing; a % itself is written %25.");
    }
  });
  return `/${encoded.join("/")}`;
}

/** Why a value cannot be one segment, to stand after its name: the one rule, for ids and for paths given whole. */
function problemOf(value: string): string | undefined {
  if (value.trim() === "") return "is empty";
  if (!value.isWellFormed()) return "holds half a character (a lone surrogate)";
  // A proxy may decode once more than it should: look at what the value would be then.
  for (let now = value, before = ""; now !== before; now = decodeOnce(before)) {
    before = now;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
    if (/[\u0000-\u001f\u007f]/.test(now)) return "holds a control character";
    // Some servers take off what follows a ; before they look at a segment.
    if (/(?:^|[/\\])\.\.?(?:[/\\;]|$)/.test(now)) return "holds a path step (. or ..)";
    if (now.includes("\\")) return "holds a backslash";
  }
  return undefined;
}

/** Byte by byte, so that one malformed escape does not hide the next. */
function decodeOnce(value: string): string {
  return value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
