import type { Part } from "../gateway/pace.ts";
import type { Window } from "../gateway/windows.ts";

/** So long nothing is sent once Redis is away: what went before is over by then for every window of a second. */
export const GRACE_MS = 1500;
/** So many seconds may pass from the last count of a window to when nobody sends any more. */
const UNCOUNTED_S = 3;

/**
 * What several processes send a whole window apart may arrive closer together than what one sends: each is busy at times,
 * between Redis' answer and its own request.
 */
const MORE_MARGIN_MS = 25;

export interface Sharing {
  /** How many share. */
  members: number;
  /** Requests a second of the key. */
  keyRate: number;
  /** How many had their place in a window when it was last heard of. */
  counted(name: string): number;
}

/**
 * What each of those who share may send while none hears of the others, so that all of them together keep to the limit:
 * an equal part, and of what was left when Redis went away too. A window for fewer than share it is as much longer. `lostMs` is
 * how long Redis is away already.
 */
export function partOf(
  { name, over, limit, span, burst = limit }: Window,
  { members, keyRate, counted }: Sharing,
  lostMs: number,
): Part {
  const share = Math.floor(limit / members);
  const unheard = Math.min(keyRate, burst) * UNCOUNTED_S;
  const left = over === "burst" ? 0 : Math.max(0, limit - counted(name) - unheard);
  const rest = Math.ceil(Math.max(span, GRACE_MS) - lostMs);
  const at = rest > 0 ? { at: { most: Math.floor(left / members), for: rest } } : {};
  return share > 0
    ? { limit: share, span, ...at }
    : { limit: 1, span: span * Math.ceil(members / limit), ...at };
}

/** A window with the margin that several processes need. */
export function apart(window: Window): Window {
  return { ...window, span: window.span + MORE_MARGIN_MS };
}
