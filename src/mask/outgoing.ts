import { isObject } from "../text.ts";
import { parsed } from "./documents.ts";
import type { Learnt } from "./learnt.ts";
import { withoutPatterns } from "./patterns.ts";
import { SENDERS } from "./people.ts";
import { meantBy, plainOf } from "./plain.ts";
import { besideTokens, cursorOf } from "./tokens.ts";

/** What stands instead of what somebody wrote freely. */
export const HIDDEN = "(free text, hidden)";
/** Numbers that this server's own texts have as an example; nobody has them. */
const EXAMPLES: ReadonlySet<string> = new Set(["+12025550143", "+15551234567"]);
/** Names of things of the account: a word in them that somebody is called by is a word. */
const TITLE = /(?:^|_|\b)(?:names?|titles?|subjects?|labels?)$/i;
/** Handles and what the server says about itself: no name stands in them. */
const HANDLES: ReadonlySet<string> = new Set([
  "id",
  "type",
  "connection",
  "environment",
  "status",
  "confirmation",
  "plan",
  "undo",
  "operation",
]);
const CURSORS: ReadonlySet<string> = new Set(["next_cursor", "page_cursor", "page[cursor]"]);
const NAMES = /^(?:first_name|last_name)$/;
const DETAILS = /^(?:address[12]|date_of_birth|age_gated_date_of_birth|ip|ip_address|(?:To|From) Number)$/;

/** How values of one call's answer are masked. */
export interface Masking {
  learnt: Learnt;
  /** The account that a value is of where nothing that was read tells. */
  account: string;
  seal(value: string, account: string): string;
  /** Free texts are hidden; else only what is known of persons in them is masked. */
  hidesTexts: boolean;
}

/** An answer with all that is a person's masked: by what the call read, by what it is called, by what it looks like. */
export function maskedValue(value: unknown, masking: Masking, key = ""): unknown {
  if (typeof value === "string") return maskedText(value, masking, key);
  if (typeof value === "number" && /^(?:latitude|longitude)$/.test(key)) {
    return masking.seal(String(value), masking.account);
  }
  if (Array.isArray(value)) return value.map((one) => maskedValue(one, masking, key));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    maskedKey(name, masking),
    maskedValue(one, masking, name),
  ]);
  return Object.fromEntries(entries);
}

/** Of whom cursors are: nobody, so that a person's token is none. */
export function cursors(account: string): string {
  return `${account} cursors`;
}

/** A text with all that is a person's masked; `key` is what it is called. */
export function maskedText(text: string, masking: Masking, key = ""): string {
  const { learnt, account, seal, hidesTexts } = masking;
  const person = learnt.accountOf(text);
  if (text === "" || learnt.isOwn(text) || (SENDERS.has(key) && person === undefined)) return text;
  // A cursor says by what its list is sorted, and works whole or not at all.
  if (CURSORS.has(key))
    return withoutDetails(text, masking) === text ? text : cursorOf(seal(text, cursors(account)));
  if (hidesTexts && learnt.isFreeText(text)) return HIDDEN;
  const isHandle = HANDLES.has(key);
  if (!isHandle) {
    const known = person ?? learnt.nameIn(text);
    if (known !== undefined) return seal(text, known);
    if (NAMES.test(key) || DETAILS.test(key))
      return besideTokens(text, (part) => part && seal(part, masking.account));
    const inside = parsed(text);
    if (inside !== undefined) return JSON.stringify(maskedValue(inside, masking));
  }
  const quoted = hidesTexts ? learnt.withoutTexts(text, HIDDEN) : text;
  const cut = withoutCut(quoted, masking);
  const plain = withoutDetails(cut, masking);
  if (isHandle || (TITLE.test(key) && !learnt.isSaid(text))) return plain;
  return besideTokens(plain, (part) => learnt.withoutNames(part, seal));
}

function maskedKey(key: string, masking: Masking): string {
  const known = masking.learnt.accountOf(key);
  return known === undefined ? withoutDetails(key, masking) : masking.seal(key, known);
}

/** Without what looks like a detail, and without the details that were read. */
function withoutDetails(text: string, { learnt, account, seal }: Masking): string {
  const masked = (all: string) =>
    besideTokens(learnt.withoutAddresses(all, seal), (part) =>
      withoutPatterns(part, (value, written) => {
        if (EXAMPLES.has(value) || learnt.isOwn(value)) return written;
        return seal(value, learnt.accountOf(value) ?? account);
      }),
    );
  // What nobody sees must not part what everybody would read.
  const visible = plainOf(text);
  const seen = visible === text ? text : masked(visible);
  const plain = seen === visible ? masked(text) : seen;
  // A letter of it may be written as its number.
  const meant = meantBy(plain);
  const read = meant === plain ? plain : masked(meant);
  return learnt.withoutDetails(read === meant ? plain : read, seal);
}

/** Characters before … in which a value may have begun. */
const MOST_BEGUN = 200;

/** What was cut ends in …: of a person's value its beginning is left, which nothing else tells. */
function withoutCut(text: string, { learnt, seal }: Masking): string {
  if (!text.includes("…")) return text;
  const parts = text.split("…");
  const last = parts.pop() ?? "";
  const whole = parts.map((part) => {
    const begun = learnt.begunAtEnd(part.slice(-MOST_BEGUN));
    return begun ? part.slice(0, -begun.length) + seal(begun.value, begun.account) : part;
  });
  return [...whole, last].join("…");
}
