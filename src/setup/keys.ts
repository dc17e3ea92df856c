import { type Config, readEnv, resolveConfig, saidBy } from "../config/config.ts";
import { key as readKey } from "../config/read.ts";
import { ConfigError } from "../errors.ts";
import { ownIn } from "./edit.ts";
import { saidIn } from "./entry.ts";
import type { KeyPlace } from "./launch.ts";
import type { Machine } from "./machine.ts";
import { keyFileOf, type Placed } from "./places.ts";
import { UnreadableFile } from "./text.ts";
import type { Settings } from "./wanted.ts";

/** A key that is here already, or was just given: what it is, where it stands for clients, and where it was found. */
export interface Key {
  value: string;
  place: KeyPlace;
  from: string;
}

/** Keys that need not be asked for: this terminal's, then those of clients that start us already. */
export function knownKeys(machine: Machine, clients: readonly Placed[]): Key[] {
  const { env, disk } = machine;
  const said = saidBy(env.MATON_API_KEY);
  const file = saidBy(env.MATON_API_KEY_FILE);
  const here = "this terminal";
  return [
    ...(said ? [{ value: said, place: { key: said }, from: here }] : []),
    ...(file ? keyIn(machine, disk.absolute(file), here) : []),
    ...clients.flatMap((at) => keyOfClient(machine, at)),
  ];
}

/** The settings that the gateway is asked with. Throws ConfigError for one that cannot be right. */
export function configOf(machine: Machine, settings: Settings, key: string | undefined): Config {
  const { key: _, keyFile: __, ...env } = readEnv(machine.env);
  return resolveConfig(settings, { ...env, ...(key !== undefined && { key }) }, () => "");
}

/** What is wrong with a key as it was typed. */
export function flawOfKey(answer: string): string | undefined {
  if (answer === "") return "The key stands at maton.ai/settings.";
  try {
    readKey(answer, "It");
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

/** The key as clients are told of it by a file of its own. Nothing is written. */
export function inOwnFile(machine: Machine, key: Key): Key {
  return { ...key, place: { keyFile: keyFileOf(machine) } };
}

/** Writes a key into that file, which its owner alone may read, where it is to stand there. */
export function writeKeyFile(machine: Machine, { value, place }: Key): void {
  if (!place || !("keyFile" in place) || place.keyFile !== keyFileOf(machine)) return;
  try {
    machine.disk.write(place.keyFile, `${value}\n`, 0o600);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new ConfigError(`The key's file ${place.keyFile} stays as it was: ${error.message}.`);
  }
}

/** The key that a client hands on to us, if it does. */
export function keyOfClient(machine: Machine, { client, file }: Placed): Key[] {
  try {
    const own = ownIn(client, machine.disk.read(file));
    if (!own) return [];
    const { key, keyFile } = saidIn(own.entry);
    if (key) return [{ value: key, place: { key }, from: client.name }];
    return keyFile ? keyIn(machine, keyFile, client.name) : [];
  } catch (error) {
    if (error instanceof UnreadableFile) return [];
    throw error;
  }
}

function keyIn({ disk }: Machine, keyFile: string, from: string): Key[] {
  try {
    const value = saidBy(disk.read(keyFile));
    return value ? [{ value, place: { keyFile }, from }] : [];
  } catch (error) {
    if (error instanceof UnreadableFile) return [];
    throw error;
  }
}
