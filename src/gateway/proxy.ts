import type { Agent } from "node:http";
import { NetworkError } from "../errors.ts";

/** What names a proxy for https urls; in capitals or not, as every program of a company's machine reads it. */
const NAMES = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/** The variables that this process was started with. */
type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that requests to an https url go through, by HTTPS_PROXY, ALL_PROXY and NO_PROXY; undefined where they go
 * straight. Urls without TLS are of this machine alone, and go straight. Throws NetworkError for what is no HTTP proxy.
 */
export async function proxyOf(url: URL, env: Env): Promise<URL | undefined> {
  const said = NAMES.map((name) => env[name]?.trim()).filter((value) => value);
  if (url.protocol !== "https:" || said.length === 0) return undefined;
  // It reads the variables of the process, which are the same.
  const { getProxyForUrl } = await import("proxy-from-env");
  const named = getProxyForUrl(url.href).trim();
  if (!named) return undefined;
  // Without a scheme it is http, as other programs have it; the package takes that of the url.
  const address = said.includes(named) ? named : named.replace(/^https:/, "http:");
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy && /^https?:$/.test(proxy.protocol) && proxy.hostname) return proxy;
  throw new NetworkError("HTTPS_PROXY names no HTTP proxy", false);
}

/** The sockets of requests through a proxy; each opens a tunnel of its own unless they are kept. */
export async function tunnelTo(proxy: URL, keepAlive: boolean): Promise<Agent> {
  const { HttpsProxyAgent } = await import("https-proxy-agent");
  return new HttpsProxyAgent(proxy, { keepAlive });
}

/** Where requests to a url go first, as a person is told it: without what a proxy is opened with. */
export async function wayTo(url: string, env: Env): Promise<string> {
  const proxy = await proxyOf(new URL(url), env);
  return proxy ? `through the proxy ${proxy.protocol}//${proxy.host}` : "straight";
}
