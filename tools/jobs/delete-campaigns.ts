import { BusyError, GatewayError, StoppedError } from "../../src/errors.ts";
import { oneLine, textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import type { WorkflowContext } from "../../src/tool/tool.ts";
import { campaigns } from "../campaigns.ts";
import { ids } from "../params.ts";
import { valuesOf } from "./audiences.ts";

/** Of so many campaigns a person can still see which they are. */
const MOST = 25;
const WHY_CHARS = 120;
/** With less left of the call no other deletion is begun. */
const RESERVE_MS = 5000;

type Values = Readonly<Record<string, unknown>>;

/** One campaign; that it is gone already is no failure, since a call that stopped in the middle is made again. */
async function readOne(context: WorkflowContext, campaign_id: string): Promise<Values> {
  try {
    return valuesOf(await context.call(campaigns.get_campaign, { campaign_id }));
  } catch (error) {
    if (!isGone(error)) throw error;
    return { name: campaign_id, status: "gone already" };
  }
}

const isGone = (error: unknown): boolean => error instanceof GatewayError && error.status === 404;

/** The campaigns as they stand, in the order given, each once. Throws what reading one throws. */
async function readAll(context: WorkflowContext, given: unknown): Promise<Values[]> {
  const wanted = [...new Set(given as string[])];
  const found: Values[] = [];
  for (const [at, campaign_id] of wanted.entries()) {
    found.push({ ...(await readOne(context, campaign_id)), id: campaign_id });
    context.progress(at + 1, 2 * wanted.length, "campaign read");
  }
  return found;
}

/** `Season Kickoff (Scheduled, goes out 2026-11-29T17:00:00+00:00)`. */
function inWords({ name, status, send_time }: Values): string {
  const when = typeof send_time === "string" ? `, ${send_time}` : "";
  return `${textOf(name)} (${textOf(status)}${when})`;
}

/** What became of one deletion: gone already counts as gone, and what got no answer may have been done. */
async function deleteOne(context: WorkflowContext, campaign_id: string): Promise<string | undefined> {
  try {
    await context.call(campaigns.delete_campaign, { campaign_id });
    return undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    if (error instanceof StoppedError && error.reason === "cancelled") throw error;
    const why = oneLine(error instanceof Error ? error.message : String(error), WHY_CHARS);
    const refused = error instanceof BusyError || (error instanceof GatewayError && error.status < 500);
    return refused ? `not deleted: ${why}` : `unknown whether it was deleted: ${why}`;
  }
}

export const deleteCampaigns = section("campaigns", {
  delete_campaigns: job({
    title: "Delete several campaigns",
    description: `Deletes up to ${MOST} campaigns for good, asked for once with the name and status of each.`,
    inputSchema: { campaign_ids: ids(MOST) },
    judgement: {
      effects: ["deletes", "stops"],
      why: "The campaigns and their content are gone; a scheduled one does not go out.",
    },
    idempotent: true,
    onKlaviyo: true,
    get uses() {
      return [campaigns.get_campaign, campaigns.delete_campaign];
    },
    async plan(context, { campaign_ids }) {
      const all = await readAll(context, campaign_ids);
      return {
        of: `deletes ${all.length} ${all.length === 1 ? "campaign" : "campaigns"}`,
        lines: all.map((one, at) => ({ label: `campaign ${at + 1}`, becomes: inWords(one) })),
        effects: [],
        holds: Object.fromEntries(all.map((one) => [textOf(one.id), inWords(one)])),
      };
    },
    async run(context, { campaign_ids }) {
      const all = await readAll(context, campaign_ids);
      const failed: { id: unknown; name: unknown; what: string }[] = [];
      let deleted = 0;
      for (const [at, { id, name }] of all.entries()) {
        const isLate = context.remaining() < RESERVE_MS;
        const what = isLate ? "not tried: the call's time was over" : await deleteOne(context, textOf(id));
        if (what === undefined) deleted += 1;
        else failed.push({ id, name, what });
        context.progress(all.length + at + 1, 2 * all.length, "campaign deleted");
      }
      return {
        data: { deleted, ...(failed.length > 0 && { failed }) },
        ...(failed.length > 0 && {
          hint: `${deleted} of ${all.length} are gone. delete_campaigns with the campaign_ids of the others goes on; get_campaign shows whether one is there.`,
        }),
      };
    },
  }),
});
