import { Refusal } from "../refusal.ts";
import { BETA } from "./editions.ts";

/** The revisions that Klaviyo supports, oldest first. Those before 2026-07-15 get its contract. */
const SUPPORTED = [
  "2025-01-15",
  "2025-04-15",
  "2025-07-15",
  "2025-10-15",
  "2026-01-15",
  "2026-04-15",
  "2026-07-15",
  "2026-10-15",
];

const OPT_OUT = "x-klaviyo-revision-fall-forward-opt-out";

/**
 * Refuses a request without a revision or with one that does not exist. A retired revision falls forward to the oldest
 * supported one, unless the request opts out: then it is 410. The status for a missing header is an assumption.
 */
export function checkRevision(headers: Record<string, string>): void {
  const revision = headers.revision;
  const source = { parameter: "revision" };
  if (!revision) throw new Refusal(400, [{ detail: "The revision header is required.", source }]);
  const isDate = /^20\d\d-\d\d-\d\d$/.test(revision) && !Number.isNaN(Date.parse(revision));
  const isBeta = revision === BETA;
  const isRetired = isDate && revision < (SUPPORTED[0] ?? "");
  if (!isRetired && !isBeta && !SUPPORTED.includes(revision))
    throw new Refusal(400, [{ detail: `Invalid revision '${revision}'.`, source }]);
  if (isRetired && headers[OPT_OUT] === "1")
    throw new Refusal(410, [{ detail: `The revision ${revision} is no longer supported.`, source }]);
}
