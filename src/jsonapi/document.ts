/** The media type of JSON:API, which Klaviyo speaks both ways. */
export const MEDIA_TYPE = "application/vnd.api+json";

export interface ResourceObject {
  type: string;
  id: string;
  attributes?: Record<string, unknown>;
  relationships?: Record<string, unknown>;
}

/** A plain object: what JSON calls one, not an array and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A scalar as text, and nothing for whatever else stands there: String() throws where an answer has its own toString. */
export function textOf(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
}

/** Whether a content type announces JSON, `+json` included. */
export function isJsonType(contentType: string | undefined): boolean {
  return /^[\w.+-]+\/(?:[\w.-]+\+)?json\b/i.test(contentType ?? "");
}

/** The resource objects of a document's `data`, one or many; whatever is no object is left out. */
export function primaryData(document: unknown): Record<string, unknown>[] {
  const data = isObject(document) ? document.data : undefined;
  return (Array.isArray(data) ? data : [data]).filter(isObject);
}

/**
 * The opaque cursor of `links.next`, or undefined on the last page. The link itself points at Klaviyo's own host and
 * is never followed: it would carry the gateway's key there. A cursor that is itself a url is refused.
 */
export function nextCursor(document: unknown, parameter = "page[cursor]"): string | undefined {
  const links = isObject(document) ? document.links : undefined;
  const next = isObject(links) ? links.next : undefined;
  if (typeof next !== "string" || !URL.canParse(next)) return undefined;
  const url = new URL(next);
  if (url.protocol !== "https:" || url.host !== "a.klaviyo.com") return undefined;
  const cursor = url.searchParams.get(parameter);
  return cursor && !/^[a-z][a-z0-9+.-]*:\/\//i.test(cursor) ? cursor : undefined;
}
