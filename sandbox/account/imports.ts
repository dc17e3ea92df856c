import type { Resource } from "../resource.ts";
import { LIST_IDS } from "./audiences.ts";
import { type Clock, HOUR, toIso } from "./clock.ts";
import type { Person } from "./profiles.ts";

/** The import of two days ago, complete and still to be read, in which two rows failed. */
const IMPORT = { job: "01K9FB7RZT4YQ2M6XW8CVD5HNE", size: 40 };

const FAILED = [
  ["6810990001", "f1b6a3de-0c4a-4b57-9d0f-3f7a8c1d2e01"],
  ["6810990002", "f1b6a3de-0c4a-4b57-9d0f-3f7a8c1d2e02"],
] as const;

/** The import job with its errors: done, but not without failures. */
export function seedImports(people: readonly Person[], clock: Clock): Resource[] {
  const imported = people.slice(0, IMPORT.size - FAILED.length);
  const errors = FAILED.map(
    ([external_id, id], index): Resource => ({
      type: "import-error",
      id,
      attributes: {
        code: "invalid",
        title: "Invalid input.",
        detail: "Invalid email address",
        source: { pointer: `/data/attributes/profiles/data/${imported.length + index}/attributes/email` },
        original_payload: { external_id, email: "no address" },
      },
      relationships: {},
    }),
  );
  const started = clock.daysAgo(2);
  const job: Resource = {
    type: "profile-bulk-import-job",
    id: IMPORT.job,
    attributes: {
      status: "complete",
      created_at: toIso(started),
      started_at: toIso(started),
      completed_at: toIso(started + HOUR),
      expires_at: toIso(clock.daysAgo(-5)),
      total_count: IMPORT.size,
      completed_count: imported.length,
      failed_count: errors.length,
    },
    relationships: {
      lists: [{ type: "list", id: LIST_IDS.newsletter }],
      profiles: imported.map(({ id }) => ({ type: "profile", id })),
      "import-errors": errors.map(({ type, id }) => ({ type, id })),
    },
  };
  return [job, ...errors];
}
