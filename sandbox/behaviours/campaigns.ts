import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import type { Store } from "../klaviyo/store.ts";
import { Refusal, refuseBody, refuseConflict } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { readChanges, readParent, type Write } from "./resources.ts";
import { holdTemplate } from "./templates.ts";

interface Audiences {
  included?: string[] | null;
  excluded?: string[] | null;
}

interface Message {
  channel: string;
  label?: string | null;
  content?: Values | null;
}

interface CampaignWrite {
  attributes: Values & {
    audiences?: Audiences | null;
    "campaign-messages"?: { data: { attributes: { definition: Message } }[] };
  };
}

const EMAIL_CONTENT = [
  "subject",
  "preview_text",
  "from_email",
  "from_label",
  "reply_to_email",
  "cc_email",
  "bcc_email",
];

/** What Klaviyo fills in where a new message says nothing, by channel. */
const CONTENT: Record<string, Values> = {
  email: Object.fromEntries(EMAIL_CONTENT.map((name) => [name, null])),
  sms: { body: null },
  mobile_push: {},
};

const DEFAULTS = {
  status: "Draft",
  archived: false,
  send_options: { use_smart_sending: true },
  send_strategy: { method: "immediate" },
  scheduled_at: null,
  send_time: null,
};

const TRACKING = { add_tracking_params: true, custom_tracking_params: [] };

/** Only e-mail can be tracked by opens and clicks. */
const trackingOf = (channel: string | undefined) =>
  channel === "email" ? { ...TRACKING, is_tracking_clicks: true, is_tracking_opens: true } : TRACKING;

/** An e-mail says whether it goes to those who unsubscribed, too; no body can set that. */
const unasked = (channel: string | undefined) => (channel === "email" ? { ignore_unsubscribes: false } : {});

const findGroup = (store: Store, id: string) => store.find("list", id) ?? store.find("segment", id);

/** That an unknown audience is refused is an assumption; a campaign to nobody would be the alternative. */
function checkAudiences(store: Store, audiences: Audiences | null | undefined): void {
  for (const side of ["included", "excluded"] as const) {
    for (const id of audiences?.[side] ?? []) {
      if (!findGroup(store, id))
        throw refuseBody(`/data/attributes/audiences/${side}`, `No list or segment with id ${id} exists.`);
    }
  }
}

/** Parameters of a campaign's own replace the account's, and must name source and medium. */
function checkTracking(attributes: Values): void {
  const { custom_tracking_params: own } = (attributes.tracking_options ?? {}) as {
    custom_tracking_params?: { name: string }[] | null;
  };
  const missing = ["utm_source", "utm_medium"].filter((name) => !own?.some((one) => one.name === name));
  if (own?.length && missing.length > 0)
    throw refuseBody(
      "/data/attributes/tracking_options/custom_tracking_params",
      `custom_tracking_params must include ${missing.join(" and ")}.`,
    );
}

/** Creates a draft with its messages. */
export const createCampaign: Behaviour = (call) => {
  const { store } = call;
  const { "campaign-messages": messages, ...attributes } = readData<CampaignWrite>(call).attributes;
  checkAudiences(store, attributes.audiences);
  checkTracking(attributes);
  const audiences = { excluded: [], ...attributes.audiences };
  const channel = messages?.data[0]?.attributes.definition.channel;
  const said = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
  const options = {
    tracking_options: { ...trackingOf(channel), ...(said.tracking_options as Values) },
    send_options: { ...DEFAULTS.send_options, ...unasked(channel), ...(said.send_options as Values) },
  };
  const campaign = store.create("campaign", { ...DEFAULTS, ...said, ...options, audiences });
  const links = (messages?.data ?? []).map(({ attributes: { definition } }) => {
    const content = { ...CONTENT[definition.channel], ...definition.content };
    const label = definition.channel === "email" ? { label: definition.label ?? attributes.name } : {};
    const message = store.create(
      "campaign-message",
      { definition: { ...definition, ...label, content }, send_times: [] },
      { campaign: { type: "campaign", id: campaign.id }, template: null },
    );
    return { type: message.type, id: message.id };
  });
  campaign.relationships = { "campaign-messages": links, tags: [] };
  return campaign;
};

/** Changes a campaign; its messages are changed by themselves. */
export const updateCampaign: Behaviour = (call) => {
  const campaign = readParent(call);
  const { attributes } = readData<CampaignWrite>(call);
  checkAudiences(call.store, attributes.audiences);
  checkTracking(attributes);
  const audiences = { ...(campaign.attributes.audiences as Audiences), ...attributes.audiences };
  const changes = readChanges(attributes);
  if (changes.send_options)
    changes.send_options = { ...(campaign.attributes.send_options as Values), ...changes.send_options };
  Object.assign(campaign.attributes, changes, { audiences });
  return call.store.touch(campaign);
};

/** Changes what a message says, field by field. */
export const updateMessage: Behaviour = (call) => {
  const message = readParent(call);
  const { attributes = {} } = readData<Write>(call);
  const old = message.attributes.definition as Message;
  const definition = (attributes.definition ?? old) as Message;
  if (definition.channel !== old.channel)
    throw refuseBody("/data/attributes/definition/channel", "The channel of a message cannot be changed.");
  message.attributes.definition = {
    ...old,
    ...definition,
    content: { ...old.content, ...definition.content },
  };
  return call.store.touch(message);
};

/** Klaviyo puts a copy of the template into the message; the copy is not in the library. */
export const assignTemplate: Behaviour = (call) => {
  const { id, relationships } = readData<{ id: string; relationships: { template: { data: Link } } }>(call);
  const message = call.store.get("campaign-message", id);
  const source = call.store.get("template", relationships.template.data.id);
  const copy = holdTemplate(call.store, source, { type: message.type, id }, `Clone of ${source.id}`);
  message.relationships.template = { type: "template", id: copy.id };
  call.store.touch(message);
  const { definition, ...rest } = message.attributes;
  // This one operation answers in the flat shape of older revisions.
  const flat = { label: null, render_options: null, ...(definition as Message) };
  return { ...message, attributes: { ...rest, ...flat } };
};

/** What a campaign needs before it can go out. Klaviyo documents no list: this one is an assumption. */
const REQUIRED: Record<string, string[]> = {
  email: ["subject", "from_email", "from_label"],
  sms: ["body"],
  mobile_push: ["body"],
};

function checkSendable(store: Store, campaign: Resource): void {
  const { status } = campaign.attributes;
  if (status !== "Draft" && status !== "Scheduled")
    throw refuseConflict("/data/id", `A campaign with the status ${status} cannot be sent.`);
  const messages = store.linkedResources(campaign, "campaign-messages");
  const missing = messages.flatMap((message) => {
    const { channel, content } = message.attributes.definition as Message;
    const empty = (REQUIRED[channel] ?? []).filter((name) => !content?.[name]);
    const needsTemplate = channel === "email" && !message.relationships.template;
    return [...empty, ...(needsTemplate ? ["template"] : [])].map(
      (name) => `message ${message.id} has no ${name}`,
    );
  });
  const { included } = campaign.attributes.audiences as Audiences;
  if (!included?.length) missing.push("no audience is included");
  if (messages.length === 0) missing.push("it has no message");
  if (missing.length > 0)
    throw new Refusal(
      400,
      missing.map((why) => ({
        detail: `The campaign cannot be sent: ${why}.`,
        source: { pointer: "/data/id" },
      })),
    );
}

/** Queues a campaign for sending; the send job has the id of the campaign. */
export const sendCampaign: Behaviour = (call) => {
  const { store } = call;
  const campaign = store.get("campaign", readData<{ id: string }>(call).id);
  checkSendable(store, campaign);
  campaign.attributes.status = "Preparing to send";
  store.touch(campaign);
  const _since = store.now().getTime();
  return store.create("campaign-send-job", { status: "queued", _since }, {}, campaign.id);
};

/** `cancel` stops a send for good, `revert` makes the campaign a draft again. */
export const cancelSend: Behaviour = (call) => {
  const job = readParent(call);
  const campaign = call.store.get("campaign", job.id);
  const { action } = readData<{ attributes: { action: "cancel" | "revert" } }>(call).attributes;
  if (campaign.attributes.status === "Sent")
    throw refuseConflict("/data/id", "The campaign has already been sent.");
  Object.assign(campaign.attributes, {
    status: action === "cancel" ? "Cancelled" : "Draft",
    scheduled_at: null,
  });
  job.attributes.status = "cancelled";
  call.store.touch(campaign);
  return undefined;
};

function canReceiveEmail(profile: Resource | undefined): boolean {
  const { email } = (profile?.attributes.subscriptions ?? {}) as { email?: { marketing?: Values } };
  return email?.marketing?.can_receive_email_marketing === true;
}

/** Everybody in an included group, nobody twice, without the excluded groups and those who may not be written to. */
export function countRecipients(store: Store, campaign: Resource): number {
  const { included, excluded } = campaign.attributes.audiences as Audiences;
  const membersOf = (ids: string[] | null | undefined) =>
    (ids ?? []).flatMap((id) => {
      const group = findGroup(store, id);
      return group ? store.linked(group, "profiles").map((link) => link.id) : [];
    });
  const out = new Set(membersOf(excluded));
  return [...new Set(membersOf(included))].filter(
    (id) => !out.has(id) && canReceiveEmail(store.find("profile", id)),
  ).length;
}

/** Queues an estimation; job and number have the id of the campaign. */
export const refreshEstimation: Behaviour = (call) => {
  const campaign = call.store.get("campaign", readData<{ id: string }>(call).id);
  return call.store.create("campaign-recipient-estimation-job", { status: "queued" }, {}, campaign.id);
};

/** The number is there once its job is complete. */
export function finishEstimation({ store }: Call, job: Resource): void {
  if (job.attributes.status !== "complete") return;
  const estimated_recipient_count = countRecipients(store, store.get("campaign", job.id));
  store.create("campaign-recipient-estimation", { estimated_recipient_count }, {}, job.id);
}
