import type { Config } from "../config/config.ts";
import type { TeamCaller } from "./reading.ts";

/** What shows, makes or ends connections, which are for the person who runs the server to give and to take. */
const FIXED = ["create_connection", "delete_connection"];

/**
 * The settings that a caller is served with: what the file says of one replaces the server's, but for --read-only and
 * --deny, to which it only adds. `key` is what the place of it holds.
 */
export function settingsOf(config: Config, caller: TeamCaller, key: string | undefined): Config {
  return {
    ...config,
    key,
    toolsets: caller.toolsets ? [...caller.toolsets] : config.toolsets,
    readOnly: config.readOnly || caller.readOnly,
    deny: [...new Set([...config.deny, ...caller.deny])],
    confirm: caller.confirm ?? config.confirm,
    unasked: caller.unasked ?? config.unasked,
    excludeTools: caller.only === undefined ? config.excludeTools : [...config.excludeTools, ...FIXED],
  };
}
