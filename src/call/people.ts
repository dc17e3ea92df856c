import { phoneReader } from "../check/phones.ts";
import { InputError } from "../errors.ts";
import { nextCursor, primaryData } from "../jsonapi/document.ts";
import { quote } from "../jsonapi/filter.ts";
import type { Registry } from "../registry.ts";
import type { Account } from "../tool/tool.ts";
import type { CallSession } from "./session.ts";

/** So many people a request finds. */
const AT_ONCE = 100;
/** So many requests at most look for people. */
const MOST_READS = 20;
/** So many people can be found in a call. */
export const MOST_PEOPLE = AT_ONCE * MOST_READS;
/** By what somebody is found, and its sign. */
const FIELDS = ["email", "phone_number", "external_id", "id"] as const;
type Field = (typeof FIELDS)[number];

/** Somebody as a text names them: by an attribute of theirs, or by what may be an id of Klaviyo's or of the shop's. */
export interface Sought {
  field: Field;
  value: string;
}

/** By what a text names somebody; undefined where it is neither an address nor a number. */
export async function personIn(
  text: string,
  account: () => Promise<Account | undefined>,
): Promise<Sought | undefined> {
  if (text.includes("@")) return { field: "email", value: text.trim().toLowerCase() };
  const known = text.trim().startsWith("+") ? undefined : await account();
  const phone = (await phoneReader(known?.country))(text);
  return "number" in phone ? { field: "phone_number", value: phone.number } : undefined;
}

/**
 * The ids of the profiles that have these values, by value: a hundred a request. Throws InputError
 * where there are more than a call can find, and what a request throws.
 */
export async function findPeople(
  session: CallSession,
  registry: Registry,
  field: Field,
  values: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  if (values.length === 0) return found;
  if (values.length > MOST_PEOPLE) throw tooMany(field);
  const tool = registry.operation("get_profiles");
  let left = MOST_READS;
  for (let at = 0; at < values.length; at += AT_ONCE) {
    const some = values.slice(at, at + AT_ONCE);
    const filter =
      some.length === 1
        ? `equals(${field},${quote(some[0] ?? "")})`
        : `any(${field},[${some.map(quote).join(",")}])`;
    let cursor: string | undefined;
    do {
      if (left === 0) throw tooMany(field);
      left -= 1;
      session.client.progress(session.requests + 1, undefined, `people: ${tool.name}`);
      const page = { ...(some.length > 1 && { size: AT_ONCE }), ...(cursor && { cursor }) };
      const fields = [field === "id" ? "email" : field];
      const { document } = await session.sendOperation(tool, { filter, fields }, { page });
      for (const { id, attributes } of primaryData(document)) {
        if (typeof id !== "string") continue;
        const own = field === "id" ? id : (attributes as Record<string, unknown> | undefined)?.[field];
        // Of one alone it is known whose it is, however the answer writes it.
        const value = some.length === 1 ? some[0] : some.find((one) => same(one, own));
        if (value !== undefined) found.set(value, [...(found.get(value) ?? []), id]);
      }
      cursor = nextCursor(document);
    } while (cursor);
  }
  return found;
}

function tooMany(field: Field): InputError {
  return new InputError(`a call finds ${MOST_PEOPLE} people by ${field} at most`, {
    next: "Give their profile ids, or fewer at a time.",
  });
}

function same(value: string, own: unknown): boolean {
  return typeof own === "string" && own.trim().toLowerCase() === value.toLowerCase();
}
