import { Refusal, refuseBody } from "../refusal.ts";
import type { Values } from "../resource.ts";
import type { Operation } from "./operation.ts";

/** Reads a form that stands for a body: its fields as attributes, of a file its name. */
export function readForm(
  operation: Operation,
  fields: string,
  request: { headers: Record<string, string>; body: string },
): { type: string; attributes: Values } {
  const boundary = request.headers["content-type"]?.match(/^multipart\/form-data;.*boundary="?([^";]+)/)?.[1];
  if (!boundary)
    throw new Refusal(415, [
      { detail: "Unsupported media type in request; multipart/form-data is expected." },
    ]);
  const attributes: Values = {};
  for (const part of request.body.split(`--${boundary}`)) {
    const [head = "", ...rest] = part.split("\r\n\r\n");
    const name = head.match(/name="([^"]*)"/)?.[1];
    if (name === undefined) continue;
    const file = head.match(/filename="([^"]*)"/)?.[1];
    attributes[name] = file ?? rest.join("\r\n\r\n").replace(/\r\n$/, "");
  }
  for (const field of fields.split(" ")) {
    const name = field.replace("!", "");
    if (field.endsWith("!") && !attributes[name])
      throw refuseBody(`/data/${name}`, `'${name}' is a required field.`);
  }
  return { type: operation.type, attributes };
}
