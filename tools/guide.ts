import { z } from "zod";
import { job, section } from "../src/tool/declare.ts";
import { READS } from "../src/tool/effects.ts";
import { TOPIC_NAMES, TOPICS, type TopicName } from "./guide/topics.ts";

export const guide = section("guide", {
  get_guide: job({
    title: "Read the guide",
    description:
      "Every condition of a segment, every trigger and action of a flow, the filter language, when a campaign can go out: each with an example. Topic prompts: whole jobs, their tools in order.",
    inputSchema: { topic: z.enum(TOPIC_NAMES) },
    judgement: READS,
    onKlaviyo: false,
    uses: [],
    run: async (context, { topic }) => {
      const { title, text } = TOPICS[topic as TopicName];
      return { data: { topic, title, text: context.visible(text) } };
    },
  }),
});
