import type { Input, Json } from "./vocabulary.ts";

/** A read that shows whether a thing is in use: live, on its way out, or part of what is. */
export interface Use {
  tool: string;
  /** `$id` stands for the thing. */
  arguments: Input;
  /** Looks at the resources that came with it instead of the thing itself. */
  included?: true;
  /** A dotted path of attributes, and the values with which the thing is in use. */
  path: string;
  holds: readonly Json[];
  /** Of a collection only items in which one of these paths holds the thing's id. */
  among?: readonly string[];
}

/** By resource type, where its use shows; an empty list is a type that nothing live depends on. */
export type Uses = Readonly<Record<string, readonly Use[]>>;
