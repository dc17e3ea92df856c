import { checkClause, type FilterTable, matchesClause, parseFilter } from "../klaviyo/filter.ts";
import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import type { Store } from "../klaviyo/store.ts";
import { Refusal, refuseBody, refuseParameter } from "../refusal.ts";
import type { Link, Resource } from "../resource.ts";
import { Calendar, readTimeframe } from "./calendar.ts";
import { figuresByMessage } from "./flow-figures.ts";

type Figures = Record<string, number>;

/** One sent message: what it can be grouped by, and its sums. */
export interface Sent {
  groupings: Record<string, string | null>;
  figures: Figures;
}

interface ReportQuery {
  statistics: string[];
  timeframe: { key: string } | { start: string; end: string };
  conversion_metric_id: string;
  group_by?: string[] | null;
  filter?: string | null;
}

const AT = "/data/attributes";

/** Statistics that are one sum over another; all the others are sums themselves. */
const RATES: Record<string, [part: string, whole: string]> = {
  average_order_value: ["conversion_value", "conversions"],
  bounce_rate: ["bounced", "recipients"],
  bounced_or_failed_rate: ["bounced_or_failed", "recipients"],
  click_rate: ["clicks_unique", "delivered"],
  click_to_open_rate: ["clicks_unique", "opens_unique"],
  conversion_rate: ["conversion_uniques", "delivered"],
  delivery_rate: ["delivered", "recipients"],
  failed_rate: ["failed", "recipients"],
  open_rate: ["opens_unique", "delivered"],
  revenue_per_recipient: ["conversion_value", "recipients"],
  spam_complaint_rate: ["spam_complaints", "delivered"],
  text_message_roi: ["conversion_value", "text_message_spend"],
  unsubscribe_rate: ["unsubscribe_uniques", "delivered"],
};

/** Sums under a second name. */
const SAME: Record<string, string> = { bounced_or_failed: "bounced", unsubscribe_uniques: "unsubscribes" };

const sumOf = (figures: Figures, name: string) => figures[SAME[name] ?? name] ?? 0;

/** One statistic of a row of sums. */
export function statisticOf(figures: Figures, name: string): number {
  const [part, whole] = RATES[name] ?? [];
  if (!part || !whole) return sumOf(figures, name);
  const divisor = sumOf(figures, whole);
  return divisor === 0 ? 0 : sumOf(figures, part) / divisor;
}

const CONVERSIONS = ["conversions", "conversion_uniques", "conversion_value"];

/** The sums of a campaign's message; conversions are known for orders only. */
function figuresOf(message: Resource, isOrders: boolean): Figures {
  const figures = Object.entries((message.attributes._statistics ?? {}) as Figures);
  return Object.fromEntries(
    figures.map(([name, sum]) => [name, !isOrders && CONVERSIONS.includes(name) ? 0 : sum]),
  );
}

const nameOf = (resource: Resource) =>
  typeof resource.attributes.name === "string" ? resource.attributes.name : null;

/** What both reports can group by. Of several tags the first counts. */
function shared(store: Store, owner: Resource, channel: unknown): Sent["groupings"] {
  const [tag] = store.linkedResources(owner, "tags");
  const tags = { tag_id: tag?.id ?? null, tag_name: tag ? nameOf(tag) : null };
  const none = {
    text_message_format: null,
    variation: null,
    variation_name: null,
    group: null,
    group_name: null,
  };
  return {
    ...none,
    ...tags,
    send_channel: channel === "mobile_push" ? "push-notification" : String(channel),
  };
}

function sentByCampaigns(store: Store, start: number, end: number, isOrders: boolean): Sent[] {
  const inTime = store.all("campaign").filter(({ attributes }) => {
    const time = attributes.status === "Sent" ? Date.parse(String(attributes.send_time)) : Number.NaN;
    return time >= start && time < end;
  });
  return inTime.flatMap((campaign) =>
    store.linkedResources(campaign, "campaign-messages").map((message) => {
      const { channel, label } = message.attributes.definition as { channel: string; label?: string };
      const own = {
        campaign_id: campaign.id,
        campaign_message_id: message.id,
        campaign_message_name: label ?? nameOf(campaign),
      };
      const groupings = shared(store, campaign, channel);
      return {
        // The filter takes the channel by another name, too; that both mean the same is an assumption.
        groupings: { ...groupings, campaign_channel: groupings.send_channel ?? null, ...own },
        figures: figuresOf(message, isOrders),
      };
    }),
  );
}

/** Flows send all the time: what their messages did in a span of time. */
export function sentByFlows(store: Store, start: number, end: number, isOrders: boolean): Sent[] {
  const byMessage = figuresByMessage(store, start, end, isOrders);
  const messages = store.all("flow").flatMap((flow) =>
    store.linkedResources(flow, "flow-actions").flatMap((action) =>
      store.linkedResources(action, "flow-messages").map((message) => {
        const { name } = message.attributes.definition as { name?: string | null };
        const own = {
          flow_id: flow.id,
          flow_name: nameOf(flow),
          flow_message_id: message.id,
          flow_message_name: name ?? null,
        };
        const channel = String(message.attributes.channel).toLowerCase();
        return { groupings: { ...shared(store, flow, channel), ...own }, figures: byMessage.get(message.id) };
      }),
    ),
  );
  return messages.flatMap(({ groupings, figures }) => (figures ? [{ groupings, figures }] : []));
}

/** Reports have a filter language of their own: equals and contains-any over what they group by. */
export function applyFilter(sent: Sent[], filter: string | null | undefined, names: string[]): Sent[] {
  if (!filter) return sent;
  try {
    const table: FilterTable = Object.fromEntries(names.map((name) => [name, "equals contains-any"]));
    return parseFilter(filter).reduce((kept, clause) => {
      checkClause(clause, table);
      return kept.filter(({ groupings }) => matchesClause(clause, [groupings[clause.field]]));
    }, sent);
  } catch (error) {
    throw error instanceof Refusal ? refuseBody(`${AT}/filter`, error.message) : error;
  }
}

/** Adds up what is alike in the names that are grouped by. */
export function groupRows(sent: Sent[], by: string[]): Sent[] {
  const rows = new Map<string, Sent>();
  for (const { groupings, figures } of sent) {
    const own = Object.fromEntries(by.map((name) => [name, groupings[name] ?? null]));
    const key = JSON.stringify(own);
    const row = rows.get(key) ?? { groupings: own, figures: {} };
    for (const [name, sum] of Object.entries(figures)) row.figures[name] = (row.figures[name] ?? 0) + sum;
    rows.set(key, row);
  }
  return [...rows.values()];
}

interface ReportSpec {
  collect: (store: Store, start: number, end: number, isOrders: boolean) => Sent[];
  /** The names that a filter takes. */
  filters: string[];
  /** Grouping when the request says none. */
  by: string[];
  /** Relationship → type and grouping of the resources reported on. */
  relations: Record<string, [type: string, grouping: string]>;
}

function report(call: Call, { collect, filters, by, relations }: ReportSpec): Resource {
  const { store, operation, query: asked } = call;
  const query = readData<{ attributes: ReportQuery }>(call).attributes;
  // A report of the sandbox fits on one page, so no cursor can be one of its own.
  if (asked.parameters.has("page_cursor"))
    throw refuseParameter("page_cursor", "The cursor is invalid for this request.");
  if (query.statistics.length === 0)
    throw refuseBody(`${AT}/statistics`, "At least one statistic is required.");
  const metric = store.find("metric", query.conversion_metric_id);
  if (!metric)
    throw refuseBody(
      `${AT}/conversion_metric_id`,
      `A metric with id ${query.conversion_metric_id} does not exist.`,
    );
  const zone = store.all("account")[0]?.attributes.timezone;
  call.reply.next = null;
  const [start, end] = readTimeframe(
    query.timeframe,
    new Calendar(String(zone ?? "UTC")),
    store.now().getTime(),
  );
  if (start >= end) throw refuseBody(`${AT}/timeframe`, "The timeframe must start before it ends.");
  const sent = applyFilter(
    collect(store, start, end, metric.attributes.name === "Placed Order"),
    query.filter,
    filters,
  );
  const results = groupRows(sent, query.group_by?.length ? query.group_by : by).map(
    ({ groupings, figures }) => ({
      groupings,
      statistics: Object.fromEntries(query.statistics.map((name) => [name, statisticOf(figures, name)])),
    }),
  );
  const links = Object.entries(relations).map(([relation, [type, grouping]]): [string, Link[]] => {
    const ids = new Set(sent.flatMap(({ groupings }) => groupings[grouping] ?? []));
    return [relation, [...ids].map((id) => ({ type, id }))];
  });
  return {
    type: operation.type,
    id: store.newId(operation.type),
    attributes: { results },
    relationships: Object.fromEntries(links),
  };
}

/** Statistics of the campaigns sent in a timeframe. */
export const queryCampaignValues: Behaviour = (call) =>
  report(call, {
    collect: sentByCampaigns,
    filters: [
      "campaign_id",
      "campaign_message_id",
      "campaign_message_name",
      "campaign_channel",
      "send_channel",
      "tag_id",
      "tag_name",
    ],
    by: ["campaign_id", "campaign_message_id", "send_channel"],
    relations: { campaigns: ["campaign", "campaign_id"] },
  });

/** Statistics of the flows' messages in a timeframe. */
export const queryFlowValues: Behaviour = (call) =>
  report(call, {
    collect: sentByFlows,
    filters: [
      "flow_id",
      "flow_name",
      "flow_message_id",
      "flow_message_name",
      "send_channel",
      "tag_id",
      "tag_name",
    ],
    by: ["flow_id", "flow_message_id", "send_channel"],
    relations: { flows: ["flow", "flow_id"], "flow-messages": ["flow-message", "flow_message_id"] },
  });
