import { isObject, textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import type { WorkflowContext } from "../../src/tool/tool.ts";
import { probes } from "../operations/probes.ts";
import { operationNamed } from "../operations/tools.ts";
import { isoOf, lackIn, type Sections, sectionsInShort, sectionsOf } from "./connection-grants.ts";
import { isPartial, Parts } from "./parts.ts";

type Values = Readonly<Record<string, unknown>>;

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** Klaviyo counts the people of a list once a second, 15 times a minute. */
const MOST_COUNTED = 8;
/** So many of each kind are shown: it is an overview. */
const MOST_SHOWN = 12;
const MOST_READ = 100;
const CHANNELS = ["email", "sms", "mobile_push"];
/** Whatever is counted, the rest of the call has so many milliseconds left. */
const RESERVE_MS = 20_000;
/** Account, lists, segments, flows, campaigns, usage: each is told as a step. */
const PARTS = 6;

const USES = [
  "get_accounts",
  "get_lists",
  "get_list",
  "query_segment_values",
  "get_flows",
  "get_campaigns",
  "list_billing_usage",
];

/** What one overview gathers: which parts could not be read, and what of the others is not here. */
class Gathering {
  readonly #parts = new Parts();
  readonly cut: string[] = [];
  readonly context: WorkflowContext;
  readonly sections: Sections;

  constructor(context: WorkflowContext, sections: Sections) {
    this.context = context;
    this.sections = sections;
  }

  /** A part of the account; undefined, and said, where the connection may not read it or an error came. */
  async part<T>(what: string, needs: readonly string[], read: () => Promise<T>): Promise<T | undefined> {
    const [lack] = needs.flatMap((section) => lackIn(this.sections, section) ?? []);
    if (!lack) return this.#parts.read(what, read);
    this.#parts.miss(`${what} (${lack})`);
    return undefined;
  }

  /** The first of many rows. */
  shown<T>(what: string, all: readonly T[], whole = true): readonly T[] {
    const shown = all.slice(0, MOST_SHOWN);
    if (shown.length < all.length || !whole) {
      this.cut.push(`${shown.length} of ${whole ? "" : "more than "}${all.length} ${what} are here`);
    }
    return shown;
  }

  /** What is not here, in words. */
  omitted(): string | undefined {
    const { omitted } = this.#parts.omitted();
    const cut = this.cut.length > 0 ? [`${this.cut.join("; ")}.`] : [];
    return [...(omitted ? [omitted] : []), ...cut].join(" ") || undefined;
  }
}

async function accountOf(context: WorkflowContext): Promise<Values> {
  const { items } = await context.list(operationNamed("get_accounts"), {}, 1);
  const { id, contact_information, timezone, preferred_currency, locale, industry } = items[0] ?? {};
  const contact = isObject(contact_information) ? contact_information : {};
  const { default_sender_name, default_sender_email, organization_name, website_url } = contact;
  const sender = default_sender_email && `${textOf(default_sender_name)} <${textOf(default_sender_email)}>`;
  return {
    id,
    name: organization_name,
    sender,
    timezone,
    currency: preferred_currency,
    locale,
    industry,
    website: website_url,
  };
}

interface Sized {
  id: string;
  name: string;
  people?: unknown;
}

/** The account's lists, the first of them counted, the oldest of the counts at `at`; `whole` tells whether these are all. */
async function listsOf(context: WorkflowContext): Promise<{ rows: Sized[]; whole: boolean; at?: number }> {
  const { items, whole } = await context.list(operationNamed("get_lists"), { fields: ["name"] }, MOST_READ);
  const rows: Sized[] = [];
  const moments: number[] = [];
  let counts = true;
  for (const { id, name } of items) {
    const counted: Counted | undefined = counts ? await countOf(context, textOf(id)) : undefined;
    if (counted) moments.push(counted.at);
    counts = counted !== undefined && moments.length < MOST_COUNTED && context.remaining() > RESERVE_MS;
    rows.push({ id: textOf(id), name: textOf(name), ...(counted && { people: counted.value }) });
  }
  return { rows, whole, ...(moments.length > 0 && { at: Math.min(...moments) }) };
}

interface Counted {
  value: unknown;
  at: number;
}

/** How many people a list has; undefined where that cannot be read now. */
async function countOf(context: WorkflowContext, list_id: string): Promise<Counted | undefined> {
  try {
    return await context.kept(`list ${list_id}`, HOUR_MS, async () => {
      const asked = { list_id, additional_fields: ["profile_count"] };
      const answer = await context.call(operationNamed("get_list"), asked);
      const { data } = isObject(answer) ? answer : {};
      return isObject(data) && isObject(data.attributes) ? data.attributes.profile_count : undefined;
    });
  } catch (error) {
    if (!isPartial(error)) throw error;
    return undefined;
  }
}

/** All segments with their sizes, the largest first. */
async function segmentsOf(context: WorkflowContext): Promise<{ rows: Sized[]; whole: boolean }> {
  const asked = { statistics: ["total_members"], timeframe: "today" };
  const { data, next_cursor } = await context.result(operationNamed("query_segment_values"), asked);
  const rows = [data ?? []]
    .flat()
    .filter(isObject)
    .map(({ segment_id, segment_name, total_members }) => ({
      id: textOf(segment_id),
      name: textOf(segment_name),
      people: total_members,
    }))
    .sort((one, other) => Number(other.people) - Number(one.people));
  return { rows, whole: next_cursor === undefined };
}

function liveFlowsOf(context: WorkflowContext) {
  const asked = { filter: 'equals(status,"live")', fields: ["name", "trigger_type"] };
  return context.list(operationNamed("get_flows"), asked, MOST_READ);
}

/** What goes out in the next and went out in the last seven days, the nearest first. */
async function campaignsOf(
  context: WorkflowContext,
): Promise<{ next: Values[]; last: Values[]; cut: string[] }> {
  const now = context.date();
  const found: (Values & { at: number })[] = [];
  const cut: string[] = [];
  const get = operationNamed("get_campaigns");
  for (const channel of CHANNELS) {
    const filter = `equals(messages.channel,"${channel}")`;
    const fields = ["name", "status", "send_time"];
    const { items, whole } = await context.list(get, { filter, sort: "-created_at", fields }, MOST_READ);
    const waiting = `${filter},equals(status,"Scheduled")`;
    const more = whole ? [] : (await context.list(get, { filter: waiting, fields }, MOST_READ)).items;
    if (!whole)
      cut.push(`${channel} campaigns older than the last ${items.length} created, unless scheduled`);
    const known = new Set(items.map(({ id }) => id));
    for (const { id, name, status, send_time } of [...items, ...more.filter((one) => !known.has(one.id))]) {
      found.push({ id, name, channel, status, send_time, at: Date.parse(textOf(send_time)) });
    }
  }
  const away = ({ at }: { at: number }) => Math.abs(at - now);
  const near = found.filter((one) => away(one) <= WEEK_MS).sort((one, other) => away(one) - away(other));
  const rows = (after: boolean) =>
    near.filter(({ at }) => at > now === after).map(({ at: _, ...row }) => row);
  return { next: rows(true), last: rows(false), cut };
}

/** What is used of what the plan allows. */
async function usageOf(context: WorkflowContext): Promise<Values> {
  const { items } = await context.list(operationNamed("list_billing_usage"), {}, MOST_SHOWN);
  return Object.fromEntries(
    items.map(({ id, usage_used, usage_max, period_end }) => [
      textOf(id),
      `${textOf(usage_used)} of ${textOf(usage_max)} until ${textOf(period_end).slice(0, 10)}`,
    ]),
  );
}

/** Lists beyond those that were counted. */
function uncounted(rows: readonly Sized[]): string[] {
  const { length } = rows.slice(0, MOST_SHOWN).filter(({ people }) => people === undefined);
  return length > 0 ? [`${length} of the lists were not counted: get_list counts one`] : [];
}

export const accountOverview = section("accounts", {
  get_account_overview: job({
    title: "The account at a glance",
    aka: ["account_overview"],
    description:
      "The account, sender, sizes of lists and segments, live flows, campaigns of the next and last 7 days, quota, and which sections this connection may use.",
    inputSchema: {},
    judgement: READS,
    view: true,
    perAccount: true,
    onKlaviyo: true,
    get uses() {
      return [...new Set([...USES, ...probes().map(({ tool }) => tool.name)])].map(operationNamed);
    },
    async run(context) {
      const tried = probes();
      const steps = tried.length + PARTS;
      const sections = await sectionsOf(context, tried, (done, what) => context.progress(done, steps, what));
      const [failure] = sections.unread.values();
      if (sections.granted.size === 0 && failure) throw failure;
      const gathering = new Gathering(context, sections);
      let done = tried.length;
      const part = <T>(what: string, needs: readonly string[], read: () => Promise<T>) => {
        done += 1;
        context.progress(done, steps, what);
        return gathering.part(what, needs, read);
      };
      const account = await part("account", ["accounts"], () => accountOf(context));
      const lists = await part("lists", ["lists"], () => listsOf(context));
      // A report is of the account's own day.
      const segments = await part("segments", ["segments", "accounts"], () =>
        context.kept("segments", HOUR_MS, () => segmentsOf(context)),
      );
      const flows = await part("live flows", ["flows"], () => liveFlowsOf(context));
      const campaigns = await part("campaigns", ["campaigns"], () => campaignsOf(context));
      const usage = await part("usage", ["billing"], () => usageOf(context));
      gathering.cut.push(...(lists ? uncounted(lists.rows) : []), ...(campaigns?.cut ?? []));
      const left = context.leftToday(operationNamed("query_segment_values"));
      const data = {
        ...account,
        ...(lists && { lists: gathering.shown("lists", lists.rows, lists.whole) }),
        ...(segments && { segments: gathering.shown("segments", segments.value.rows, segments.value.whole) }),
        ...asOf({ lists_as_of: lists?.at, segments_as_of: segments?.at }),
        ...(flows && { live_flows: gathering.shown("live flows", flows.items, flows.whole) }),
        ...(campaigns && {
          next_7_days: gathering.shown("campaigns of the next 7 days", campaigns.next),
          last_7_days: gathering.shown("campaigns of the last 7 days", campaigns.last),
        }),
        ...((usage || left !== undefined) && {
          quota: { ...usage, ...(left !== undefined && { segment_reports_left_today: left }) },
        }),
        connection: sectionsInShort(sections),
      };
      const omitted = gathering.omitted();
      return { data, ...(omitted && { omitted }) };
    },
  }),
});

/** When what is kept was read. */
function asOf(moments: Readonly<Record<string, number | undefined>>): Values {
  return Object.fromEntries(
    Object.entries(moments).flatMap(([name, at]) => (at === undefined ? [] : [[name, isoOf(at)]])),
  );
}
