import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";
import { isObject } from "../text.ts";
import type { Files } from "../tool/files.ts";
import type { Lane } from "./reading.ts";

/** What is written beside a file that is not finished: enough for the same call to go on later, in another process. */
export interface ExportState {
  /** Of the call: its account, operation, arguments and columns. */
  of: string;
  /** Who writes it now, and when that was last seen; null when nobody does. */
  owner: string | null;
  seen: number;
  /** Bytes and rows of the file that belong to what the lanes have read; more than that was written and never noted. */
  bytes: number;
  rows: number;
  columns: readonly string[] | undefined;
  lanes: readonly Lane[];
}

/** How lanes are noted where persons are masked: they hold what a call filters by, and the file may be read by anybody. */
export interface LaneSeal {
  sealed(text: string): string;
  unsealed(text: string): string | undefined;
}

/** Who writes notes its being there at least every few seconds: after so long it is gone. */
const GONE_MS = 30_000;

export const partOf = (file: string) => `${file}.part`;
const stateOf = (file: string) => `${file}.state.json`;

/** What an export is known by. */
export function keyOf(...facts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("base64url");
}

/**
 * The state that an earlier call of the same export left; undefined where there is none. Throws InputError where the
 * name is another export's, or somebody else is at it.
 */
export async function readState(
  files: Files,
  file: string,
  { of, now, seal }: { of: string; now: number; seal?: LaneSeal | undefined },
): Promise<ExportState | undefined> {
  if (!(await files.has(stateOf(file)))) return undefined;
  const state = parsed(Buffer.from(await files.read(stateOf(file), 10_000_000)).toString("utf8"), seal);
  if (state?.of !== of) {
    throw new InputError(`${file} was begun by an export of something else`, {
      argument: "file",
      next: `Choose another name, or have the person take ${partOf(file)} and ${stateOf(file)} away.`,
    });
  }
  const isThere = (one: string) => one !== files.writer && now - state.seen < GONE_MS && !files.isGone(one);
  if (state.owner !== null && isThere(state.owner)) {
    throw new InputError(`${file} is being written by another server right now`, {
      argument: "file",
      next: "Choose another name, or call again in a minute.",
    });
  }
  return state;
}

export function writeState(
  files: Files,
  file: string,
  state: ExportState,
  seal: LaneSeal | undefined,
): Promise<void> {
  const lanes = seal ? seal.sealed(JSON.stringify(state.lanes)) : state.lanes;
  return files.write(stateOf(file), JSON.stringify({ ...state, lanes }));
}

export function removeState(files: Files, file: string): Promise<void> {
  return files.remove(stateOf(file));
}

/** A person may have changed it: what is none of ours is no state. */
function parsed(text: string, seal: LaneSeal | undefined): ExportState | undefined {
  let state: unknown;
  try {
    state = JSON.parse(text);
    if (seal && isObject(state) && typeof state.lanes === "string")
      state = { ...state, lanes: JSON.parse(seal.unsealed(state.lanes) ?? "null") };
  } catch {
    return undefined;
  }
  if (!isObject(state) || !Array.isArray(state.lanes)) return undefined;
  const { of, owner, seen, bytes, rows, lanes } = state;
  const sound =
    typeof of === "string" &&
    (owner === null || typeof owner === "string") &&
    [seen, bytes, rows].every((one) => typeof one === "number" && one >= 0) &&
    lanes.every((lane) => isObject(lane) && isObject(lane.input) && typeof lane.done === "boolean");
  return sound ? (state as unknown as ExportState) : undefined;
}
