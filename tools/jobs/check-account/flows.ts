import { isObject, textOf } from "../../../src/text.ts";
import { flows } from "../../flows.ts";
import { reporting } from "../../reporting.ts";
import { type Check, type Finding, named, type Values } from "./finding.ts";
import type { Reading } from "./reading.ts";

/** Of fewer sends than this in the period before, half is chance. */
const LEAST = 10;

/** Sends of a flow in the period, and in the one before. */
export interface Sends {
  id: string;
  now: number;
  before: number;
}

/** Live flows whose sends fell to a half or less. */
export function fallen(live: readonly Values[], sends: readonly Sends[]): Finding[] {
  const names = new Map(live.map(({ id, name }) => [textOf(id), textOf(name)]));
  return sends.flatMap(({ id, now, before }): Finding[] => {
    const name = names.get(id);
    if (name === undefined || before < LEAST || now * 2 > before) return [];
    return [
      {
        finding: `Live flow ${named(name)} ${now === 0 ? "sent nothing" : `sent ${now}`}, before ${before}`,
        number: now,
        next: { tool: "get_messages_for_flow", arguments: { flow_id: id } },
        gravity: now === 0 ? 100 : 70,
      },
    ];
  });
}

/** Sends by flow, of the rows of a report; one whose rows say no number is left out. */
export function sendsIn(rows: readonly unknown[]): Map<string, number> {
  return new Map(
    rows
      .filter(isObject)
      .flatMap(({ flow_id, recipients }): [string, number][] =>
        typeof recipients === "number" ? [[textOf(flow_id), recipients]] : [],
      ),
  );
}

/** Two reports side by side: a flow without a row in the later one has sent nothing, unless rows of it are not told. */
export function beside(
  now: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
  isWhole: boolean,
): Sends[] {
  return [...before].flatMap(([id, earlier]): Sends[] => {
    const later = now.get(id) ?? (isWhole ? 0 : undefined);
    return later === undefined ? [] : [{ id, now: later, before: earlier }];
  });
}

/** Sends in a period; `whole` tells whether the report's rows are all there. */
async function reported({ context }: Reading, start: string, end: string) {
  const asked = { start, end, group_by: ["flow"], statistics: ["recipients"] };
  const { data, missing, next_cursor } = await context.result(reporting.query_flow_values, asked);
  return {
    sends: sendsIn([data ?? []].flat()),
    whole: missing === undefined && next_cursor === undefined,
  };
}

export const flowsFallen: Check = {
  what: "live flows whose sends fell by half or to none",
  get uses() {
    return [flows.get_flows, reporting.query_flow_values];
  },
  async look(reading) {
    const { days } = reading;
    const live = await reading.liveFlows();
    if (live.length === 0) return [];
    // A comparison in one report leaves out what has a row in the earlier period alone: the flows that sent nothing.
    const now = await reported(reading, days.first, days.today);
    const before = await reported(reading, days.before, days.first);
    if (!now.whole || !before.whole) reading.miss("a part of the flow report, which has too many rows");
    return fallen(live, beside(now.sends, before.sends, now.whole));
  },
};
