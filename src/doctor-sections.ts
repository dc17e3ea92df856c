import { takeTurn } from "./call/turn.ts";
import type { Check } from "./doctor.ts";
import { lackOf } from "./error-text.ts";
import { GatewayError } from "./errors.ts";
import type { Send } from "./gateway/client.ts";
import { Pace } from "./gateway/pace.ts";
import type { Input, OperationTool } from "./tool/tool.ts";
import { buildRequest, smallest } from "./wire/request.ts";

/** A small read that shows whether a connection may read in a section. */
export interface SectionRead {
  section: string;
  tool: OperationTool;
  input: Input;
}

/** How the sections are tried: which, through what, and what of scopes is known besides. */
export interface SectionSetup {
  reads: readonly SectionRead[];
  /** The section that was read just now, and so works. */
  wasRead: string;
  send: Send;
  connectionId: string;
  timeoutMs: number;
  /** Whether nobody has seen a scope to be granted: that it is missing is nothing to mend. */
  isUnseen(scope: string): boolean;
}

type Found = { section: string; scopes: readonly string[]; said: string };

/** Says of all sections whether they work, lack a scope or the plan, or could not be tried. Never throws. */
export async function checkSections(setup: SectionSetup): Promise<Check[]> {
  const works = [setup.wasRead];
  const lacking: Record<"scope" | "plan" | "unread", Found[]> = { scope: [], plan: [], unread: [] };
  for (const { section, tool, input } of setup.reads) {
    if (section === setup.wasRead) continue;
    try {
      await tryOne(setup, tool, input);
      works.push(section);
    } catch (error) {
      const said = error instanceof Error ? error.message.slice(0, 100) : "no answer";
      lacking[lackOf(error, tool) ?? "unread"].push({ section, scopes: tool.request.scopes, said });
    }
  }
  const unseen = lacking.scope.filter(({ scopes }) => scopes.some(setup.isUnseen));
  const missing = lacking.scope.filter((one) => !unseen.includes(one));
  return [
    { what: "sections that work", is: works.join(", ") || "none" },
    ...checkOf(
      "scope missing",
      missing,
      withScopes,
      "Sign in anew and grant every scope: ask your agent for a new connection.",
    ),
    ...checkOf("scope not granted, which nobody has seen Maton grant", unseen, withScopes),
    ...checkOf("not in the account's plan", lacking.plan, ({ section }) => section),
    ...checkOf(
      "sections not tried",
      lacking.unread,
      ({ section, said }) => `${section} (${said})`,
      "Look again later.",
    ),
  ];
}

async function tryOne(
  { send, connectionId, timeoutMs }: SectionSetup,
  tool: OperationTool,
  input: Input,
): Promise<void> {
  const { signal } = new AbortController();
  await send(buildRequest(tool, input, smallest(tool)), { signal, timeoutMs, connectionId });
}

const withScopes = ({ section, scopes }: Found): string => `${section} (${scopes.join(" and ")})`;

function checkOf(
  what: string,
  found: readonly Found[],
  inWords: (one: Found) => string,
  todo?: string,
): Check[] {
  if (found.length === 0) return [];
  return [{ what, is: found.map(inWords).join(", "), ...(todo && { todo }) }];
}

/** A limit that is full is open again after so long at most: what counts is a second. */
const MOST_CLOSED_S = 2;

/**
 * The same way to the gateway, within the rate that Maton allows a key; of each operation doctor sends one request.
 * What arrived too close together all the same is sent once more.
 */
export function pacedBy(send: Send): Send {
  const pace = new Pace();
  return async (request, options) => {
    const { signal, timeoutMs } = options;
    const turn = () => takeTurn(pace, [], { remaining: () => timeoutMs, signal });
    await turn();
    try {
      return await send(request, options);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.status !== 429) throw error;
      const seconds = Math.min(error.retryAfter ?? 1, MOST_CLOSED_S);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      await turn();
      return send(request, options);
    }
  };
}
