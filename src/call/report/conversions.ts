import { InputError } from "../../errors.ts";
import { nextCursor } from "../../jsonapi/document.ts";
import { type ConversionMetric, metricNamed, placedOrderIn } from "../../report/metric.ts";
import type { OperationTool } from "../../tool/tool.ts";
import { readIfPossible } from "../read.ts";
import type { CallSession } from "../session.ts";
import { RESERVE_MS } from "./naming.ts";
import { questionOf, type Reporting } from "./reporting.ts";

/** Metrics come 200 a page. */
const METRIC_PAGES = 10;
const METRIC_FIELDS = ["name", "created", "integration"];

/** The metric that counts as a conversion: the one given, or the account's Placed Order. */
export async function metricOf({ session, input, surroundings }: Reporting): Promise<ConversionMetric> {
  const { registry } = surroundings;
  const id = input.conversion_metric_id as string | undefined;
  if (id !== undefined) return { id };
  const tool = registry.operation("get_metrics");
  const question = questionOf({ session, tool }, METRIC_FIELDS);
  const known = await surroundings.reports.find(question);
  const documents = known?.documents ?? (await metricsOf(session, tool));
  if (!known) surroundings.reports.keep(question, { documents, at: session.date() });
  const metric = placedOrderIn(documents);
  if (metric) return metric;
  throw new InputError("no metric of the account is called Placed Order", {
    argument: "conversion_metric_id",
    next: "Give the id of what counts as a conversion; get_metrics lists them.",
  });
}

/** The metric with its name, where only its id was given. */
export async function namedMetric(
  { session, surroundings, steps }: Reporting,
  metric: ConversionMetric | undefined,
): Promise<ConversionMetric | undefined> {
  if (!metric || metric.name !== undefined || session.remaining() < RESERVE_MS) return metric;
  steps.next("get_metric");
  const read = { metric_id: metric.id, fields: ["name"] };
  const document = await readIfPossible(session, surroundings.registry.operation("get_metric"), read);
  const name = metricNamed(metric.id, [document]);
  return { ...metric, ...(name !== undefined && { name }) };
}

async function metricsOf(session: CallSession, tool: OperationTool): Promise<unknown[]> {
  const documents: unknown[] = [];
  let cursor: string | undefined;
  do {
    const { document } = await session.sendOperation(
      tool,
      { fields: METRIC_FIELDS },
      cursor ? { page: { cursor } } : {},
    );
    documents.push(document);
    cursor = nextCursor(document);
  } while (cursor && documents.length < METRIC_PAGES);
  return documents;
}
