import type { OtherAccount } from "../../../src/tool/tool.ts";
import { called, firstOf, type Named, nearly, type Type, withIds } from "./listed.ts";

/** What a call names of one kind, by name or id. */
export interface Asked {
  found: readonly Named[];
  /** What is none or several, and what to give instead. */
  leftOut: readonly string[];
  /** How many of those the account does not have. */
  unknown: number;
}

const AN_ID = /^[\w-]{6,40}$/;

/** Finds what is asked for in the account that it is copied from. */
export async function askedFor(
  { context: reader, name: account = "the other account" }: OtherAccount,
  type: Type,
  asked: readonly string[],
): Promise<Asked> {
  const named = await called(reader, type, asked);
  const rest = asked.filter((one) => AN_ID.test(one) && !named.some(({ name }) => name === one));
  const all = byId([...named, ...(await withIds(reader, type, rest))]);
  const found: Named[] = [];
  const leftOut: string[] = [];
  let unknown = 0;
  let others: readonly Named[] | undefined;
  for (const one of asked) {
    const [first, ...more] = all.filter(({ id, name }) => name === one || id === one);
    if (first && more.length === 0) {
      found.push(first);
      continue;
    }
    if (first) {
      leftOut.push(`${type} ${one}: ${severalOf([first, ...more])}`);
      continue;
    }
    unknown += 1;
    others ??= await firstOf(reader, type);
    leftOut.push(`${type} ${one}: ${noneOf(account, nearly(others, one))}`);
  }
  return { found: byId(found), leftOut, unknown };
}

const byId = (all: readonly Named[]): Named[] => [...new Map(all.map((one) => [one.id, one])).values()];

function severalOf(all: readonly Named[]): string {
  return `there are ${all.length}, give the id of one: ${all.map(({ id }) => id).join(", ")}`;
}

function noneOf(account: string, near: readonly Named[]): string {
  const told = near.map(({ id, name }) => `"${name}" (${id})`).join(", ");
  return `${account} has none of this name${told ? `; there is ${told}` : ""}`;
}
