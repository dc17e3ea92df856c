import { isWorth, together } from "./figures.ts";
import type { Plan } from "./plan.ts";
import type { Group } from "./rows.ts";

/** What figures of a report are put together by. */
export interface Known {
  plan: Plan;
  /** What each rate is over, by what the rows say. */
  wholes: ReadonlyMap<string, string | undefined>;
  /** The orders are in several currencies: what they are worth does not add up. */
  mixed: boolean;
}

export type Members = Pick<Group, "members">;

/** A statistic of rows together; undefined where it cannot be formed. */
export function figureOf({ wholes, mixed }: Known, { members }: Members, name: string): number | undefined {
  if (mixed && members.length > 1 && isWorth(name)) return undefined;
  return together(name, members, wholes.get(name));
}
