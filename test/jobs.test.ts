import { expect, it } from "vitest";
import { JOBS } from "./jobs/index.ts";
import { ALL_CALLS, ALL_TOKENS, COUNTED } from "./jobs/job.ts";
import { play } from "./jobs/played.ts";

// What a marketer asks for, as an agent does it: `npm run jobs` prints what each took.

const all = { jobs: 0, calls: 0, tokens: 0 };

it.each(JOBS.map((job): [string, typeof job] => [`${job.number}: ${job.question}`, job]))(
  "%s",
  async (_, job) => {
    const { over, calls, tokens } = await play(job);
    if (job.number <= COUNTED) {
      all.jobs += 1;
      all.calls += calls;
      all.tokens += tokens;
    }
    expect(over, `${tokens} tokens`).toBe(false);
  },
);

it("and all of them are few calls and little to read", () => {
  expect(all.jobs).toBe(COUNTED);
  expect(all.calls).toBeLessThanOrEqual(ALL_CALLS);
  expect(all.tokens).toBeLessThanOrEqual(ALL_TOKENS);
});
