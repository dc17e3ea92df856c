import { z } from "zod";
import { isObject } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import type { Gathered, Input } from "../../src/tool/tool.ts";
import { metrics } from "../metrics.ts";
import { text } from "../params.ts";
import { reporting } from "../reporting.ts";
import { type AccountFigures, figuresOf } from "./report/figures.ts";
import { type Part, pageOf } from "./report/page.ts";

const OF = ["week", "month"] as const;
const DEFAULT = "month";
/** A year's letter, and not a book. */
const MOST_NOTES = 20_000;

const periodOf = ({ period }: Input): (typeof OF)[number] => OF.find((one) => one === period) ?? DEFAULT;

function isFigures(data: unknown): data is AccountFigures {
  return isObject(data) && Array.isArray(data.figures);
}

function partsOf({ accounts }: Gathered): Part[] {
  return accounts.flatMap(({ connection, account, result: { data, omitted } }) =>
    isFigures(data)
      ? [{ ...data, name: account || connection, ...(typeof omitted === "string" && { omitted }) }]
      : [],
  );
}

/** What a model can put into words: the figures of each account, without its days. */
function inShort(parts: readonly Part[]) {
  return parts.map(({ name, currency, figures, campaigns, flows, omitted }) => ({
    account: name,
    currency,
    figures: figures.map(({ label, now, before }) => ({ label, now, before })),
    best_campaign: campaigns[0]?.campaign_name,
    best_flow: flows[0]?.flow_name,
    ...(omitted && { omitted }),
  }));
}

export const clientReport = section("files", {
  client_report: job({
    title: "Make a client report",
    description:
      "Writes a printable HTML file with charts: revenue, campaigns and flows of the last month or week against the one before, of one or more accounts, under your notes.",
    inputSchema: {
      file: z.string().regex(/\.html?$/i, "must end in .html"),
      period: z.enum(OF).optional(),
      agency: text,
      notes: z.string().max(MOST_NOTES).optional(),
    },
    judgement: READS,
    perAccount: true,
    onKlaviyo: true,
    get uses() {
      return [reporting.query_campaign_values, reporting.query_flow_values, metrics.query_metric_aggregates];
    },
    run: (context, input) => figuresOf(context, periodOf(input)),
    makes: {
      file: "file",
      of(read, input, at) {
        const parts = partsOf(read);
        const { agency, notes } = input as { agency?: string; notes?: string };
        const text = pageOf({
          agency,
          of: periodOf(input),
          notes,
          parts,
          failed: read.failed.map(({ connection, account, why }) => ({ name: account ?? connection, why })),
          made: new Date(at).toISOString().slice(0, 10),
        });
        return {
          text,
          data: inShort(parts),
          ...(!notes && { hint: "With notes and another file name, the same call puts words to it." }),
        };
      },
    },
  }),
});
