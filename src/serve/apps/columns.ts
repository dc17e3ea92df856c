import {
  BOTTOM,
  type Columns,
  columnsOf,
  HEIGHT,
  indexAt,
  MOST_NAME,
  partsTold,
  slotOf,
  spokenOf,
  TOP,
  toldOf,
} from "../../draw/columns.ts";
import { drawn } from "../../draw/tree.ts";
import { el, shown, written } from "./elements.ts";

/** Columns over time; the arrow keys and the pointer go through them, and what stands there is told as text. */
export function columns(of: Columns): HTMLElement {
  const { stacks, measure } = of;
  const read = el("p", { class: "readout", "aria-hidden": "true", dir: "auto" });
  const { width } = slotOf(of, 0);
  const mark = drawn("rect", {
    class: "at",
    y: TOP,
    height: HEIGHT - TOP - BOTTOM,
    width: Math.max(width, 2),
  });
  const attributes = {
    class: "columns",
    tabindex: 0,
    role: "slider",
    "aria-label": `${measure.label} over time. The arrow keys go through the dates.`,
    "aria-valuemin": 1,
    "aria-valuemax": stacks.length,
  };
  const drawing = shown(columnsOf(of, attributes, mark));
  const look = (index: number) => {
    const at = Math.min(Math.max(index, 0), stacks.length - 1);
    const stack = stacks[at];
    if (!stack) return;
    drawing.querySelector(".at")?.setAttribute("x", String(slotOf(of, at).x));
    drawing.setAttribute("aria-valuenow", String(at + 1));
    drawing.setAttribute("aria-valuetext", toldOf(stack, of));
    read.replaceChildren(
      ...partsTold(stack, of).flatMap(([name, says], index) => [
        index > 0 ? " · " : "",
        ...(name ? [written(name, MOST_NAME), " "] : []),
        says,
      ]),
    );
  };
  drawing.addEventListener("keydown", (event: Event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const at = Number(drawing.getAttribute("aria-valuenow")) - 1;
    const to: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      Home: 0,
      End: stacks.length - 1,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    look(next);
  });
  const point = (event: Event) => {
    if (event instanceof MouseEvent) look(indexAt(of, event.clientX - drawing.getBoundingClientRect().left));
  };
  drawing.addEventListener("pointermove", point);
  drawing.addEventListener("pointerdown", point);
  look(stacks.length - 1);
  return el("div", {}, read, drawing, el("p", { class: "apart" }, spokenOf(of)));
}
