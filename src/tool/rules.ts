/** What must hold between the arguments of one call, by their names. One list of them stands in a declaration. */
export type Rule<N extends string = string> =
  | { must: "some"; of: readonly N[] }
  | { must: "one"; of: readonly N[] }
  | { must: "all or none"; of: readonly N[] }
  | { must: "differ"; of: readonly [N, N] }
  | { must: "one group"; of: readonly (readonly N[])[] }
  | { must: "go with"; name: N; byValue: Readonly<Record<string, readonly N[]>> }
  | { must: "go with each"; name: N; list: N; key: string }
  | { must: "be few together"; most: number; of: readonly N[] }
  | { must: "be a year at most"; from: N; to: N }
  | { must: "be later"; from: N; to: N };

/** One or more of these must be given. */
export const atLeastOne = <const N extends string>(...of: readonly N[]): Rule<N> => ({ must: "some", of });

/** Exactly one of these must be given. */
export const exactlyOne = <const N extends string>(...of: readonly N[]): Rule<N> => ({ must: "one", of });

/** All of these are given, or none. */
export const allOrNone = <const N extends string>(...of: readonly N[]): Rule<N> => ({
  must: "all or none",
  of,
});

/** These two must not be the same. */
export const different = <const N extends string>(one: N, other: N): Rule<N> => ({
  must: "differ",
  of: [one, other],
});

/** Of these groups at most one may have a member that is given. */
export const notBoth = <const N extends string>(...of: readonly (readonly N[])[]): Rule<N> => ({
  must: "one group",
  of,
});

/** Arguments that go with some values of another only: by value, which of them that value takes. */
export const goesWith = <const N extends string>(
  name: N,
  byValue: Readonly<Record<string, readonly N[]>>,
): Rule<N> => ({ must: "go with", name, byValue });

/** A switch that is on where each item of a list has a key, and off where none has it. */
export const withEach = <const N extends string>(name: N, list: N, key: string): Rule<N> => ({
  must: "go with each",
  name,
  list,
  key,
});

/** Lists that hold so many items at most between them. */
export const fewTogether = <const N extends string>(most: number, ...of: readonly N[]): Rule<N> => ({
  must: "be few together",
  most,
  of,
});

/** The second is later than the first, by a year at most. */
export const within = <const N extends string>(from: N, to: N): Rule<N> => ({
  must: "be a year at most",
  from,
  to,
});

/** The second is later than the first. */
export const later = <const N extends string>(from: N, to: N): Rule<N> => ({ must: "be later", from, to });

/** Every argument that a rule speaks of. */
export function namesIn(rule: Rule): string[] {
  if (rule.must === "go with") return [rule.name, ...Object.values(rule.byValue).flat()];
  if (rule.must === "go with each") return [rule.name, rule.list];
  if (rule.must === "be a year at most" || rule.must === "be later") return [rule.from, rule.to];
  return rule.must === "one group" ? rule.of.flat() : [...rule.of];
}
