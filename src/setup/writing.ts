import { additions, type Change, keptAt, putIn } from "./changes.ts";
import type { Launch } from "./clients.ts";
import { exposedBy, exposedSaid } from "./exposed.ts";
import type { Machine } from "./machine.ts";
import type { Placed } from "./places.ts";
import { UnreadableFile } from "./text.ts";
import type { Wanted } from "./wanted.ts";

/** What to try first, once it is there. */
export const QUESTION = "Which of our last ten campaigns had the best open rate?";

/** Which accounts a key reaches, in a sentence. */
export function accountsSaid(accounts: readonly string[]): string {
  if (accounts.length > 0) return `It reaches ${accounts.join(", ")}.`;
  return 'No Klaviyo account is connected yet: ask your agent to "connect my Klaviyo account".';
}

/** The clients that were named, or all that were found. */
export function chosenOf({ clients }: Wanted, all: readonly Placed[]): Placed[] {
  return all.filter(({ client, found }) => (clients ? clients.includes(client) : found));
}

/** What a change is, for a person: the file, and what becomes of it. */
export function changeSaid(change: Change): string {
  const { client, file } = change.at;
  const head = `${client.name}: ${file}`;
  if ("why" in change) return `${head}\n  left alone: ${change.why}`;
  return "same" in change ? `${head}\n  stays as it is` : `${head}\n${change.diff}`;
}

/** Puts us into each file, whatever becomes of the others, and says how to go on. Gives the exit code. */
export function write(
  machine: Machine,
  clients: readonly Placed[],
  launch: Omit<Launch, "name">,
  say: (text: string) => void,
): number {
  const done = additions(machine.disk, clients, launch).filter((change) => {
    say(changeSaid(change));
    return !("why" in change) && tell(say, change.at, () => putIn(machine.disk, change.at, launch));
  });
  const kept = done.filter(({ at }) => machine.disk.isFile(keptAt(at.file)));
  if (kept.length > 0) say(`As it was: ${kept.map(({ at }) => keptAt(at.file)).join(", ")}.`);
  const exposed = done.flatMap(({ at }) => exposedBy(machine.disk, at));
  if (exposed.length > 0) {
    const { is, todo } = exposedSaid(exposed);
    say(`Mind that ${is}.\n  ${todo}`);
  }
  if (done.length > 0) {
    const names = done.map(({ at }) => at.client.name).join(", ");
    say(`Start ${names} anew where it is running, and ask: "${QUESTION}"`);
  }
  return done.length === clients.length ? 0 : 1;
}

/** Whether it was done; where not, the file is as it was, and why is said. */
export function tell(say: (text: string) => void, { client, file }: Placed, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    say(`${client.name}: ${file}\n  left alone: ${error.message}`);
    return false;
  }
}
