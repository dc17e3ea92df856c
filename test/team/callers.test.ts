import { describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { parseFlags, readEnv, resolveConfig } from "../../src/config/config.ts";
import { ConfigError } from "../../src/errors.ts";
import type { Send } from "../../src/gateway/client.ts";
import { hider, hidingIn } from "../../src/log.ts";
import { wholeOffer } from "../../src/offer.ts";
import type { Replicas } from "../../src/redis/replicas.ts";
import { writtenOffer } from "../../src/serve/entries.ts";
import type { Guest, Guests } from "../../src/serve/guests.ts";
import { serviceOf } from "../../src/service.ts";
import { Callers } from "../../src/team/callers.ts";
import { KeyCallers } from "../../src/team/key-callers.ts";
import type { MakeService, Who } from "../../src/team/own-keys.ts";
import { callerOf, teamOf, tokenOf } from "./serving.ts";

// Who is let in and whose the sessions are, with services that only remember for whom they were made.

const KEY = "server-key-0123456789";

/** Makes services that are told apart by their owner, and says which were drained and whose sessions ended. */
function begin(said: unknown, { args = [], key = KEY }: { args?: string[]; key?: string } = {}) {
  const config = resolveConfig(parseFlags(args), readEnv({ MATON_API_KEY: key }), () => "", "http");
  const made: { config: Config; who: Who }[] = [];
  const drained: string[] = [];
  const ended: string[] = [];
  const lines: unknown[] = [];
  const makeService: MakeService = (own, who) => {
    if (own.toolsets.includes("nothing")) throw new ConfigError("There is no toolset nothing.");
    made.push({ config: own, who });
    return {
      makeServer: () => expect.fail("nobody begins a session"),
      drain: async () => void drained.push(`${who.name} ${own.key}`),
      shown,
    };
  };
  const file = { text: JSON.stringify(said) };
  const callers: Guests =
    said === undefined
      ? new KeyCallers(config, shown, makeService, 0)
      : new Callers({
          config,
          readFile: () => file.text,
          readKey: (place) => ("variable" in place ? undefined : "key-of-file-0123456789"),
          makeService,
          shown,
          log: (...line) => lines.push(line),
          drainMs: 0,
        });
  callers.onGone((owner) => void ended.push(owner));
  const guest = (name: string | undefined, own?: string): Guest => {
    const authorization = name === undefined ? undefined : `Bearer ${tokenOf(name)}`;
    const found = callers.guestOf({ authorization, key: own });
    return "refused" in found ? expect.fail(found.refused) : found;
  };
  const reload = async (anew: unknown) => {
    file.text = JSON.stringify(anew);
    await callers.reload?.();
  };
  return { callers, made, drained, ended, lines, guest, reload };
}

const shown = {
  version: "1",
  sandbox: false,
  readOnly: false,
  hasKey: true,
  pinned: undefined,
  send: () => expect.fail("nobody's accounts are looked at"),
};
const anna = callerOf("anna", { connections: ["Alpine"] });
const ben = callerOf("ben", { connections: "all", read_only: true, deny: ["sends"] });

describe("the callers of a file", () => {
  it("are known by their bearer alone", () => {
    const { callers } = begin(teamOf(anna, ben));
    const lets = (authorization: string | undefined) => callers.admits(authorization);
    expect(lets(`Bearer ${tokenOf("anna")}`)).toBe(true);
    for (const other of [
      undefined,
      "",
      "Bearer ",
      tokenOf("anna"),
      `Basic ${tokenOf("anna")}`,
      `Bearer  ${tokenOf("anna")}`,
      `Bearer ${tokenOf("anna")} x`,
      `Bearer ${tokenOf("cleo")}`,
      `Bearer ${anna.token_sha256}`,
    ])
      expect(lets(other), String(other)).toBe(false);
  });

  it("have settings of their own, to which --read-only and --deny of the server are added", () => {
    const { made } = begin(teamOf(anna, ben), { args: ["--deny", "deletes", "--confirm", "writes"] });
    expect(
      made.map(({ who, config: { readOnly, deny, confirm } }) => [who.name, readOnly, deny, confirm]),
    ).toEqual([
      ["anna", false, ["deletes"], "writes"],
      ["ben", true, ["deletes", "sends"], "writes"],
    ]);
    const [only] = begin(teamOf(anna), { args: ["--read-only"] }).made;
    expect(only?.config.readOnly).toBe(true);
  });

  it("are refused as a whole where one of them cannot be served, by name", () => {
    const bad = (more: object) => () => begin(teamOf(anna, { ...ben, ...more }));
    expect(bad({ toolsets: ["nothing"] })).toThrow("callers[1] (ben): There is no toolset nothing.");
    expect(bad({ key: { variable: "NOT_SET" } })).toThrow("callers[1] (ben): key.variable NOT_SET is empty");
    expect(() => begin(teamOf(anna), { key: "" })).toThrow("callers[0] (anna): key is missing");
  });

  it("have the same owner on every server of the same file, and another one as soon as they may do something else", async () => {
    const owner = (one: ReturnType<typeof begin>, name: string) => [
      one.guest(name).owner,
      one.made.findLast(({ who }) => who.name === name)?.who.owner,
    ];
    const [one, two] = [begin(teamOf(anna, ben)), begin(teamOf(anna, ben))];
    const [before, bens] = [owner(one, "anna"), owner(one, "ben")];
    expect(owner(two, "anna")).toEqual(before);
    expect(new Set([...before, ...bens]).size).toBe(2);
    for (const more of [
      { connections: [] },
      { read_only: true },
      { key: { file: "f" } },
      { confirm: "never" },
    ]) {
      await one.reload(teamOf({ ...anna, ...more }, ben));
      const [session, shared] = owner(one, "anna");
      expect(session).not.toBe(before[0]);
      expect(shared).not.toBe(before[1]);
      expect(owner(one, "ben")).toEqual(bens);
      await one.reload(teamOf(anna, ben));
      expect(owner(one, "anna")).toEqual(before);
    }
  });

  it("end as the file has them no more, and nobody else does", async () => {
    const { guest, reload, ended, drained, lines } = begin(teamOf(anna, ben));
    const { owner } = guest("anna");
    await reload(teamOf(ben));
    expect([ended, drained]).toEqual([[owner], [`anna ${KEY}`]]);
    expect(lines).toEqual([["info", "the team's file was read", { callers: 1, ended: ["anna"] }]]);
    await reload({ callers: [{}] });
    expect(ended).toEqual([owner]);
    expect(lines.at(-1)).toMatchObject(["error", /stays in force/, { why: /is missing/ }]);
  });
});

describe("keys that callers bring", () => {
  it("make an owner and a service each, remembered as long as there are not too many", async () => {
    const { guest, ended, drained } = begin(teamOf(anna), { args: ["--caller-keys"] });
    const first = guest("anna", "key-0");
    expect(guest("anna", "key-0")).toBe(first);
    for (let at = 1; at < 10; at += 1) expect(guest("anna", `key-${at}`).owner).not.toBe(first.owner);
    guest("anna", "key-0");
    expect(drained).toEqual([]);
    const second = guest("anna", "key-1").owner;
    guest("anna", "key-0");
    for (let at = 2; at < 10; at += 1) guest("anna", `key-${at}`);
    guest("anna", "key-10");
    await Promise.resolve();
    expect(drained).toEqual(["anna key-1"]);
    expect(ended).toEqual([second]);
  });

  it("of one caller make room for each other alone", () => {
    const { guest } = begin(teamOf(anna, ben), { args: ["--caller-keys"] });
    const annas = [guest("anna"), guest("anna", "key-1"), guest("anna", "key-2")];
    expect(new Set(annas.map(({ among }) => among)).size).toBe(1);
    expect(guest("ben", "key-1").among).not.toBe(annas[0]?.among);
    expect(guest("ben", "key-1").owner).not.toBe(annas[1]?.owner);
  });

  it("tell callers apart where no file does, by a part of their digest", () => {
    const { guest, made, callers } = begin(undefined, { args: ["--caller-keys"] });
    const [one, two, none] = [guest(undefined, "key-1"), guest(undefined, "key-2"), guest(undefined)];
    expect(new Set([one, two, none].map(({ owner }) => owner)).size).toBe(3);
    expect(new Set([one, two, none].map(({ among }) => among)).size).toBe(3);
    const [base, first] = made;
    expect([base?.config.key, base?.who.name]).toEqual([KEY, "server-key"]);
    expect(first?.config.key).toBe("key-1");
    expect(first?.who.name).toMatch(/^key-[\da-f]{8}$/);
    expect(first?.who.folder).toMatch(/^key-[\da-f]{32}$/);
    expect(callers.guestOf({ authorization: undefined, key: "no key" })).toHaveProperty("refused");
  });
});

it("the lines of a caller's log are without their key", () => {
  const lines: unknown[] = [];
  const log = hidingIn((...line) => lines.push(line), hider("key-of-mine"));
  log("error", "defect", { tool: "t", stack: ["at key-of-mine"] });
  log("info", "plain");
  expect(lines).toEqual([
    ["error", "defect", { tool: "t", stack: ["at [key]"] }],
    ["info", "plain", undefined],
  ]);
});

it("what replicas share is bound to the key and to the owner, not to a name", async () => {
  const asked: unknown[] = [];
  const replicas = {
    paceOf: async () => undefined,
    sharedBy: (...of: unknown[]) => void asked.push(of),
  } as unknown as Replicas;
  const config = resolveConfig(parseFlags([]), readEnv({ MATON_API_KEY: KEY }), () => "");
  const around = {
    offer: writtenOffer(wholeOffer(false)),
    sandboxUrl: undefined,
    audit: undefined,
    watch: undefined,
    log: () => undefined,
    readPage: () => "",
    replicas: Promise.resolve(replicas),
    env: {},
  };
  const whose = { name: "anna", owner: "digest", wall: (send: Send) => send, pace: undefined };
  await serviceOf(config, around, undefined, whose).shown.send();
  expect(asked).toEqual([[KEY, "digest"]]);
});
