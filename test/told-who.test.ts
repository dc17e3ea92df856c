import { describe, expect, it } from "vitest";
import type { Audited } from "../src/audit.ts";
import { Catalog } from "../src/catalog.ts";
import { parseFlags, resolveConfig } from "../src/config/config.ts";
import { composeCaller } from "../src/first-call.ts";
import { defectOf, type Log } from "../src/log.ts";
import { wholeOffer } from "../src/offer.ts";
import { connectionsOf } from "./in-process.ts";

// Whose call it was stands in both logs, where the server tells callers apart; whom it was about stands in none.

const PERSON = "ada.lovelace@example.org";
const CLIENT = {
  signal: new AbortController().signal,
  progress: () => undefined,
  caller: { session: "s", client: "t 1" },
};

it("both logs name the caller, and the call by one id", async () => {
  const config = resolveConfig(parseFlags(["--confirm", "never"]), { key: "test-key-0123456789" }, () => "");
  const about: Audited[] = [];
  const send = async () => ({ status: 200, headers: {}, document: connectionsOf("c"), bytes: 2 });
  const settings = {
    sandbox: false,
    hide: (text: string) => text,
    audit: (one: Audited) => void about.push(one),
  };
  const catalog = Catalog.of(wholeOffer(false), config);
  const caller = composeCaller(config, catalog, send, settings, () => undefined);
  const client = (name?: string) => ({ ...CLIENT, caller: { ...CLIENT.caller, name } });
  const { facts } = await caller.run("create_list", { name: "A" }, client("anna"));
  expect(facts).toMatchObject({ tool: "create_list", caller: "anna" });
  expect(about.map(({ call, caller }) => [call, caller])).toEqual([
    [facts.call, "anna"],
    [facts.call, "anna"],
  ]);
  const nobody = await caller.run("create_list", { name: "B" }, client());
  expect(JSON.stringify(nobody.facts)).not.toContain("caller");
  expect(JSON.stringify(about.slice(2))).not.toContain("caller");
});

describe("a defect", () => {
  it("is told with its kind, its place and the call, without what it stumbled over", async () => {
    const config = resolveConfig(parseFlags([]), { key: "test-key-0123456789" }, () => "");
    const send = () => Promise.reject(new SyntaxError(`Unexpected token 'a', "${PERSON}" is not valid JSON`));
    const settings = { sandbox: false, hide: (text: string) => text };
    const lines: [string, Record<string, unknown> | undefined][] = [];
    const catalog = Catalog.of(wholeOffer(false), config);
    const log: Log = (_, message, fields) => void lines.push([message, fields]);
    const caller = composeCaller(config, catalog, send, settings, log);
    const { facts } = await caller.run("get_lists", {}, CLIENT);
    expect(lines).toEqual([
      ["defect", { call: facts.call, tool: "get_lists", error: "SyntaxError", stack: expect.any(Array) }],
    ]);
    expect(JSON.stringify(lines)).not.toContain(PERSON);
    expect(lines[0]?.[1]?.stack).toContainEqual(expect.stringMatching(/^at .*\.ts:\d+/));
  });

  it.each<[unknown, string | undefined]>([
    [new TypeError("Cannot read properties of undefined (reading 'data')"), "the words"],
    [new TypeError("result.data.map is not a function"), "the words"],
    [new TypeError("items.find(...) is not a function"), "the words"],
    [new RangeError("Maximum call stack size exceeded"), "the words"],
    [new TypeError(`Cannot read properties of undefined (reading '${PERSON}')`), undefined],
    [new TypeError(`"${PERSON}" is not a function`), undefined],
    [new Error(PERSON), undefined],
    [new Error(`no\n    at ${PERSON}`), undefined],
    [PERSON, undefined],
  ])("that says %o is told with its words where they speak of code alone", (error, words) => {
    const told = defectOf(error);
    expect(told.said).toBe(words && (error as Error).message);
    expect(JSON.stringify(told)).not.toContain(PERSON);
  });
});
