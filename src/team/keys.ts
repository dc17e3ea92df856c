import type { Config } from "../config/config.ts";
import { key as keyIn } from "../config/read.ts";
import { ConfigError } from "../errors.ts";
import type { KeyPlace, TeamCaller } from "./reading.ts";

/** What a place holds now; undefined where there is nothing. Throws ConfigError where it cannot be read. */
export type ReadKey = (place: Exclude<KeyPlace, undefined>) => string | undefined;

/** Reads keys out of these variables, and out of files. */
export function keyReader(
  env: Readonly<Record<string, string | undefined>>,
  read: (path: string, what: string) => string,
): ReadKey {
  return (place) => ("variable" in place ? env[place.variable] : read(place.file, "key.file"));
}

/**
 * The Maton key that a caller is served by; undefined where each request brings one, or the sandbox takes none. Throws
 * ConfigError that says what is missing.
 */
export function keyOf(
  { key: place }: Pick<TeamCaller, "key">,
  { key: servers, sandbox, callerKeys }: Pick<Config, "key" | "sandbox" | "callerKeys">,
  readKey: ReadKey,
): string | undefined {
  if (place === undefined) {
    if (servers === undefined && !sandbox && !callerKeys)
      throw new ConfigError("key is missing, and the server has none of its own: set one of the two.");
    return servers;
  }
  const label = "variable" in place ? `key.variable ${place.variable}` : `key.file ${place.file}`;
  const key = keyIn(readKey(place), label);
  if (key === undefined) throw new ConfigError(`${label} is empty or not there: it must hold a Maton key.`);
  return key;
}
