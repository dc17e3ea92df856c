import { indirect, section } from "../src/tool/declare.ts";
import { UNJUDGED } from "../src/tool/effects.ts";
import { nonEmptyText } from "./params.ts";

/** Listed wherever anything may be changed. */
export const undo = section("undo", {
  undo_change: indirect({
    title: "Undo a change",
    description: "Puts back what a change overwrote: change is undo of its result.",
    inputSchema: { change: nonEmptyText },
    judgement: { ...UNJUDGED, why: "What the change did, the other way round." },
    runs: "undo",
    deadPaths: [],
  }),
});
