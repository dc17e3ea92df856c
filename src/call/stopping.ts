import { StoppedError, stopReasonOf } from "../errors.ts";

/** Waits so many milliseconds; throws StoppedError as soon as the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await unlessStopped(over, signal).finally(() => clearTimeout(timer));
}

/** What was promised; throws StoppedError where the signal aborts first. */
export function unlessStopped<T>(promised: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new StoppedError(stopReasonOf(signal)));
    const settle = () => signal.removeEventListener("abort", stop);
    promised.finally(settle).then(resolve, reject);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
