/** Reads with a tool as a client's call would, and answers with its result. Throws a GuideError with what to do next. */
export type Read = (
  tool: string,
  args: Record<string, unknown>,
  signal: AbortSignal,
) => Promise<Record<string, unknown>>;

/** What is wrong with a request for a prompt or a resource. `code` is what JSON-RPC answers with. */
export class GuideError extends Error {
  override readonly name = "GuideError";
  readonly code: number;

  constructor(message: string, kind: keyof typeof CODES) {
    super(message);
    this.code = CODES[kind];
  }
}

const CODES = { invalid: -32_602, unknown: -32_002, failed: -32_603 };

/** A call of a tool: which, and with what. */
export interface ToolCall {
  tool: string;
  arguments: Record<string, unknown>;
}

/** A kind of resource that people attach by hand, and whose names complete what they type. */
export interface Kind {
  title: string;
  description: string;
  /** The variable in its template, `klaviyo://lists/{list_id}`. */
  variable: string;
  read(id: string): ToolCall;
  /** What lists its names; none where there are too many. */
  named: readonly ToolCall[];
}

const CHANNELS = ["email", "sms", "mobile_push"];
/** What a client shows of a completion at most, and so what there is to fetch. */
export const MOST_NAMES = 100;
const names = (tool: string, more: Record<string, unknown> = {}): ToolCall => ({
  tool,
  arguments: { fields: ["name"], limit: MOST_NAMES, ...more },
});
const newest = { sort: "-updated" };
const by = (tool: string, variable: string) => ({
  variable,
  read: (id: string) => ({ tool, arguments: { [variable]: id } }),
});

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
export type KindName = keyof typeof KINDS;

/** Every kind by its name, for a loop. */
export const kinds: readonly (readonly [KindName, Kind])[] = Object.entries(KINDS) as [KindName, Kind][];
