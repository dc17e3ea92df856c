import { growTree, stateOf } from "../account/campaign-tree.ts";
import { isMultitude } from "../klaviyo/multitude.ts";
import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import type { Store } from "../klaviyo/store.ts";
import { Refusal, refuseBody, refuseConflict } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { link, parentOf } from "./campaign-tree.ts";

interface Schedule {
  message_id?: string;
  strategy: string;
  send_time?: string | null;
  send_date?: string | null;
  throttled_options?: { throttling_percentage?: number; throttle_unit?: string } | null;
}

/** Schedules a message: it needs a time to come, or with smart sending a date. */
function schedule({ store }: Call, message: Resource, wanted: Schedule, pointer: string): Values {
  const { strategy, throttled_options } = wanted;
  const name = strategy === "smart_send_time" ? "send_date" : "send_time";
  const time = wanted[name];
  if (!time) throw refuseBody(`${pointer}/${name}`, `'${name}' is required for the strategy ${strategy}.`);
  if (Date.parse(time) <= store.now().getTime())
    throw refuseBody(`${pointer}/${name}`, `'${name}' must lie in the future.`);
  const next = message.attributes._next as Values;
  if (next.status !== "draft")
    throw refuseConflict("/data/id", `A message with the status ${next.status} cannot be scheduled.`);
  const send_options = {
    ...(next.send_options as Values),
    send_time: time,
    send_strategy: strategy === "smart_send_time" ? "send_time_optimization" : strategy,
  };
  message.attributes._next = { ...next, status: "scheduled", send_options };
  const [campaign] = store.linkedResources(message, "campaign");
  if (campaign) {
    Object.assign(campaign.attributes, { status: "Scheduled", scheduled_at: time });
    store.touch(campaign);
  }
  store.touch(message);
  return {
    send_time: wanted.send_time ?? null,
    send_date: wanted.send_date ?? null,
    strategy,
    throttling_percentage: throttled_options?.throttling_percentage ?? null,
    throttle_unit: throttled_options?.throttle_unit ?? null,
  };
}

/** Schedules one message. */
export const scheduleMessage: Behaviour = (call) => {
  const { attributes, relationships } = readData<{
    attributes: Schedule;
    relationships: Record<string, { data: Link }>;
  }>(call);
  const message = parentOf(call, relationships, "campaign-message");
  const values = schedule(call, message, attributes, "/data/attributes");
  return call.store.create(
    "campaign-message-schedule",
    values,
    { "campaign-message": link(message) },
    message.id,
  );
};

/** Schedules several messages of a campaign. */
export const scheduleCampaign: Behaviour = (call) => {
  const { store } = call;
  const { attributes, relationships } = readData<{
    attributes: { message_schedules: Schedule[] };
    relationships: Record<string, { data: Link }>;
  }>(call);
  const campaign = parentOf(call, relationships, "campaign");
  const own = new Set(store.linked(campaign, "campaign-messages").map(({ id }) => id));
  const messages = attributes.message_schedules.map((wanted, index) => {
    const pointer = `/data/attributes/message_schedules/${index}`;
    const id = wanted.message_id ?? "";
    if (!own.has(id)) throw refuseBody(`${pointer}/message_id`, `The campaign has no message with id ${id}.`);
    return { message_id: id, ...schedule(call, store.get("campaign-message", id), wanted, pointer) };
  });
  return store.create("campaign-schedule", { messages }, { campaign: link(campaign) }, campaign.id);
};

/** Takes a schedule back: the message is a draft again, or cancelled for good. */
export const changeSchedule: Behaviour = (call) => {
  const { store, parent } = call;
  const message = store.get("campaign-message", parent.id);
  const next = message.attributes._next as Values;
  if (next.status !== "scheduled")
    throw new Refusal(404, [
      { detail: `The message ${parent.id} has no schedule.`, source: { pointer: "/data/id" } },
    ]);
  const { action } = readData<{ attributes: { action: "cancel" | "revert" } }>(call).attributes;
  message.attributes._next = { ...next, status: action === "cancel" ? "cancelled" : "draft" };
  const [campaign] = store.linkedResources(message, "campaign");
  if (campaign)
    Object.assign(campaign.attributes, {
      status: action === "cancel" ? "Cancelled" : "Draft",
      scheduled_at: null,
    });
  const known = store.find("campaign-message-schedule", parent.id);
  if (known) store.remove(known);
  return undefined;
};

/**
 * Keeps the tree in step with a behaviour of the older model: a campaign that was made there grows again, of one that
 * was made as a tree the messages follow the campaign's status.
 */
export function inStep(does: Behaviour): Behaviour {
  return (call) => {
    const outcome = does(call);
    const { store } = call;
    const known = outcome && !isMultitude(outcome) ? [outcome].flat()[0] : undefined;
    const named = known ?? readData<{ id?: string } | undefined>(call);
    const campaign =
      known?.type === "campaign-message"
        ? store.linkedResources(store.get("campaign-message", known.id), "campaign")[0]
        : store.find("campaign", named?.id ?? call.parent.id);
    if (campaign) keepInStep(store, campaign);
    return outcome;
  };
}

/** Brings the tree of a campaign to what the older model says of it. */
export function keepInStep(store: Store, campaign: Resource): void {
  const messages = store.linkedResources(campaign, "campaign-messages");
  if (!campaign.attributes._isTree) {
    for (const resource of growTree([campaign, ...messages])) store.add(resource);
    return;
  }
  for (const message of messages)
    message.attributes._next = {
      ...(message.attributes._next as Values),
      status: stateOf(campaign.attributes.status),
    };
}
