import { MEDIA_TYPE } from "../src/jsonapi/document.ts";
import type { Started } from "./client.ts";

const TYPES =
  "profile list segment metric flow campaign template tag tag-group coupon form image catalog-category custom-metric".split(
    " ",
  );

/** The server has read an answer that has all texts of these arguments as ids: a change by them asks no more whether they are. */
export async function readBefore<T>({ sandbox, call }: Started, args: T): Promise<T> {
  const texts = new Set(JSON.stringify(args).match(/(?<=")[^"\\]{1,64}(?=")/g));
  const data = TYPES.flatMap((type) => [...texts].map((id) => ({ type, id })));
  sandbox.addFault({
    match: { path: "/klaviyo/api/lists" },
    status: 200,
    contentType: MEDIA_TYPE,
    body: JSON.stringify({ data }),
  });
  await call("get_lists");
  sandbox.clearFaults();
  sandbox.clearRequests();
  return args;
}
