import { InputError, StoppedError } from "../errors.ts";
import { type FilterValue, parseFilter, printFilter } from "../jsonapi/filter.ts";
import type { Account, Input, Tool } from "../tool/tool.ts";
import { hasZone, NOWHERE, withOffset } from "../tool/zone.ts";
import { type Leaf, withLeaves } from "./leaves.ts";
import { isMoment } from "./meant.ts";
import { PHONE_FORM, phoneReader, type ReadPhone } from "./phones.ts";

/** What a text may hold that depends on the account: a moment without a zone, a phone number without its country. */
type Kind = "moment" | "phone";
/** A text with each part of such a kind as `read` has it. */
type Rewrite = (text: string, read: (kind: Kind, part: string) => string) => string;

const PHONE = "phone_number";
/** So many faults of one call are named. */
const MOST_FAULTS = 5;

/**
 * The input of a call with all that depends on its account made plain: moments without a zone are on the account's
 * clock, phone numbers as E.164. The account is only asked for where something depends on it. Throws InputError for a
 * number that is none, and for what cannot be read without an account that could not be read.
 */
export async function settled(
  tool: Pick<Tool, "inputSchema">,
  input: Input,
  findAccount: () => Promise<Account | undefined>,
): Promise<Input> {
  const found: [kind: Kind, part: string][] = [];
  const each = (read: (leaf: Leaf) => (kind: Kind, part: string) => string) =>
    withLeaves(
      tool.inputSchema,
      input,
      (leaf) => rewriteOf(leaf)?.(leaf.text, read(leaf)) ?? leaf.text,
    ) as Input;
  each(() => (kind, part) => {
    found.push([kind, part]);
    return part;
  });
  if (found.length === 0) return input;
  const depends = found.some(([kind, part]) => kind === "moment" || !part.trim().startsWith("+"));
  const account = depends ? await findAccount().catch(unlessStopped) : undefined;
  const phone = found.some(([kind]) => kind === "phone") ? await phoneReader(account?.country) : undefined;
  const faults: { path: string; problem: string; next: string }[] = [];
  const result = each(({ path }) => (kind, part) => {
    const read = kind === "phone" ? phoneIn(part, phone) : momentIn(part, account);
    if ("text" in read) return read.text;
    faults.push({ path, ...read });
    return part;
  });
  const [first] = faults;
  if (!first) return result;
  const told = faults.slice(0, MOST_FAULTS).map(({ path, problem }) => `${path}: ${problem}`);
  const more = faults.length > MOST_FAULTS ? ` (and ${faults.length - MOST_FAULTS} more)` : "";
  const next = [...new Set(faults.map((fault) => fault.next))].join(" ");
  throw new InputError(told.join("; ") + more, { argument: first.path, next });
}

/** An account that cannot be read is none; a call that was stopped is over. */
function unlessStopped(error: unknown): undefined {
  if (error instanceof StoppedError) throw error;
  return undefined;
}

type Read = { text: string } | { problem: string; next: string };

function phoneIn(part: string, read: ReadPhone | undefined): Read {
  const phone = read?.(part);
  if (phone && "number" in phone) return { text: phone.number };
  return { problem: phone?.problem ?? "is no phone number", next: PHONE_FORM };
}

function momentIn(part: string, account: Account | undefined): Read {
  const text = account?.timezone && withOffset(part, account.timezone);
  if (text && hasZone(text)) return { text };
  return {
    problem: "has no zone, and the account's clock is not known",
    next: `Write it with a zone, e.g. ${part.replace(NOWHERE, "")}Z.`,
  };
}

function rewriteOf({ name, schema }: Leaf): Rewrite | undefined {
  if (name === "filter") return rewriteFilter;
  if (name === PHONE) return (text, read) => (text === "" ? text : read("phone", text));
  if (isMoment(schema)) return (text, read) => (text.endsWith(NOWHERE) ? read("moment", text) : text);
  return undefined;
}

/** Values of a filter's clauses; one in which nothing changes stays as it was written. */
function rewriteFilter(text: string, read: (kind: Kind, part: string) => string): string {
  let changed = false;
  const valueIn = (field: string, value: FilterValue): FilterValue => {
    if (value.kind === "array") return { ...value, items: value.items.map((one) => valueIn(field, one)) };
    const isPhone = value.kind === "string" && field === PHONE;
    const isOpen = value.kind === "datetime" && !hasZone(value.text);
    if (!isPhone && !isOpen) return value;
    const written = read(isPhone ? "phone" : "moment", value.text);
    changed ||= written !== value.text;
    return { ...value, text: written };
  };
  const nodes = clausesOf(text).map((node) =>
    "group" in node || !node.value ? node : { ...node, value: valueIn(node.field, node.value) },
  );
  return changed ? printFilter(nodes) : text;
}

/** Nothing where the text is no filter: a row's own argument may be called so. */
function clausesOf(text: string): ReturnType<typeof parseFilter> {
  try {
    return parseFilter(text);
  } catch {
    return [];
  }
}
