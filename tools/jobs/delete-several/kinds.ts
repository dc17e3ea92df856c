import { isObject, textOf } from "../../../src/text.ts";
import type { Input, OperationTool, WorkflowContext } from "../../../src/tool/tool.ts";
import { CHANNELS, campaigns } from "../../campaigns.ts";
import { operationNamed } from "../../operations/tools.ts";
import { MOST_COUNTED } from "../audiences.ts";

type Values = Readonly<Record<string, unknown>>;

/** One kind of thing that can be deleted by its id. */
export interface Kind {
  /**
   * `campaign`, as a person says it: `get_campaign` and `delete_campaign` take its `campaign_id`, the job `campaign_ids`.
   */
  one: "campaign" | "flow" | "form" | "segment" | "list" | "template" | "tag";
  /** What the read is asked for besides the id, of which so many are asked for. */
  with?(how: number): Input;
  /** What a person should know of one besides its name; nothing is said of what is undefined. */
  facts(attributes: Values): readonly (string | undefined)[];
}

/** The operation that reads one of a kind. */
export const readOf = ({ one }: Kind): OperationTool => operationNamed(`get_${one}`);

/** The operation that deletes one of a kind. */
export const removeOf = ({ one }: Kind): OperationTool => operationNamed(`delete_${one}`);

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
    facts: (of) => [status(of), typeof of.send_time === "string" ? of.send_time : undefined],
  },
  {
    one: "flow",
    facts: (of) => [status(of), of.status === "live" ? "people in it get nothing more" : undefined],
  },
  {
    one: "form",
    facts: (of) => [status(of)],
  },
  {
    one: "segment",
    with: audience,
    facts: (of) => [people(of)],
  },
  {
    one: "list",
    with: audience,
    facts: (of) => [people(of)],
  },
  {
    one: "template",
    with: () => ({ fields: ["name"] }),
    facts: () => [],
  },
  {
    one: "tag",
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
