import { saidBy } from "../config/config.ts";
import { isObject } from "../text.ts";
import type { Entry } from "./clients.ts";

/** What we are called in a client's file, and what else where another has that name: Klaviyo's own server may. */
export const NAMES = ["klaviyo", "klaviyo-maton"] as const;

/** What an entry of ours says. */
export interface Said {
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  key?: string;
  keyFile?: string;
}

/** Whether an entry starts this server: it hands on a variable of Maton's, or runs a cli.js of a klaviyo-mcp. */
export function isOurs(entry: unknown): entry is Entry {
  if (!isObject(entry)) return false;
  const { command, env } = saidIn(entry);
  const names = Object.keys(env);
  return (
    names.some((name) => name.startsWith("MATON_")) ||
    command.some((word) => /[\\/]dist[\\/]cli\.js$/.test(word) || /(^|[\\/])klaviyo-mcp(\.cmd)?$/.test(word))
  );
}

/** Reads an entry, whichever client's it is. */
export function saidIn(entry: Entry): Said {
  const command = [entry.command, entry.args].flat().filter((word) => typeof word === "string");
  const written = isObject(entry.env) ? entry.env : isObject(entry.environment) ? entry.environment : {};
  const env = Object.fromEntries(
    Object.entries(written).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const key = saidBy(env.MATON_API_KEY);
  const keyFile = saidBy(env.MATON_API_KEY_FILE);
  return { command, env, ...(key && { key }), ...(keyFile && { keyFile }) };
}

/** As much of a key as tells it from another, and no more. */
export function lastOf(key: string): string {
  return key.length >= 16 ? `…${key.slice(-4)}` : "…";
}

/** What no screen may show of an entry: the values of variables that hold something secret. */
export function secretsIn(entry: Entry): string[] {
  return Object.entries(saidIn(entry).env)
    .filter(([name, value]) => /KEY|TOKEN|SECRET|PASSWORD/i.test(name) && !/_FILE$/.test(name) && value)
    .map(([, value]) => value);
}
