import { instructions } from "../tools/guide/instructions.ts";
import type { Audit } from "./audit.ts";
import { type Callable, Catalog } from "./catalog.ts";
import type { Config } from "./config/config.ts";
import type { GatewayClient, Send } from "./gateway/client.ts";
import type { Pacing } from "./gateway/pace.ts";
import { hider, hidingIn, type Log } from "./log.ts";
import type { Replicas } from "./redis/replicas.ts";
import type { Caller } from "./serve/calling.ts";
import type { Service } from "./serve/guests.ts";
import {
  type Entry,
  hiddenArguments,
  isWritten,
  type ListedTool,
  listTools,
  type WrittenOffer,
} from "./serve/listing.ts";
import { createServer } from "./serve/server.ts";
import type { Files } from "./tool/files.ts";
import { VERSION } from "./version.ts";
import type { Watch } from "./watch.ts";

/** What all services of a process have in common. */
export interface Around {
  /** What the build wrote of all tools. */
  offer: WrittenOffer;
  sandboxUrl: string | undefined;
  audit: Audit | undefined;
  /** Counts what happens, where somebody wants that. */
  watch: Watch | undefined;
  log: Log;
  /** Reads the page that draws results, as the build wrote it. */
  readPage(): string;
  /** What this process shares with others; undefined where it stands alone. */
  replicas: Promise<Replicas> | undefined;
  /** What the process was started with. */
  env: Readonly<Record<string, string | undefined>>;
}

/** For whom a service is, where callers are told apart. */
export interface Whose {
  /** As logs name them. */
  name: string;
  /** The same on every server for as long as nothing of what they may do changes. */
  owner: string;
  /** What stands between their calls and the gateway. */
  wall(send: Send): Send;
  /** The limits of the key, which others may call by too; undefined where nobody keeps to them. */
  pace: Pacing | undefined;
}

/**
 * The tools under one set of settings and one key. Whatever is kept between calls is kept in it: two of them share what
 * they are handed and nothing else. Throws ConfigError for settings that leave nothing.
 */
export function serviceOf(
  config: Config,
  { offer, sandboxUrl, audit, watch, log: told, env, readPage, replicas }: Around,
  files: Files | undefined,
  whose?: Whose,
): Service {
  const hide = hider(config.key);
  // What writes the lines knows the server's own key alone.
  const log = whose ? hidingIn(told, hide) : told;
  const catalog = Catalog.of(offer, config);
  let loaded: Promise<{ caller: Caller; send: Send }> | undefined;
  const load = async () => {
    const [client, { composeCaller }] = await Promise.all([
      clientOf(config, sandboxUrl, env),
      import("./first-call.ts"),
    ]);
    const send = whose ? whose.wall(client.send) : client.send;
    const mask = await maskOf(config);
    const common = await commonOf(config, await replicas, whose);
    const settings = { sandbox: config.sandbox, hide, audit, watch, files, mask, ...common };
    return { send, caller: composeCaller(config, catalog, send, settings, log) };
  };
  const ready = () => {
    loaded ??= load();
    return loaded;
  };
  const settings = {
    name: "klaviyo-mcp",
    version: VERSION,
    caller: whose?.name,
    instructions: (began: Date) =>
      catalog.visible(instructions({ ...config, pinned: config.connection !== undefined, began })),
    loadTexts: async () => (await import("../tools/guide/texts.ts")).GUIDE,
    hide,
    watch,
    now: () => performance.now(),
    readPage: config.noViews ? undefined : readPage,
  };
  const listing = {
    hidden: hiddenArguments({
      pinned: config.connection !== undefined,
      readOnly: config.readOnly,
      tokens: config.confirm === "dangerous" || config.confirm === "writes",
    }),
    outputSchemas: !config.noOutputSchemas,
    maxResultChars: config.maxResultChars,
    files: config.files !== undefined,
  };
  // What a page draws is listed for those who show pages: what changes ask, too, unless none does.
  const drawn = config.confirm === "never" ? "results" : "all";
  const listed = new Map<boolean, Promise<ListedTool[]>>();
  const list = (views: boolean) => {
    const made =
      listed.get(views) ??
      entriesOf(catalog.listed, config.beta).then((entries) =>
        listTools(entries, catalog, views ? { ...listing, drawn } : listing),
      );
    listed.set(views, made);
    return made;
  };
  const { sandbox, readOnly, key, connection: pinned } = config;
  return {
    makeServer: () => createServer(catalog, list, async () => (await ready()).caller, settings, log),
    drain: async (ms) => (await loaded)?.caller.drain(ms),
    shown: {
      version: VERSION,
      sandbox,
      readOnly,
      hasKey: key !== undefined,
      pinned,
      send: async () => (await ready()).send,
    },
  };
}

/** The client of a key, to the sandbox of this process where there is one. */
export async function clientOf(
  config: Config,
  sandboxUrl: string | undefined,
  env: Around["env"],
): Promise<GatewayClient> {
  const { GatewayClient } = await import("./gateway/client.ts");
  return new GatewayClient({
    ...config,
    ...(sandboxUrl && { gatewayUrl: sandboxUrl, controlUrl: sandboxUrl }),
    key: config.key ?? "sandbox",
    userAgent: `klaviyo-mcp/${VERSION}`,
    env,
  });
}

/** The limits of the key, and what else the caller has in common with calls elsewhere. */
async function commonOf(config: Config, replicas: Replicas | undefined, whose: Whose | undefined) {
  const key = config.key ?? "sandbox";
  if (!replicas) return { pace: whose?.pace };
  return {
    pace: config.pace ? await replicas.paceOf(key, config.keyRate) : undefined,
    shared: replicas.sharedBy(key, whose?.owner ?? ""),
  };
}

async function maskOf({ mask, maskKey, maskTexts }: Config) {
  if (!mask || !maskKey) return undefined;
  const { maskOf: made } = await import("./mask/mask.ts");
  return made(maskKey, maskTexts);
}

async function entriesOf(tools: readonly Callable[], beta: boolean): Promise<Entry[]> {
  const written = tools.filter(isWritten);
  if (written.length === tools.length) return written;
  const { entriesOfRows } = await import("./first-call.ts");
  return [...written, ...entriesOfRows(new Set(tools.map(({ name }) => name)), beta)];
}
