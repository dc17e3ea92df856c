import type { Window } from "../gateway/windows.ts";

interface Sent {
  id: string;
  at: number;
}

/** What this process sent in each window, for as long as the window is. */
export class History {
  readonly #sent = new Map<string, { span: number; sent: Sent[] }>();

  add(windows: readonly Window[], id: string, at: number): void {
    for (const { name, span } of windows) {
      const known = this.#sent.get(name) ?? { span, sent: [] };
      known.sent.push({ id, at });
      this.#sent.set(name, known);
    }
  }

  /** Forgets what is over. */
  expire(now: number): void {
    for (const [name, { span, sent }] of this.#sent) {
      const over = sent.findIndex(({ at }) => at > now - span);
      if (over < 0) this.#sent.delete(name);
      else sent.splice(0, over);
    }
  }

  /** What counts still, window by window. */
  *[Symbol.iterator](): IterableIterator<{ name: string; span: number; sent: readonly Sent[] }> {
    for (const [name, { span, sent }] of this.#sent) yield { name, span, sent };
  }
}
