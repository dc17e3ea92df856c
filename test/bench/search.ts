import { readFileSync } from "node:fs";
import { REVISION } from "../../src/config/options.ts";
import { wholeOffer } from "../../src/offer.ts";
import { countTokens } from "../tokens.ts";
import { StdioProcess } from "./process.ts";
import { median, report } from "./report.ts";

/** Somebody wrote them who had not seen the search's words: nothing is tuned on them. */
const QUESTIONS = new URL("questions.jsonl", import.meta.url);
const FIRST_SEARCHES = 9;
const FIRST = [5, 8] as const;

interface Question {
  ask: string;
  /** Any of these is right. */
  want: string[];
}

/** How many operations a call reaches, by where their facts come from. */
export function countReach(): void {
  const { firstClass, operations } = wholeOffer(true);
  const worded = new Set(firstClass.map(({ name }) => name));
  const rowNames = new Set(operations.map(({ name }) => name));
  const of = (revision: string) =>
    operations.filter(({ request }) => (request.revision ?? REVISION) === revision);
  const [stable, newer, beta] = [of(REVISION), of("2026-10-15"), of(`${REVISION}.pre`)];
  const said = operations.filter(({ name }) => worded.has(name)).length;
  const ours = firstClass.filter(({ name }) => !rowNames.has(name)).length;
  const reached = stable.length + newer.length;
  report("operations reachable", `${reached}, ${said} of them first-class`, "≥ 422", reached >= 422);
  report("… of revision 2026-07-15", String(stable.length), "333", stable.length >= 333);
  report("… of revision 2026-10-15, campaigns among them", String(newer.length), "≥ 89", newer.length >= 89);
  report("… with --beta besides", String(beta.length));
  report("tools that have no row: connections, jobs, guide", String(ours));
}

/** What searching costs and finds, through the server as a model asks it. */
export async function measureSearch(args: string[], env: Record<string, string>): Promise<void> {
  const questions = readFileSync(QUESTIONS, "utf8")
    .trim()
    .split("\n")
    .map((line): Question => JSON.parse(line));
  const firsts: number[] = [];
  for (let at = 0; at < FIRST_SEARCHES; at += 1) {
    const server = await startedServer(args, env);
    firsts.push((await search(server, questions[at]?.ask ?? "")).cpuMs);
    await server.stop();
  }
  const server = await startedServer(args, env);
  await search(server, "which lists are there");
  const answers: Awaited<ReturnType<typeof search>>[] = [];
  for (const { ask } of questions) answers.push(await search(server, ask));
  await server.stop();

  const first = median(firsts);
  report("the first search, CPU", `${first.toFixed(0)} ms`, "≤ 60 ms", first <= 60);
  const later = mean(answers.map(({ cpuMs }) => cpuMs));
  report("later ones on average, CPU", `${later.toFixed(1)} ms`, "≤ 2 ms", later <= 2);
  for (const most of FIRST) {
    const found = questions.filter(({ want }, at) =>
      answers[at]?.names.slice(0, most).some((name) => want.includes(name)),
    );
    const share = (100 * found.length) / questions.length;
    const least = most === 5 ? 90 : 95;
    report(
      `questions whose operation is among the first ${most}`,
      `${share.toFixed(1)} % (${found.length} of ${questions.length})`,
      `≥ ${least} %`,
      share >= least,
    );
  }
  const tokens = mean(answers.map((answer) => countTokens(answer.text)));
  report("a search's answer on average", `${tokens.toFixed(0)} tokens`, "≤ 300", tokens <= 300);
}

async function startedServer(args: string[], env: Record<string, string>): Promise<StdioProcess> {
  const server = new StdioProcess(args, env);
  await server.initialize();
  await server.request("tools/list");
  return server;
}

async function search(server: StdioProcess, question: string) {
  const before = server.cpuMs();
  const { isError, text } = await server.call("search_operations", { question });
  const cpuMs = server.cpuMs() - before;
  if (isError) throw new Error(text);
  const { data }: { data: string[] } = JSON.parse(text);
  return { text, cpuMs, names: data.map((line) => /\w+(?=\()/.exec(line)?.[0] ?? "") };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
