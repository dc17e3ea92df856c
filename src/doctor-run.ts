import { type Config, saidBy } from "./config/config.ts";
import { REVISION } from "./config/options.ts";
import { checkSetup } from "./doctor.ts";
import { checkSections, pacedBy } from "./doctor-sections.ts";
import type { GatewayClient } from "./gateway/client.ts";
import { hider } from "./log.ts";
import type { Machine } from "./setup/machine.ts";
import { examined, keyOfClients } from "./setup/standing.ts";

/** What doctor looks at besides the settings. */
interface Surroundings {
  sandboxUrl: string | undefined;
  /** The file that the key was read from, where there is one. */
  keyFile: string | undefined;
  env: NodeJS.ProcessEnv;
  machine: Machine;
  /** A small read of each section, and which scopes nobody has yet seen granted. */
  sections(): Promise<Pick<Parameters<typeof checkSections>[0], "reads" | "isUnseen">>;
  clientOf(config: Config, sandboxUrl: string | undefined): Promise<GatewayClient>;
}

/** Writes what doctor finds to stdout, a line a finding; the exit code is 1 where something is to be done. */
export async function examine(
  config: Config,
  { sandboxUrl, keyFile, env, machine, clientOf, sections }: Surroundings,
): Promise<void> {
  const found = config.key || sandboxUrl ? undefined : keyOfClients(machine);
  const key = config.key ?? found?.value;
  const client = await clientOf({ ...config, key }, sandboxUrl);
  const send = config.pace ? pacedBy(client.send) : client.send;
  const hide = hider(key);
  const mode = keyFile === undefined ? undefined : machine.disk.modeOf(keyFile);
  const checks = checkSetup({
    ...config,
    ...(sandboxUrl && { gatewayUrl: sandboxUrl, controlUrl: sandboxUrl }),
    nodeVersion: process.version,
    hasKey: key !== undefined,
    keyFrom: found?.from,
    isPlaceholder: Boolean(env.MATON_API_KEY?.trim()) && !saidBy(env.MATON_API_KEY),
    windows: process.platform === "win32",
    keyFile: keyFile === undefined || mode === undefined ? undefined : { path: keyFile, mode },
    httpToken: config.http.token,
    nodeDebug: env.NODE_DEBUG,
    env,
    declaredRevision: REVISION,
    send,
    checkSections: async (connectionId) => {
      const { timeoutMs } = config;
      return checkSections({ ...(await sections()), wasRead: "accounts", send, connectionId, timeoutMs });
    },
    now: Date.now,
  });
  for await (const { what, is, todo } of examined(checks, sandboxUrl ? undefined : machine)) {
    process.stdout.write(hide(`${todo ? "fix " : "ok  "} ${what}: ${is}${todo ? `\n     ${todo}` : ""}\n`));
    if (todo) process.exitCode = 1;
  }
  client.close();
}
