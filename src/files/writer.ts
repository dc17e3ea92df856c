import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

/** Names this process in what it leaves behind: its machine, its number, and what tells it from a later one of the same number. */
export const WRITER = `${hostname()} ${process.pid} ${randomUUID()}`;

/** Whether a writer is certainly gone: it was of this machine, and no process has its number. */
export function isGone(writer: string): boolean {
  const [machine, number] = writer.split(" ");
  const pid = Number(number);
  if (machine !== hostname() || !(pid > 0)) return false;
  try {
    // Signal 0 sends nothing: it looks whether there is somebody.
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
