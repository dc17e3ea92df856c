import { createHash } from "node:crypto";
import { isObject } from "../text.ts";
import type { Effect } from "../tool/effects.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import type { State } from "./drift.ts";
import type { Target } from "./targets.ts";

/** A line of a question: what it speaks of, and what is said of it. Values stand in it as `quoted` made them. */
export type Line = readonly [label: string, says: string];

/** What a change is before anything of it is asked or sent. */
export interface Change {
  tool: DirectTool;
  /** As it passed the checks, without what is only about asking. */
  input: Input;
  effects: readonly Effect[];
  /** Why a person judged it so, in one sentence. */
  why: string;
  /** Method and path, where the call gave them itself; `declared` says whether an operation has them. */
  raw: { method: string; path: string; declared: boolean } | undefined;
  /** Undefined where Maton's control API knows no account. */
  account: { id: string | undefined; name: string | undefined } | undefined;
}

/** A change with what is known of what it touches: what a person is asked about, and what must hold when it leaves. */
export interface Plan extends Change {
  targets: readonly Target[];
  /** What its previews read, in the order of their declaration. */
  shown: readonly Line[];
  /** What people wrote and chose, to be compared before the change leaves. */
  state: State;
  /** How many people it reaches, where a preview counts them. */
  reach: number | undefined;
  /** SHA-256 over operation, arguments, account, effects and targets, base64url. */
  hash: string;
}

/** The hash that a change is known by: the same whatever order a client sends its arguments in. */
export function hashOf({ tool, input, effects, raw, account }: Change): string {
  const text = JSON.stringify([
    tool.name,
    raw ?? null,
    account?.id ?? null,
    effects,
    sorted(withoutAsking(input, account !== undefined)),
  ]);
  return createHash("sha256").update(text).digest("base64url");
}

/**
 * The arguments that are the change itself: a confirmation is about asking, and a connection stands in the account,
 * but where there is none: then it is the thing itself.
 */
export function withoutAsking({ confirmation: _, ...input }: Input, onAccount: boolean): Input {
  const { connection_id: named, ...own } = input;
  return onAccount ? own : input;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => [key, sorted(one)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
