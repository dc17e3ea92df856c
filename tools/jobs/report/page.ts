import { barsOf } from "../../../src/draw/bars.ts";
import { columnsOf, spokenOf, stacksOf } from "../../../src/draw/columns.ts";
import type { Measure, Point } from "../../../src/draw/series.ts";
import { DRAWING_STYLE } from "../../../src/draw/style.ts";
import { type Drawn, drawn, markupOf, writtenAs } from "../../../src/draw/tree.ts";
import { change, day, figure, kindOf, speak } from "../../../src/draw/wording.ts";
import { isObject, textOf } from "../../../src/text.ts";
import type { AccountFigures, Figure } from "./figures.ts";
import { lastDay } from "./period.ts";

/** One account of the report. */
export interface Part extends AccountFigures {
  name: string;
  omitted?: string;
}

/** What the report is made of. */
export interface Report {
  agency: string | undefined;
  of: "week" | "month";
  notes: string | undefined;
  parts: readonly Part[];
  failed: readonly { name: string; why: string }[];
  /** The day on which it is made. */
  made: string;
}

const WIDTH = 720;
const REVENUE: Measure = { name: "sum_value", label: "Revenue", kind: "money", adds: true };
const EARNED: Measure = { name: "conversion_value", label: "Revenue", kind: "money", adds: true };
const KINDS: Readonly<Record<string, ReturnType<typeof kindOf>>> = {
  campaign_value: "money",
  flow_value: "money",
};
/** More of less is better for these. */
const RISING_IS_BAD = new Set(["unsubscribe_rate"]);

/**
 * The report as one HTML file that loads nothing and runs nothing: what people wrote stands in it as text. It prints on
 * white, an account a page.
 */
export function pageOf(report: Report): string {
  speak("en", undefined);
  const [only] = report.parts;
  const whose = report.parts.length === 1 && only ? only.name : `${report.parts.length} accounts`;
  const title = `${whose}: the ${report.of} in Klaviyo`;
  const body = drawn(
    "main",
    {},
    headOf(report, title),
    ...notesOf(report.notes),
    report.parts.length > 1 && overviewOf(report),
    ...report.parts.map(partOf),
    ...failedOf(report),
    drawn("footer", {}, `Made on ${day(report.made, "long")} from Klaviyo's reports.`),
  );
  const head = [
    drawn("meta", { name: "viewport", content: "width=device-width" }),
    drawn("meta", {
      "http-equiv": "Content-Security-Policy",
      content: "default-src 'none'; style-src 'unsafe-inline'",
    }),
    drawn("meta", { name: "color-scheme", content: "light dark" }),
    drawn("title", {}, report.agency ? `${title} (${report.agency})` : title),
  ].map(markupOf);
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">${head.join("")}<style>${STYLE}${DRAWING_STYLE}</style></head><body>${markupOf(body)}</body></html>\n`;
}

function headOf({ agency, parts, of }: Report, title: string): Drawn {
  const periods = [...new Set(parts.map(spanOf))];
  return drawn(
    "header",
    {},
    agency && drawn("p", { class: "agency" }, writtenAs(agency)),
    drawn("h1", {}, writtenAs(title)),
    ...periods.map((span) => drawn("p", { class: "soft" }, `${span}, against the ${of} before`)),
  );
}

const spanOf = ({ period }: Part): string => `${day(period.from, "long")} to ${day(lastDay(period), "long")}`;

/** The notes as they were handed over: a paragraph where a line is empty, an item where one begins with a dash. */
function notesOf(notes: string | undefined): Drawn[] {
  if (!notes?.trim()) return [];
  const blocks = notes
    .trim()
    .split(/\n\s*\n/)
    .map((block) => {
      const lines = block.split("\n").map((line) => line.trim());
      const isList = lines.every((line) => /^[-*•] /.test(line));
      return isList
        ? drawn("ul", {}, ...lines.map((line) => drawn("li", { dir: "auto" }, line.slice(2))))
        : drawn("p", { dir: "auto" }, lines.join(" "));
    });
  return [drawn("section", { class: "notes" }, drawn("h2", {}, "Notes"), ...blocks)];
}

function saidOf({ name, now }: Figure, currency: string | undefined): string {
  return figure(now, KINDS[name] ?? kindOf(name), currency);
}

/** By how much it differs from the period before, and whether that is good. */
function changeOf({ name, now, before }: Figure, currency: string | undefined): Drawn | undefined {
  if (before === undefined) return undefined;
  const was = saidOf({ name, label: "", now: before }, currency);
  if (before === 0) return drawn("small", {}, now === 0 ? "none before either" : "none before");
  const percent = ((now - before) / before) * 100;
  const isGood = percent > 0 !== RISING_IS_BAD.has(name);
  const tone = Math.abs(percent) < 0.05 ? undefined : isGood ? "up" : "down";
  return drawn("small", { class: tone }, `${change(percent)} (${was})`);
}

function overviewOf({ parts }: Report): Drawn {
  const columns = [
    ...new Map(parts.flatMap(({ figures }) => figures.map((one) => [one.name, one.label] as const))),
  ];
  return drawn(
    "section",
    {},
    drawn("h2", {}, "At a glance"),
    drawn(
      "table",
      {},
      drawn(
        "thead",
        {},
        drawn("tr", {}, drawn("th", {}, "Account"), ...columns.map(([, label]) => drawn("th", {}, label))),
      ),
      drawn(
        "tbody",
        {},
        ...parts.map((part) =>
          drawn(
            "tr",
            {},
            drawn("th", { scope: "row" }, writtenAs(part.name, 60)),
            ...columns.map(([name]) => {
              const found = part.figures.find((one) => one.name === name);
              return drawn(
                "td",
                {},
                found ? saidOf(found, part.currency) : "–",
                found && changeOf(found, part.currency),
              );
            }),
          ),
        ),
      ),
    ),
  );
}

function partOf(part: Part): Drawn {
  const { name, figures, currency, metric, omitted, timezone } = part;
  const told = [
    ...(metric
      ? [`Revenue is the value of ${metric}; what campaigns and flows brought is as Klaviyo attributes it.`]
      : []),
    ...(timezone ? [`Days are those of ${timezone}.`] : []),
    ...(omitted ? [omitted] : []),
  ];
  return drawn(
    "section",
    { class: "account" },
    drawn("h2", {}, writtenAs(name)),
    drawn(
      "dl",
      { class: "figures" },
      ...figures.map((one) =>
        drawn(
          "div",
          {},
          drawn("dt", {}, one.label),
          drawn("dd", {}, saidOf(one, currency), changeOf(one, currency)),
        ),
      ),
    ),
    ...daysOf(part),
    ...rankingOf("Campaigns", part.campaigns, "campaign_name", currency),
    ...rankingOf("Flows", part.flows, "flow_name", currency),
    ...told.map((one) => drawn("p", { class: "soft", dir: "auto" }, one)),
  );
}

/** Revenue day by day, each with the same day of the period before as a line. */
function daysOf({ days, currency }: Part): Drawn[] {
  if (!days.some(({ value, before = 0 }) => value > 0 || before > 0)) return [];
  const points = days.map(
    ({ date, value, before }): Point => ({
      name: "",
      beside: [],
      date,
      partial: false,
      figures: { sum_value: value },
      before: before === undefined ? {} : { sum_value: before },
      percent: {},
    }),
  );
  const columns = { stacks: stacksOf(points, REVENUE, [""]), measure: REVENUE, currency, width: WIDTH };
  const spoken = spokenOf(columns);
  return [
    drawn("h3", {}, "Revenue by day"),
    columnsOf(columns, { class: "columns", role: "img", "aria-label": spoken }),
    drawn("p", { class: "soft" }, "A line over a column is the same day of the period before."),
  ];
}

function rankingOf(
  title: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  named: string,
  currency: string | undefined,
): Drawn[] {
  if (rows.length === 0) return [];
  const points = rows.map((row): Point => {
    const compared =
      isObject(row.compared) && isObject(row.compared.conversion_value) ? row.compared.conversion_value : {};
    const value = (of: unknown, name: string) => (typeof of === "number" ? { [name]: of } : {});
    const people =
      typeof row.recipients === "number" ? [`${figure(row.recipients, "count")} recipients`] : [];
    return {
      name: textOf(row[named]) || "without a name",
      beside: people,
      partial: false,
      figures: value(row.conversion_value, "conversion_value"),
      before: value(compared.before, "conversion_value"),
      percent: value(compared.percent, "conversion_value"),
    };
  });
  return [
    drawn("h3", {}, title),
    drawn("ol", { class: "bars" }, ...barsOf(points, { measure: EARNED, currency })),
  ];
}

function failedOf({ failed }: Report): Drawn[] {
  if (failed.length === 0) return [];
  const items = failed.map(({ name, why }) => drawn("li", { dir: "auto" }, writtenAs(name, 60), `: ${why}`));
  return [drawn("section", {}, drawn("h2", {}, "Not in this report"), drawn("ul", {}, ...items))];
}

const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#1f1e1c,#f3f1ec);--soft:light-dark(#5f5d58,#b4b1a9);--line:light-dark(#dedbd3,#43413c);--shade:light-dark(#efede7,#2f2d29);--paper:light-dark(#fff,#1f1e1c)}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:760px;margin:0 auto;padding:32px 20px}
h1{font-size:26px;line-height:1.25;margin:4px 0}h2{font-size:19px;margin:32px 0 8px}h3{font-size:15px;margin:20px 0 6px}
.agency{font-weight:600;margin:0}.soft,footer{color:var(--soft);font-size:13px;margin:4px 0}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(160px,1fr));gap:10px;margin:0}
.figures div{border:1px solid var(--line);border-radius:8px;padding:10px 12px}
dt{color:var(--soft);font-size:13px}dd{margin:0;font-size:20px;font-weight:600}
small{display:block;font-size:12px;font-weight:400;color:var(--soft)}
ol.bars small{display:inline}
small.up{color:light-dark(#146c2e,#7fd69a)}small.down{color:light-dark(#b3261e,#ff9d94)}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{border-bottom:1px solid var(--line);padding:6px 8px;text-align:end;vertical-align:top}th:first-child{text-align:start}
footer{margin-top:32px}
@media print{:root{color-scheme:light}main{max-width:none;padding:0}.account{break-before:page}h2,h3{break-after:avoid}.figures div,svg,li,tr{break-inside:avoid}*{print-color-adjust:exact}}
`;
