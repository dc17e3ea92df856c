import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";
import { isObject, textOf } from "../text.ts";
import type { Files } from "../tool/files.ts";
import type { Input, OperationTool, Planned } from "../tool/tool.ts";
import { buildRequest, type GatewayRequest } from "../wire/request.ts";

/** Klaviyo takes images of 5 MB, and what stands around one in its form counts. */
const MOST_BYTES = 4_990_000;
/** How the images begin that Klaviyo takes (its guide to image uploads: JPEG, PNG, GIF). */
const IMAGES: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0x47, 0x49, 0x46, 0x38],
];

/**
 * A request with the bytes of the file that it names. Throws InputError where no folder is allowed, the file cannot be
 * read, or it is no image where one is due: whatever else lies in the folder stays there.
 */
export async function withFile(
  request: GatewayRequest,
  tool: OperationTool,
  files: Files | undefined,
): Promise<GatewayRequest> {
  if (!files) {
    const problem = "this sends a file, and the server has no folder that it may read files from";
    throw new InputError(problem, {
      argument: "file",
      next: "A person allows one with --files DIR. Where the file has a url, give Klaviyo that.",
    });
  }
  const { upload, body } = request;
  if (!upload) return request;
  const name = isObject(body) ? textOf(body[upload.field]) : "";
  const bytes = await files.read(name, MOST_BYTES);
  const isImage = IMAGES.some((start) => start.every((byte, at) => bytes[at] === byte));
  if ("resource" in tool.result && tool.result.resource.type === "image" && !isImage) {
    throw new InputError(`${name} is no JPEG, PNG or GIF`, { argument: "file", next: "Nothing was sent." });
  }
  return { ...request, upload: { ...upload, bytes } };
}

/**
 * What of the folder a call would send: of a file that a person agreed to, no other may leave. Undefined for what sends
 * none. Throws as `withFile` does, before anybody is asked.
 */
export async function plannedUpload(
  tool: OperationTool,
  input: Input,
  files: Files | undefined,
): Promise<Planned | undefined> {
  const { body } = tool.request;
  if (!body || !("multipart" in body)) return undefined;
  const { upload } = await withFile(buildRequest(tool, input), tool, files);
  const bytes = upload?.bytes ?? new Uint8Array();
  return {
    of: `a file of ${bytes.length} bytes leaves the folder`,
    lines: [],
    effects: [],
    holds: { contents: createHash("sha256").update(bytes).digest("base64url") },
  };
}
