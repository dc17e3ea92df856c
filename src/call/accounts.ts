import { bucketsOf } from "../gateway/buckets.ts";
import { readAccount } from "../tool/account.ts";
import type { Account, OperationTool } from "../tool/tool.ts";
import { buildRequest } from "../wire/request.ts";
import type { Grants } from "./grants.ts";
import type { CallSession } from "./session.ts";

/** An account's name and timezone hardly ever change, and Klaviyo allows 15 such reads a minute. */
const KEEP_MS = 10 * 60_000;

/** The account behind each connection, read once and kept; a failure is not kept. */
export class AccountBook {
  readonly #operation: OperationTool;
  readonly #now: () => number;
  readonly #grants: Grants;
  readonly #known = new Map<string, { account: Account; until: number }>();

  constructor(getAccounts: OperationTool, now: () => number, grants: Grants) {
    this.#operation = getAccounts;
    this.#grants = grants;
    this.#now = now;
  }

  /** The account of a connection; undefined when the answer holds none. Throws what the request throws. */
  async find(session: CallSession, connectionId: string | undefined): Promise<Account | undefined> {
    const key = connectionId ?? "";
    const known = this.#known.get(key);
    if (known && known.until > this.#now()) return known.account;
    const buckets = bucketsOf(this.#operation, {}, key);
    const sent = session.send(buildRequest(this.#operation, {}), true, {
      connectionId,
      buckets,
      operation: this.#operation.name,
    });
    const answer = await this.#grants.heard(sent, this.#operation, connectionId);
    const account = readAccount(answer.document);
    if (account) this.#known.set(key, { account, until: this.#now() + KEEP_MS });
    return account;
  }

  /** The same where it can be read; what the connection is known not to be allowed is not tried. */
  async findIfPossible(session: CallSession, connectionId: string | undefined): Promise<Account | undefined> {
    const granted = this.#grants.of(this.#operation, connectionId);
    if (granted && granted.is !== "works") return undefined;
    const account = await this.find(session, connectionId).catch(() => undefined);
    if (account) this.#grants.holds(connectionId, account.id);
    return account;
  }
}
