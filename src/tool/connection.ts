import { isObject, textOf } from "../text.ts";

/** A Maton connection, as everything here speaks of it. */
export interface Connection {
  id: string;
  status: string;
  created?: string;
  updated?: string;
}

/** A connection with where a person signs in: the url carries a session token, so it is for the one who asked alone. */
export interface OpenConnection extends Connection {
  url?: string;
}

/**
 * The connection of an answer; undefined when it holds none. Maton wraps one in `connection` when it is read; when it is
 * created that is written down nowhere.
 */
export function readConnection(document: unknown): OpenConnection | undefined {
  const held = isObject(document) && isObject(document.connection) ? document.connection : document;
  if (!isObject(held)) return undefined;
  const id = textOf(held.connection_id) || textOf(held.id);
  if (id === "") return undefined;
  const text = (name: string, value: unknown) => (typeof value === "string" ? { [name]: value } : {});
  return {
    id,
    status: textOf(held.status),
    ...text("url", held.url),
    ...text("created", held.creation_time),
    ...text("updated", held.last_updated_time),
  };
}

/** Klaviyo's connections of an answer, oldest first and without their urls; what is no connection is left out. */
export function readConnections(document: unknown): Connection[] {
  const listed = isObject(document) && Array.isArray(document.connections) ? document.connections : [];
  return (
    listed
      .filter(isObject)
      // The filter is Maton's to apply; another app's connection would be no account of ours.
      .filter(({ app }) => app === undefined || app === APP)
      .flatMap((one) => {
        const { url: _, ...connection } = readConnection(one) ?? {};
        return "id" in connection ? [connection as Connection] : [];
      })
      .sort((a, b) => (a.created ?? "").localeCompare(b.created ?? ""))
  );
}

/** Klaviyo, as Maton names its apps. */
export const APP = "klaviyo";
