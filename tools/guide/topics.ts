import { FILTERS } from "./filters.ts";
import { FLOWS } from "./flows.ts";
import { PROMPTS } from "./prompts.ts";
import { SEGMENTS } from "./segments.ts";
import { SEND_STRATEGIES } from "./send-strategies.ts";

/** A part of the guide: what a tool's description has no room for. */
export interface Topic {
  title: string;
  text: string;
}

/** The tools that a prompt names, by their verbs: arguments and statistics begin with none. */
const TOOLS =
  /\b(?:(?:add|assign|cancel|change|check|copy|create|delete|estimate|get|list|query|read|remove|search|send|summarize|update)_[a-z_]+|client_report|preview_campaign)\b/g;

/** A job a line: one that needs a hidden tool is left out whole, as its prompt is. */
const JOBS = [
  "Jobs that a person starts as a prompt of this server, by name, each with its tools in order. What stands in brackets may be left out.",
  "",
  ...PROMPTS.map(({ name, description, arguments: taken, text }) => {
    const given = taken.map((one) => (one.required ? ` ${one.name}` : ` [${one.name}]`)).join("");
    const tools = [...new Set(text.match(TOOLS))];
    return `- ${name}${given}: ${description.replace(/\.$/, "")}: ${tools.join(", ")}`;
  }),
].join("\n");

/** The guide by topic, as get_guide and the resources serve it. */
export const TOPICS = {
  segments: { title: "Every condition of a segment", text: SEGMENTS },
  flows: { title: "Every trigger and action of a flow", text: FLOWS },
  filters: { title: "The filter language", text: FILTERS },
  prompts: { title: "Whole jobs, as prompts", text: JOBS },
  "send-strategies": { title: "When a campaign goes out", text: SEND_STRATEGIES },
} as const satisfies Record<string, Topic>;
export type TopicName = keyof typeof TOPICS;
export const TOPIC_NAMES = Object.keys(TOPICS) as [TopicName, ...TopicName[]];
