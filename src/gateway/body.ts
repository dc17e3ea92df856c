import { MEDIA_TYPE } from "../jsonapi/document.ts";
import { isObject } from "../text.ts";
import type { GatewayRequest } from "../wire/request.ts";

/** What a request carries, and what it calls that; undefined where it carries nothing. */
export async function bodyOf({
  host,
  body,
  upload,
}: GatewayRequest): Promise<{ bytes: Buffer; type: string } | undefined> {
  if (body === undefined) return undefined;
  if (!upload?.bytes || !isObject(body)) {
    const type = host === "control" ? "application/json" : MEDIA_TYPE;
    return { bytes: Buffer.from(JSON.stringify(body)), type };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    if (name === upload.field) form.append(name, new Blob([upload.bytes]), String(value));
    else form.append(name, String(value));
  }
  const encoded = new Response(form);
  return {
    bytes: Buffer.from(await encoded.arrayBuffer()),
    type: encoded.headers.get("content-type") ?? "multipart/form-data",
  };
}
