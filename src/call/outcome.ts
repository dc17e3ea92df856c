import { GatewayError, NetworkError, StoppedError, Told } from "../errors.ts";

/** Whether a call changed something, as far as can be known. */
export type Changed = "no" | "yes" | "unknown";

/**
 * What came of a request that may have left. `done` is a success that could be read, `refused` a 4xx but 408, which says
 * that the request itself did not arrive whole, `unclear` every other answer.
 */
export type Answered = "nothing" | "done" | "refused" | "unclear";

/** The one table of outcomes: whether something was changed, by what a request does and how far it came. */
export const OUTCOMES: readonly {
  request: "reads" | "changes";
  sent?: boolean;
  answered?: Answered;
  changed: Changed;
}[] = [
  { request: "reads", changed: "no" },
  { request: "changes", sent: false, changed: "no" },
  { request: "changes", sent: true, answered: "done", changed: "yes" },
  { request: "changes", sent: true, answered: "refused", changed: "no" },
  { request: "changes", sent: true, answered: "unclear", changed: "unknown" },
  { request: "changes", sent: true, answered: "nothing", changed: "unknown" },
];

/** What a request changed; `error` is what sending it threw, undefined when it answered. */
export function changedBy(reads: boolean, error: unknown): Changed {
  const request = reads ? "reads" : "changes";
  const sent = mayHaveLeft(error);
  const answered = answeredBy(error);
  const row = OUTCOMES.find(
    (one) =>
      one.request === request && (one.sent ?? sent) === sent && (one.answered ?? answered) === answered,
  );
  return row?.changed ?? "unknown";
}

const WORST: readonly Changed[] = ["no", "yes", "unknown"];

/** What several requests changed together: what is not known of one is not known of all. */
export function bothChanged(a: Changed, b: Changed): Changed {
  return WORST.indexOf(a) > WORST.indexOf(b) ? a : b;
}

/** What is expected says itself whether it was sent; a defect may have come at any time. */
function mayHaveLeft(error: unknown): boolean {
  if (error instanceof NetworkError || error instanceof StoppedError) return error.sent;
  return !(error instanceof Told) || error instanceof GatewayError;
}

function answeredBy(error: unknown): Answered {
  if (error === undefined) return "done";
  if (!(error instanceof GatewayError)) return "nothing";
  return error.status >= 400 && error.status < 500 && error.status !== 408 ? "refused" : "unclear";
}
