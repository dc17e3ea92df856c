import { BusyError, GatewayError, StoppedError, stopReasonOf } from "../errors.ts";
import type { Bucket } from "../gateway/buckets.ts";
import type { Answer } from "../gateway/client.ts";
import type { Pacing, TakeOptions } from "../gateway/pace.ts";

/** Waits for a request's turn. Throws BusyError when it cannot come in time, StoppedError when the signal aborts. */
export async function takeTurn(
  pace: Pacing,
  buckets: readonly Bucket[],
  options: TakeOptions,
): Promise<void> {
  const turn = await pace.take(buckets, options);
  if (turn === "cancelled") throw new StoppedError(stopReasonOf(options.signal));
  if (turn !== "come") throw new BusyError(turn.retryAfter);
}

/** Tells the pace what an answer says of the limits, be it a success or an error, or that none came. */
export function learning(pace: Pacing, buckets: readonly Bucket[]) {
  return [
    (answer: Answer): Answer => {
      pace.learn(buckets, answer);
      return answer;
    },
    (error: unknown): never => {
      if (error instanceof GatewayError) pace.learn(buckets, error);
      else pace.unanswered(buckets);
      throw error;
    },
  ] as const;
}
