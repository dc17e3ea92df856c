import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PHONE_FORM, phoneReader } from "../../src/check/phones.ts";
import { settled } from "../../src/check/settled.ts";
import { InputError, StoppedError } from "../../src/errors.ts";
import type { Account } from "../../src/tool/tool.ts";
import { moment, thingTool } from "./things.ts";

// What depends on the account of a call: moments without a zone, and phone numbers without their country.

const TOOL = thingTool({
  takes: {
    at: moment.optional(),
    note: z.string().optional(),
    filter: z.string().optional(),
    phone_number: z.string().optional(),
    people: z.array(z.strictObject({ phone_number: z.string(), at: moment.optional() })).optional(),
  },
});
const BERLIN: Account = { id: "A", timezone: "Europe/Berlin", country: "Germany" };
const OPEN = "2026-01-02T03:04:05-00:00";

/** What becomes of an input, and how often the account was asked for. */
async function become(input: Record<string, unknown>, account: Account | Error | undefined = BERLIN) {
  let asked = 0;
  const read = await settled(TOOL, input, async () => {
    asked += 1;
    if (account instanceof Error) throw account;
    return account;
  });
  return { read, asked };
}

/** What is said of an input that cannot be settled. */
async function said(input: Record<string, unknown>, account?: Account | Error) {
  const error = await become(input, account).catch((thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw error;
  return [error.message, error.argument, error.next];
}

describe("is made plain", () => {
  it.each<[input: Record<string, unknown>, read: Record<string, unknown>]>([
    [{ at: OPEN }, { at: "2026-01-02T03:04:05+01:00" }],
    [{ phone_number: "0171 2345678" }, { phone_number: "+491712345678" }],
    [
      { people: [{ phone_number: "+49 171 2345678", at: OPEN }] },
      { people: [{ phone_number: "+491712345678", at: "2026-01-02T03:04:05+01:00" }] },
    ],
    [
      { filter: 'greater-than(created,2026-07-02T03:04:05),equals(name,"n")' },
      { filter: 'greater-than(created,2026-07-02T03:04:05+02:00),equals(name,"n")' },
    ],
    [
      { filter: "greater-than( created , 2026-01-02 )" },
      { filter: "greater-than(created,2026-01-02T00:00:00+01:00)" },
    ],
    [
      { filter: 'any(phone_number,["0171 2345678","+491712345678"])' },
      { filter: 'any(phone_number,["+491712345678","+491712345678"])' },
    ],
  ])("%o, from one look at the account", async (input, read) => {
    expect(await become(input)).toEqual({ read, asked: 1 });
  });

  it("a number with its country, without the account", async () => {
    const read = { phone_number: "+491712345678" };
    expect(await become({ phone_number: " +49 171 2345678" })).toEqual({ read, asked: 0 });
  });
});

it.each<Record<string, unknown>>([
  {},
  { at: "2026-01-02T03:04:05Z", note: OPEN, phone_number: "" },
  { filter: "greater-than(created,2026-01-02T03:04:05Z)" },
  { filter: "greater-than( created , 2026-01-02T03:04:05Z )" },
  { filter: 'equals(name,"2026-01-02T03:04:05"),has(phone_number)' },
  { filter: 'or(equals(phone_number,"0171 2345678"))' },
  { filter: "equals(phone_number,0171)" },
  { filter: "no filter" },
])("%o depends on no account", async (input) => {
  const { read, asked } = await become(input);
  expect(read).toBe(input);
  expect(asked).toBe(0);
});

describe("is refused", () => {
  const ZONE = "has no zone, and the account's clock is not known";
  const NEXT = "Write it with a zone, e.g. 2026-01-02T03:04:05Z.";
  it.each<[why: string, account: Account | Error | undefined]>([
    ["cannot be read", new Error("busy")],
    ["has no clock", { id: "A" }],
    ["has a clock that nobody knows", { id: "A", timezone: "Mars/Crater" }],
  ])("a moment whose account %s", async (_, account) => {
    expect(await said({ at: OPEN }, account)).toEqual([`at: ${ZONE}`, "at", NEXT]);
    const filter = "greater-than(created,2026-01-02T03:04:05)";
    expect(await said({ filter }, account)).toEqual([`filter: ${ZONE}`, "filter", NEXT]);
  });

  it("every number that is none, five of them by name, each next step once", async () => {
    const people = (count: number) => Array.from({ length: count }, () => ({ phone_number: "none" }));
    const [five, at, next] = await said({ people: people(5) });
    expect(five).toMatch(/^people\[0\]\.phone_number: [^;]+(; people\[[1-4]\]\.phone_number: [^;]+){4}$/);
    expect([at, next]).toEqual(["people[0].phone_number", PHONE_FORM]);
    const [seven, , same] = await said({ people: people(7) });
    expect(seven).toBe(`${five} (and 2 more)`);
    expect(same).toBe(next);
    const [both, , steps] = await said({ at: OPEN, phone_number: "none" }, { id: "A" });
    expect(both).toContain(`at: ${ZONE}; phone_number: `);
    expect(steps).toBe(`${NEXT} ${next}`);
  });

  it("nothing of a call that was stopped: it is over", async () => {
    const stopped = new StoppedError("cancelled");
    await expect(become({ at: OPEN }, stopped)).rejects.toBe(stopped);
  });
});

it.each<[country: string | undefined, text: string, read: string]>([
  ["DE", "0171 2345678", "+491712345678"],
  ["de", "(0171) 234-5678", "+491712345678"],
  [" Germany ", "0171 2345678", "+491712345678"],
  ["the Netherlands", "06 12345678", "+31612345678"],
  ["Holland", "06 12345678", "+31612345678"],
  ["USA", "202-555-0143", "+12025550143"],
  ["United States", "202-555-0143", "+12025550143"],
  ["UK", "020 7946 0018", "+442079460018"],
  [undefined, "+1 202 555 0143", "+12025550143"],
  ["DE", " +1 202 555 0143", "+12025550143"],
  [undefined, "202-555-0143", '"202-555-0143" says no country'],
  ["Atlantis", "202-555-0143", '"202-555-0143" says no country'],
  [undefined, " +1 202", '"+1 202" is no phone number'],
  ["DE", "+1 202", '"+1 202" is no phone number'],
  ["DE", "12", '"12" is no phone number of Germany'],
  ["US", "202-555-0143 ext. 5", '"202-555-0143 ext. 5" is no phone number of United States'],
  ["US", `202-555-0143${" ".repeat(48)}`, "+12025550143"],
  ["US", `202-555-0143${" ".repeat(49)}`, '"202-555-0143" is no phone number of United States'],
])("a number in %s, %o: %s", async (country, text, said) => {
  const read = (await phoneReader(country))(text);
  expect("number" in read ? read.number : read.problem).toBe(said);
});
