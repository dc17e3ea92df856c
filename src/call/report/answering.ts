import { BusyError, GatewayError, NetworkError } from "../../errors.ts";
import { nextCursor } from "../../jsonapi/document.ts";
import { answerOf, basisOf } from "../../report/answer.ts";
import { saidAs, sentAs, wallOf } from "../../report/period.ts";
import { type Ask, type Plan, planOf } from "../../report/plan.ts";
import { joined, type Row, rowsIn } from "../../report/rows.ts";
import type { ReportSpec } from "../../tool/report.ts";
import type { Input, OperationTool } from "../../tool/tool.ts";
import type { Place } from "../../wire/place.ts";
import { type Shaped, shapeRows } from "../../wire/result.ts";
import type { Surroundings } from "../operate.ts";
import type { CallSession } from "../session.ts";
import { metricOf, namedMetric } from "./conversions.ts";
import type { KeptAnswer } from "./kept-answers.ts";
import { cutOf } from "./naming.ts";
import { questionOf, type Reporting } from "./reporting.ts";

/** So many pages of one request are followed; each costs one of the day's. */
const MOST_PAGES = 20;

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
  const { parts, missing, asOf, kept } = await answersTo(given, plan);
  const rowsOf = (of: Ask["of"]) => joined(parts.filter((part) => part.of === of).map(({ rows }) => rows));
  const isMissing = (of: Ask["of"]) => missing.some((one) => one.of === of);
  const now = rowsOf("now");
  const before = plan.before && !isMissing("before") ? rowsOf("before") : undefined;
  // Of what is there in one period alone the earlier one shows its sums.
  const sumsAlone = spec.passing && plan.groups.length === 0 && plan.name === undefined;
  const cut = await cutOf(given, plan, sumsAlone ? now : [...now, ...(before ?? [])]);
  const told = answerOf(spec, plan, {
    now,
    before,
    whole: !isMissing("now"),
    cut,
    interval: input.interval as string | undefined,
  });
  const zone = account?.timezone;
  const basis = basisOf(plan, told.notes, {
    timezone: zone,
    currency: account?.currency,
    asOf: sentAs(wallOf(asOf, zone), zone),
    metric: await namedMetric(given, metric),
    leftToday: session.leftToday(tool),
  });
  const hints = [
    ...missing.slice(0, 1).map(({ wait }) => `The same call${wait} goes on: what came is kept.`),
    ...(kept ? [`As of ${sentAs(wallOf(asOf, zone), zone).slice(11, 16)}: fresh true asks anew.`] : []),
  ];
  const shaped = shapeRows(
    {
      data: told.data,
      basis,
      more: {
        ...(told.totals && { totals: told.totals }),
        ...(missing.length > 0 && { missing: missing.map(({ period, why }) => ({ period, why })) }),
      },
    },
    surroundings.maxResultChars,
    { tool, input, place },
  );
  const hint = [...hints, shaped.hint].filter(Boolean).join(" ");
  const omitted = [...told.omitted, shaped.omitted].filter(Boolean).join(" ");
  return { ...shaped, ...(hint && { hint }), ...(omitted && { omitted }) };
}

interface Missing {
  of: Ask["of"];
  period: string;
  why: string;
  /** When the same call goes on. */
  wait: string;
}

interface Answers {
  parts: { of: Ask["of"]; rows: Row[] }[];
  missing: Missing[];
  /** When the oldest of them came, and whether one was kept from an earlier call. */
  asOf: number;
  kept: boolean;
}

async function answersTo(given: Reporting, plan: Plan): Promise<Answers> {
  const { session, account } = given;
  const answers: Answers = { parts: [], missing: [], asOf: session.date(), kept: false };
  for (const [index, ask] of plan.asks.entries()) {
    given.steps.next(saidAs(ask.period));
    try {
      const { answer, kept } = await answerTo(given, ask);
      answers.parts.push({
        of: ask.of,
        rows: answer.documents.flatMap((document) => rowsIn(document, account?.timezone)),
      });
      answers.asOf = Math.min(answers.asOf, answer.at);
      answers.kept ||= kept;
    } catch (error) {
      const rest = plan.asks.slice(index + 1).some((one) => isKept(given, one));
      if (!isFailure(error) || (answers.parts.length === 0 && !rest)) throw error;
      answers.missing.push({ of: ask.of, period: saidAs(ask.period), ...whyOf(error) });
    }
  }
  return answers;
}

/** What may befall a later request and leaves the earlier ones good. */
function isFailure(error: unknown): error is Error {
  return error instanceof BusyError || error instanceof GatewayError || error instanceof NetworkError;
}

function whyOf(error: Error): Pick<Missing, "why" | "wait"> {
  const after = error instanceof BusyError || error instanceof GatewayError ? error.retryAfter : undefined;
  return {
    why: error.message.slice(0, 200),
    wait: after === undefined ? "" : ` in ${after} s`,
  };
}

/** The end of a period that is not over moves on: what was asked a minute ago is the same question. */
function questionIn(given: Reporting, { period, input }: Ask): string {
  const { end, ...rest } = input;
  return questionOf(given, [rest, period.running ? "now" : end]);
}

const isKept = (given: Reporting, ask: Ask): boolean =>
  !given.fresh && given.surroundings.reports.find(questionIn(given, ask)) !== undefined;

async function answerTo(given: Reporting, ask: Ask): Promise<{ answer: KeptAnswer; kept: boolean }> {
  const { session, tool, fresh, surroundings } = given;
  const question = questionIn(given, ask);
  const known = fresh ? undefined : surroundings.reports.find(question);
  if (known) return { answer: known, kept: true };
  const documents: unknown[] = [];
  const at = session.date();
  const seen = new Set<string>();
  for (let cursor: string | undefined, more = true; more; ) {
    const page = { ...ask.input, ...(cursor !== undefined && { page_cursor: cursor }) };
    const { document } = await session.sendOperation(tool, page);
    documents.push(document);
    cursor = nextCursor(document);
    more = cursor !== undefined && !seen.has(cursor) && documents.length < MOST_PAGES;
    if (cursor !== undefined) seen.add(cursor);
  }
  const answer = { documents, at };
  surroundings.reports.keep(question, answer);
  return { answer, kept: false };
}
