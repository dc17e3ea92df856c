import { CORE_ACTIONS, type Entry, type Meaning, type Phrase, type SearchIndex } from "./findable.ts";
import { spaced, stem, words } from "./stems.ts";

/** An operation that a question may mean. Scores of one answer compare with each other and with nothing else. */
export interface FoundOperation {
  name: string;
  score: number;
}

/** One section alone, and how many to answer with: eight unless told. */
export interface SearchLimits {
  section?: string;
  limit?: number;
}

/** A question is a sentence; what comes after this many characters is not read. */
const MOST_READ = 1000;
/** Saturation and the share of length in BM25; documents here are short and of one shape. */
const SATURATION = 1.2;
const BY_LENGTH = 0.35;
/** Words of a phrase whose meaning is known (`short code`) hardly count alone. */
const WITHIN_PHRASE = 0.3;
/** What a question wants that names no action: most often to know, else what any section has. */
const UNSAID: readonly [action: string, weight: number][] = [
  ["get", 0.6],
  ["create", 0.25],
  ["update", 0.25],
  ["delete", 0.25],
];
/** A word that only begins like a known one. */
const ALIKE = 0.5;
/** What does something else than was asked for. */
const OTHER_ACTION = 0.75;
/** What does the same thing in the same section as a likelier one, for each such one. */
const SAME_KIND = 0.95;
/** What changes something, where the question only wants to know. */
const UNASKED_CHANGE = 0.6;

/** What a name is worth of which the question said hardly anything. */
const SHARE_SAID = 0.25;
const STOP = new Set(
  "a an and any are as at be been by can could d did do does for from had has have how i if in into is it its ll m me my of on or our please re s should so t than that the their them then there these they this those to us via want was we were what when where which who whose why will with would you your need our".split(
    " ",
  ),
);

/**
 * Gives the function that asks, among the operations that `isCallable` says: those that a question may mean, likeliest
 * first. An operation that the question names comes first; a question of which no word is known finds nothing.
 */
export function searchOver(index: SearchIndex, isCallable: (name: string) => boolean = () => true) {
  const { entries } = index;
  const callable = entries.map(({ name }) => isCallable(name));
  const among = entries.filter((_, at) => callable[at]);
  const named = new Map(
    entries.flatMap(({ names }, at) => (callable[at] ? names.map((name) => [name, at] as const) : [])),
  );
  const mean = among.reduce((sum, { length }) => sum + length, 0) / among.length;
  const phrases = new Map(Object.entries(index.phrases));
  const written = new Map(Object.entries(index.holders));
  const looked = new Map<string, readonly number[]>();
  // Of more than a thousand stems a question looks for a few.
  const holdersOf = (stem: string): readonly number[] => {
    const known = looked.get(stem);
    if (known) return known;
    const all = written.get(stem) ?? [];
    const held = all.filter((_, at) => callable[all[at - (at % 2)] ?? -1]);
    looked.set(stem, held);
    return held;
  };
  const stems: Stems = { has: (stem) => holdersOf(stem).length > 0, all: () => written.keys() };
  const rarities = new Map<string, number>();
  const rarity = (stem: string): number => {
    const known = rarities.get(stem);
    if (known !== undefined) return known;
    const count = holdersOf(stem).length / 2;
    const rare = Math.log(1 + (among.length - count + 0.5) / (count + 0.5));
    rarities.set(stem, rare);
    return rare;
  };
  /** By how much more a word counts in a short document. */
  const spreads = entries.map(({ length }) => SATURATION * (1 - BY_LENGTH + (BY_LENGTH * length) / mean));

  return (question: string, { section, limit = 8 }: SearchLimits = {}): FoundOperation[] => {
    const read = question.slice(0, MOST_READ);
    const asked = askedStems(read, { phrases, meanings: index.meanings }, stems);
    const actions = [...asked.keys()].filter((one) => CORE_ACTIONS.has(one));
    const onlyReads = READS.test(read) && !HOW_TO.test(read);
    const scores = new Map<number, number>();
    for (const [stem, weight] of asked) {
      const most = weight * rarity(stem) * (SATURATION + 1);
      const holders = holdersOf(stem);
      for (let next = 0; next < holders.length; next += 2) {
        const at = holders[next] ?? 0;
        const count = holders[next + 1] ?? 0;
        const gain = (most * count) / (count + (spreads[at] ?? SATURATION));
        scores.set(at, (scores.get(at) ?? 0) + gain);
      }
    }
    for (const [at, score] of scores) {
      const { nameStems = [], standing = 1, action = "" } = entries[at] ?? {};
      let said = 0;
      let all = 0;
      for (const stem of nameStems) {
        const rare = rarity(stem);
        all += rare;
        if (asked.has(stem)) said += rare;
      }
      const covered = said / (all || 1);
      const other = actions.length > 0 && CORE_ACTIONS.has(action) && !actions.includes(action);
      scores.set(
        at,
        score *
          (SHARE_SAID + (1 - SHARE_SAID) * covered) *
          standing *
          (other ? OTHER_ACTION : 1) *
          (onlyReads && entries[at]?.changes ? UNASKED_CHANGE : 1),
      );
    }
    for (const name of [read, ...(read.match(/\w+_\w+/g) ?? [])]) {
      const at = named.get(spaced(name));
      if (at !== undefined) scores.set(at, (scores.get(at) ?? 0) + 1000);
    }
    return [...scores]
      .filter(([at]) => section === undefined || entries[at]?.section === spaced(section))
      .sort(likelier)
      .map(spreadOver(entries))
      .sort(likelier)
      .slice(0, limit)
      .map(([at, score]) => ({ name: entries[at]?.name ?? "", score }));
  };
}

/** What is known of words. */
interface Stems {
  /** Whether an operation that may be called has it. */
  has(stem: string): boolean;
  all(): Iterable<string>;
}

type Scored = readonly [at: number, score: number];

const likelier = ([a, x]: Scored, [b, y]: Scored) => y - x || a - b;

/** Eight ways to read lists would leave no room for the one that deletes a list. */
function spreadOver(entries: readonly Entry[]) {
  const before = new Map<string, number>();
  return ([at, score]: Scored): Scored => {
    const kind = `${entries[at]?.section} ${entries[at]?.action}`;
    const count = before.get(kind) ?? 0;
    before.set(kind, count + 1);
    return [at, score * SAME_KIND ** count];
  };
}

interface Phrases {
  phrases: ReadonlyMap<string, readonly Phrase[]>;
  meanings: readonly Meaning[];
}

/** The words to look for with what each counts: those of the question, and what they are called in Klaviyo. */
function askedStems(question: string, { phrases, meanings }: Phrases, known: Stems): Map<string, number> {
  const asked = new Map<string, number>();
  const want = (one: string, weight: number) => asked.set(one, Math.max(asked.get(one) ?? 0, weight));
  const said = words(question);
  const all = said.map(stem);
  const within = new Set<number>();
  all.forEach((head, at) => {
    if (within.has(at)) return;
    const found = (phrases.get(head) ?? []).flatMap(([says, meaning]) => {
      const places = placesOf(says.split(" "), all, at);
      return places ? [{ means: [], ...meanings[meaning], places }] : [];
    });
    const size = found[0]?.places.length ?? 1;
    for (const { places, means, instead } of found.filter(({ places }) => places.length === size)) {
      for (const [one, weight] of means) want(one, weight);
      if (size > 1 || instead) for (const place of places) within.add(place);
    }
  });
  all.forEach((one, at) => {
    if (STOP.has(said[at] ?? "")) return;
    if (LARGE_NUMBER.test(one)) want("bulk", 0.5);
    // "List the forms" asks for forms: as the first word it is what to do.
    const verb = at === 0 && one === "list" && all.length > 1;
    if (verb) want("get", 1);
    const weight = within.has(at) || verb ? WITHIN_PHRASE : 1;
    want(one, weight);
    if (known.has(one) || phrases.has(one) || one.length < 5) return;
    for (const other of known.all()) {
      if (other.length > 4 && (one.startsWith(other) || other.startsWith(one))) want(other, weight * ALIKE);
    }
  });
  if ([...asked.keys()].some((one) => known.has(one)) && !ACTIONS.some((action) => asked.has(action))) {
    for (const [action, weight] of UNSAID) want(stem(action), weight);
  }
  return asked;
}

/** Where the words of a phrase stand from `at` on, with at most two others between each: `opt` these people `out`. */
function placesOf(says: readonly string[], all: readonly string[], at: number): number[] | undefined {
  const places = [at];
  for (const one of says.slice(1)) {
    const from = (places.at(-1) ?? 0) + 1;
    const place = all.slice(from, from + 3).indexOf(one);
    if (place < 0) return undefined;
    places.push(from + place);
  }
  return places;
}

/** How a question begins that wants to know something; `what should I do to` wants more. */
const READS =
  /^\W*(?:please )?(?:which|what|whats|who|whose|when|where|why|how (?:many|much|big|large|often|well|did|does|do our|are|is)|is|are|was|were|did|does|has|have|show|see|view|read|look|find|list|tell me|give me the)\b/i;
const HOW_TO =
  /^\W*(?:how (?:do|can|to|would|should)|what (?:do|should|can) i|is there a way|is it possible)\b(?! (?:our|my|the))/i;
/** A number that no one types in by hand one after the other, and that is no year. */
const LARGE_NUMBER = /^(?!(?:19|20)\d\d$)\d{3,}k?$/;
const ACTIONS =
  "get create update delete remove add send query bulk clone merge cancel upload publish unpublish schedule request render refresh"
    .split(" ")
    .map(stem);
