import { nextCursor } from "../jsonapi/document.ts";
import type { Selection } from "../tool/shown.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { askedFor, joined, MOST_READ, neededOf, type Parts } from "../wire/apart.ts";
import type { Place } from "../wire/place.ts";
import type { Fetched } from "../wire/result.ts";
import { fetchPages } from "./pages.ts";
import type { CallSession } from "./session.ts";

/** The parts of a list read one after another and made one; `told` says in words what its order is worth. */
export interface Joined {
  fetched: Fetched;
  /** How many of its items the call shows. */
  limit: number;
  told: string;
}

/** Reads what a call needs of every part of its list. Throws what reading any of them throws. */
export async function fetchParts(
  session: CallSession,
  tool: OperationTool,
  { input, shown, place }: { input: Input; shown: Selection; place: Place | undefined },
  parts: Parts,
): Promise<Joined> {
  const need = neededOf(parts, input, place);
  const asked = askedFor(parts, tool, shown);
  const fetched: Fetched[] = [];
  for (const { value, input: own } of parts.calls) {
    session.client.progress(fetched.length, parts.calls.length, `${tool.name}: ${value}`);
    fetched.push(
      await fetchPages(session, tool, { ...own, limit: need.read }, asked, Number.POSITIVE_INFINITY),
    );
  }
  return {
    fetched: joined(parts, fetched, place),
    limit: need.shown,
    told: toldOf(parts, fetched, need.read),
  };
}

/** What the order does not hold for: Klaviyo has more of a part than was read. */
function toldOf({ calls, apart, order, sorted }: Parts, fetched: readonly Fetched[], read: number): string {
  const more = calls.flatMap(({ value }, at) =>
    nextCursor(fetched[at]?.documents.at(-1)) === undefined ? [] : [value],
  );
  const by = sorted ? [] : [`Sorted here by ${order.replace(/^-/, "")}, those without one last.`];
  if (read < MOST_READ || more.length === 0) return by.join(" ");
  const newest = `of ${more.join(", ")} only the first ${MOST_READ} by ${sorted ? order : apart.order} were read`;
  return [
    ...by,
    `The order is of what was read: ${newest}. A call with ${apart.input} and without such a sort lists all.`,
  ].join(" ");
}
