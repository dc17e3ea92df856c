import { z } from "zod";
import { InputError } from "../../src/errors.ts";
import type { Input } from "../../src/tool/tool.ts";
import { id, nonEmptyText, text } from "../params.ts";

/** What may differ from one version of an e-mail to the next, by Klaviyo's names. */
const VARIED = [
  "subject",
  "preview_text",
  "from_email",
  "from_label",
  "reply_to_email",
  "template_id",
] as const;
/** What an e-mail cannot do without. */
const NEEDED = ["subject", "template_id"] as const;
/** Versions of one message; more than so many tell nothing of each other. */
const MOST_VERSIONS = 8;
const MOST_AUDIENCES = 20;

/** One version of the message, whole: `name` is what a report shows it by. */
export interface Version {
  name: string;
  /** Of those that are tested, in percent of the audience; Klaviyo splits them evenly. */
  share: number;
  details: Readonly<Record<string, string>>;
}

/** A test as its arguments have it, each version whole. */
export interface AbTest {
  versions: readonly Version[];
  /** The arguments in which the versions differ. */
  varies: readonly string[];
  rule: { winner_metric: unknown; winner_percentage: number; winner_wait_hours: unknown };
}

/** The arguments of a test; what a variation leaves out is as in the first. */
export const abTest = {
  audiences: z
    .array(
      z.strictObject({
        name: text,
        included: z.array(nonEmptyText).min(1),
        excluded: z.array(nonEmptyText).min(1).optional(),
      }),
    )
    .min(1)
    .max(MOST_AUDIENCES),
  variations: z
    .array(
      z.strictObject({
        name: text,
        subject: text,
        preview_text: text,
        from_email: text,
        from_label: text,
        reply_to_email: text,
        template_id: id.optional(),
      }),
    )
    .min(2)
    .max(MOST_VERSIONS)
    .superRefine(checkVersions),
  winner_metric: z.enum(["opens_unique", "clicks_unique", "placed_orders_unique"]),
  winner_percentage: z.number().int().min(1).max(98),
  winner_wait_hours: z.number().int().min(1).max(720),
};

/** The test that a call's arguments make. Throws InputError where the winner leaves too few people to be tested. */
export function testOf(input: Input): AbTest {
  const given = input.variations as Record<string, string>[];
  const { winner_metric, winner_wait_hours } = input;
  const winner_percentage = Number(input.winner_percentage);
  const share = Math.floor((100 - winner_percentage) / given.length);
  if (share < 1) {
    throw new InputError(
      `${given.length} variations cannot share the ${100 - winner_percentage} % that the winner leaves`,
      {
        argument: "winner_percentage",
        next: `Klaviyo splits evenly what is left: ${100 - given.length} at most.`,
      },
    );
  }
  const whole = wholeOf(given);
  return {
    versions: whole.map(({ name, ...details }, at) => ({ name: name ?? letterOf(at), share, details })),
    varies: VARIED.filter((one) => new Set(whole.map((version) => version[one])).size > 1),
    rule: { winner_metric, winner_percentage, winner_wait_hours },
  };
}

/** The body of a campaign of the newer model: every audience gets a message with all versions. */
export function treeOf({ name, audiences }: Input, { versions }: AbTest): Input {
  const all = audiences as { name?: string; included: string[]; excluded?: string[] }[];
  const variations = versions.map((one) => ({
    definition: { name: one.name, details: { channel: "email", ...one.details } },
  }));
  const named = all.map((one, at) => ({ ...one, temporary_id: `audience-${at + 1}` }));
  return {
    definition: { name },
    audiences: named,
    messages: named.map((one) => ({
      audience_temporary_id: one.temporary_id,
      name: one.name ?? name,
      variations,
    })),
  };
}

function checkVersions(given: readonly Record<string, string | undefined>[], context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  for (const name of NEEDED) {
    if (given[0] && !given[0][name])
      refuse([0, name], "is required: the others take it where they have none");
  }
  const seen = new Map<string, number>();
  for (const [at, { name: _, ...said }] of wholeOf(given).entries()) {
    const key = JSON.stringify(VARIED.map((one) => said[one] ?? null));
    const same = seen.get(key);
    if (same !== undefined) refuse([at], `says what variation ${same + 1} says, so there is nothing to test`);
    seen.set(key, at);
  }
  const names = given.map(({ name }, at) => name ?? letterOf(at));
  names.forEach((name, at) => {
    if (names.indexOf(name) < at) refuse([at, "name"], "is another variation's name too");
  });
}

/** Each with what it leaves out of the first. */
function wholeOf<T extends Readonly<Record<string, string | undefined>>>(given: readonly T[]): T[] {
  const { name: _, ...first }: Readonly<Record<string, string | undefined>> = given[0] ?? {};
  return given.map((one) => ({ ...first, ...one }));
}

const letterOf = (at: number): string => String.fromCharCode("A".charCodeAt(0) + at);
