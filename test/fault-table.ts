import type { Fault } from "../sandbox/index.ts";

const json = (status: number) => ({
  status,
  body: JSON.stringify({ errors: [{ id: "1", status, code: "e", title: "t", detail: `fault ${status}` }] }),
  contentType: "application/vnd.api+json",
});
/** Everything that can go wrong with an answer, by name. */
export const FAULTS: Record<string, Fault> = {
  "400": json(400),
  "401": json(401),
  "403": json(403),
  "404": json(404),
  "408": json(408),
  "409": json(409),
  "410": json(410),
  "415": json(415),
  "429": { ...json(429), headers: { "retry-after": "1" } },
  "500": json(500),
  "502": json(502),
  "503": json(503),
  "504": json(504),
  "524": json(524),
  redirect: {
    status: 302,
    body: "",
    headers: { location: "http://127.0.0.1:9/stolen" },
    contentType: "text/plain",
  },
  html: { status: 502, body: "<html>bad gateway</html>", contentType: "text/html" },
  "html as success": { status: 200, body: "<html>welcome</html>", contentType: "text/html" },
  "wrong content type": { contentType: "text/plain" },
  "cut body": { cut: true },
  "dropped before": { drop: "before" },
  "dropped after": { drop: "after" },
  "endless body": { endless: true },
  gzip: {
    status: 200,
    body: "not really gzip",
    headers: { "content-encoding": "gzip" },
    contentType: "application/json",
  },
};
