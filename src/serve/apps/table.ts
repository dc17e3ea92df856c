import type { Series } from "../../draw/series.ts";
import { cut } from "../../draw/tree.ts";
import { day, figure, isDate, kindOf, label } from "../../draw/wording.ts";
import { lineOf } from "../../export/cells.ts";
import { isObject } from "../../text.ts";
import { el, written } from "./elements.ts";
import type { Values } from "./wire.ts";

/** So many rows of a table are drawn; copied, it has all. */
const MOST_ROWS = 500;

/** The fields of the rows, what is compared as fields of its own. */
function flat(row: Values): Values {
  const { compared, ...own } = row;
  const before = Object.entries(isObject(compared) ? compared : {}).map(([name, one]) => [
    `${name}_before`,
    isObject(one) ? one.before : undefined,
  ]);
  return { ...own, ...Object.fromEntries(before) };
}

const columnsOf = (rows: readonly Values[]): string[] => [
  ...new Set(rows.flatMap((row) => Object.keys(row))),
];

/** The rows as CSV, every field and every row; a cell that a spreadsheet would carry out is a text. */
export function csvOf(rows: readonly Values[]): string {
  const all = rows.map(flat);
  const names = columnsOf(all);
  return [names, ...all.map((row) => names.map((name) => row[name]))].map(lineOf).join("");
}

/** The rows as a table for people: without ids, the figures written out. */
export function table({ rows, currency }: Series, title: string): HTMLElement {
  const all = rows.map(flat);
  const names = columnsOf(all).filter((name) => !/(^|_)id$|_over$/.test(name));
  const isFigure = (name: string) => all.some((row) => typeof row[name] === "number");
  const cell = (value: unknown, name: string): Node | string => {
    if (typeof value === "number") return figure(value, kindOf(name.replace(/_before$/, "")), currency);
    if (value === true) return "yes";
    const text =
      value === undefined || value === null ? "–" : isObject(value) ? JSON.stringify(value) : String(value);
    return isDate(text) ? day(text, "long") : written(text || "none");
  };
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": `Table: ${cut(title)}` },
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ...names.map((name) =>
            el("th", { scope: "col", class: isFigure(name) ? "n" : undefined }, label(name)),
          ),
        ),
      ),
      el(
        "tbody",
        {},
        ...all
          .slice(0, MOST_ROWS)
          .map((row) =>
            el(
              "tr",
              {},
              ...names.map((name) =>
                el("td", { class: isFigure(name) ? "n" : undefined }, cell(row[name], name)),
              ),
            ),
          ),
      ),
    ),
    all.length > MOST_ROWS && el("p", {}, `${all.length - MOST_ROWS} more rows are in the CSV.`),
  );
}
