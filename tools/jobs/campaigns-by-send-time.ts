import { z } from "zod";
import { textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import { CHANNELS, campaigns } from "../campaigns.ts";

type Values = Readonly<Record<string, unknown>>;

/** Of each channel so many campaigns are read, the last created first; Klaviyo gives 100 a page. */
const MOST_READ = 500;

const sentAt = ({ send_time }: Values): number => Date.parse(textOf(send_time));

/** Campaigns by when they go or went out; a draft has no such time, and comes last in either order. */
export function bySendTime(all: readonly Values[], newestFirst: boolean): Values[] {
  const way = newestFirst ? -1 : 1;
  const dated = all.filter((one) => !Number.isNaN(sentAt(one)));
  const drafts = all.filter((one) => Number.isNaN(sentAt(one)));
  return [...dated.sort((one, other) => way * (sentAt(one) - sentAt(other))), ...drafts];
}

export const campaignsBySendTime = section("campaigns", {
  get_campaigns_by_send_time: job({
    title: "List campaigns by send time",
    description: "Campaigns of all channels in one list, by when they go or went out; drafts last.",
    inputSchema: {
      sort: z.enum(["send_time", "-send_time"]).optional().describe("the last first unless given"),
    },
    judgement: READS,
    onKlaviyo: true,
    lists: true,
    get uses() {
      return [campaigns.get_campaigns];
    },
    async run(context, { sort }) {
      const found: Values[] = [];
      const cut: string[] = [];
      for (const [done, channel] of CHANNELS.entries()) {
        const asked = { channel, sort: "-created_at" };
        const { items, whole } = await context.list(campaigns.get_campaigns, asked, MOST_READ);
        found.push(...items.map(({ id, ...rest }) => ({ id, channel, ...rest })));
        if (!whole) cut.push(`${channel} (the last created ${items.length} are here)`);
        context.progress(done + 1, CHANNELS.length, channel);
      }
      return {
        data: bySendTime(found, sort !== "send_time"),
        ...(cut.length > 0 && {
          omitted: `Not all were read, so that the order is of what was: ${cut.join(", ")}. get_campaigns lists a channel to its end.`,
        }),
      };
    },
  }),
});
