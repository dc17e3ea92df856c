import { GatewayError } from "../../errors.ts";
import type { Send } from "../../gateway/client.ts";
import { connectionsRequest } from "../../gateway/connections.ts";
import { readAccount } from "../../tool/account.ts";
import { readConnections } from "../../tool/connection.ts";

/** What the page says of the accounts behind the key: their names, or why they are not known. */
export type Accounts = { names: readonly string[]; more: number } | { trouble: "refused" | "unreachable" };

/** Whoever reloads the page costs no requests in between. */
const KEEP_MS = 60_000;
const LOOK_MS = 10_000;
/** Klaviyo answers one question for an account a second: the page names so many, and counts the others. */
const NAMED = 3;

const ACCOUNTS = { host: "gateway", method: "GET", path: "/api/accounts", query: [] } as const;

/** Looks at the accounts of a key, at most once in a while and never twice at once. `now` gives milliseconds. */
export class Standing {
  readonly #pinned: string | undefined;
  readonly #send: () => Promise<Send>;
  readonly #now: () => number;
  #looked: { accounts: Promise<Accounts>; at: number } | undefined;

  constructor(send: () => Promise<Send>, pinned: string | undefined, now: () => number) {
    this.#send = send;
    this.#pinned = pinned;
    this.#now = now;
  }

  look(): Promise<Accounts> {
    const now = this.#now();
    if (!this.#looked || now - this.#looked.at > KEEP_MS) this.#looked = { accounts: this.#read(), at: now };
    return this.#looked.accounts;
  }

  async #read(): Promise<Accounts> {
    try {
      const send = await this.#send();
      const options = { signal: new AbortController().signal, timeoutMs: LOOK_MS };
      const { document } = await send(connectionsRequest("ACTIVE"), options);
      const active = readConnections(document).filter(
        ({ id, status }) => status === "ACTIVE" && (this.#pinned === undefined || id === this.#pinned),
      );
      const names: string[] = [];
      for (const { id } of active.slice(0, NAMED)) {
        const answer = await send(ACCOUNTS, { ...options, connectionId: id });
        const account = readAccount(answer.document);
        names.push(account?.name ?? account?.id ?? "an account without a name");
      }
      return { names, more: active.length - names.length };
    } catch (error) {
      return { trouble: error instanceof GatewayError && error.status === 401 ? "refused" : "unreachable" };
    }
  }
}
