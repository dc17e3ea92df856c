import { kindOfId } from "../check/names.ts";
import { GatewayError, type Objection } from "../errors.ts";
import { isObject } from "../text.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { argumentAt, pathInputs } from "../wire/argument-at.ts";

/** Where Klaviyo points when it points at nothing. */
const NOWHERE = /^\/data\/?$/;
/** A call may hold ten thousand profiles; the one that an answer names is found or it is not. */
const MOST_LOOKED = 50_000;

/**
 * The argument that an objection of an answer speaks of, as the caller wrote it. What is not found (404) is told by the
 * id that the text names, then by the kind of thing that it names, and only then by where it points.
 */
export function argumentBlamed(
  operation: OperationTool | undefined,
  objection: Objection,
  status: number,
  given: unknown,
): string | undefined {
  const pointed = () => operation && argumentAt(operation, objection, given);
  if (status !== 404) return pointed();
  const inputs = operation ? idInputs(operation) : [];
  const named = idNamed(objection.detail, given) ?? inputNamed(objection.detail, inputs);
  const points = objection.parameter !== undefined || !NOWHERE.test(objection.pointer ?? "/data");
  return named ?? (points ? pointed() : undefined) ?? inputs[0];
}

/** The ids that an operation cannot do without: those of its path, the last first, and the one of its body. */
function idInputs(operation: OperationTool): string[] {
  const { body } = operation.request;
  const own = body && "type" in body && "id" in body ? (body.id ?? []) : [];
  const sent = body && "identifiers" in body ? body.identifiers : [];
  return [...pathInputs(operation).reverse(), ...[own].flat(), ...[sent].flat()];
}

function holdsIds(name: string): boolean {
  return /(?:^|_)ids?$/.test(name) || kindOfId(name) !== undefined;
}

/** Klaviyo names the id that it has not: that tells better than a pointer which argument holds it. */
function idNamed(detail: string, given: unknown): string | undefined {
  const words = new Set(detail.split(/[\s"'`.,;:()[\]]+/));
  let left = MOST_LOOKED;
  const look = (value: unknown, name: string, path: string): string | undefined => {
    left -= 1;
    if (left < 0) return undefined;
    if (typeof value === "string") return words.has(value) && holdsIds(name) ? path : undefined;
    const inner: [string, string, unknown][] = Array.isArray(value)
      ? value.map((one, at) => [name, `${path}[${at}]`, one])
      : Object.entries(isObject(value) ? value : {}).map(([key, one]) => [
          key,
          path ? `${path}.${key}` : key,
          one,
        ]);
    for (const [key, place, one] of inner) {
      const found = look(one, key, place);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return look(given, "", "");
}

/** `No tag with that id` → tag_id: the longest kind that the text names, where an argument is an id of that. */
function inputNamed(detail: string, inputs: readonly string[]): string | undefined {
  const said = ` ${detail.toLowerCase().replace(/[\s_-]+/g, " ")} `;
  const kinds = inputs
    .map((name) => ({ name, kind: name.replace(/_ids?$/, "").replaceAll("_", " ") }))
    .filter(({ name, kind }) => kind !== name && new RegExp(`\\b${kind}s?\\b`).test(said))
    .sort((a, b) => b.kind.length - a.kind.length);
  return kinds[0]?.name;
}

/** Whether an answer refuses just this text, or the argument that it stands in, by whatever status. */
export function isAbout(
  error: unknown,
  { text, argument }: { text: string; argument: string },
  operation: OperationTool | undefined,
  input: Input,
): boolean {
  if (!(error instanceof GatewayError) || ![400, 404, 409, 422].includes(error.status)) return false;
  return [error, ...error.others].some(
    (one) => holds(one.detail, text) || argumentBlamed(operation, one, error.status, input) === argument,
  );
}

/** Whether a text has another as a word of it. */
function holds(detail: string, text: string): boolean {
  const at = detail.indexOf(text);
  const isPart = (character: string | undefined) => /[\p{L}\p{N}]/u.test(character ?? "");
  return at >= 0 && !isPart(detail[at - 1]) && !isPart(detail[at + text.length]);
}
