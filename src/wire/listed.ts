import type { Input, WorkflowTool } from "../tool/tool.ts";
import { fitItems, type Shaped } from "./budget.ts";
import { cutFirst, GONE, MORE } from "./collection.ts";
import { cursorOf, type Place, shownOf } from "./place.ts";

/** The list that a workflow made, from where an earlier call was cut; cut between items, and the cursor goes on. */
export function shapeListed(
  tool: WorkflowTool,
  input: Input,
  shaped: Shaped,
  maxChars: number,
  place: Place | undefined,
): Shaped {
  const { data, hint, ...rest } = shaped;
  if (!Array.isArray(data)) return shaped;
  const all = data as Shaped[];
  const { shown, gone } = place ? shownOf(all, place) : { shown: 0, gone: false };
  const items = all.slice(shown);
  const build = (count: number): Shaped => {
    const last = items[count - 1]?.id;
    const position = shown + count;
    const next_cursor =
      count > 0 && count < items.length
        ? cursorOf(tool, input, { ...(typeof last === "string" && { after: last }), position })
        : undefined;
    const told = [
      ...(gone ? [GONE] : []),
      ...(count < items.length ? [`${count} of ${items.length} are shown, as many as fit here.`] : []),
      ...(next_cursor ? [MORE] : []),
      ...(hint ? [hint] : []),
    ].join(" ");
    return {
      data: items.slice(0, count),
      ...(next_cursor && { next_cursor }),
      ...(told && { hint: told }),
      ...rest,
    };
  };
  const fitted = fitItems(items.length, maxChars, build);
  const [first] = items;
  return first && Array.isArray(fitted.data) && fitted.data.length === 0
    ? cutFirst(first, build(1), maxChars)
    : fitted;
}
