import { expect, it } from "vitest";
import { JOBS } from "./jobs/index.ts";
import { play } from "./jobs/played.ts";

// What a marketer asks for, as an agent does it: `npm run jobs` prints what each took.

it.each(JOBS.map((job): [string, typeof job] => [`${job.number}: ${job.question}`, job]))(
  "%s",
  async (_, job) => {
    const { over, tokens } = await play(job);
    expect(over, `${tokens} tokens`).toBe(false);
  },
);
