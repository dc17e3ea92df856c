import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isLoopbackName } from "../../text.ts";
import type { Watch } from "../../watch.ts";
import { countedMetrics } from "./metrics.ts";

/** What must be well for a call to be answered; `says` is one word. */
export type Probe = () => Promise<{ well: boolean; says: string }>;

export interface WatchingSettings {
  host: string;
  port: number;
  version: string;
  /** By the name that the answer has for each. */
  probes(watch: Watch): Readonly<Record<string, Probe>>;
}

export interface Watching {
  watch: Watch;
  /** Where it is read, e.g. http://127.0.0.1:9464. */
  url: string;
  /** The server takes no call any more: it is not ready from now on. */
  stopping(): void;
  close(): Promise<void>;
}

/**
 * Serves what is counted at /metrics, whether the process is alive at /healthz and whether it can answer calls at
 * /readyz, to whoever reaches the address: nothing personal is in it. Throws where nothing can listen there.
 */
export async function startWatching({ host, port, version, probes }: WatchingSettings): Promise<Watching> {
  const metrics = countedMetrics(version);
  const looks = Object.entries(probes(metrics.watch));
  let stops = false;
  const http = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    // A page in a browser could come here under a name of its own.
    if (isLoopbackName(host) && !isLoopbackName(hostOf(request.headers.host)))
      return json(response, 403, { error: "this Host is not served here" });
    if (request.method !== "GET" && request.method !== "HEAD")
      return json(response, 405, { error: "only GET" });
    if (path === "/healthz") return json(response, 200, { ok: true });
    if (path === "/readyz") return answering(response, readiness);
    if (path === "/metrics") return answering(response, counted);
    json(response, 404, { error: "there are /metrics, /healthz and /readyz" });
  });

  async function readiness(response: ServerResponse): Promise<void> {
    const looked = await Promise.all(looks.map(async ([name, look]) => [name, await look()] as const));
    const ready = !stops && looked.every(([, { well }]) => well);
    const says = Object.fromEntries(looked.map(([name, { says }]) => [name, says]));
    json(response, ready ? 200 : 503, { ready, ...(stops && { stopping: true }), ...says });
  }

  async function counted(response: ServerResponse): Promise<void> {
    const text = await metrics.text();
    response.writeHead(200, { "content-type": metrics.contentType }).end(text);
  }

  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, host, resolve);
  });
  const address = http.address() as AddressInfo;
  return {
    watch: metrics.watch,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    stopping: () => {
      stops = true;
    },
    close: () => {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      return closed;
    },
  };
}

/** Whatever befalls an answer, whoever asked gets one. */
function answering(response: ServerResponse, answer: (response: ServerResponse) => Promise<void>): void {
  answer(response).catch(() => json(response, 500, { error: "it could not be read" }));
}

function hostOf(header = ""): string {
  const url = `http://${header}`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
