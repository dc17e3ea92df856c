import { execFileSync } from "node:child_process";

/** What was tried against the server, and the tests that hold that it fails. */
const ATTACKS: readonly (readonly [attack: string, ...tests: string[]])[] = [
  [
    "a change without a yes, in every mode, by clients that ask and that cannot",
    "confirm",
    "asking",
    "http-asking",
  ],
  [
    "something else than what was agreed to: changed in between, another session, another account",
    "gate",
    "confirmation",
  ],
  [
    "a page's button that no person pressed: by the model, twice, from another session, after a no or a change",
    "views-attacks",
    "views-http",
  ],
  ["a name or a text that imitates a line, a field or mark-up of a question", "quote", "preview", "plan"],
  ["a body given whole, so that no argument shows what it does", "native-body"],
  ["ids and paths that leave their place", "path", "paths", "ids", "laws/hostile-arguments"],
  ["answers of the gateway that are not what they should be", "hostile", "laws/hostile-answers"],
  ["the key or a secret in a result, an error, a question or a log", "laws/secrets", "second/secrets"],
  ["characters that nobody sees", "unseen"],
  ["a page in a browser: another Host or Origin, mark-up in it, what it tells without a token", "page"],
  ["another's session, a wrong bearer, a crowd of sessions", "http", "http-sessions", "bounds/sessions"],
  [
    "what is another caller's: their account by id, name, cursor or uri, through every tool; a session, token, question, change or file of theirs",
    "team/wall",
    "team/attacks",
    "team/caller-keys",
    "redis/team",
    "redis/team-attacks",
  ],
  [
    "where persons are masked: a person in whatever an operation answers, or written, carried, cut off, kept or asked for by a part so that it looks like nothing",
    "mask/law",
    "mask/attacks",
    "mask/files",
    "mask/places",
    "mask/accounts",
  ],
];

/** The table of attacks, each with how many tests hold it; counted from the tests themselves. */
export function attackTable(): string {
  const files = ATTACKS.flatMap(([, ...tests]) => tests.map((name) => `test/${name}.test.ts`));
  const listed = execFileSync("npx", ["vitest", "list", ...files, "--mode", "all", "--json"], {
    encoding: "utf8",
    maxBuffer: 100 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const counts = new Map<string, number>();
  for (const { file } of JSON.parse(listed) as { file: string }[]) {
    const name = file.slice(file.lastIndexOf("/test/") + 6).replace(".test.ts", "");
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const rows = ATTACKS.map(([attack, ...tests]) => {
    const held = tests.map((name) => counts.get(name) ?? 0);
    if (held.includes(0)) throw new Error(`no tests for ${attack}: ${tests.join(", ")}`);
    return `| ${attack} | ${held.reduce((all, one) => all + one)} |`;
  });
  return ["| what was tried | tests that hold |", "|---|--:|", ...rows].join("\n");
}
