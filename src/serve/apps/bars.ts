import { barsOf, type Looked } from "../../draw/bars.ts";
import type { Point } from "../../draw/series.ts";
import { el, shown } from "./elements.ts";

/** So many bars stand there at first. */
const SHOWN = 10;

/** Bars by name, the longest first; those beyond the first ten come by a button. */
export function bars(points: readonly Point[], looked: Looked): HTMLElement {
  const [first, rest] = [barsOf(points, looked).slice(0, SHOWN), barsOf(points, looked).slice(SHOWN)];
  const list = el("ol", { class: "bars", "aria-label": `${looked.measure.label} by name` });
  list.append(...first.map((one) => shown(one)));
  if (rest.length === 0) return list;
  const more = el(
    "button",
    {
      type: "button",
      click: () => {
        const added = rest.map((one) => shown(one));
        list.append(...added);
        more.remove();
        const [next] = added;
        next?.setAttribute("tabindex", "-1");
        next?.focus();
      },
    },
    `Show ${rest.length} more`,
  );
  return el("div", {}, list, more);
}
