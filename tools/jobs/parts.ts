import { BusyError, GatewayError, NetworkError, StoppedError } from "../../src/errors.ts";
import { oneLine } from "../../src/text.ts";

const WHY_CHARS = 100;

/** Whether a part failed, so that the rest is told all the same; a call that was cancelled tells nothing. */
export function isPartial(error: unknown): error is Error {
  if (error instanceof StoppedError) return error.reason === "deadline";
  return error instanceof GatewayError || error instanceof BusyError || error instanceof NetworkError;
}

/** The parts of an answer of which one may fail and leave the others: each is read by itself, and what is missing is told. */
export class Parts {
  readonly #unread = new Set<string>();
  #read = 0;
  #failure: unknown;

  /** What a part comes to, or undefined where the gateway or Klaviyo gave none; throws what is no failure of a request. */
  async read<T>(what: string, part: () => Promise<T>): Promise<T | undefined> {
    try {
      const value = await part();
      this.#read += 1;
      return value;
    } catch (error) {
      if (!isPartial(error)) throw error;
      this.#failure ??= error;
      this.miss(`${what} (${oneLine(error.message, WHY_CHARS)})`);
      return undefined;
    }
  }

  /** Notes what is missing in words. */
  miss(what: string): void {
    this.#unread.add(what);
  }

  /** Throws the first failure where nothing at all could be read: that is not the same as nothing there. */
  some(): void {
    if (this.#read === 0 && this.#failure !== undefined) throw this.#failure;
  }

  /** What the result leaves out, as its `omitted`. */
  omitted(): { omitted?: string } {
    return this.#unread.size > 0 ? { omitted: `Not read: ${[...this.#unread].join("; ")}.` } : {};
  }
}
