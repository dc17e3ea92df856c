import type { ErrorContext } from "../src/error-text.ts";
import { GatewayError, type GatewayErrorDetails } from "../src/errors.ts";
import type { OperationTool } from "../src/tool/tool.ts";
import { lists } from "../tools/lists.ts";
import { profilesBulk } from "../tools/profiles-bulk.ts";

export const READ = lists.get_list;
export const WRITE = lists.create_list;
export const IMPORT = profilesBulk.bulk_import_profiles;
/** A change that left, and of which nothing is known. */
export const OPEN = { changed: "unknown" } as const;
export const DONE = { changed: "yes" } as const;

export const answer = (status: number, more: Partial<GatewayErrorDetails> = {}) =>
  new GatewayError({ status, source: "klaviyo", detail: "no", ...more });
export const maton = (status: number, more: Partial<GatewayErrorDetails> = {}) =>
  answer(status, { source: "gateway", ...more });

export const LISTER = { listerOf: () => "get_lists" };
export const ARGUMENT = { argumentOf: () => "list_id" };
export const SETTLED = { settledBy: "get_lists" };
export const MADE = { generated: { unique_id: "u-1" } };
export const EXPIRED =
  "The connection's sign-in has probably expired: create a new connection, authorise it, use it, then delete the old one. create_connection starts that.";
export const STANDS = "The change was made before this failed: do not make it again";
export const MAYBE = "Whether the change was made is unknown";
export const REPEAT = `${MAYBE}. The same call with unique_id "u-1" is done once at most.`;
export const SHOWS = `${MAYBE}, and it was not repeated. get_lists shows whether it was.`;
export const LOOK = `${MAYBE}, and it was not repeated. Look before repeating it.`;

export type Case = [
  what: string,
  error: unknown,
  tool: OperationTool,
  context: Partial<ErrorContext>,
  reads: string[],
];
