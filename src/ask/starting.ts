import { isObject } from "../text.ts";
import { type Judgement, startsOf } from "../tool/effects.ts";
import type { Input } from "../tool/tool.ts";
import { type State, UNREAD } from "./drift.ts";
import type { Line } from "./plan.ts";
import type { PreviewRead } from "./preview.ts";
import { quoted, quotedScalar } from "./quote.ts";

/** The live flows that a call can start; without `sure` there may be more than were found. */
export interface Starting {
  flows: readonly { id: string; name: unknown }[];
  sure: boolean;
}

/** Which read shows a list or a segment, its size and its flows. */
export const GROUP_READS: Readonly<Record<string, { tool: string; argument: string }>> = {
  list: { tool: "get_list", argument: "list_id" },
  segment: { tool: "get_segment", argument: "segment_id" },
};

const WITH_FLOWS = { include: ["flow-triggers"] };
/** Metrics are looked through by name this far: Klaviyo has no filter for it. */
const MAX_METRICS = 2000;
const LABEL = "flow that it starts";

/** Reads which flows are live that begin by the lists, segments and metrics that a call names. */
export async function startedFlows(judgement: Judgement, input: Input, read: PreviewRead): Promise<Starting> {
  const named = startsOf(judgement, input);
  const metrics = new Set(named.flatMap(({ is, value }) => (is === "metric" ? [value] : [])));
  const found = metrics.size > 0 ? [await flowsOfMetrics(metrics, read)] : [];
  const groups = new Map(named.map(({ is, value }) => [`${is} ${value}`, { is, value }]));
  for (const { is, value } of groups.values()) {
    const group = GROUP_READS[is];
    if (group) found.push(flowsOf(await read(group.tool, { [group.argument]: value, ...WITH_FLOWS })));
  }
  const flows = new Map(found.flatMap((one) => one.flows).map((flow) => [flow.id, flow]));
  return { flows: [...flows.values()], sure: found.length > 0 && found.every(({ sure }) => sure) };
}

/** What a question says of the flows, and what must still hold when the change leaves. */
export function startingLines({ flows, sure }: Starting): { shown: Line[]; state: State } {
  const shown = flows.map(
    ({ id, name }): Line => [LABEL, `${quotedScalar(name, NAME_CHARS)}, live (${quoted(id, NAME_CHARS)})`],
  );
  if (!sure) shown.push([LABEL, `${flows.length > 0 ? "whether there are more" : "it"} ${UNREAD}`]);
  else if (flows.length === 0) shown.push([LABEL, "none is live"]);
  const state = new Map(flows.map(({ id }) => [`${LABEL} ${id}`, "live"]));
  return { shown, state: sure ? state : state.set(LABEL, UNREAD) };
}

const NAME_CHARS = 100;

/** A metric that is not there yet starts nothing. */
async function flowsOfMetrics(names: ReadonlySet<string>, read: PreviewRead): Promise<Starting> {
  const result = await read("get_metrics", { limit: MAX_METRICS, ...WITH_FLOWS });
  if (!isObject(result)) return { flows: [], sure: false };
  const metrics = [result.data].flat().filter(isObject);
  const wanted = metrics.filter(({ name }) => names.has(String(name)));
  const flows = wanted.flatMap((metric) => flowsOf({ ...result, data: metric }).flows);
  return { flows, sure: !result.next_cursor };
}

/** The live ones of the flows that one resource starts. */
function flowsOf(result: Awaited<ReturnType<PreviewRead>>): Starting {
  if (!isObject(result) || !isObject(result.data)) return { flows: [], sure: false };
  const { relationships } = result.data;
  const ids = new Set([isObject(relationships) ? relationships["flow-triggers"] : []].flat());
  const flows = [result.included ?? []]
    .flat()
    .filter(isObject)
    .filter(({ id, status }) => ids.has(id) && status === "live");
  return { flows: flows.map(({ id, name }) => ({ id: String(id), name })), sure: true };
}
