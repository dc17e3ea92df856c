import { type FixedResource, type Kind, MOST_NAMES, type ToolCall } from "../../src/tool/guide.ts";

const CHANNELS = ["email", "sms", "mobile_push"];
const names = (tool: string, more: Record<string, unknown> = {}): ToolCall => ({
  tool,
  arguments: { fields: ["name"], limit: MOST_NAMES, ...more },
});
const newest = { sort: "-updated" };
const by = (tool: string, variable: string) => ({
  variable,
  read: (id: string) => ({ tool, arguments: { [variable]: id } }),
});

/** Resources that a person attaches by name. */
export const KINDS = {
  lists: {
    title: "A list",
    description: "One list of profiles.",
    ...by("get_list", "list_id"),
    named: [names("get_lists", newest)],
  },
  segments: {
    title: "A segment",
    description: "One segment with its definition.",
    ...by("get_segment", "segment_id"),
    named: [names("get_segments", newest)],
  },
  campaigns: {
    title: "A campaign",
    description: "One campaign with its audiences and schedule.",
    ...by("get_campaign", "campaign_id"),
    named: CHANNELS.map((channel) => names("get_campaigns", { channel, sort: "-created_at" })),
  },
  flows: {
    title: "A flow",
    description: "One flow and its status.",
    ...by("get_flow", "flow_id"),
    named: [names("get_flows", newest)],
  },
  metrics: {
    title: "A metric",
    description: "One kind of event.",
    ...by("get_metric", "metric_id"),
    named: [names("get_metrics")],
  },
  templates: {
    title: "A template",
    description: "One e-mail template with its html.",
    ...by("get_template", "template_id"),
    named: [names("get_templates", newest)],
  },
  tags: {
    title: "A tag",
    description: "One tag.",
    ...by("get_tag", "tag_id"),
    named: [names("get_tags", { sort: "name" })],
  },
  profiles: {
    title: "A profile",
    description: "One person, with everything known of them.",
    ...by("get_profile", "profile_id"),
    named: [],
  },
} as const satisfies Record<string, Kind>;

/** Resources without a variable, besides the guide. */
export const FIXED: readonly FixedResource[] = [
  {
    uri: "klaviyo://account",
    name: "account",
    title: "The account",
    description: "The connected Klaviyo account: its organisation, timezone, currency and default sender.",
    call: { tool: "get_accounts", arguments: {} },
  },
  {
    uri: "klaviyo://connections",
    name: "connections",
    title: "The connections",
    description: "The Klaviyo accounts that can be used.",
    call: { tool: "list_connections", arguments: {} },
  },
];
