import { bucketsOf } from "../gateway/buckets.ts";
import { readAccount } from "../tool/account.ts";
import type { Account, OperationTool } from "../tool/tool.ts";
import { buildRequest } from "../wire/request.ts";
import type { CallSession } from "./session.ts";

/** An account's name and timezone hardly ever change, and Klaviyo allows 15 such reads a minute. */
const KEEP_MS = 10 * 60_000;

/** The account behind each connection, read once and kept; a failure is not kept. */
export class AccountBook {
  readonly #operation: OperationTool;
  readonly #now: () => number;
  readonly #known = new Map<string, { account: Account; until: number }>();

  constructor(getAccounts: OperationTool, now: () => number) {
    this.#operation = getAccounts;
    this.#now = now;
  }

  /** The account of a connection; undefined when the answer holds none. Throws what the request throws. */
  async find(session: CallSession, connectionId: string | undefined): Promise<Account | undefined> {
    const key = connectionId ?? "";
    const known = this.#known.get(key);
    if (known && known.until > this.#now()) return known.account;
    const answer = await session.send(buildRequest(this.#operation, {}), true, {
      connectionId,
      buckets: bucketsOf(this.#operation, {}, connectionId ?? ""),
    });
    const account = readAccount(answer.document);
    if (account) this.#known.set(key, { account, until: this.#now() + KEEP_MS });
    return account;
  }
}
