import { writeFileSync } from "node:fs";
import { ALL_CALLS, ALL_TOKENS, COUNTED, JOB_TOKENS } from "../test/jobs/job.ts";
import { Workplace } from "../test/jobs/played.ts";
import { type JobRow, jobsPage, rowOf } from "./docs/jobs.ts";

// Plays what marketers ask for, and prints what an agent reads for it. Exits with 1 when an answer is wrong, or takes
// more than it may. With --docs it writes what was called to docs/jobs.md.

// All rows of the large ones, too: read when they are declared.
process.env.DEEP = "true";
const { JOBS } = await import("../test/jobs/index.ts");

const QUESTION_CHARS = 72;
const workplace = new Workplace();
const total = { calls: 0, tokens: 0 };
let bad = 0;
const rows: JobRow[] = [];

const line = (
  ...[number, calls, tokens, what]: [number | string, number | string, number | string, string]
) =>
  console.log(
    `${String(number).padStart(3)} ${String(calls).padStart(6)} ${String(tokens).padStart(7)}  ${what}`,
  );
const short = (text: string) =>
  text.length > QUESTION_CHARS ? `${text.slice(0, QUESTION_CHARS - 1)}…` : text;

line("job", "calls", "tokens", `of ${JOB_TOKENS} a job`);
for (const job of JOBS) {
  try {
    const played = await workplace.play(job);
    const { calls, tokens, over } = played;
    rows.push(rowOf(job, played));
    if (job.number <= COUNTED) {
      total.calls += calls;
      total.tokens += tokens;
    }
    line(job.number, calls, tokens, `${short(job.question)}${over ? "  OVER" : ""}`);
    if (over) bad += 1;
  } catch (error) {
    bad += 1;
    line(job.number, "", "", `${short(job.question)}  WRONG`);
    console.log(error instanceof Error ? error.message : error);
  }
}
const tooMuch = total.calls > ALL_CALLS || total.tokens > ALL_TOKENS;
line(
  "all",
  total.calls,
  total.tokens,
  `of ${ALL_CALLS} calls and ${ALL_TOKENS} tokens for the first ${COUNTED}${tooMuch ? "  OVER" : ""}`,
);
await workplace.close();
if (process.argv.includes("--docs") && bad === 0) {
  writeFileSync("docs/jobs.md", jobsPage(rows, COUNTED));
  console.log("docs/jobs.md written");
}
process.exitCode = bad > 0 || tooMuch ? 1 : 0;
