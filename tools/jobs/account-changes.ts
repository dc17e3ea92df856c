import { textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import type { WorkflowContext } from "../../src/tool/tool.ts";
import { operationNamed } from "../operations/tools.ts";
import { datetime } from "../params.ts";
import { Parts } from "./parts.ts";

/** What Klaviyo dates of an account's own things: the list of a kind, and what it calls the two dates. */
interface Dated {
  kind: string;
  tool: string;
  created?: string;
  updated: string;
  /** A clause that the list needs. */
  among?: string;
}

const DATED: readonly Dated[] = [
  ...["email", "sms", "mobile_push"].map((channel) => ({
    kind: "campaign",
    tool: "get_campaigns",
    created: "created_at",
    updated: "updated_at",
    among: `equals(messages.channel,"${channel}")`,
  })),
  { kind: "flow", tool: "get_flows", created: "created", updated: "updated" },
  { kind: "list", tool: "get_lists", created: "created", updated: "updated" },
  { kind: "segment", tool: "get_segments", created: "created", updated: "updated" },
  { kind: "template", tool: "get_templates", created: "created", updated: "updated" },
  { kind: "form", tool: "get_forms", created: "created_at", updated: "updated_at" },
  { kind: "universal content", tool: "get_all_universal_content", created: "created", updated: "updated" },
  { kind: "web feed", tool: "get_web_feeds", created: "created", updated: "updated" },
  { kind: "image", tool: "get_images", updated: "updated_at" },
];
/** Of each kind so many are read: more changes than these are no list to look through. */
const MOST = 200;
const UNKNOWN =
  "Klaviyo does not say who changed something, what was deleted, nor when tags, coupons, products, webhooks and settings changed; archived campaigns and flows and hidden images are not looked at. People: get_profiles and get_events filter by date.";

type Row = { kind: string; id: string; name: string; created?: string; changed?: string; status?: string };

/** The things of a kind that were made or changed since then; `whole` tells whether that is all. */
async function changedOf(context: WorkflowContext, dated: Dated, since: string) {
  const { kind, tool, created, updated, among } = dated;
  const later = `greater-than(${updated},${since})`;
  const asked = {
    filter: among ? `${among},${later}` : later,
    fields: ["name", updated, ...(created ? [created] : []), ...(STATED.has(kind) ? ["status"] : [])],
  };
  const { items, whole } = await context.list(operationNamed(tool), asked, MOST);
  const rows = items.map((item): Row => {
    const isNew = created !== undefined && Date.parse(textOf(item[created])) > Date.parse(since);
    return {
      kind,
      id: textOf(item.id),
      name: textOf(item.name),
      ...(item.status !== undefined && { status: textOf(item.status) }),
      ...(isNew ? { created: textOf(item[created]) } : { changed: textOf(item[updated]) }),
    };
  });
  return { rows, whole };
}

/** Kinds of which a status says what the change was about. */
const STATED: ReadonlySet<string> = new Set(["campaign", "flow", "form"]);

const whenOf = ({ created, changed }: Row): number => Date.parse(created ?? changed ?? "");

export const accountChanges = section("accounts", {
  get_account_changes: job({
    title: "What changed in the account",
    description:
      "What was made or changed since a moment, newest first: campaigns, flows, lists, segments, templates, forms, content, feeds, images.",
    inputSchema: { since: datetime },
    judgement: READS,
    onKlaviyo: true,
    lists: true,
    get uses() {
      return [...new Set(DATED.map(({ tool }) => tool))].map(operationNamed);
    },
    async run(context, { since }) {
      const parts = new Parts();
      const data: Row[] = [];
      for (const [at, dated] of DATED.entries()) {
        context.progress(at + 1, DATED.length, dated.kind);
        const changed = await parts.read(`${dated.kind}s`, () => changedOf(context, dated, textOf(since)));
        if (changed && !changed.whole) parts.miss(`of ${dated.kind}s more than ${MOST}`);
        data.push(...(changed?.rows ?? []));
      }
      parts.some();
      data.sort((one, other) => whenOf(other) - whenOf(one));
      return {
        data,
        unknown: UNKNOWN,
        ...parts.omitted(),
      };
    },
  }),
});
