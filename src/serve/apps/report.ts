import { MOST_NAME, stacksOf } from "../../draw/columns.ts";
import { endsOf } from "../../draw/partial.ts";
import { type Measure, type Series, seriesOf } from "../../draw/series.ts";
import { cut } from "../../draw/tree.ts";
import { change, day, figure, label } from "../../draw/wording.ts";
import { isObject, textOf } from "../../text.ts";
import { bars } from "./bars.ts";
import { columns } from "./columns.ts";
import { copied } from "./copying.ts";
import { el, written } from "./elements.ts";
import { type Scene, SHOWN } from "./scene.ts";
import { csvOf, table } from "./table.ts";

/** More measures than this stand in a list to choose from instead of side by side. */
const MOST_TILES = 8;
/** More names than this in one column nobody tells apart. */
const MOST_STACKED = 4;
const ALL = "";

/** What is looked at now. */
interface Look {
  measure: Measure;
  /** One name among several that have a column of each date. */
  name: string;
  asTable: boolean;
}

/** A report, a metric over time or a count, as a chart with its figures; undefined where the answer has none. */
export function report(scene: Scene): HTMLElement | undefined {
  const series = seriesOf(scene.answer, scene.input, Date.now());
  if (!series) return undefined;
  const names = namesOf(series);
  const look: Look = { measure: series.first, name: ALL, asTable: false };
  const title = titleOf(scene);
  const plot = el("div", { class: "plot" });
  let width = 0;
  const draw = () => {
    if (look.asTable) return plot.replaceChildren(table(series, title));
    const { measure } = look;
    const { currency } = series;
    if (!series.dated) return plot.replaceChildren(bars(series.points, { measure, currency }));
    if (names.length > 1 && look.name === ALL && !stackable(measure, names)) look.name = names[0] ?? ALL;
    const own = series.points.filter(({ name }) => look.name === ALL || name === look.name);
    const stacks = stacksOf(own, measure, names);
    plot.replaceChildren(
      columns({ stacks, measure, currency, width: Math.max(plot.clientWidth, 240) }),
      ...(names.length > 1 ? [chooser(names, look, redraw)] : []),
    );
    return undefined;
  };
  /** Draws it anew; who was in it is at the same in what takes its place. */
  const redraw = () => {
    const { activeElement } = document;
    const was = plot.contains(activeElement) ? activeElement : null;
    width = plot.clientWidth;
    draw();
    if (was && !was.isConnected)
      plot.querySelector<HTMLElement>(was.localName === "select" ? "select" : "[tabindex='0']")?.focus();
  };
  new ResizeObserver(() => plot.clientWidth !== width && redraw()).observe(plot);
  const toggle = el(
    "button",
    {
      type: "button",
      "aria-pressed": "false",
      "aria-keyshortcuts": "t",
      click: () => {
        look.asTable = !look.asTable;
        toggle.setAttribute("aria-pressed", String(look.asTable));
        redraw();
      },
    },
    "Table",
  );
  const view = el(
    "section",
    {
      class: "report",
      "aria-label": cut(title),
      [SHOWN]: redraw,
      keydown: ({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent) => {
        if (key.toLowerCase() !== "t" || ctrlKey || metaKey || altKey) return;
        if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return;
        toggle.click();
      },
    },
    el("header", {}, el("h1", { dir: "auto" }, written(title)), el("p", { class: "about" }, periodOf(scene))),
    switchOf(series, look, redraw),
    plot,
    el(
      "footer",
      {},
      toggle,
      copied("Copy as CSV", scene.host, `${cut(title)}.csv`, () => csvOf(series.rows)),
    ),
    series.notes.length > 0 &&
      el(
        "details",
        {},
        el("summary", {}, "What these figures rest on"),
        el("ul", {}, ...series.notes.map((note) => el("li", {}, written(note, 600)))),
      ),
  );
  return view;
}

/** The names of the columns that stand on top of each other, the largest first. */
function namesOf({ points, dated, first }: Series): string[] {
  if (!dated) return [];
  const sums = new Map<string, number>();
  for (const { name, figures } of points) sums.set(name, (sums.get(name) ?? 0) + (figures[first.name] ?? 0));
  return [...sums].sort(([, one], [, other]) => other - one).map(([name]) => name);
}

const stackable = ({ adds }: Measure, names: readonly string[]): boolean =>
  adds && names.length <= MOST_STACKED;

function titleOf({ tool, answer, input }: Scene): string {
  const basis = isObject(answer.basis) ? answer.basis : {};
  const metric = isObject(basis.metric) ? textOf(basis.metric.name) : "";
  // A path to a field ends with what the field is called.
  const by = textOf(input.group_by).split(".").at(-1);
  const grouped = by && `${label(textOf(input.name).replace(/^get_/, ""))} by ${by}`;
  const [, of = "", kind] = /^query_(\w+)_(values|series)$/.exec(textOf(basis.report)) ?? [];
  const report = of && `${label(of)}s${kind === "series" ? " over time" : ""}`;
  return metric || grouped || report || tool.title || "Report";
}

function periodOf({ answer }: Scene): string {
  const basis = isObject(answer.basis) ? answer.basis : {};
  const [from, until] = endsOf(basis.period);
  const [was, till] = endsOf(basis.compared_with);
  if (from === "") return isObject(answer.data) ? textOf(answer.data.timezone) : "";
  const span = (one: string, other: string) =>
    `${day(one.slice(0, 10), "long")} – ${day(ended(other), "long")}`;
  return [span(from, until), was && `compared with ${span(was, till)}`, textOf(basis.timezone)]
    .filter(Boolean)
    .join(" · ");
}

/** The last day of a period: an end at midnight is the day before. */
function ended(until: string): string {
  if (!/T00:00:00/.test(until)) return until.slice(0, 10);
  const at = new Date(`${until.slice(0, 10)}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - 1);
  return at.toISOString().slice(0, 10);
}

/** The measures with their totals; one of them is looked at. */
function switchOf(series: Series, look: Look, redraw: () => unknown): HTMLElement {
  const { measures } = series;
  if (measures.length > MOST_TILES) {
    const total = el("p", { class: "total" }, ...totalOf(series, look.measure));
    const select = el(
      "select",
      {
        "aria-label": "Measure",
        change: () => {
          look.measure = measures[select.selectedIndex] ?? look.measure;
          total.replaceChildren(...totalOf(series, look.measure));
          redraw();
        },
      },
      ...measures.map(({ label: shown }) => el("option", {}, shown)),
    );
    select.selectedIndex = measures.indexOf(look.measure);
    return el("div", { class: "which" }, select, total);
  }
  const tiles = measures.map((measure) =>
    el(
      "button",
      {
        type: "button",
        "aria-pressed": String(measure === look.measure),
        click: ({ currentTarget }: Event) => {
          for (const tile of tiles) tile.setAttribute("aria-pressed", String(tile === currentTarget));
          look.measure = measure;
          redraw();
        },
      },
      el("span", {}, measure.label),
      ...totalOf(series, measure),
    ),
  );
  return el("div", { class: "tiles", role: "group", "aria-label": "Measure" }, ...tiles);
}

/** The sum of a measure over all rows, and how it differs from the period before. */
function totalOf({ totals, currency }: Series, { name, kind }: Measure): (Node | string)[] {
  const total = totals.figures[name];
  const percent = totals.percent[name];
  const before = totals.before[name];
  const differs =
    percent !== undefined
      ? change(percent)
      : before !== undefined && `${figure(before, kind, currency)} before`;
  return [
    ...(total === undefined ? [] : [el("b", {}, figure(total, kind, currency))]),
    ...(differs ? [" ", el("small", {}, differs)] : []),
  ];
}

/** Which of several names is looked at; together they are a legend. */
function chooser(names: readonly string[], look: Look, redraw: () => unknown): HTMLElement {
  const choices = stackable(look.measure, names) ? [ALL, ...names] : names;
  const select = el(
    "select",
    {
      "aria-label": "Of which",
      change: () => {
        look.name = choices[select.selectedIndex] ?? ALL;
        redraw();
      },
    },
    ...choices.map((name) => el("option", {}, name === ALL ? "All together" : cut(name, MOST_NAME))),
  );
  select.selectedIndex = choices.indexOf(look.name);
  const legend = names
    .slice(0, MOST_STACKED)
    .map((name, color) => el("li", {}, el("i", { class: `c${color}` }), written(name, 40)));
  return el("div", { class: "which" }, look.name === ALL && el("ul", { class: "legend" }, ...legend), select);
}
