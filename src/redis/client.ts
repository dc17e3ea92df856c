import { Cluster, type ClusterNode, Redis } from "ioredis";

/** What speaks with one server, or with all nodes of a cluster. */
export type Client = Redis | Cluster;

/** An answer that takes longer counts as none, in milliseconds. */
export const ANSWER_MS = 2000;
const MAX_RECONNECT_MS = 500;
/** So long is waited before a node that did not answer is asked for anew, sixteen times at most, in milliseconds. */
const ANEW_MS = 20;

const OPTIONS = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: ANSWER_MS,
  connectTimeout: ANSWER_MS,
};

const retry = (times: number) => Math.min(MAX_RECONNECT_MS, 50 * times);

/** Connects to what the text names: one server, or a cluster of which some nodes stand there, by commas. */
export function clientOf(url: string): Client {
  return url.includes(",") ? clusterOf(url) : new Redis(url.trim(), { ...OPTIONS, retryStrategy: retry });
}

/** Connects to the cluster of which at least one node stands in the text; user and password are those of the first. */
export function clusterOf(url: string): Cluster {
  const nodes = url.split(",").map((one) => one.trim());
  return new Cluster(nodes.map(nodeOf), {
    enableOfflineQueue: false,
    clusterRetryStrategy: retry,
    retryDelayOnFailover: ANEW_MS,
    retryDelayOnClusterDown: ANEW_MS,
    // A certificate is of a name: one that was resolved before fits none.
    dnsLookup: (host, found) => found(null, host),
    redisOptions: { ...OPTIONS, ...accessOf(nodes[0] ?? "") },
  });
}

/** Whether the server that was reached is one node of a cluster. */
export async function isOfCluster(client: Client): Promise<boolean> {
  return client instanceof Redis && /^(redis|server)_mode:cluster/m.test(await client.info("server"));
}

/** Why no connection comes about at the first server that the text names; undefined where one does. */
export async function faultOf(url: string): Promise<Error | undefined> {
  const [one = ""] = url.split(",");
  const client = new Redis(one.trim(), { ...OPTIONS, lazyConnect: true, retryStrategy: () => null });
  let fault: Error | undefined;
  client.on("error", (error: Error) => {
    fault ??= error;
  });
  await client.connect().catch((error: Error) => {
    fault ??= error;
  });
  client.disconnect();
  return fault;
}

function nodeOf(url: string): ClusterNode {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port || 6379) };
}

function accessOf(url: string) {
  const { protocol, username, password } = new URL(url);
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === "rediss:" && { tls: {} }),
  };
}
