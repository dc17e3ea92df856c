import { readFileSync } from "node:fs";
import { z } from "zod";

/** Where `npm run compare` writes what it measured, and the README's table is read from. */
export const MEASURED = "scripts/compare/measured.json";

const call = z.strictObject({ tool: z.string().min(1), tokens: z.number().int().positive() });

/** Klaviyo's own local server as it was measured on our sandbox. Tokens are those of the jobs (o200k). */
const measured = z.strictObject({
  package: z.literal("klaviyo-mcp-server"),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** The day on which it was. */
  on: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  /** What its package says that it needs. */
  python: z.string().regex(/^>=3\.\d+$/),
  listTokens: z.number().int().positive(),
  tools: z.array(z.strictObject({ name: z.string().min(1), changes: z.boolean() })).min(1),
  /** What the report of campaigns can be filtered by. */
  reportFilters: z.array(z.string().min(1)),
  /** Whether its code speaks of elicitation at all. */
  elicits: z.boolean(),
  /** A change that was made by a client which can be asked: its tool, and how many questions came first. */
  changed: z.strictObject({ tool: z.string().min(1), questions: z.number().int().nonnegative() }),
  /** Jobs by their numbers, played by the shortest honest calls; each answer was held against the account. */
  jobs: z.array(z.strictObject({ number: z.number().int(), calls: z.array(call).min(1) })),
});
export type Measured = z.infer<typeof measured>;

/** Reads the record. Throws where it is not what the script writes. */
export function readMeasured(
  text = readFileSync(new URL("measured.json", import.meta.url), "utf8"),
): Measured {
  return measured.parse(JSON.parse(text));
}

/** Calls and tokens of a job. Throws for one that was not played. */
export function spentOn(record: Measured, number: number): { calls: number; tokens: number } {
  const played = record.jobs.find((job) => job.number === number);
  if (!played) throw new Error(`${MEASURED} has no job ${number}`);
  return { calls: played.calls.length, tokens: played.calls.reduce((all, { tokens }) => all + tokens, 0) };
}

/** Of what the account answers, a tenth comes and goes with the day. */
const BY_THE_DAY = 0.1;

/** What another measurement says otherwise; nothing where it only was on another day. */
export function differences(recorded: Measured, now: Measured): string[] {
  const { jobs: before, on: _, ...held } = recorded;
  const { jobs: after, on: __, ...found } = now;
  const said = Object.entries(found).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(held[name as keyof typeof held]),
  );
  const jobs = after.filter(({ number }) => {
    if (!before.some((job) => job.number === number)) return true;
    const [then, today] = [spentOn(recorded, number), spentOn(now, number)];
    return then.calls !== today.calls || Math.abs(then.tokens - today.tokens) > then.tokens * BY_THE_DAY;
  });
  return [
    ...said.map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    ...jobs.map(({ number, calls }) => `job ${number}: ${JSON.stringify(calls)}`),
    ...(before.length > after.length ? ["fewer jobs"] : []),
  ];
}
