import { isObject } from "../text.ts";
import type { Files } from "../tool/files.ts";

/** What is written beside a file whose rows are on their way: enough for the same call to go on where it stopped. */
export interface ImportState {
  /** Of the call: its operation, its arguments and what was in the file. */
  of: string;
  connection: string | null;
  /** Parts that Klaviyo took, in their order, each with the job that it became. */
  parts: { rows: number; job: string | null }[];
  /** A part that left, and of which nobody knows what came. */
  sending: boolean;
  /** Whether all parts are sent. */
  whole: boolean;
}

const stateOf = (file: string) => `${file}.import.json`;
export const errorsOf = (file: string) => `${file}.errors.csv`;

/** What an earlier call of the same import left; undefined where there is none, or it is of another one. */
export async function readImport(files: Files, file: string, of: string): Promise<ImportState | undefined> {
  if (!(await files.has(stateOf(file)))) return undefined;
  try {
    const state: unknown = JSON.parse(
      Buffer.from(await files.read(stateOf(file), 1_000_000)).toString("utf8"),
    );
    const isOurs = isObject(state) && state.of === of && Array.isArray(state.parts);
    return isOurs ? (state as unknown as ImportState) : undefined;
  } catch {
    return undefined;
  }
}

export function writeImport(files: Files, file: string, state: ImportState): Promise<void> {
  return files.write(stateOf(file), JSON.stringify(state));
}

export function removeImport(files: Files, file: string): Promise<void> {
  return files.remove(stateOf(file));
}
