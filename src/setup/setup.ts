import { ConfigError } from "../errors.ts";
import { fileBlock } from "../install.ts";
import { tryKey } from "./account.ts";
import { removals, takeOut } from "./changes.ts";
import type { Client } from "./clients.ts";
import { lastOf, NAMES } from "./entry.ts";
import { configOf, inOwnFile, type Key, keyOfClient, knownKeys, writeKeyFile } from "./keys.ts";
import { type KeyPlace, launchOf, settled } from "./launch.ts";
import type { Machine } from "./machine.ts";
import { folderOf, keyFileOf, type Placed, placed } from "./places.ts";
import { Cancelled } from "./prompts.ts";
import { type Wanted, wantedOf } from "./wanted.ts";
import { wizard } from "./wizard.ts";
import { accountsSaid, changeSaid, chosenOf, tell, write } from "./writing.ts";

/**
 * `klaviyo-mcp setup`: puts the server into clients' files, or takes it out. Gives the exit code: 1 where something was
 * left undone. Throws ConfigError for a command line or a setting that cannot be right; then nothing was written.
 */
export async function setup(argv: readonly string[], machine: Machine): Promise<number> {
  const wanted = wantedOf(argv);
  if ("help" in wanted) {
    machine.say(wanted.help);
    return 0;
  }
  const settings = settled(wanted.settings, machine.disk.absolute);
  const asked = { ...wanted, settings };
  if (settings.files !== undefined && !machine.disk.isFolder(settings.files))
    throw new ConfigError(`--files is no folder: ${JSON.stringify(settings.files)}.`);
  // A flag that cannot be right is said before anything else is asked.
  configOf(machine, settings, undefined);
  if (asked.print) {
    printBlock(machine, asked, asked.print);
    return 0;
  }
  if (!asked.yes && !machine.isTerminal)
    throw new ConfigError(
      "setup asks its questions in a terminal: elsewhere, give --yes and see setup --help.",
    );
  const all = placed(machine, machine.disk);
  try {
    if (asked.remove) return await remove(machine, asked, all);
    return asked.yes ? await unattended(machine, asked, all) : await wizard(machine, asked, all);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    machine.say("Nothing was written.");
    return 1;
  }
}

async function unattended(machine: Machine, wanted: Wanted, all: readonly Placed[]): Promise<number> {
  const { settings } = wanted;
  const chosen = chosenOf(wanted, all);
  if (chosen.length === 0)
    throw new ConfigError("No client was found here: name one with --client, as setup --help lists them.");
  const isSandbox = settings.sandbox === "true";
  const [key] = isSandbox ? [] : knownKeys(machine, all);
  if (!key && !isSandbox)
    throw new ConfigError(
      "setup --yes takes the key from MATON_API_KEY or MATON_API_KEY_FILE: neither holds one.",
    );
  if (key) {
    const gateway = await machine.gateway(configOf(machine, settings, key.value));
    const tried = await tryKey(gateway.send, key.value);
    gateway.close();
    if ("trouble" in tried) {
      machine.say(
        `The key of ${key.from}, ${lastOf(key.value)}: ${tried.trouble}\n${tried.todo}\nNothing was written.`,
      );
      return 1;
    }
    machine.say(`The key of ${key.from}, ${lastOf(key.value)}, works. ${accountsSaid(tried.accounts)}`);
  }
  const kept = key && wanted.keyFile ? inOwnFile(machine, key) : key;
  if (kept && wanted.keyFile) writeKeyFile(machine, kept);
  return write(machine, chosen, launchOf(machine, settings, kept?.place), machine.say);
}

async function remove(machine: Machine, wanted: Wanted, all: readonly Placed[]): Promise<number> {
  const { disk } = machine;
  const changes = removals(
    disk,
    chosenOf({ ...wanted, clients: wanted.clients ?? all.map(({ client }) => client) }, all),
  );
  const prompts = wanted.yes ? undefined : await machine.prompts();
  const say = prompts ? prompts.say : machine.say;
  const there = changes.filter((change) => !("same" in change));
  for (const change of there) say(changeSaid(change));
  const edits = there.filter((change) => !("why" in change));
  if (edits.length === 0) say("No client here starts this server.");
  if (edits.length > 0 && prompts && !(await prompts.yes("Take it out of these files?", true)))
    throw new Cancelled();
  const done = edits.filter(({ at }) => tell(say, at, () => takeOut(disk, at)));
  dropKeyFile(machine, all);
  if (done.length > 0) say(`Taken out of ${done.map(({ at }) => at.client.name).join(", ")}.`);
  return done.length === there.length ? 0 : 1;
}

/** The key's own file goes with the last client that is told of it. */
function dropKeyFile(machine: Machine, all: readonly Placed[]): void {
  const file = keyFileOf(machine);
  const isNamed = (key: Key) =>
    key.place !== undefined && "keyFile" in key.place && key.place.keyFile === file;
  if (!machine.disk.isFile(file) || all.flatMap((at) => keyOfClient(machine, at)).some(isNamed)) return;
  machine.disk.remove(file);
  machine.disk.removeEmpty(folderOf(file));
}

/** The key stands for itself: what is printed may be read over a shoulder, or kept. */
function printBlock(machine: Machine, { settings, keyFile }: Wanted, client: Client): void {
  const place: KeyPlace = keyFile ? { keyFile: keyFileOf(machine) } : { key: "YOUR_API_KEY" };
  const [name] = NAMES;
  const block = fileBlock(client, name, client.entry({ name, ...launchOf(machine, settings, place) }));
  machine.say(block);
}
