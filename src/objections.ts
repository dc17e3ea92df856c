/** What an answer objects to, and the place of it, as a model knows that. */
export interface Placed {
  detail: string;
  place: string | undefined;
}

/** One reason, and every place that it is true of, in as few words as tell them all. */
export interface Reason {
  text: string;
  places: string;
}

/** What differs from one to the next in a text that says the same of both. */
const VALUES = /"[^"]*"|'[^']*'|\S{1,254}@\S+|\+?\d{4,}/g;
/** So many reasons are told, each in so many letters where there are several. */
const MAX_REASONS = 12;
const MAX_REASON = 200;
const MAX_ONLY_REASON = 600;
/** So many letters of the places of one reason. */
const MAX_PLACES = 2000;

/** The reasons in the order in which they come first, those that differ in a value alone as one. */
export function reasonsOf(placed: readonly Placed[]): Reason[] {
  const groups = new Map<string, Placed[]>();
  for (const one of placed) {
    const said = one.detail.slice(0, MAX_ONLY_REASON).replace(VALUES, "…");
    groups.set(said, [...(groups.get(said) ?? []), one]);
  }
  return Array.from(groups, ([said, group]) => {
    const texts = new Set(group.map(({ detail }) => detail));
    const text = texts.size === 1 ? (group[0]?.detail ?? said) : said;
    return { text, places: placesText(group.flatMap(({ place }) => place ?? [])) };
  });
}

/** The reasons as one text; the places of the only one are for a line of their own. */
export function reasonsText(reasons: readonly Reason[]): string {
  const [only] = reasons;
  if (reasons.length <= 1) return cut(only?.text ?? "", MAX_ONLY_REASON);
  const told = reasons
    .slice(0, MAX_REASONS)
    .map(({ text, places }) => `${cut(text, MAX_REASON)}${places ? ` (${places})` : ""}`);
  const more = reasons.length - told.length;
  return `${told.join("; ")}${more > 0 ? `; and ${more} more reasons` : ""}`;
}

/** `profiles[0].email`, `profiles[1].email`, `profiles[2].email`, `name` → `profiles[0-2].email, name`. */
function placesText(places: readonly string[]): string {
  const alike = new Map<string, { before: string; at: Set<number>; after: string }>();
  for (const place of places) {
    const [, before = place, at, after = ""] = /^([^[]*)\[(\d+)\](.*)$/.exec(place) ?? [];
    const key = at === undefined ? place : JSON.stringify([before, after]);
    const group = alike.get(key) ?? { before, at: new Set<number>(), after };
    if (at !== undefined) group.at.add(Number(at));
    alike.set(key, group);
  }
  const told = Array.from(alike.values(), ({ before, at, after }) =>
    at.size === 0 ? before : `${before}[${positionsText([...at])}]${after}`,
  );
  return told.join(", ");
}

function positionsText(positions: number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const at of positions.sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && at === last[1] + 1) last[1] = at;
    else runs.push([at, at]);
  }
  const texts = runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  let room = MAX_PLACES;
  const kept = texts.filter((one) => {
    room -= one.length + 2;
    return room > 0;
  });
  const left = texts.length - kept.length;
  return `${kept.join(", ")}${left > 0 ? `, and ${left} more` : ""}`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
}
