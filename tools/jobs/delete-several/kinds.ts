import { isObject, textOf } from "../../../src/text.ts";
import type { Input, OperationTool, WorkflowContext } from "../../../src/tool/tool.ts";
import { CHANNELS, campaigns } from "../../campaigns.ts";
import { flows } from "../../flows.ts";
import { lists } from "../../lists.ts";
import { operationNamed } from "../../operations/tools.ts";
import { segments } from "../../segments.ts";
import { tags } from "../../tags.ts";
import { templates } from "../../templates.ts";
import { MOST_COUNTED } from "../audiences.ts";

type Values = Readonly<Record<string, unknown>>;

/** One kind of thing that can be deleted by its id. */
export interface Kind {
  /** `campaign`, as a person says it; the two operations take its `campaign_id`, the job `campaign_ids`. */
  one: string;
  read: OperationTool;
  remove: OperationTool;
  /** What the read is asked for besides the id, of which so many are asked for. */
  with?(how: number): Input;
  /** What a person should know of one besides its name; nothing is said of what is undefined. */
  facts(attributes: Values): readonly (string | undefined)[];
}

const status = ({ status: now }: Values) => (now === undefined ? undefined : textOf(now));

const people = ({ profile_count }: Values) =>
  typeof profile_count === "number" ? `${profile_count} people stay profiles` : undefined;

/** Klaviyo counts a list or segment once a second: where there are many they are shown without their sizes. */
const audience = (how: number): Input => ({
  include: ["flow-triggers"],
  ...(how <= MOST_COUNTED && { additional_fields: ["profile_count"] }),
});

/** In the order in which they are deleted: what uses another comes before that one. */
export const KINDS: readonly Kind[] = [
  {
    one: "campaign",
    get read() {
      return campaigns.get_campaign;
    },
    get remove() {
      return campaigns.delete_campaign;
    },
    facts: (of) => [status(of), typeof of.send_time === "string" ? of.send_time : undefined],
  },
  {
    one: "flow",
    get read() {
      return flows.get_flow;
    },
    get remove() {
      return flows.delete_flow;
    },
    facts: (of) => [status(of), of.status === "live" ? "people in it get nothing more" : undefined],
  },
  {
    one: "form",
    get read() {
      return operationNamed("get_form");
    },
    get remove() {
      return operationNamed("delete_form");
    },
    facts: (of) => [status(of)],
  },
  {
    one: "segment",
    get read() {
      return segments.get_segment;
    },
    get remove() {
      return segments.delete_segment;
    },
    with: audience,
    facts: (of) => [people(of)],
  },
  {
    one: "list",
    get read() {
      return lists.get_list;
    },
    get remove() {
      return lists.delete_list;
    },
    with: audience,
    facts: (of) => [people(of)],
  },
  {
    one: "template",
    get read() {
      return templates.get_template;
    },
    get remove() {
      return templates.delete_template;
    },
    with: () => ({ fields: ["name"] }),
    facts: () => [],
  },
  {
    one: "tag",
    get read() {
      return operationNamed("get_tag");
    },
    get remove() {
      return tags.delete_tag;
    },
    facts: () => ["comes off everything that carries it"],
  },
];

/** More campaigns that are yet to go out than these no account has; where it has, the question says so. */
const MOST_CAMPAIGNS = 300;

/** The campaigns that are drafted or scheduled, by the list or segment that is among their audiences. */
export async function campaignsByAudience(
  context: WorkflowContext,
): Promise<{ of: ReadonlyMap<string, readonly string[]>; whole: boolean }> {
  const of = new Map<string, string[]>();
  let whole = true;
  for (const channel of CHANNELS) {
    const asked = { channel, filter: 'any(status,["Draft","Scheduled"])', page_size: 100 };
    const read = await context.list(campaigns.get_campaigns, asked, MOST_CAMPAIGNS);
    whole &&= read.whole;
    for (const { name, status: now, audiences } of read.items) {
      const { included = [], excluded = [] } = isObject(audiences) ? audiences : {};
      for (const id of new Set([included, excluded].flat().map(String)))
        of.set(id, [...(of.get(id) ?? []), `${textOf(name)} (${textOf(now)})`]);
    }
  }
  return { of, whole };
}
