import { type Config, saidBy } from "./config/config.ts";
import { REVISION } from "./config/options.ts";
import { type Check, checkAround, checkNode, checkSetup } from "./doctor.ts";
import { checkSections, pacedBy } from "./doctor-sections.ts";
import type { GatewayClient } from "./gateway/client.ts";
import { hider } from "./log.ts";
import type { WrittenOffer } from "./serve/listing.ts";
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
  /** What the build wrote of all tools. */
  offer(): WrittenOffer;
}

/** Writes what doctor finds to stdout, a line a finding; the exit code is 1 where something is to be done. */
export async function examine(config: Config, surroundings: Surroundings): Promise<void> {
  if (config.team === undefined) return examineOne(config, surroundings);
  const ready = `ready: start klaviyo-mcp http, with --team ${config.team}`;
  const checks = teamChecks(config, config.team, surroundings);
  await tell(examined(checks, undefined, ready), hider(config.key));
}

/** The server by itself, by its own key and in the clients of this machine. */
async function examineOne(
  config: Config,
  { sandboxUrl, keyFile, env, machine, clientOf, sections }: Surroundings,
): Promise<void> {
  const found = config.key || sandboxUrl ? undefined : keyOfClients(machine);
  const key = config.key ?? found?.value;
  const client = await clientOf({ ...config, key }, sandboxUrl);
  const send = config.pace ? pacedBy(client.send) : client.send;
  const hide = hider(key);
  const checks = checkSetup({
    ...config,
    ...aroundOf(config, { sandboxUrl, keyFile, env, machine }),
    ...(sandboxUrl && { controlUrl: sandboxUrl }),
    nodeVersion: process.version,
    hasKey: key !== undefined,
    keyFrom: found?.from,
    isPlaceholder: Boolean(env.MATON_API_KEY?.trim()) && !saidBy(env.MATON_API_KEY),
    windows: process.platform === "win32",
    send,
    checkSections: async (connectionId) => {
      const { timeoutMs } = config;
      return checkSections({ ...(await sections()), wasRead: "accounts", send, connectionId, timeoutMs });
    },
    now: Date.now,
  });
  await tell(examined(checks, sandboxUrl ? undefined : machine), hide);
  client.close();
}

/** The server as it serves a team. */
async function* teamChecks(config: Config, path: string, surroundings: Surroundings): AsyncGenerator<Check> {
  const { env, machine, clientOf, sandboxUrl, offer } = surroundings;
  const { checkTeam } = await import("./doctor-team.ts");
  yield checkNode(process.version);
  yield* checkAround({ ...config, ...aroundOf(config, surroundings) });
  const client = (one: Config) => clientOf(one, sandboxUrl);
  yield* checkTeam({ config, path, env, disk: machine.disk, offer: offer(), clientOf: client });
}

function aroundOf(
  { http, gatewayUrl }: Config,
  { sandboxUrl, keyFile, env, machine }: Pick<Surroundings, "sandboxUrl" | "keyFile" | "env" | "machine">,
) {
  const mode = keyFile === undefined ? undefined : machine.disk.modeOf(keyFile);
  return {
    gatewayUrl: sandboxUrl ?? gatewayUrl,
    keyFile: keyFile === undefined || mode === undefined ? undefined : { path: keyFile, mode },
    httpToken: http.token,
    nodeDebug: env.NODE_DEBUG,
    env,
    declaredRevision: REVISION,
  };
}

async function tell(checks: AsyncIterable<Check>, hide: (text: string) => string): Promise<void> {
  for await (const { what, is, todo } of checks) {
    process.stdout.write(hide(`${todo ? "fix " : "ok  "} ${what}: ${is}${todo ? `\n     ${todo}` : ""}\n`));
    if (todo) process.exitCode = 1;
  }
}
