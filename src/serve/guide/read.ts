/** Reads with a tool as a client's call would, and answers with its result. Throws a GuideError with what to do next. */
export type Read = (
  tool: string,
  args: Record<string, unknown>,
  signal: AbortSignal,
) => Promise<Record<string, unknown>>;

/** What is wrong with a request for a prompt or a resource. `code` is what JSON-RPC answers with. */
export class GuideError extends Error {
  override readonly name = "GuideError";
  readonly code: number;

  constructor(message: string, kind: keyof typeof CODES) {
    super(message);
    this.code = CODES[kind];
  }
}

const CODES = { invalid: -32_602, unknown: -32_002, failed: -32_603 };
