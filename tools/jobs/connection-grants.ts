import { type Granted, lackInWords } from "../../src/tool/granted.ts";
import type { WorkflowContext } from "../../src/tool/tool.ts";
import { isUnseen, type Probe, UNPROBED } from "../operations/probes.ts";
import { isPartial } from "./parts.ts";

/** What a connection may read, section by section; `unread` has the sections of which an error of another kind came. */
export interface Sections {
  granted: ReadonlyMap<string, Granted>;
  unread: ReadonlyMap<string, Error>;
}

/** Tries a small read of each section, but of those of which the last day showed what they answer. */
export async function sectionsOf(
  context: WorkflowContext,
  tried: readonly Probe[],
  progress: (done: number, section: string) => void,
): Promise<Sections> {
  const granted = new Map<string, Granted>();
  const unread = new Map<string, Error>();
  for (const [at, { section, tool, input }] of tried.entries()) {
    progress(at + 1, section);
    try {
      granted.set(section, await context.granted(tool, input));
    } catch (error) {
      if (!isPartial(error)) throw error;
      unread.set(section, error);
    }
  }
  return { granted, unread };
}

/** Why a section cannot be read, in words; undefined where it can, or nobody knows. */
export function lackIn({ granted }: Sections, section: string): string | undefined {
  const known = granted.get(section);
  return known && lackInWords(known, "this connection");
}

/** The sections in short: which work, which lack a scope or the plan, which could not be tried, as of when. */
export function sectionsInShort({ granted, unread }: Sections): Record<string, unknown> {
  const of = (is: Granted["is"]) => [...granted].filter(([, known]) => known.is === is);
  const lacking = of("scope").map(([section, { scopes }]) => {
    const seen = scopes.some(isUnseen) ? " (not seen to be granted through Maton)" : "";
    return [section, `${scopes.join(" and ")}${seen}`];
  });
  const failed = [...unread].map(([section, { message }]) => [section, message.slice(0, 100)]);
  const oldest = Math.min(...[...granted.values()].map(({ at }) => at));
  return {
    works: of("works")
      .map(([section]) => section)
      .join(", "),
    ...(lacking.length > 0 && { no_scope: Object.fromEntries(lacking) }),
    ...(of("plan").length > 0 && { plan_lacks: of("plan").map(([section]) => section) }),
    ...(failed.length > 0 && { failed: Object.fromEntries(failed) }),
    not_tried: UNPROBED.join(", "),
    ...(granted.size > 0 && { as_of: isoOf(oldest) }),
  };
}

/** A moment to the second, in UTC. */
export function isoOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
