/** A failure made on demand. What it does not say stays as it would have been. */
export interface Fault {
  match?: { method?: string /** Part of the raw path. */; path?: string; operation?: string };
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  /** "" leaves the header out. */
  contentType?: string;
  /** Milliseconds before anything is sent. */
  delayMs?: number;
  /** Destroys the socket: `before` nothing was processed, `after` the operation was and its answer is lost. */
  drop?: "before" | "after";
  /** Sends half of the body and closes. */
  cut?: boolean;
  /** Sends a body that never ends. */
  endless?: boolean;
  /** How many requests it meets; 1 unless told. */
  times?: number;
}

/** The faults that wait for a request. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    // A fault sent as JSON cannot say Infinity; null stands for it.
    this.#waiting.push({ fault, left: fault.times === null ? Number.POSITIVE_INFINITY : (fault.times ?? 1) });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The first fault that a request meets, used up by one. */
  take(method: string, path: string, operation: string | undefined): Fault | undefined {
    const met = this.#waiting.find(({ fault: { match = {} }, left }) => {
      if (left <= 0 || (match.method && match.method !== method)) return false;
      if (match.path && !path.includes(match.path)) return false;
      return !match.operation || match.operation === operation;
    });
    if (met) met.left -= 1;
    return met?.fault;
  }
}
