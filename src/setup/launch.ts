import { saidBy } from "../config/config.ts";
import { OPTIONS, type Option } from "../config/options.ts";
import { yesOrNo } from "../config/read.ts";
import type { Launch } from "./clients.ts";
import type { Settings } from "./wanted.ts";

/** Where the key stands that a client hands on: in its own file, or in one that its file names. */
export type KeyPlace = { key: string } | { keyFile: string } | undefined;

/**
 * Variables of this terminal that a client started from elsewhere would not have, and without which the server would
 * ask another gateway, take another way to it, or find no trust in it.
 */
const CARRIED = [
  "MATON_API_URL",
  "MATON_GATEWAY_URL",
  "MATON_CONTROL_URL",
  "MATON_CONNECTION_ID",
  "HTTPS_PROXY",
  "https_proxy",
  "NO_PROXY",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
];

/** The settings whose value is a path, which a client would look for from a folder of its own. */
const PATHS: readonly string[] = ["files", "auditLog"];

/** Settings with paths that hold wherever the server is started. */
export function settled(settings: Settings, absolute: (path: string) => string): Settings {
  const entries = Object.entries(settings).map(([name, value]) => [
    name,
    PATHS.includes(name) && value ? absolute(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/** How a client starts the server: node and this program by their whole paths, since a desktop program has no PATH. */
export function launchOf(
  { node, cli, env }: { node: string; cli: string; env: Readonly<Record<string, string | undefined>> },
  settings: Settings,
  key: KeyPlace,
): Omit<Launch, "name"> {
  const isChosen = [settings.list, settings.toolsets, settings.tools].some((value) => value !== undefined);
  const flags = Object.entries({ ...settings, ...(!isChosen && { list: "core" }) }).flatMap(
    ([name, value]) => {
      const option: Option | undefined = (OPTIONS as Record<string, Option>)[name];
      if (!option?.flag || value === undefined) return [];
      return option.read === yesOrNo && value === "true" ? [option.flag] : [option.flag, value];
    },
  );
  const isSandbox = settings.sandbox === "true";
  const carried = isSandbox
    ? []
    : CARRIED.flatMap((name) => {
        const value = saidBy(env[name]);
        return value === undefined ? [] : [[name, value]];
      });
  const own =
    !key || isSandbox ? {} : "key" in key ? { MATON_API_KEY: key.key } : { MATON_API_KEY_FILE: key.keyFile };
  return { command: node, args: [cli, ...flags], env: { ...own, ...Object.fromEntries(carried) } };
}
