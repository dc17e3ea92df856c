import type { Config } from "../../config/config.ts";
import type { Send } from "../../gateway/client.ts";
import type { Log } from "../../log.ts";
import type { RedisState } from "../../redis/connection.ts";
import type { Watch } from "../../watch.ts";
import { keyProbe } from "./key.ts";
import { type Probe, startWatching, type Watching } from "./watching.ts";

type WatchedConfig = Pick<Config, "metricsHost" | "key" | "sandbox" | "team" | "callerKeys">;

export interface WatchedProcess {
  version: string;
  /** Loaded when the key is first looked at. */
  send(): Promise<Send>;
  /** What tells how Redis is, where there is one. */
  redis: Promise<{ readonly state: RedisState }> | undefined;
  log: Log;
}

/** Starts what --metrics-port asks for, by the settings. Throws where nothing can listen there. */
export async function startWatched(
  config: WatchedConfig,
  port: number,
  { version, send, redis, log }: WatchedProcess,
): Promise<Watching> {
  const probes = (watch: Watch) => ({
    ...keyProbeOf(config, send, watch),
    ...(redis && { redis: async () => redisSays((await redis).state) }),
  });
  const watching = await startWatching({ host: config.metricsHost, port, version, probes });
  log("info", "watched", { url: watching.url });
  return watching;
}

function keyProbeOf(
  { key, sandbox, team, callerKeys }: WatchedConfig,
  send: () => Promise<Send>,
  watch: Watch,
): Readonly<Record<string, Probe>> {
  if (sandbox) return {};
  // Callers have keys of their own: one that is refused takes nobody else's calls away.
  if (!key && (team !== undefined || callerKeys)) return {};
  if (!key) return { key: async () => ({ well: false, says: "missing" }) };
  return { key: keyProbe(send, watch, () => performance.now()) };
}

/** Where some nodes of a cluster are away, most calls are answered, and no other server would do better. */
const redisSays = (state: RedisState) => ({
  well: state === "there" || state === "partly away",
  says: state,
});
