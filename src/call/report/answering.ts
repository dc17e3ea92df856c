import { BusyError, GatewayError, NetworkError, StoppedError } from "../../errors.ts";
import { nextCursor } from "../../jsonapi/document.ts";
import { answerOf } from "../../report/answer.ts";
import { basisOf } from "../../report/basis.ts";
import { saidAs, sentAs, wallOf } from "../../report/period.ts";
import { type Ask, checkReport, type Plan, planOf } from "../../report/plan.ts";
import { joined, type Row, rowsIn } from "../../report/rows.ts";
import type { ReportSpec } from "../../tool/report.ts";
import type { Input, OperationTool } from "../../tool/tool.ts";
import type { Place } from "../../wire/place.ts";
import { type Shaped, shapeRows } from "../../wire/result.ts";
import type { Surroundings } from "../operate.ts";
import type { CallSession } from "../session.ts";
import { metricOf, namedMetric } from "./conversions.ts";
import { currenciesOf } from "./currencies.ts";
import type { KeptAnswer } from "./kept-answers.ts";
import { cutOf } from "./naming.ts";
import { questionOf, type Reporting } from "./reporting.ts";

/**
 * Answers a call of a report: as many requests as its periods take, each kept by itself, so that a call which cannot
 * finish says what is missing and the same call goes on. Throws what the first request throws where nothing came.
 */
export async function report(
  session: CallSession,
  tool: OperationTool,
  spec: ReportSpec,
  input: Input,
  place: Place | undefined,
  surroundings: Surroundings,
): Promise<Shaped> {
  checkReport(spec, input);
  const account = await surroundings.accounts.find(session, session.connection.id);
  let done = 0;
  const steps = {
    next: (what: string) => {
      done += 1;
      session.client.progress(done, undefined, what);
    },
  };
  // What goes on is the answer that was begun.
  const fresh = input.fresh === true && !place;
  const given: Reporting = { session, tool, spec, input, fresh, surroundings, account, steps };
  const metric = spec.converts ? await metricOf(given) : undefined;
  const plan = planOf(spec, input, { account, now: session.date(), metric: metric?.id });
  const { parts, missing, asOf, kept, by } = await answersTo(given, plan);
  const rowsOf = (of: Ask["of"]) => joined(parts.filter((part) => part.of === of).map(({ rows }) => rows));
  const isMissing = (of: Ask["of"]) => missing.some((one) => one.of === of);
  const now = rowsOf("now");
  const isWhole = !isMissing("now");
  const before = plan.before && isWhole && !isMissing("before") ? rowsOf("before") : undefined;
  // Of what is there in one period alone the earlier one shows its sums.
  const sumsAlone = spec.passing && plan.groups.length === 0 && plan.name === undefined;
  const { cut, ...unnamed } = await cutOf(given, plan, sumsAlone ? now : [...now, ...(before ?? [])]);
  const { currency, all, byCurrency } = await currenciesOf(given, plan, metric?.id, [
    ...now,
    ...(before ?? []),
  ]);
  const told = answerOf(spec, plan, {
    now,
    before,
    whole: isWhole,
    cut,
    currencies: all,
    interval: input.interval as string | undefined,
  });
  const zone = account?.timezone;
  const basis = basisOf(plan, told.notes, {
    timezone: zone,
    report: by,
    currency,
    byCurrency,
    asOf: sentAs(wallOf(asOf, zone), zone),
    metric: await namedMetric(given, metric),
    leftToday: session.leftToday(tool),
  });
  const hints = [
    ...missing
      .slice(0, 1)
      .map(({ wait }) => `The same call${fresh ? " without fresh" : ""}${wait} goes on: what came is kept.`),
    ...(unnamed.goesOn && missing.length === 0
      ? [`The same call${fresh ? " without fresh" : ""} reads the other names.`]
      : []),
    ...(kept ? [`As of ${sentAs(wallOf(asOf, zone), zone).slice(11, 16)}: fresh true asks anew.`] : []),
  ];
  const lacking = [...told.omitted, ...unnamed.omitted];
  // What is said beside the rows has its room first.
  const said = JSON.stringify({ hint: hints.join(" "), omitted: lacking.join(" ") }).length;
  const shaped = shapeRows(
    {
      data: told.data,
      basis,
      more: {
        ...(told.totals && { totals: told.totals }),
        ...(missing.length > 0 && { missing: missing.map(({ period, why }) => ({ period, why })) }),
      },
    },
    surroundings.maxResultChars - said,
    { tool, input, place },
  );
  const hint = [...hints, shaped.hint].filter(Boolean).join(" ");
  const omitted = [...lacking, shaped.omitted].filter(Boolean).join(" ");
  return { ...shaped, ...(hint && { hint }), ...(omitted && { omitted }) };
}

interface Missing {
  of: "now" | "before";
  period: string;
  why: string;
  /** When the same call goes on. */
  wait: string;
}

interface Answers {
  parts: { of: "now" | "before"; rows: Row[] }[];
  missing: Missing[];
  /** When the oldest of them came, and whether one was kept from an earlier call. */
  asOf: number;
  kept: boolean;
  /** The operation that was asked. */
  by: string;
}

async function answersTo(given: Reporting, plan: Plan): Promise<Answers> {
  const { session, account } = given;
  const answers: Answers = { parts: [], missing: [], asOf: session.date(), kept: false, by: given.tool.name };
  const take = ({ documents, at, kept }: Came) => {
    answers.asOf = Math.min(answers.asOf, at);
    answers.kept ||= kept;
    return documents.flatMap((document) => rowsIn(document, account?.timezone));
  };
  if (plan.joint && (await keptOf(given, plan.asks)).length < plan.asks.length) {
    const both = await jointly(given, plan, plan.joint, take);
    if (both) return { ...answers, parts: both, by: operationOf(given, plan.joint).name };
  }
  for (const [index, ask] of plan.asks.entries()) {
    given.steps.next(saidAs(ask.period));
    const came = await answerTo(given, ask);
    const { failure } = came;
    if (came.documents.length > 0) answers.parts.push({ of: ask.of, rows: take(came) });
    if (!failure) continue;
    if (answers.parts.length === 0 && (await keptOf(given, plan.asks.slice(index + 1))).length === 0) {
      throw failure;
    }
    answers.missing.push({ of: ask.of, period: saidAs(ask.period), ...whyOf(failure) });
  }
  return answers;
}

/** Both periods out of one series of two intervals; undefined where it failed, or its intervals are others. */
async function jointly(
  given: Reporting,
  { period, before }: Plan,
  ask: Ask,
  take: (came: Came) => Row[],
): Promise<Answers["parts"] | undefined> {
  given.steps.next(saidAs(ask.period));
  const came = await answerTo(given, ask);
  const rows = came.failure ? [] : take(came);
  const starts = new Set(rows.map(({ at }) => at));
  if (!before || starts.size !== 2 || !starts.has(period.from) || !starts.has(before.from)) return undefined;
  const of = (start: number) =>
    rows.flatMap(({ at, ...row }) =>
      at === start && Object.values(row.figures).some((figure) => figure !== 0) ? [row] : [],
    );
  return [
    { of: "now", rows: of(period.from) },
    { of: "before", rows: of(before.from) },
  ];
}

/** What may befall a request and leaves the others good. */
function isPassing(error: unknown): error is Error {
  if (error instanceof GatewayError) return error.status === 429 || error.status >= 500;
  if (error instanceof StoppedError) return error.reason === "deadline";
  return error instanceof BusyError || error instanceof NetworkError;
}

function whyOf(error: Error): Pick<Missing, "why" | "wait"> {
  const after = error instanceof BusyError || error instanceof GatewayError ? error.retryAfter : undefined;
  return {
    why: error.message.slice(0, 200),
    wait: after === undefined ? "" : ` in ${after} s`,
  };
}

/** The operation that a request is of: a series may answer for values. */
const operationOf = ({ tool, surroundings }: Reporting, { by }: Ask): OperationTool =>
  by === undefined ? tool : surroundings.registry.operation(by);

/** The end of a period that is not over moves on: what was asked a minute ago is the same question. */
function questionIn(given: Reporting, ask: Ask, cursor?: string): string {
  const { end, ...rest } = ask.input;
  const { running, moving } = ask.period;
  const { session } = given;
  return questionOf({ session, tool: operationOf(given, ask) }, [
    rest,
    running || moving ? "now" : end,
    cursor,
  ]);
}

/** Which of some requests were answered already. */
async function keptOf(given: Reporting, asks: readonly Ask[]): Promise<readonly Ask[]> {
  if (given.fresh) return [];
  const { reports } = given.surroundings;
  const found = await Promise.all(asks.map((ask) => reports.find(questionIn(given, ask))));
  return asks.filter((_, at) => found[at] !== undefined);
}

interface Came extends KeptAnswer {
  documents: unknown[];
  kept: boolean;
  /** Why the pages behind these did not come. */
  failure?: Error;
}

/** All pages of a request, each kept by itself. */
async function answerTo(given: Reporting, ask: Ask): Promise<Came> {
  const { session, fresh, surroundings } = given;
  const tool = operationOf(given, ask);
  const came: Came = { documents: [], at: session.date(), kept: false };
  const seen = new Set<string>();
  for (let cursor: string | undefined, more = true; more; ) {
    const question = questionIn(given, ask, cursor);
    const known = fresh ? undefined : await surroundings.reports.find(question);
    let answer = known;
    try {
      const page = { ...ask.input, ...(cursor !== undefined && { page_cursor: cursor }) };
      const at = session.date();
      answer ??= { documents: [(await session.sendOperation(tool, page)).document], at };
    } catch (error) {
      if (isPassing(error)) return { ...came, failure: error };
      throw error;
    }
    if (!known) surroundings.reports.keep(question, answer);
    came.documents.push(...answer.documents);
    came.at = Math.min(came.at, answer.at);
    came.kept ||= known !== undefined;
    cursor = nextCursor(answer.documents[0]);
    more = cursor !== undefined && !seen.has(cursor);
    if (cursor !== undefined) seen.add(cursor);
  }
  return came;
}
