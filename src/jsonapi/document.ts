import { isObject } from "../text.ts";

/** The media type of JSON:API, which Klaviyo speaks both ways. */
export const MEDIA_TYPE = "application/vnd.api+json";

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
 * The opaque cursor of `links.next`, or undefined on the last page; the one reader of it, so that its rules are one.
 * The link itself points at Klaviyo's own host and is never followed: it would carry the gateway's key there. A link to
 * any other host and a cursor that is itself a url are refused. Reports call the parameter page_cursor, and aggregates
 * put their links into `data`.
 */
export function nextCursor(document: unknown): string | undefined {
  const next = linksOf(document).next ?? linksOf(isObject(document) ? document.data : undefined).next;
  if (typeof next !== "string" || !URL.canParse(next)) return undefined;
  const { protocol, host, searchParams } = new URL(next);
  if (protocol !== "https:" || host !== "a.klaviyo.com") return undefined;
  const cursor = searchParams.get("page[cursor]") ?? searchParams.get("page_cursor");
  return cursor && !/^[a-z][a-z0-9+.-]*:\/\//i.test(cursor) ? cursor : undefined;
}

function linksOf(node: unknown): Record<string, unknown> {
  return isObject(node) && isObject(node.links) ? node.links : {};
}
