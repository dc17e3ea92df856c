import type { Budgeting } from "../ask/budget.ts";
import type { Kept, Thing } from "../ask/kept.ts";
import type { Facts, Judged } from "../ask/policy.ts";
import type { PreviewRead } from "../ask/preview.ts";
import { GROUP_READS, startedFlows } from "../ask/starting.ts";
import { isObject } from "../text.ts";
import { type Effect, onceFor } from "../tool/effects.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import type { Uses } from "../tool/use.ts";
import type { CallSession } from "./session.ts";
import { isInUse } from "./use.ts";

/** How long a person's yes to such changes holds. */
export const STANDING_MS = 30 * 60_000;

/** What has been agreed and spent, and where it is read whether a call asks. */
export class Deciding {
  readonly #uses: Uses;
  readonly #kept: Kept;
  readonly #budget: Budgeting;
  readonly #now: () => number;
  /** By session and account: until when an effect needs no question. */
  readonly #standing = new Map<string, ReadonlyMap<Effect, number>>();
  readonly #agreed = new Set<string>();

  constructor(uses: Uses, kept: Kept, budget: Budgeting, now: () => number) {
    this.#uses = uses;
    this.#kept = kept;
    this.#budget = budget;
    this.#now = now;
  }

  /** What there is to know of a call; `keepable` says whether what it overwrites was read. */
  factsOf(
    call: Judged & { tool: DirectTool },
    session: CallSession,
    read: PreviewRead,
    keepable: () => Promise<boolean>,
  ): Facts {
    const thing = thingOf(call.tool, call.input, session.connection.id);
    const caller = session.client.caller.session;
    return {
      own: () => thing !== undefined && this.#kept.isOwn(caller, thing),
      standing: () => this.#stands(session, call),
      agreedBefore: () => {
        const values = onceFor(call.judgement, call.input);
        return (
          values.length > 0 &&
          values.every((value) => this.#agreed.has(`${caller} ${call.tool.name} ${value}`))
        );
      },
      inUse: async () => (thing ? isInUse(thing, this.#uses, read) : undefined),
      vacant: () => isVacant(call, read),
      keepable,
      liveFlow: () => liveFlow(call, read),
      sizeOf: ({ is, id }) => sizeOf(is, id, read),
      take: (spent) => this.#budget.take(session.connection.id, spent),
    };
  }

  /** A person said yes to a call: it holds for its addresses, and for half an hour where they said so. */
  agreed(call: Judged & { tool: DirectTool }, session: CallSession, halfHour: boolean): void {
    const caller = session.client.caller.session;
    for (const value of onceFor(call.judgement, call.input))
      this.#agreed.add(`${caller} ${call.tool.name} ${value}`);
    if (!halfHour) return;
    const key = standingKey(session);
    const until = this.#now() + STANDING_MS;
    const fresh = call.effects.map((effect) => [effect, until] as const);
    this.#standing.set(key, new Map([...(this.#standing.get(key) ?? []), ...fresh]));
  }

  /** A person said no, or took it back: nothing stands any more. */
  withdraw(session: CallSession): void {
    const { session: own } = session.client.caller;
    for (const key of this.#standing.keys()) if (key.startsWith(`${own} `)) this.#standing.delete(key);
  }

  /** Forgets what was agreed to in a session; it is over. */
  end(session: string): void {
    for (const key of this.#standing.keys()) if (key.startsWith(`${session} `)) this.#standing.delete(key);
    for (const one of this.#agreed) if (one.startsWith(`${session} `)) this.#agreed.delete(one);
  }

  #stands(session: CallSession, { effects }: Judged): boolean {
    const until = this.#standing.get(standingKey(session));
    return effects.every((effect) => (until?.get(effect) ?? 0) > this.#now());
  }
}

function standingKey(session: CallSession): string {
  return `${session.client.caller.session} ${session.connection.id ?? ""}`;
}

/** The thing that a call changes: what its path names last, or what its body has the id of. */
export function thingOf(tool: DirectTool, input: Input, connectionId: string | undefined): Thing | undefined {
  if (tool.kind !== "operation") return undefined;
  const { path, body } = tool.request;
  const inPath = [...path.matchAll(/\{(\w+?)_id\}/g)].at(-1)?.[1];
  const inBody = body && "id" in body ? body : undefined;
  const type = inPath?.replaceAll("_", "-") ?? inBody?.type;
  const argument = inPath ? `${inPath}_id` : inBody?.id;
  const id = argument && input[argument];
  return type && typeof id === "string" ? { connectionId, type, id } : undefined;
}

async function isVacant({ judgement: { vacant }, input }: Judged, read: PreviewRead): Promise<boolean> {
  if (!vacant) return false;
  const filled = Object.entries(vacant.arguments).map(([name, value]) => [
    name,
    input[String(value).slice(1)],
  ]);
  const found = await read(vacant.tool, Object.fromEntries(filled));
  return found === "missing" || (isObject(found) && !(isObject(found.data) && "id" in found.data));
}

/** Whether a live flow begins by what a call names; undefined where that is not said or cannot be read. */
async function liveFlow({ judgement, input }: Judged, read: PreviewRead): Promise<boolean | undefined> {
  const { flows, sure } = await startedFlows(judgement, input, read);
  if (flows.length > 0) return true;
  return sure ? false : undefined;
}

async function sizeOf(is: string, id: string, read: PreviewRead): Promise<number | undefined> {
  const group = GROUP_READS[is];
  const input = { additional_fields: ["profile_count"] };
  const found = group && (await read(group.tool, { [group.argument]: id, ...input }));
  const count = isObject(found) && isObject(found.data) ? found.data.profile_count : undefined;
  return typeof count === "number" ? count : undefined;
}
