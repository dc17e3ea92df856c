import type { Planned } from "../tool/tool.ts";
import { type State, stateOf } from "./drift.ts";
import type { Line } from "./plan.ts";
import { quoted, quotedScalar } from "./quote.ts";

/** Characters of a value in a question: a whole subject line, the beginning of a text. */
const VALUE_CHARS = 300;

/** What a workflow planned, as the lines of a question: `subject: "Welcome" → "Hello"`. */
export function plannedLines({ of, lines }: Planned): Line[] {
  const said = lines.map(({ label, becomes, was }): Line => {
    const after = quotedScalar(becomes, VALUE_CHARS);
    return [label, was === undefined ? after : `${quotedScalar(was, VALUE_CHARS)} → ${after}`];
  });
  return [["changes", quoted(of, VALUE_CHARS)], ...said];
}

/** What must still be so when a planned change leaves. */
export function plannedState({ of, holds }: Planned): State {
  return stateOf(quoted(of, VALUE_CHARS), { data: holds });
}
