import { InputError } from "../errors.ts";
import { flawOfId, MAX_ID_BYTES } from "../tool/id.ts";

/**
 * A value encoded so that it fills exactly one path segment, whoever decodes the path on the way. Throws InputError
 * for one that cannot.
 */
export function segment(name: string, value: string): string {
  const problem = flawOfId(value);
  if (problem) throw new InputError(`${name} ${problem}`, { argument: name });
  return encodeURIComponent(value);
}

/**
 * The one spelling of a native path: no /klaviyo before it, no slash after it, each segment percent-encoded once.
 * Throws InputError for what is none: it must stay below /api/, since Maton's control API lies beside it.
 */
export function nativePath(given: string): string {
  const refuse = (problem: string) => new InputError(`path: ${problem}`, { argument: "path" });
  if (given.length > MAX_ID_BYTES || Buffer.byteLength(given) > MAX_ID_BYTES) {
    throw refuse(`The path has ${Buffer.byteLength(given)} bytes, and none has more than ${MAX_ID_BYTES}.`);
  }
  const path = given.replace(/^\/klaviyo(?=\/)/, "");
  if (!path.startsWith("/api/")) {
    throw refuse("The path must start with /api/, e.g. /api/profiles, without a host.");
  }
  if (/[?#]/.test(path)) throw refuse("The path holds a ? or #: parameters go in query.");
  const segments = path.replace(/\/$/, "").split("/").slice(1);
  if (segments.length < 2) throw refuse("The path ends at /api/: name what is below it.");
  const encoded = segments.map((one) => {
    const problem = one === "" ? "holds an empty segment (//)" : flawOfId(one);
    if (problem) throw refuse(`The path ${problem}.`);
    try {
      return encodeURIComponent(decodeURIComponent(one));
    } catch {
      throw refuse("The path holds a % that encodes nothing; a % itself is written %25.");
    }
  });
  return `/${encoded.join("/")}`;
}
