import type { Check } from "../doctor.ts";
import { type Tried, tryKey } from "./account.ts";
import { ownIn } from "./edit.ts";
import { lastOf, saidIn } from "./entry.ts";
import { type Exposed, exposedBy, exposedSaid } from "./exposed.ts";
import { configOf, type Key, keyOfClient } from "./keys.ts";
import type { Machine } from "./machine.ts";
import { type Placed, placed } from "./places.ts";
import { UnreadableFile } from "./text.ts";

const SETUP_AGAIN = "Run node dist/cli.js setup, which writes it anew.";

/** The first key that a client on this machine hands on, for who has none in the terminal. */
export function keyOfClients(machine: Machine): Key | undefined {
  return placed(machine, machine.disk).flatMap((at) => keyOfClient(machine, at))[0];
}

/**
 * The checks, then which clients on the machine start this server, with which key and whether that works, and in the end
 * whether all is there, said as `ready`, or what is the first thing to do. Each key is tried once.
 */
export async function* examined(
  checks: AsyncIterable<Check>,
  machine: Machine | undefined,
  ready = "ready, ask your agent about your Klaviyo account",
): AsyncGenerator<Check> {
  const todos: Check[] = [];
  const seen = (check: Check) => {
    if (check.todo) todos.push(check);
    return check;
  };
  for await (const check of checks) yield seen(check);
  const looking: string[] = [];
  if (!machine) return yield verdict(todos, looking, ready);
  for await (const { sandbox, ...check } of checkClients(machine)) {
    if (sandbox) looking.push(check.what);
    yield seen(check);
  }
  yield verdict(todos, looking, ready);
}

/** What a client's entry comes to; `sandbox`, where it starts that. */
interface ClientCheck extends Check {
  sandbox?: boolean;
}

async function* checkClients(machine: Machine): AsyncGenerator<ClientCheck> {
  const tried = new Map<string, Promise<Tried>>();
  const tryOnce = (key: string) => {
    const trying = tried.get(key) ?? tryAt(machine, key);
    tried.set(key, trying);
    return trying;
  };
  let count = 0;
  /** Several clients may be told of one file with the key. */
  const told = new Set<string>();
  for (const at of placed(machine, machine.disk)) {
    const check = await checkClient(machine, at, tryOnce);
    if (!check) continue;
    count += 1;
    yield { what: at.client.name, ...check };
    const exposed = exposedHere(machine, at).filter(({ file }) => !told.has(file));
    for (const { file } of exposed) told.add(file);
    if (exposed.length > 0) yield { what: at.client.name, ...exposedSaid(exposed) };
  }
  if (count > 0) return;
  const is = "none of those that setup knows starts this server; node dist/cli.js setup puts it there";
  yield { what: "clients", is };
}

/** The last line of all. Who has only looked around so far lacks a key, and has all that a look takes. */
function verdict(todos: readonly Check[], looking: readonly string[], ready: string): Check {
  const [first] = todos;
  if (!first?.todo) return { what: "all", is: ready };
  if (looking.length > 0 && todos.every(({ what }) => what === "key")) {
    const is = `ready to look around, in ${looking.join(", ")}; an account of your own takes a key`;
    return { what: "all", is, todo: first.todo };
  }
  return {
    what: "all",
    is: todos.length === 1 ? "not ready yet" : `${todos.length} things to do, the first of them:`,
    todo: first.todo,
  };
}

async function checkClient(
  machine: Machine,
  at: Placed,
  tryOnce: (key: string) => Promise<Tried>,
): Promise<Omit<ClientCheck, "what"> | undefined> {
  const { client, file, found } = at;
  try {
    const own = ownIn(client, machine.disk.read(file));
    if (!own) return undefined;
    const { command, keyFile } = saidIn(own.entry);
    const lost = command.find((word) => /[\\/]cli\.js$/.test(word) && !machine.disk.isFile(word));
    if (lost) return { is: `starts ${lost}, which is not there: ${file}`, todo: SETUP_AGAIN };
    if (command.includes("--sandbox"))
      return { is: `starts the sandbox, which needs no key: ${file}`, sandbox: true };
    const [key] = keyOfClient(machine, at);
    if (!key) {
      const is = keyFile ? `its key's file ${keyFile} holds none` : "hands on no key";
      return { is: `${is}: ${file}`, todo: SETUP_AGAIN };
    }
    const is = `key ${lastOf(key.value)}, in ${file}`;
    const answer = await tryOnce(key.value);
    return "trouble" in answer
      ? { is: `${is}: ${answer.trouble}`, todo: answer.isRefused ? SETUP_AGAIN : answer.todo }
      : { is: `${is}: works` };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    // Of a client that is not here, nobody reads the file.
    return found
      ? { is: `${file}: ${error.message}`, todo: "Mend that file: its client may not read it either." }
      : undefined;
  }
}

function exposedHere({ disk }: Machine, at: Placed): Exposed[] {
  try {
    return exposedBy(disk, at);
  } catch (error) {
    // What is wrong with that file was said.
    if (error instanceof UnreadableFile) return [];
    throw error;
  }
}

async function tryAt(machine: Machine, key: string): Promise<Tried> {
  const gateway = await machine.gateway(configOf(machine, {}, key));
  const tried = await tryKey(gateway.send, key, 0);
  gateway.close();
  return tried;
}
