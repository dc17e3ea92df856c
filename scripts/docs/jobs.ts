import type { Step } from "../../test/jobs/agent.ts";
import type { Job } from "../../test/jobs/job.ts";
import type { Played } from "../../test/jobs/played.ts";

/** A job's line in docs/jobs.md. */
export interface JobRow {
  number: number;
  question: string;
  /** What is called, in order; the same thing again stands once. */
  steps: string;
  calls: number;
  tokens: number;
  /** The figures are those of the day on which the page was written. */
  varies: boolean;
}

const QUESTION_CHARS = 160;

/** What playing a job says of it. */
export function rowOf(job: Job, { calls, tokens, steps }: Played): JobRow {
  const { number, question, varies } = job;
  return { number, question: shortened(question), steps: stepsOf(steps), calls, tokens, varies };
}

const CAME: Record<Step["came"], string> = {
  answer: "",
  question: ", which asks first",
  refusal: ", refused with what to do",
};

function stepsOf(steps: readonly Step[]): string {
  const written = steps.map(
    ({ tool, operation, came }) => `\`${tool}\`${operation ? ` of \`${operation}\`` : ""}${CAME[came]}`,
  );
  return written.filter((step, at) => step !== written[at - 1]).join(" → ");
}

/** A question as a cell of a table; one that brings its data along is cut. */
function shortened(question: string): string {
  const text = question.replaceAll("|", "\\|").replaceAll("\n", " ");
  return text.length > QUESTION_CHARS ? `${text.slice(0, QUESTION_CHARS - 1)}…` : text;
}

const VARIES = ", by the day";

/** docs/jobs.md; the sums are those of the jobs up to a number. */
export function jobsPage(rows: readonly JobRow[], counted: number): string {
  const summed = rows.filter(({ number }) => number <= counted);
  const sum = (of: (row: JobRow) => number) => summed.reduce((all, row) => all + of(row), 0);
  return [
    "# Jobs",
    "",
    "Written by `npm run jobs -- --docs`. What a marketer may ask, and what an agent does for it that knows the question, what the tools answer, and nothing else: the shortest honest way, played against [the sandbox](sandbox.md). The tests play each, hold its answer against the account's own data, and this page against what was called; a model may take another way.",
    "",
    "Tokens are those of the answers, which are what the model reads besides the list of tools (o200k). They move by a little from day to day, as the made-up account does; where the question itself hangs on the day, the page says so.",
    "",
    "| | ask | what happens | calls | tokens |",
    "|--:|---|---|--:|--:|",
    ...rows.map(
      ({ number, question, steps, calls, tokens, varies }) =>
        `| ${number} | ${question} | ${steps} | ${calls} | ${tokens}${varies ? VARIES : ""} |`,
    ),
    `| | the first ${counted} | | ${sum(({ calls }) => calls)} | ${sum(({ tokens }) => tokens)} |`,
    "",
  ].join("\n");
}

/** The rows of the page, as it stands. */
export function rowsIn(page: string): JobRow[] {
  const lines = page.matchAll(/^\| (\d+) \| (.*) \| (.*) \| (\d+) \| (\d+)(, by the day)? \|$/gm);
  return [...lines].map(([, number, question = "", steps = "", calls, tokens, varies]) => ({
    number: Number(number),
    question,
    steps,
    calls: Number(calls),
    tokens: Number(tokens),
    varies: varies === VARIES,
  }));
}
