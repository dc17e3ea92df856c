import { isLoopbackName, isObject, textOf } from "../text.ts";

/** A Maton connection, as everything here speaks of it. */
export interface Connection {
  id: string;
  status: string;
  /** What the team's file calls its account. */
  name?: string;
  created?: string;
  updated?: string;
}

/**
 * A connection with where a person signs in, while it waits for that: the url carries a session token, so it is for the
 * one who asked alone.
 */
export interface OpenConnection extends Connection {
  url?: string;
}

/**
 * The connection of an answer; undefined when it holds none. Maton wraps one in `connection` when it is read; when it is
 * created that is written down nowhere.
 */
export function readConnection(document: unknown): OpenConnection | undefined {
  const held = heldIn(document);
  if (!isObject(held) || isOfAnotherApp(document)) return undefined;
  const id = textOf(held.connection_id) || textOf(held.id);
  if (id === "") return undefined;
  const text = (name: string, value: unknown) => (typeof value === "string" ? { [name]: value } : {});
  return {
    id,
    status: textOf(held.status),
    ...text("name", held.name),
    ...(held.status === PENDING && isPage(held.url) && { url: held.url }),
    ...text("created", held.creation_time),
    ...text("updated", held.last_updated_time),
  };
}

/** Whether an answer holds a connection of another app of the key's: no account of ours, to be neither shown nor deleted. */
export function isOfAnotherApp(document: unknown): boolean {
  const held = heldIn(document);
  return isObject(held) && held.app !== undefined && held.app !== APP;
}

function heldIn(document: unknown): unknown {
  return isObject(document) && isObject(document.connection) ? document.connection : document;
}

/** A page that a person may be sent to: over https, or on this machine, where the sandbox is. */
function isPage(url: unknown): url is string {
  if (typeof url !== "string" || !URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username || password) return false;
  return protocol === "https:" || (protocol === "http:" && isLoopbackName(hostname));
}

/**
 * Klaviyo's connections of an answer, oldest first and without their urls; what is none, or of another app, is left out,
 * although the filter is Maton's to apply.
 */
export function readConnections(document: unknown): Connection[] {
  const listed = isObject(document) && Array.isArray(document.connections) ? document.connections : [];
  return listed
    .flatMap((one) => {
      const { url: _, ...connection } = readConnection(one) ?? {};
      return "id" in connection ? [connection as Connection] : [];
    })
    .sort((a, b) => (a.created ?? "").localeCompare(b.created ?? ""));
}

/** Klaviyo, as Maton names its apps. */
export const APP = "klaviyo";
/** Made, and not signed in to yet. */
const PENDING = "PENDING";
