import type { Budgeting } from "../ask/budget.ts";
import type { Spent } from "../ask/policy.ts";
import type { Confirmations } from "../ask/tokens.ts";
import type { AnswersBeyond } from "./report/kept-answers.ts";

/** What several processes hold in common for one caller. */
export interface Shared {
  /** Whether the others can be asked now. */
  isAway(): boolean;
  /** `now` in milliseconds, of a clock that nobody can set back. */
  confirmations(now: () => number): Confirmations;
  /** Counts what changed unasked, of which there may be so much. */
  budgetOf(most: Spent): Budgeting;
  /** Reports that another process asked for. */
  answers: AnswersBeyond;
}
