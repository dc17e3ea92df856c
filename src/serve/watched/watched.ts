import type { Config } from "../../config/config.ts";
import type { Send } from "../../gateway/client.ts";
import type { Log } from "../../log.ts";
import type { Watch } from "../../watch.ts";
import { keyProbe } from "./key.ts";
import { type Probe, startWatching, type Watching } from "./watching.ts";

type WatchedConfig = Pick<Config, "metricsHost" | "key" | "sandbox" | "team" | "callerKeys">;

export interface WatchedProcess {
  version: string;
  /** Loaded when the key is first looked at. */
  send(): Promise<Send>;
  /** What tells why Redis cannot be asked, where there is one. */
  redis: Promise<{ readonly away: string | undefined }> | undefined;
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
    ...(redis && { redis: async () => redisSays((await redis).away === undefined) }),
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

const redisSays = (there: boolean) => ({ well: there, says: there ? "there" : "away" });
