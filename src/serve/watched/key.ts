import { GatewayError } from "../../errors.ts";
import type { Send } from "../../gateway/client.ts";
import { connectionsRequest } from "../../gateway/connections.ts";
import type { Watch } from "../../watch.ts";
import type { Probe } from "./watching.ts";

/** Whoever asks every few seconds costs no requests in between. */
const KEEP_MS = 60_000;
const LOOK_MS = 10_000;

/**
 * Whether Maton takes the key, looked at when asked, at most once a minute. A gateway that does not answer says nothing
 * of the key: that is `unreachable`, and well, since no other replica would reach it either. `now` in milliseconds.
 */
export function keyProbe(send: () => Promise<Send>, watch: Watch, now: () => number): Probe {
  let looked: { at: number; found: ReturnType<Probe> } | undefined;
  const look: Probe = async () => {
    try {
      const { status } = await (await send())(connectionsRequest("ACTIVE"), {
        signal: new AbortController().signal,
        timeoutMs: LOOK_MS,
      });
      watch.sent("list_connections", status);
      return { well: true, says: "taken" };
    } catch (error) {
      const status = error instanceof GatewayError ? error.status : undefined;
      watch.sent("list_connections", status);
      const refused = status === 401 || status === 403;
      return refused ? { well: false, says: "refused" } : { well: true, says: "unreachable" };
    }
  };
  return () => {
    if (!looked || now() - looked.at > KEEP_MS) looked = { at: now(), found: look() };
    return looked.found;
  };
}
