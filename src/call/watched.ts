import { BusyError, GatewayError, NetworkError, StoppedError } from "../errors.ts";
import { bucketsOf } from "../gateway/buckets.ts";
import type { Answer } from "../gateway/client.ts";
import type { Pacing } from "../gateway/pace.ts";
import type { OperationTool } from "../tool/tool.ts";
import type { Watch } from "../watch.ts";

/** Tells of a request how it was answered; one that never left is none. Hands on the answer, and throws what came instead. */
export async function answered(
  sent: Promise<Answer>,
  operation: string,
  watch: Watch | undefined,
): Promise<Answer> {
  try {
    const answer = await sent;
    watch?.sent(operation, answer.status);
    return answer;
  } catch (error) {
    if (error instanceof GatewayError) watch?.sent(operation, error.status);
    else if (error instanceof NetworkError || error instanceof StoppedError)
      watch?.sent(operation, undefined);
    throw error;
  }
}

/** Tells how long a request waited for its turn, and of one whose turn would have come too late; throws what came instead. */
export async function turned(
  turn: Promise<void>,
  watch: Watch | undefined,
  now: () => number,
): Promise<void> {
  const since = now();
  try {
    await turn;
    watch?.waited(now() - since, "come");
  } catch (error) {
    if (error instanceof BusyError) watch?.waited(now() - since, "late");
    throw error;
  }
}

/** Tells where an operation of an account has a cap a day, and how to see what is left of it. */
export function capped(
  tool: OperationTool,
  connection = "",
  { watch, pace }: { watch?: Watch | undefined; pace: Pacing | undefined },
): void {
  const [own] = bucketsOf(tool, {}, connection);
  if (watch && own?.rate.daily !== undefined) watch.capped(tool.name, connection, () => pace?.leftToday(own));
}
