import { lackOf } from "../error-text.ts";

import { onlyReads } from "../tool/effects.ts";
import { type Granted, lackInWords } from "../tool/granted.ts";
import type { OperationTool } from "../tool/tool.ts";

/** Scopes and plans change when somebody signs in anew or books something: what was seen counts for a day. */
const KEEP_MS = 24 * 60 * 60_000;

interface Kept extends Granted {
  until: number;
}

type Fact = Granted | undefined;

/** What is known of one connection, by `operation`, `scope` and `section` with a name. */
interface Known {
  account?: string;
  facts: Map<string, Kept>;
}

/**
 * What each connection is allowed, learned from every answer of Klaviyo: in memory, for a day. A call is never refused
 * by it: whoever calls all the same finds out whether it is still so.
 */
export class Grants {
  readonly #now: () => number;
  readonly #date: () => number;
  readonly #known = new Map<string, Known>();

  /** `now` gives milliseconds that never go back, `date` those since the epoch. */
  constructor(now: () => number, date: () => number) {
    this.#now = now;
    this.#date = date;
  }

  /** Learns from what an operation is answered with, and hands that on. */
  async heard<T>(answer: Promise<T>, tool: OperationTool, connection: string | undefined): Promise<T> {
    try {
      const heard = await answer;
      this.#worked(tool, connection);
      return heard;
    } catch (error) {
      const lacks = lackOf(error, tool);
      if (lacks) this.#refused(tool, connection, lacks);
      throw error;
    }
  }

  /** What is known of an operation; undefined where nobody ran it or its like within the day. */
  of(tool: OperationTool, connection: string | undefined): Fact {
    const { name, toolset } = tool;
    const scopes = tool.request.scopes.map((scope) => this.#fact(connection, "scope", scope));
    const own = this.#fact(connection, "operation", name);
    if (own && !isOutdated(own, scopes)) return own;
    const missing = scopes.filter((fact) => fact?.is === "scope");
    const section = this.#fact(connection, "section", toolset);
    if (missing.length > 0) return together(missing);
    if (section?.is === "plan") return section;
    return section && scopes.every((fact) => fact !== undefined) ? together([section, ...scopes]) : undefined;
  }

  /** Whether any connection was ever refused something. */
  get lackAny(): boolean {
    return [...this.#known.values()].some(({ facts }) =>
      [...facts.values()].some(({ is }) => is !== "works"),
    );
  }

  /** Why connections cannot run an operation, in words; undefined where none is known to lack anything. */
  lack(tool: OperationTool): string | undefined {
    const several = this.#known.size > 1;
    const lacks = [...this.#known.keys()].flatMap((connection) => {
      const granted = this.of(tool, connection);
      return (
        (granted && lackInWords(granted, several ? `connection ${connection}` : "this connection")) ?? []
      );
    });
    return lacks.length > 0 ? lacks.join("; ") : undefined;
  }

  /** Has a connection stand for an account: what was known of it while it stood for another one is forgotten. */
  holds(connection: string | undefined, account: string): void {
    const known = this.#knownOf(connection);
    if (!known) return;
    if (known.account !== undefined && known.account !== account) known.facts.clear();
    known.account = account;
  }

  /** Forgets everything: somebody made or deleted a connection, and may have signed in anew. */
  forget(): void {
    this.#known.clear();
  }

  #worked(tool: OperationTool, connection: string | undefined): void {
    this.#keep(connection, "operation", tool.name, { is: "works" });
    this.#keep(connection, "section", tool.toolset, { is: "works" });
    for (const scope of tool.request.scopes) this.#keep(connection, "scope", scope, { is: "works" });
  }

  #refused(tool: OperationTool, connection: string | undefined, is: "scope" | "plan"): void {
    const { scopes } = tool.request;
    const unproven = scopes.filter((scope) => this.#fact(connection, "scope", scope)?.is !== "works");
    const missing = unproven.length > 0 ? unproven : scopes;
    this.#keep(connection, "operation", tool.name, { is, ...(is === "scope" && { scopes: missing }) });
    const [only] = unproven;
    if (is === "scope" && only !== undefined && unproven.length === 1) {
      this.#keep(connection, "scope", only, { is, scopes: [only] });
    }
    // One thing that the plan lacks does not speak for a section of which the rest works.
    const works = this.#fact(connection, "section", tool.toolset)?.is === "works";
    if (is === "plan" && onlyReads(tool) && !works) this.#keep(connection, "section", tool.toolset, { is });
  }

  #knownOf(connection: string | undefined): Known | undefined {
    // Which connection Maton took is not known.
    if (connection === undefined) return undefined;
    const known = this.#known.get(connection) ?? { facts: new Map() };
    this.#known.set(connection, known);
    return known;
  }

  #fact(connection: string | undefined, kind: string, name: string): Fact {
    const kept = this.#known.get(connection ?? "")?.facts.get(`${kind} ${name}`);
    if (!kept || kept.until <= this.#now()) return undefined;
    const { until: _, ...fact } = kept;
    return fact;
  }

  #keep(
    connection: string | undefined,
    kind: string,
    name: string,
    { is, scopes = [] }: Partial<Granted> & Pick<Granted, "is">,
  ): void {
    const until = this.#now() + KEEP_MS;
    this.#knownOf(connection)?.facts.set(`${kind} ${name}`, { is, scopes, at: this.#date(), until });
  }
}

/** Several facts as one, as old as the oldest. */
function together(facts: readonly Fact[]): Granted {
  const known = facts.filter((fact) => fact !== undefined);
  return {
    is: known[0]?.is ?? "works",
    scopes: known.flatMap(({ scopes }) => scopes),
    at: Math.min(...known.map(({ at }) => at)),
  };
}

/** Whether an operation was refused for scopes that were all seen to be granted since. */
function isOutdated(own: Granted, scopes: readonly Fact[]): boolean {
  return own.is === "scope" && scopes.every((fact) => fact?.is === "works" && fact.at > own.at);
}
