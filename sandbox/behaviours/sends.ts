import { type Store, toStamp } from "../klaviyo/store.ts";
import type { Resource } from "../resource.ts";
import { keepInStep } from "./campaign-schedules.ts";
import { countRecipients } from "./campaigns.ts";

// A send goes on by itself, on the account's clock, whoever looks: reading its job changes nothing.

/** Milliseconds from the beginning of a send until it runs, and until it is done. */
const RUNS_AFTER = 400;
const DONE_AFTER = 1000;

/** A send strategy with a datetime to come makes the send job schedule the campaign. */
function scheduledTime(campaign: Resource, since: number): string | undefined {
  const { datetime, date } = campaign.attributes.send_strategy as { datetime?: string; date?: string };
  const time = datetime ?? date;
  return time && Date.parse(time) > since ? toStamp(new Date(time)) : undefined;
}

/** The campaign follows its send job: sending while that runs, then sent, or scheduled. */
function follow(store: Store, job: Resource, since: number): void {
  const campaign = store.find("campaign", job.id);
  if (!campaign) return;
  const later = scheduledTime(campaign, since);
  const running = later ? "Preparing to schedule" : "Sending";
  const done = later ? "Scheduled" : "Sent";
  const isDone = job.attributes.status === "complete";
  campaign.attributes.status = isDone ? done : running;
  if (campaign.attributes.status === "Scheduled") campaign.attributes.scheduled_at = later;
  if (campaign.attributes.status === "Sent") {
    const recipients = countRecipients(store, campaign);
    campaign.attributes.send_time = toStamp(new Date(since + DONE_AFTER));
    const [message] = store.linkedResources(campaign, "campaign-messages");
    if (message) message.attributes._statistics = { recipients, delivered: recipients };
  }
  campaign.attributes.updated_at = toStamp(new Date(since + (isDone ? DONE_AFTER : RUNS_AFTER)));
  keepInStep(store, campaign);
}

/** Brings the sends that have begun to where they are by now. */
export function goOnSending(store: Store): void {
  const now = store.now().getTime();
  for (const job of store.all("campaign-send-job")) {
    const { _since: since, status } = job.attributes;
    if (typeof since !== "number" || (status !== "queued" && status !== "processing")) continue;
    const passed = now - since;
    const next = passed >= DONE_AFTER ? "complete" : passed >= RUNS_AFTER ? "processing" : "queued";
    if (next === status) continue;
    job.attributes.status = next;
    follow(store, job, since);
  }
}
