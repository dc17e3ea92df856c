import type { Effect, Judgement } from "../../../src/tool/effects.ts";

/** Effects of every call, why, and what depends on arguments. */
export type Entry = readonly [
  effects: Effect | readonly Effect[],
  why: string,
  more?: Omit<Judgement, "effects" | "why">,
];

/** Judgements of some sections, by the name of the row. */
export type Judged = Readonly<Record<string, Entry>>;
