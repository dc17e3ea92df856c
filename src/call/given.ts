import type { View } from "../ask/gate.ts";
import type { Answer as Heard, Question } from "../ask/question.ts";
import type { Audit } from "../audit.ts";
import type { Send } from "../gateway/client.ts";
import type { Pacing } from "../gateway/pace.ts";
import type { Mask } from "../mask/mask.ts";
import type { Files } from "../tool/files.ts";
import type { OperationBook } from "../tool/tool.ts";
import type { Watch } from "../watch.ts";
import type { Grants } from "./grants.ts";
import type { Shared } from "./shared.ts";

/** What a client gives a call: its way to cancel, and where progress goes. */
export interface ClientCall {
  signal: AbortSignal;
  progress(done: number, total: number | undefined, message: string): void;
  /**
   * Whose call it is: its session, which nobody can guess, the client's name and version, and the name under which the
   * server knows the caller, where it tells callers apart.
   */
  caller: { session: string; client: string; name?: string | undefined };
  /** Asks the person; absent where the client cannot, or can no more: then `deaf` says why. */
  elicit?: ((question: Question) => Promise<Heard>) | undefined;
  deaf?: string | undefined;
  /** The pages that its session shows; absent where the client shows none. */
  view?: View | undefined;
  /**
   * Has the person open a page; absent where the client cannot. Answers undefined when they would not, otherwise with
   * what tells the client that the page has served its purpose.
   */
  openUrl?: ((url: string, message: string) => Promise<(() => void) | undefined>) | undefined;
}

export interface CallServices {
  send: Send;
  /** Absent where nobody keeps to rate limits: a gateway on this machine. */
  pace: Pacing | undefined;
  timeoutMs: number;
  /** What other processes have in common with this one; absent where it stands alone. */
  shared?: Shared | undefined;
  /** Keeps what was asked, answered and changed; absent where nobody wants that. */
  audit?: Audit | undefined;
  /** The folder that a person allowed; absent where none is. */
  files?: Files | undefined;
  /** Keeps the data of persons from the model; absent where nobody wants that. */
  mask?: Mask | undefined;
  /** Counts what happens; absent where nobody wants that. */
  watch?: Watch | undefined;
  /** What each connection is known to be allowed. */
  grants: Grants;
  /** What the tools that search and describe operations draw on. */
  operations: OperationBook;
  now(): number;
  /** Milliseconds since the epoch, which relative times count from. */
  date(): number;
}
