import { isObject, oneLine } from "../../src/text.ts";

/** Suppressions of which each is told; of more there is a count. */
const MOST_TOLD = 3;
const WORD_CHARS = 60;

/**
 * The attribute `subscriptions` of a profile, a line a channel: `{email: "SUBSCRIBED since 2026-03-02, can receive"}`.
 * Other kinds than marketing are in the same line where they say something else. What has another shape than
 * Klaviyo documents stays as it is.
 */
export function consentInShort(subscriptions: unknown): unknown {
  if (!isObject(subscriptions)) return subscriptions;
  const channels = Object.entries(subscriptions).filter(([, kinds]) => kinds !== null);
  return Object.fromEntries(channels.map(([channel, kinds]) => [channel, lineOf(kinds) ?? kinds]));
}

function lineOf(kinds: unknown): string | undefined {
  if (!isObject(kinds)) return undefined;
  const states = Object.entries(kinds).filter(([, state]) => state !== null);
  const said = states.map(([kind, state]) => [kind, stateOf(state)] as const);
  if (said.length === 0 || said.some(([, state]) => state === undefined)) return undefined;
  const [, marketing] = said.find(([kind]) => kind === "marketing") ?? [];
  const others = said.filter(
    ([kind, state]) => kind !== "marketing" && state !== marketing && !isDefault(kinds[kind]),
  );
  const lines = [...(marketing ? [marketing] : []), ...others.map(([kind, state]) => `${kind}: ${state}`)];
  return lines.join("; ") || undefined;
}

/** Consent to one kind of message: what it is, since when, whether anything arrives, and why not. */
function stateOf(state: unknown): string | undefined {
  if (!isObject(state) || typeof state.consent !== "string") return undefined;
  const { consent, consent_timestamp: since } = state;
  const receives = receivesOf(state);
  const why = [
    ...suppressionsOf(state.suppression, () => ""),
    ...suppressionsOf(state.list_suppressions, ({ list_id }) => `on list ${word(list_id)} `),
  ];
  // Nothing arrives for who was never asked.
  if (isDefault(state) && why.length === 0) return word(consent);
  return [
    `${word(consent)}${typeof since === "string" ? ` since ${dayOf(since)}` : ""}`,
    ...(receives === undefined ? [] : [receives ? ", can receive" : ", cannot receive"]),
    ...(why.length === 0 ? [] : [` (suppressed: ${why.join(", ")})`]),
  ].join("");
}

/** Klaviyo names it after the channel: can_receive_email_marketing. */
function receivesOf(state: Record<string, unknown>): boolean | undefined {
  const [, can] = Object.entries(state).find(([name]) => name.startsWith("can_receive")) ?? [];
  return typeof can === "boolean" ? can : undefined;
}

/** A person who was never asked: nothing to tell beside what they were asked for. */
function isDefault(state: unknown): boolean {
  return isObject(state) && state.consent === "NEVER_SUBSCRIBED" && receivesOf(state) !== true;
}

function suppressionsOf(list: unknown, where: (one: Record<string, unknown>) => string): string[] {
  const all = Array.isArray(list) ? list.filter(isObject) : [];
  const told = all
    .slice(0, MOST_TOLD)
    .map((one) => `${where(one)}${word(one.reason)} ${dayOf(one.timestamp)}`);
  return all.length > MOST_TOLD ? [...told, `${all.length - MOST_TOLD} more`] : told;
}

/** The day of a moment as Klaviyo writes it; what is no moment stays. */
function dayOf(moment: unknown): string {
  return /^(\d{4}-\d\d-\d\d)T/.exec(String(moment))?.[1] ?? word(moment);
}

function word(value: unknown): string {
  return oneLine(String(value), WORD_CHARS);
}
