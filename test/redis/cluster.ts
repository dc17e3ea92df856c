import { type RedisOptions as Access, Redis } from "ioredis";
import { keysOf } from "../../src/redis/keys.ts";
import { until } from "./paces.ts";
import { freePort, type RedisOptions, type RedisServer, startRedis } from "./server.ts";

/** Every slot of a cluster is below it. */
const SLOTS = 16_384;
/** A node that says nothing for so long counts as down, in milliseconds. */
const NODE_TIMEOUT_MS = 1000;

/** Three masters on loopback, each with a third of the slots, and a replica where it was asked for. */
export interface ClusterServer {
  nodes: readonly RedisServer[];
  /** The addresses of all nodes, by commas. */
  urls: string;
  /** Which node has what this key names. */
  carrierOf(key: string): Promise<number>;
  slotOf(key: string): Promise<number>;
  /** Speaks with one node. */
  to(node: number): Redis;
  /** Gives a slot with all in it to another node, as a person would who rebalances; `between` while both have some of it. */
  move(slot: number, to: number, between?: () => Promise<void>): Promise<void>;
  end(): Promise<void>;
}

export interface ClusterOptions extends RedisOptions {
  /** Whether what is there is served while a node is missing. */
  serves?: "what is there" | "all or nothing";
  /** Whether the first node has a replica that takes its place. */
  replica?: boolean;
  /** How a test reaches the nodes. */
  access?: Access;
}

/** Starts a cluster and waits until it serves. */
export async function startCluster({
  serves = "what is there",
  replica = false,
  access = {},
  ...options
}: ClusterOptions = {}): Promise<ClusterServer> {
  const buses = await Promise.all(Array.from({ length: replica ? 4 : 3 }, freePort));
  const nodes = await Promise.all(
    buses.map((bus) => startRedis({ ...options, args: [...argsOf(bus), ...(options.args ?? [])] })),
  );
  function argsOf(bus: number) {
    return [
      ...["--cluster-enabled", "yes", "--cluster-port", String(bus)],
      ...["--cluster-node-timeout", String(NODE_TIMEOUT_MS)],
      ...["--cluster-require-full-coverage", serves === "all or nothing" ? "yes" : "no"],
    ];
  }
  const clients = nodes.map(({ url }) => new Redis(url, { ...access, retryStrategy: () => 50 }));
  for (const client of clients) client.on("error", () => undefined);
  const to = (node: number) => {
    const client = clients[node];
    if (!client) throw new Error(`there is no node ${node}`);
    return client;
  };
  const [first = 0, second = 0] = [Math.floor(SLOTS / 3), Math.floor((2 * SLOTS) / 3)];
  const ranges = [[0, first - 1] as const, [first, second - 1] as const, [second, SLOTS - 1] as const];
  for (const [at, range] of ranges.entries()) {
    await to(at).cluster("ADDSLOTSRANGE", ...range);
    await to(at).call("CLUSTER", "SET-CONFIG-EPOCH", String(at + 1));
  }
  for (const [at, { port }] of nodes.entries())
    if (at > 0) await to(0).call("CLUSTER", "MEET", "127.0.0.1", String(port), String(buses[at]));
  const isWhole = async (client: Redis) => {
    const info = String(await client.cluster("INFO"));
    return (
      info.includes("cluster_state:ok") &&
      info.includes(`cluster_slots_ok:${SLOTS}`) &&
      info.includes(`cluster_known_nodes:${nodes.length}`)
    );
  };
  for (const client of clients) await until(() => isWhole(client));
  if (replica) {
    await to(3).call("CLUSTER", "REPLICATE", String(await to(0).cluster("MYID")));
    await until(async () => (await to(3).info("replication")).includes("master_link_status:up"));
  }
  // Every node knows, and one of them may be gone.
  const slotOf = async (key: string) =>
    Number(await Promise.any(clients.map((one) => one.cluster("KEYSLOT", key))));
  const carrierOf = async (key: string) => {
    const slot = await slotOf(key);
    return ranges.findIndex(([from, last]) => slot >= from && slot <= last);
  };
  return {
    nodes,
    urls: nodes.map(({ url }) => url).join(", "),
    slotOf,
    carrierOf,
    to,
    move: async (slot, target, between) => {
      const source = ranges.findIndex(([from, last]) => slot >= from && slot <= last);
      const ids = await Promise.all(clients.map((client) => client.cluster("MYID")));
      const set = (node: number, ...how: string[]) =>
        to(node).call("CLUSTER", "SETSLOT", String(slot), ...how);
      await set(target, "IMPORTING", String(ids[source]));
      await set(source, "MIGRATING", String(ids[target]));
      const keys = (await to(source).call("CLUSTER", "GETKEYSINSLOT", String(slot), "1000")) as string[];
      const half = Math.ceil(keys.length / 2);
      const send = async (some: string[]) => {
        const port = String(nodes[target]?.port);
        if (some.length > 0)
          await to(source).call("MIGRATE", "127.0.0.1", port, "", "0", "5000", "KEYS", ...some);
      };
      await send(keys.slice(0, half));
      await between?.();
      await send((await to(source).call("CLUSTER", "GETKEYSINSLOT", String(slot), "1000")) as string[]);
      for (const node of [target, source]) await set(node, "NODE", String(ids[target]));
    },
    end: async () => {
      for (const client of clients) client.disconnect();
      await Promise.all(nodes.map((node) => node.end()));
    },
  };
}

/** A Maton key for each node, by where its names stand. */
export async function keysByNode({ carrierOf }: ClusterServer): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; [0, 1, 2].some((node) => found[node] === undefined); at += 1)
    found[await carrierOf(keysOf(`key-${at}`)("key"))] ??= `key-${at}`;
  return found;
}
