import { InputError } from "../errors.ts";
import type { Method } from "../tool/tool.ts";
import type { Former } from "./former.ts";

/** Bytes of former states that a session keeps; the oldest go first. */
export const KEPT_BYTES = 20_000_000;

/** A change that can be undone: where it went, what it overwrote and what it put there. */
export interface Undoable {
  /** What a model calls it by. */
  id: string;
  session: string;
  connectionId: string | undefined;
  /** The name of the operation as it was called. */
  tool: string;
  method: Method;
  path: string;
  revision: string | undefined;
  former: Former;
  /** What stood there after it, by attribute, as JSON; undefined where it could not be read. */
  after: Readonly<Record<string, string>> | undefined;
}

/** What the changes of each session overwrote, as long as there is room, and what each session made. */
export class Kept {
  readonly #undoable = new Map<string, Undoable & { bytes: number }>();
  readonly #made = new Map<string, Set<string>>();
  #count = 0;

  /** Keeps it; undefined where it alone is more than a session may keep. */
  keep(change: Omit<Undoable, "id">): string | undefined {
    const bytes = sizeOf(change);
    if (bytes > KEPT_BYTES) return undefined;
    this.#count += 1;
    const id = `change_${this.#count}`;
    this.#undoable.set(id, { ...change, id, bytes });
    const own = () => [...this.#undoable.values()].filter(({ session }) => session === change.session);
    for (let kept = own(); sum(kept) > KEPT_BYTES; kept = own()) this.#undoable.delete(kept[0]?.id ?? "");
    return id;
  }

  /** Throws InputError for what this session did not change, undid already, or kept no longer. */
  find(id: string, session: string): Undoable {
    const change = this.#undoable.get(id);
    if (change?.session === session) return change;
    const ids = [...this.#undoable.values()].filter((one) => one.session === session).map((one) => one.id);
    throw new InputError(`there is no change "${id.slice(0, 64)}" here to undo`, {
      argument: "change",
      next:
        ids.length > 0
          ? `There are ${ids.slice(-10).join(", ")}; the last is the newest.`
          : "A result with undo names its change; it is kept for this session.",
    });
  }

  /** It was undone, or cannot be any more. */
  forget(id: string): void {
    this.#undoable.delete(id);
  }

  /** Whether a state of this size can be kept at all. */
  takes(former: Former): boolean {
    return JSON.stringify(former).length <= KEPT_BYTES;
  }

  /** A thing that this session made. */
  made(session: string, thing: Thing): void {
    const own = this.#made.get(session) ?? new Set();
    this.#made.set(session, own.add(keyOf(thing)));
  }

  /** Whether this session made it. */
  isOwn(session: string, thing: Thing): boolean {
    return this.#made.get(session)?.has(keyOf(thing)) ?? false;
  }

  /** Lets go of all that a session kept; it is over. */
  end(session: string): void {
    this.#made.delete(session);
    for (const [id, one] of this.#undoable) if (one.session === session) this.#undoable.delete(id);
  }
}

/** A thing of an account. */
export interface Thing {
  connectionId: string | undefined;
  type: string;
  id: string;
}

function keyOf({ connectionId, type, id }: Thing): string {
  return JSON.stringify([connectionId ?? null, type, id]);
}

function sizeOf(change: Omit<Undoable, "id">): number {
  return Buffer.byteLength(JSON.stringify(change));
}

function sum(changes: readonly { bytes: number }[]): number {
  return changes.reduce((all, { bytes }) => all + bytes, 0);
}
