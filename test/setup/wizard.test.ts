import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/index.ts";
import { CLIENTS } from "../../src/setup/clients.ts";
import { ownIn } from "../../src/setup/edit.ts";
import { saidIn } from "../../src/setup/entry.ts";
import { Cancelled, type Prompts } from "../../src/setup/prompts.ts";
import { type Home, makeHome } from "./home.ts";

// What a person is asked, in which order, and what follows from the answers: each is given by the test.

const KEY = "maton_key_0123456789_ab12";

let home: Home;
let sandbox: Sandbox;
const start = async (options: SandboxOptions = {}) => {
  sandbox = await startSandbox({ limits: "off", ...options });
};
beforeEach(async () => {
  home = makeHome();
  await start();
});
afterEach(async () => {
  home.remove();
  await sandbox.close();
});

const LEAVE = Symbol("leave");

/** Answers by the question's beginning; a question that none is for fails the test. */
function person(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const said: string[] = [];
  const left = Object.entries(answers);
  const answer = (question: string) => {
    asked.push(question);
    const found = left.find(([start]) => question.startsWith(start));
    if (!found) throw new Error(`nobody knows an answer to ${question}`);
    const [, next] = found;
    if (next === LEAVE) throw new Cancelled();
    return next;
  };
  const checked = (question: string, flaw: (text: string) => string | undefined) => {
    const text = answer(question) as string;
    expect(flaw(text)).toBeUndefined();
    return text;
  };
  const prompts: Prompts = {
    begin: (title) => void said.push(title),
    say: (text) => void said.push(text),
    end: (text) => void said.push(text),
    one: async (question, choices) => {
      const value = answer(question) as string;
      expect(choices.map((choice) => choice.value)).toContain(value);
      return value;
    },
    some: async (question, choices, chosen) => {
      const value = answer(question) as string[] | "found";
      expect(choices.map((choice) => choice.value)).toEqual(CLIENTS.map(({ id }) => id));
      return value === "found" ? [...chosen] : value;
    },
    yes: async (question) => answer(question) as boolean,
    text: async (question, flaw) => checked(question, flaw),
    secret: async (question, flaw) => checked(question, flaw),
  };
  return { prompts: async () => prompts, asked, said: () => said.join("\n") };
}

const PLAIN = {
  "Which clients": "found",
  "Your Maton API key": KEY,
  "What may the agent do?": "dangerous",
  "May it read and write files": false,
  "Which tools": "core",
  "Where may the key stand?": "clients",
  "Write this?": true,
};

function run(answers: Record<string, unknown>, argv: string[] = [], more: object = {}) {
  const somebody = person(answers);
  const { prompts } = somebody;
  const ended = home.run(argv, { MATON_API_URL: sandbox.url }, { isTerminal: true, prompts, ...more });
  return ended.then((end) => ({ ...end, ...somebody, said: somebody.said() }));
}

const startedBy = (id: string) => {
  const client = CLIENTS.find((one) => one.id === id);
  const own = client && ownIn(client, readFileSync(home.fileOf(id), "utf8"));
  return saidIn(own?.entry ?? {});
};

it("asks in this order, shows what it will write, and ends with a question to try", async () => {
  home.install("cursor");
  home.install("codex", "a = 1\n");
  const { code, asked, said } = await run(PLAIN);
  expect(code).toBe(0);
  expect(asked.map((question) => Object.keys(PLAIN).find((one) => question.startsWith(one)))).toEqual(
    Object.keys(PLAIN),
  );
  expect(said).toContain("The key works. It reaches Northwind Outfitters.");
  expect(said.indexOf("+ [mcp_servers.klaviyo]")).toBeGreaterThan(0);
  expect(said).toMatch(/ask: "Which of our last ten campaigns had the best open rate\?"\nReady\.$/);
  expect(said).not.toContain(KEY);
  for (const id of ["cursor", "codex"]) {
    expect(startedBy(id)).toMatchObject({ key: KEY });
    expect(startedBy(id).command.slice(2)).toEqual(["--list", "core"]);
  }
});

it.each([
  ["read only", { "What may the agent do?": "read" }, ["--read-only", "--list", "core"]],
  [
    "asking before every change",
    { "What may the agent do?": "writes" },
    ["--confirm", "writes", "--list", "core"],
  ],
  ["all tools", { "Which tools": "all" }, ["--list", "all"]],
  [
    "a folder",
    { "May it read and write files": true, "Which folder?": "." },
    ["--files", "{home}", "--list", "core"],
  ],
])("hands on %s as the person chose", async (_, answers, flags) => {
  home.install("zed");
  expect((await run({ ...PLAIN, ...answers })).code).toBe(0);
  const [, , ...written] = startedBy("zed").command;
  expect(written).toEqual(flags.map((flag) => (flag === "{home}" ? path.resolve(home.folder) : flag)));
});

it("asks nothing that a flag has said", async () => {
  const { code, asked } = await run({ "Your Maton API key": KEY, "Write this?": true }, [
    "--client",
    "gemini",
    "--read-only",
    "--files",
    ".",
    "--list",
    "all",
    "--key-file",
  ]);
  expect([code, asked.length]).toEqual([0, 2]);
  expect(startedBy("gemini").command.slice(2)).toEqual([
    ...["--read-only", "--files", path.resolve(home.folder), "--list", "all"],
  ]);
  expect(readFileSync(startedBy("gemini").keyFile ?? "", "utf8")).toBe(`${KEY}\n`);
});

it("writes the key's file only when all is written", async () => {
  home.install("cursor");
  const { code, said } = await run({ ...PLAIN, "Where may the key stand?": "file", "Write this?": false });
  expect(code).toBe(1);
  expect(said).toContain("MATON_API_KEY_FILE");
  expect(home.files()).toEqual({});
  await run({ ...PLAIN, "Where may the key stand?": "file" });
  expect(Object.values(home.files()).filter((text) => text.includes(KEY))).toEqual([`${KEY}\n`]);
});

it.each(Object.keys(PLAIN))("writes nothing where the person leaves at: %s", async (question) => {
  home.install("cursor");
  const { code, out } = await run({ ...PLAIN, [question]: LEAVE });
  expect([code, out]).toEqual([1, "Nothing was written.\n"]);
  expect(home.files()).toEqual({});
});

it("asks again for a key that is refused, and takes one that could not be tried where the person says so", async () => {
  home.install("cursor");
  sandbox.addFault({
    status: 401,
    contentType: "application/json",
    body: "{}",
    match: { path: "/connections" },
  });
  const { asked, said } = await run(PLAIN);
  expect(asked.filter((one) => one.startsWith("Your Maton"))).toHaveLength(2);
  expect(said).toContain("copy it again from maton.ai/settings");
  const down = { MATON_API_URL: "http://127.0.0.1:9" };
  const somebody = person({ ...PLAIN, "Use the key of Cursor, …ab12?": true, "Go on with this key": true });
  const { code } = await home.run([], down, { isTerminal: true, prompts: somebody.prompts });
  expect([code, startedBy("cursor").env.MATON_API_URL]).toEqual([0, down.MATON_API_URL]);
});

it("offers the key that is here already by its end, and takes another where the person wants one", async () => {
  home.install("cursor");
  const env = { MATON_API_URL: sandbox.url, MATON_API_KEY: `${KEY}_of_the_terminal_cd34` };
  for (const [use, key] of [
    [true, env.MATON_API_KEY],
    [false, KEY],
  ] as const) {
    const somebody = person({ ...PLAIN, "Use the key of this terminal, …cd34?": use });
    expect(await home.run([], env, { isTerminal: true, prompts: somebody.prompts })).toMatchObject({
      code: 0,
    });
    expect(startedBy("cursor").key).toBe(key);
    expect(somebody.said()).not.toContain(env.MATON_API_KEY);
  }
});

it("leaves a file of the person's own that holds the key as it is, and names it", async () => {
  home.install("cursor");
  const file = path.join(home.folder, "mine");
  writeFileSync(file, KEY);
  const { "Where may the key stand?": _, ...answers } = PLAIN;
  const somebody = person({ ...answers, "Use the key of this terminal": true });
  const env = { MATON_API_URL: sandbox.url, MATON_API_KEY_FILE: "mine" };
  await home.run([], env, { isTerminal: true, prompts: somebody.prompts });
  expect(startedBy("cursor").keyFile).toBe(file);
  expect(readFileSync(file, "utf8")).toBe(KEY);
});

it("connects an account where there is none: opens the page, waits, and goes on", async () => {
  await sandbox.close();
  await start({ connections: "none" });
  home.install("cursor");
  let opened = "";
  const more = {
    browse: (url: string) => {
      opened = url;
    },
    // The person signs in while it waits.
    wait: async () => void (await fetch(opened)),
  };
  const { code, said } = await run({ ...PLAIN, "Connect one now?": true }, [], more);
  expect(code).toBe(0);
  expect(said).toContain(`Sign in to Klaviyo here; this waits for it:\n${opened}`);
  expect(said).toContain("The account is connected.");
  expect((await run({ ...PLAIN, "Use the key of Cursor": true })).said).toContain(
    "It reaches Northwind Outfitters.",
  );
});

it("goes on where nobody signs in, or nobody wants to now", async () => {
  await sandbox.close();
  await start({ connections: "none" });
  home.install("cursor");
  let waited = 0;
  const wait = async (ms: number) => {
    waited += ms;
  };
  const { code, said } = await run({ ...PLAIN, "Connect one now?": true }, [], { wait });
  expect([code, waited]).toEqual([0, 600_000]);
  expect(said).toContain("It is not connected yet");
  expect((await run({ ...PLAIN, "Use the key of Cursor": true, "Connect one now?": false })).code).toBe(0);
});

it("asks before it takes anything out, and shows what", async () => {
  home.install("cursor");
  await run(PLAIN);
  const before = home.files();
  const kept = await run({ "Take it out": false }, ["--remove"]);
  expect([kept.code, home.files()]).toEqual([1, before]);
  const taken = await run({ "Take it out": true }, ["--remove"]);
  expect(taken.said).toMatch(/- .*"klaviyo"[\s\S]*…ab12[\s\S]*Taken out of Cursor\./);
  expect([taken.code, home.files()]).toEqual([0, {}]);
  const again = await run({}, ["--remove"]);
  expect([again.code, again.said]).toEqual([0, "No client here starts this server."]);
});

it("makes its change anew of what the file holds when it is written", async () => {
  const file = home.install("claude-code", "{}");
  const somebody = person(PLAIN);
  const prompts = await somebody.prompts();
  const yes = prompts.yes;
  prompts.yes = async (question, initial) => {
    // The client writes into its own file while the person reads.
    if (question === "Write this?") writeFileSync(file, '{ "later": 1 }');
    return yes(question, initial);
  };
  const env = { MATON_API_URL: sandbox.url };
  await home.run([], env, { isTerminal: true, prompts: async () => prompts });
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ later: 1, mcpServers: { klaviyo: {} } });
  await home.run(["--yes", "--remove"]);
  expect(readFileSync(file, "utf8")).toBe('{ "later": 1 }');
});
