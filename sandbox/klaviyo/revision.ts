import { Refusal } from "../refusal.ts";
import { BETA, NEXT } from "./editions.ts";

/** The revisions that Klaviyo has in service and the sandbox has not: each has a contract of its own. */
const UNSPOKEN = ["2025-01-15", "2025-04-15", "2025-07-15", "2025-10-15", "2026-01-15", "2026-04-15"];

const SPOKEN = ["2026-07-15", NEXT, BETA];

const OPT_OUT = "x-klaviyo-revision-fall-forward-opt-out";

/**
 * Refuses a request without a revision, with one that does not exist, or with one that Klaviyo would answer by a
 * contract that the sandbox does not speak. A retired revision falls forward to the oldest one in service, unless the
 * request opts out: then it is 410. The status for a missing header is an assumption.
 */
export function checkRevision(headers: Record<string, string>): void {
  const revision = headers.revision;
  const source = { parameter: "revision" };
  if (!revision) throw new Refusal(400, [{ detail: "The revision header is required.", source }]);
  if (SPOKEN.includes(revision)) return;
  const isDate = /^20\d\d-\d\d-\d\d$/.test(revision) && !Number.isNaN(Date.parse(revision));
  const isRetired = isDate && revision < (UNSPOKEN[0] ?? "");
  if (isRetired && headers[OPT_OUT] === "1")
    throw new Refusal(410, [{ detail: `The revision ${revision} is no longer supported.`, source }]);
  if (!isRetired && !UNSPOKEN.includes(revision))
    throw new Refusal(400, [{ detail: `Invalid revision '${revision}'.`, source }]);
  const detail = `The sandbox speaks the revisions ${SPOKEN.join(", ")}; a live account answers ${revision} by another contract.`;
  throw new Refusal(400, [{ detail, source }]);
}
