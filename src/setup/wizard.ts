import { connect, type Tried, tryKey } from "./account.ts";
import { additions } from "./changes.ts";
import { lastOf } from "./entry.ts";
import { configOf, flawOfKey, inOwnFile, type Key, knownKeys, writeKeyFile } from "./keys.ts";
import { launchOf } from "./launch.ts";
import type { Machine } from "./machine.ts";
import { keyFileOf, type Placed } from "./places.ts";
import { Cancelled, type Prompts } from "./prompts.ts";
import type { Settings, Wanted } from "./wanted.ts";
import { accountsSaid, changeSaid, chosenOf, write } from "./writing.ts";

/** Asks a person what `setup --yes` takes from flags, shows what would change, and changes it. Gives the exit code. */
export async function wizard(machine: Machine, wanted: Wanted, all: readonly Placed[]): Promise<number> {
  const prompts = await machine.prompts();
  prompts.begin(`klaviyo-mcp ${machine.version}`);
  const chosen = wanted.clients ? chosenOf(wanted, all) : await askClients(prompts, all);
  const isSandbox = wanted.settings.sandbox === "true";
  const found = isSandbox ? undefined : await askKey(machine, wanted.settings, prompts, all);
  const settings = await askAccess(machine, wanted.settings, prompts);
  const key = found && (await askPlace(machine, wanted, prompts, found));
  const launch = launchOf(machine, settings, key?.place);
  for (const change of additions(machine.disk, chosen, launch)) prompts.say(changeSaid(change));
  if (!(await prompts.yes("Write this?", true))) throw new Cancelled();
  if (key) writeKeyFile(machine, key);
  const code = write(machine, chosen, launch, prompts.say);
  prompts.end(code === 0 ? "Ready." : "Not all of it could be done.");
  return code;
}

async function askClients(prompts: Prompts, all: readonly Placed[]): Promise<Placed[]> {
  const choices = all.map(({ client, file }) => ({ value: client.id, label: client.name, hint: file }));
  const found = all.filter((one) => one.found).map(({ client }) => client.id);
  const ids = await prompts.some(
    "Which clients should start it? Those found here are marked.",
    choices,
    found,
  );
  return all.filter(({ client }) => ids.includes(client.id));
}

/** A key that works, with an account behind it unless the person wants none yet. */
async function askKey(
  machine: Machine,
  settings: Settings,
  prompts: Prompts,
  all: readonly Placed[],
): Promise<Key> {
  const [known] = knownKeys(machine, all);
  let key =
    known && (await prompts.yes(`Use the key of ${known.from}, ${lastOf(known.value)}?`, true)) && known;
  for (;;) {
    key ||= await typedKey(prompts);
    const gateway = await machine.gateway(configOf(machine, settings, key.value));
    try {
      const tried = await tryKey(gateway.send, key.value);
      if ("accounts" in tried) {
        await askAccount(machine, prompts, tried.accounts, gateway.send);
        return key;
      }
      if (!(await askAgain(prompts, tried))) return key;
    } finally {
      gateway.close();
    }
    key = undefined;
  }
}

async function typedKey(prompts: Prompts): Promise<Key> {
  const value = await prompts.secret("Your Maton API key, from maton.ai/settings", flawOfKey);
  return { value, place: { key: value }, from: "you" };
}

/** Whether another key is to be typed; one that could not be tried may be taken as it is. */
async function askAgain(prompts: Prompts, tried: Extract<Tried, { trouble: string }>): Promise<boolean> {
  prompts.say(`${tried.trouble}\n${tried.todo}`);
  if (tried.isRefused) return true;
  return !(await prompts.yes("Go on with this key all the same?", false));
}

async function askAccount(
  machine: Machine,
  prompts: Prompts,
  accounts: readonly string[],
  send: Parameters<typeof connect>[0],
): Promise<void> {
  prompts.say(`The key works. ${accountsSaid(accounts)}`);
  if (accounts.length > 0 || !(await prompts.yes("Connect one now?", true))) return;
  const show = (url: string) => {
    prompts.say(`Sign in to Klaviyo here; this waits for it:\n${url}`);
    machine.browse(url);
  };
  const status = await connect(send, show, machine.wait).catch(() => undefined);
  prompts.say(
    status === "ACTIVE"
      ? "The account is connected."
      : "It is not connected yet: your agent can start that again, when you ask it to.",
  );
}

/** What the agent may do: only what no flag has said yet is asked. */
async function askAccess(machine: Machine, settings: Settings, prompts: Prompts): Promise<Settings> {
  const chosen: Settings = { ...settings };
  if (settings.readOnly === undefined && settings.confirm === undefined) {
    const access = await prompts.one("What may the agent do?", [
      {
        value: "dangerous",
        label: "Read and change, and ask before what is dangerous",
        hint: "sends, deletes, touches many",
      },
      { value: "writes", label: "Read and change, and ask before every change" },
      { value: "read", label: "Read only" },
    ]);
    if (access === "read") chosen.readOnly = "true";
    if (access === "writes") chosen.confirm = "writes";
  }
  if (
    settings.files === undefined &&
    (await prompts.yes("May it read and write files in one folder, for imports and exports?", false))
  ) {
    const flaw = (path: string) =>
      machine.disk.isFolder(machine.disk.absolute(path)) ? undefined : "There is no such folder.";
    chosen.files = machine.disk.absolute(await prompts.text("Which folder?", flaw));
  }
  if (settings.list === undefined && settings.toolsets === undefined && settings.tools === undefined) {
    const list = await prompts.one("Which tools should it see at once?", [
      {
        value: "core",
        label: "The core",
        hint: "it finds all others by a search; less to read for the model",
      },
      { value: "all", label: "All" },
    ]);
    chosen.list = list === "all" ? "all" : "core";
  }
  return chosen;
}

/** Where the key is to stand; one that stands in a file of its own stays there. */
async function askPlace(machine: Machine, wanted: Wanted, prompts: Prompts, key: Key): Promise<Key> {
  if (wanted.keyFile) return inOwnFile(machine, key);
  if (key.place && "keyFile" in key.place) return key;
  const place = await prompts.one("Where may the key stand?", [
    { value: "clients", label: "In the clients' own files" },
    { value: "file", label: "In a file that you alone may read", hint: keyFileOf(machine) },
  ]);
  return place === "file" ? inOwnFile(machine, key) : key;
}
