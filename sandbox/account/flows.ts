import type { Link, Resource } from "../resource.ts";
import { type Audience, LIST_IDS } from "./audiences.ts";
import { type Clock, DAY, EVENT_DAYS, HOUR, MINUTE, toIso } from "./clock.ts";
import { type ActionDefinition, defineAction, hasOrdered, type Step } from "./flow-steps.ts";
import { metricId } from "./metrics.ts";
import type { Person } from "./profiles.ts";
import { Random } from "./random.ts";
import { type Mailing, type PostOffice, startStatistics } from "./sending.ts";

/**
 * Each flow: name, status, trigger type, how many people enter it in the days of the events (a list flow is entered by
 * those who join); then a line a step.
 */
const TABLE = `
Welcome Series | live | Added to List | 0
email | Welcome #1: offer | Welcome, and 10% off your first order
wait | 1 | days
split | 2
email | Welcome #2: buyers | Thank you! How to look after your gear
wait | 2 | days
email | Welcome #2: reminder | Your 10% is still waiting
sms | Welcome #3: last call | Your 10% ends tonight: {{ shop_url }}

Abandoned Checkout | live | Metric | 70
wait | 4 | hours
email | Abandoned checkout #1 | You left something at the trailhead
wait | 1 | days
email | Abandoned checkout #2 | Still thinking it over?
sms | Abandoned checkout SMS | We kept your cart for you: {{ event.CheckoutURL }}

Post-Purchase: thank you & review | live | Metric | 60
wait | 2 | days
email | Post-purchase: care | How to break in your new gear
wait | 12 | days
email | Post-purchase: review | Would you tell others about it?
set | Review Requested | yes

Customer Winback | manual | Metric | 0
wait | 90 | days
split | 1
join | Add to VIP Early Access | ${LIST_IDS.vip}
email | Winback #1 | It has been a while
wait | 7 | days
email | Winback #2 | Come back for free shipping

Birthday | draft | Date Based | 0
email | Birthday e-mail | Happy birthday, {{ first_name|default:'friend' }}
set | Birthday Greeted | yes

Price Drop | live | Price Drop | 35
email | Price drop e-mail | The price just dropped
wait | 3 | hours
sms | Price drop SMS | Price drop on something you liked: {{ shop_url }}

Low Inventory | draft | Low Inventory | 0
email | Low inventory e-mail | Only a few left
alert | Alert to buying | Reorder: a watched variant is running out

VIP Early Access (copy) | draft | Unconfigured | 0
email | VIP e-mail | Early access starts now
wait | 6 | hours
split | 1
set | VIP Buyer | yes
email | VIP reminder | Last hours of early access
wait | 1 | days
split | 1
set | VIP Buyer | late
join | Add to VIP Early Access | ${LIST_IDS.vip}

Trade Show Follow-up | archived | Unconfigured | 0
email | Trade show e-mail | Good to meet you at our stand`;

const KNOWN_IDS: Record<string, string> = { "Welcome Series": "VJvBNr" };

interface Recipe {
  name: string;
  status: string;
  isArchived: boolean;
  triggerType: string;
  trigger: Record<string, unknown> | undefined;
  /** Who may enter; null for everybody. */
  filter: object | null;
  entries: number;
  steps: Step[];
}

function readTable(table: string): Recipe[] {
  const triggers = buildTriggers();
  const flows = table.trim().split("\n\n");
  return flows.map((text) => {
    const [head = [], ...steps] = text.split("\n").map((line) => line.split(" | "));
    const [name = "", status = "", triggerType = "", entries] = head;
    return {
      name,
      status: status === "archived" ? "draft" : status,
      isArchived: status === "archived",
      triggerType,
      trigger: triggers[name],
      filter: name.startsWith("Abandoned")
        ? { condition_groups: [{ conditions: [hasOrdered(false)] }] }
        : null,
      entries: Number(entries),
      steps: steps.map(([kind = "", first = "", second = ""]) => ({ kind, first, second })),
    };
  });
}

function buildTriggers(): Record<string, Record<string, unknown>> {
  return {
    "Welcome Series": { type: "list", id: LIST_IDS.newsletter },
    "Abandoned Checkout": { type: "metric", id: metricId("Checkout Started"), trigger_filter: null },
    "Post-Purchase: thank you & review": {
      type: "metric",
      id: metricId("Fulfilled Order"),
      trigger_filter: null,
    },
    "Customer Winback": { type: "metric", id: metricId("Placed Order"), trigger_filter: null },
    "Back in Stock": {
      type: "metric",
      id: metricId("Subscribed to Back in Stock"),
      trigger_filter: null,
    },
    Birthday: {
      type: "date",
      date_field_type: "profile-property",
      date_profile_property: "Birthday",
      timedelta_unit_before_date: "days",
      timedelta_value_before_date: 0,
      recurrence_frequency: "annually",
      timezone: "profile",
      trigger_time: "09:00:00",
      trigger_days: null,
    },
    "Price Drop": {
      type: "price-drop",
      trigger_filter: null,
      price_drop_amount_value: 10,
      price_drop_amount_unit: "percent",
      audience: ["viewed", "checkout-started"],
      timeframe_days: 30,
      currency_type: "usd",
    },
    "Low Inventory": {
      type: "low-inventory",
      product_level: "variant",
      trigger_filter: null,
      inventory_count: 5,
      audience: ["added-to-cart"],
      timeframe_days: 14,
    },
  };
}

/** What the flows are made from. */
export interface FlowSources {
  people: readonly Person[];
  audiences: readonly Audience[];
  templates: readonly Resource[];
  post: PostOffice;
  clock: Clock;
}

/** The flows with their actions and messages; people who entered the live ones got the messages. */
export function seedFlows(sources: FlowSources, table = TABLE, seed = "flows"): Resource[] {
  const random = new Random(seed);
  return readTable(table).flatMap((recipe, index) => seedFlow(recipe, index, random, sources));
}

/** Writes on each list and metric which flows it starts. */
export function linkTriggers(flows: readonly Resource[], groups: readonly Resource[]): void {
  for (const flow of flows) {
    if (flow.type !== "flow") continue;
    const { triggers } = flow.attributes.definition as { triggers: { id?: string }[] };
    for (const group of groups.filter(({ id }) => triggers.some((trigger) => trigger.id === id))) {
      (group.relationships["flow-triggers"] as Link[]).push({ type: "flow", id: flow.id });
    }
  }
}

function seedFlow(recipe: Recipe, index: number, random: Random, sources: FlowSources): Resource[] {
  const { clock, templates } = sources;
  const id = KNOWN_IDS[recipe.name] ?? random.shortId();
  const created = toIso(clock.daysAgo(480 - index * 55));
  const updated = toIso(clock.daysAgo(62 - index * 7));
  const ids = recipe.steps.map(() => String(random.between(60_000_000, 99_999_999)));
  const definitions = recipe.steps.map((step, at): ActionDefinition => {
    const hasTemplate = step.kind === "email" || step.kind === "alert";
    const template = templates[(index * 5 + at) % templates.length];
    const message = { id: random.shortId(), templateId: (hasTemplate && template?.id) || null };
    return defineAction(step, ids[at] ?? "", ids.slice(at + 1), recipe.status, message);
  });
  const flow: Resource = {
    type: "flow",
    id,
    attributes: {
      name: recipe.name,
      status: recipe.status,
      archived: recipe.isArchived,
      created,
      updated,
      trigger_type: recipe.triggerType,
      definition: {
        triggers: recipe.trigger ? [recipe.trigger] : [],
        profile_filter: recipe.filter,
        actions: definitions,
        entry_action_id: ids[0] ?? null,
        reentry_criteria: { duration: 30, unit: "day" },
      },
    },
    relationships: {
      "flow-actions": ids.map((actionId) => ({ type: "flow-action", id: actionId })),
      tags: [],
    },
  };
  const mailings = definitions.map((definition) => toMailing(definition, id));
  if (recipe.status === "live") run(recipe, mailings, random, sources);
  const rest = definitions.flatMap((definition) =>
    toAction(definition, { type: "flow", id }, { created, updated }),
  );
  return [flow, ...rest];
}

function toAction(
  definition: ActionDefinition,
  flow: Link,
  times: { created: string; updated: string },
): Resource[] {
  const { message } = definition.data;
  const action: Resource = {
    type: "flow-action",
    id: definition.id,
    attributes: { ...times, definition },
    relationships: { flow, "flow-messages": message ? [{ type: "flow-message", id: message.id }] : [] },
  };
  if (!message) return [action];
  const channel = definition.type === "send-sms" ? "sms" : "email";
  const template =
    typeof message.template_id === "string" ? { type: "template", id: message.template_id } : null;
  const sent: Resource = {
    type: "flow-message",
    id: message.id,
    attributes: { channel, ...times, definition: message },
    relationships: { "flow-action": { type: "flow-action", id: definition.id }, template },
  };
  return [action, sent];
}

function toMailing({ type, data: { message } }: ActionDefinition, flowId: string): Mailing | null {
  if (!message || type === "send-internal-alert") return null;
  const channel = type === "send-sms" ? "sms" : "email";
  const subject = String(channel === "sms" ? message.body : message.subject_line);
  return {
    channel,
    messageId: message.id,
    flowId,
    name: message.name,
    subject,
    statistics: startStatistics(),
  };
}

function run(recipe: Recipe, mailings: (Mailing | null)[], random: Random, sources: FlowSources): void {
  const { clock, people, audiences, post } = sources;
  const since = clock.daysAgo(EVENT_DAYS);
  const list = audiences.find((audience) => audience.id === recipe.trigger?.id);
  const entries = list
    ? list.members.map(({ person, joinedAt }) => ({ person, at: joinedAt }))
    : Array.from({ length: recipe.entries }, () => ({
        person: random.pick(people),
        at: since + random.between(0, EVENT_DAYS * 24) * HOUR,
      }));
  for (const { person, at } of entries) {
    if (at < Math.max(since, person.createdAt)) continue;
    let time = at;
    for (const [index, step] of recipe.steps.entries()) {
      const mailing = mailings[index];
      if (step.kind === "wait") time += Number(step.first) * (step.second === "days" ? DAY : HOUR);
      // Each message is for part of those who come so far: splits and people who buy thin them out.
      else if (mailing && random.chance(0.85)) post.deliver(mailing, person, time + 5 * MINUTE);
    }
  }
}
