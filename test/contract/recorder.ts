import http from "node:http";
import type { AddressInfo } from "node:net";

/** One request as the vendor's client sent it; `path` still percent-encoded, `query` decoded. */
export interface Recorded {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  headers: http.IncomingHttpHeaders;
}

export interface Recorder {
  /** Where the vendor's client is pointed at. */
  url: string;
  requests: Recorded[];
  close(): Promise<void>;
}

/** A server on this machine that keeps what it is sent and answers every request with an empty document. */
export async function startRecorder(): Promise<Recorder> {
  const requests: Recorded[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "", "http://127.0.0.1");
      const text = Buffer.concat(chunks).toString("utf8");
      requests.push({
        method: request.method ?? "",
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        body: text ? JSON.parse(text) : undefined,
        headers: request.headers,
      });
      response.writeHead(200, { "content-type": "application/vnd.api+json" }).end('{"data":[],"links":{}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
