/** Where in a request a problem lies: a body path or a query parameter, as Klaviyo names them. */
export interface Source {
  pointer?: string;
  parameter?: string;
}

/** One entry of Klaviyo's `errors` list, before the fields that every entry shares are filled in. */
export interface Problem {
  detail: string;
  source?: Source;
  code?: string;
  title?: string;
  meta?: Record<string, unknown>;
  links?: Record<string, string>;
}

const NAMES: Record<number, [code: string, title: string]> = {
  400: ["invalid", "Invalid input."],
  404: ["not_found", "Not found."],
  405: ["method_not_allowed", "Method not allowed."],
  409: ["conflict", "Conflict."],
  410: ["gone", "Gone."],
  413: ["payload_too_large", "Payload too large."],
  415: ["unsupported_media_type", "Unsupported media type."],
  429: ["throttled", "Request was throttled."],
};

/** Thrown wherever the sandbox refuses what Klaviyo refuses; becomes one answer in Klaviyo's error shape. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problems: Problem[],
    readonly headers: Record<string, string> = {},
  ) {
    super(problems[0]?.detail ?? "refused");
  }

  /** The body of the answer. `id` makes one opaque id per error. */
  toDocument(id: () => string): { errors: unknown[] } {
    const [code, title] = NAMES[this.status] ?? ["invalid", "Invalid input."];
    const errors = this.problems.map((problem) => ({
      id: id(),
      status: this.status,
      code: problem.code ?? code,
      title: problem.title ?? title,
      detail: problem.detail,
      source: problem.source ?? { pointer: "/data" },
      // Recorded answers have these in every error but one that says that something is not there.
      ...(this.status !== 404 && { links: problem.links ?? {}, meta: problem.meta ?? {} }),
    }));
    return { errors };
  }
}

/** 400 for a value in the request body; `pointer` is its JSON pointer. */
export function refuseBody(pointer: string, detail: string): Refusal {
  return new Refusal(400, [{ detail, source: { pointer } }]);
}

/** 400 for a query parameter. */
export function refuseParameter(parameter: string, detail: string): Refusal {
  return new Refusal(400, [{ detail, source: { parameter } }]);
}

/** 404 for a resource that is not in the account. */
export function refuseMissing(type: string, id: string): Refusal {
  return new Refusal(404, [
    { detail: `A ${type} with id ${id} does not exist.`, source: { pointer: "/data/" } },
  ]);
}

/** 400 for an id in the path that no resource of its type could have; `word` is what Klaviyo calls the type. */
export function refuseMalformedId(word: string, id: string): Refusal {
  return refuseBody("/data/id", `Invalid ${word} ID: '${id}'`);
}

/** 409 for a value that another resource already has. */
export function refuseConflict(
  pointer: string,
  detail: string,
  code?: string,
  meta?: Problem["meta"],
): Refusal {
  return new Refusal(409, [{ detail, source: { pointer }, ...(code && { code }), ...(meta && { meta }) }]);
}
