import { FILTERS } from "./filters.ts";
import { FLOWS } from "./flows.ts";
import { SEGMENTS } from "./segments.ts";
import { SEND_STRATEGIES } from "./send-strategies.ts";

/** A part of the guide: what a tool's description has no room for. */
export interface Topic {
  title: string;
  text: string;
}

/** The guide by topic, as get_guide and the resources serve it. */
export const TOPICS = {
  segments: { title: "Every condition of a segment", text: SEGMENTS },
  flows: { title: "Every trigger and action of a flow", text: FLOWS },
  filters: { title: "The filter language", text: FILTERS },
  "send-strategies": { title: "When a campaign goes out", text: SEND_STRATEGIES },
} as const satisfies Record<string, Topic>;
export type TopicName = keyof typeof TOPICS;
export const TOPIC_NAMES = Object.keys(TOPICS) as [TopicName, ...TopicName[]];
