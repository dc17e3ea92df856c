import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { isPhone } from "../klaviyo/schema.ts";
import { type Store, toStamp } from "../klaviyo/store.ts";
import { refuseBody } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { askedOfWhatsapp, newSubscriptions } from "./consent.ts";
import { addProfile } from "./profiles.ts";

type Consents = Record<string, Record<string, Values | null> | null>;

interface Subscriber {
  id?: string;
  attributes: { email?: string; phone_number?: string; subscriptions: Consents };
}

interface Subscribe {
  attributes: { profiles: { data: Subscriber[] }; custom_source?: string; historical_import?: boolean };
  relationships?: { list?: { data: Link } };
}

/** Which identifier a channel needs. */
const NEEDS: Record<string, "email" | "phone_number" | undefined> = {
  email: "email",
  sms: "phone_number",
  whatsapp: "phone_number",
};

const ITEMS = "/data/attributes/profiles/data";

function checkSubscriber({ attributes }: Subscriber, profile: Resource | undefined, index: number): void {
  const pointer = `${ITEMS}/${index}/attributes`;
  const channels = Object.entries(attributes.subscriptions).filter(([, types]) => types);
  if (channels.length === 0)
    throw refuseBody(`${pointer}/subscriptions`, "At least one channel is required.");
  for (const [channel] of channels) {
    const need = NEEDS[channel];
    if (need && !attributes[need] && !profile?.attributes[need])
      throw refuseBody(`${pointer}/${need}`, `${need} is required to change consent for ${channel}.`);
  }
}

/** Consent lifts every suppression but that of an address which does not exist. */
function writeConsent(profile: Resource, consents: Consents, stamp: string, source: Values): void {
  const all = (profile.attributes.subscriptions ??
    newSubscriptions(Boolean(profile.attributes.email))) as Consents;
  for (const [channel, types] of Object.entries(consents)) {
    const name = channel === "push" ? "mobile_push" : channel;
    if (types && name === "whatsapp") all.whatsapp ??= askedOfWhatsapp();
    const held = all[name];
    for (const [type, wanted] of Object.entries(types ?? {})) {
      const state = held?.[type];
      if (!state || !wanted || typeof wanted !== "object" || !wanted.consent) continue;
      const subscribed = wanted.consent === "SUBSCRIBED";
      const receives = Object.keys(state).find((name) => name.startsWith("can_receive"));
      Object.assign(state, { consent: wanted.consent, consent_timestamp: wanted.consented_at ?? stamp });
      if ("last_updated" in state) state.last_updated = stamp;
      if ("method" in state) Object.assign(state, source);
      const bounced = ((state.suppression ?? []) as Values[]).filter(
        ({ reason }) => reason === "HARD_BOUNCE",
      );
      if (subscribed && "suppression" in state) state.suppression = bounced;
      if (receives) state[receives] = subscribed && bounced.length === 0;
    }
  }
  profile.attributes.subscriptions = all;
}

/** The list of a body; unlike in a path an unknown one is 400. */
function readList({ store }: Call, relationships: Subscribe["relationships"]): Resource | undefined {
  const link = relationships?.list?.data;
  if (link && !store.find("list", link.id))
    throw refuseBody("/data/relationships/list/data/id", `A list with id ${link.id} does not exist.`);
  return link && store.get("list", link.id);
}

function change(call: Call, subscribe: boolean): void {
  const { store } = call;
  const { attributes, relationships } = readData<Subscribe>(call);
  const group = readList(call, relationships);
  const found = attributes.profiles.data.map((item, index) => {
    const profile = item.id ? store.find("profile", item.id) : store.findProfile({ ...item.attributes });
    if (item.id && !profile)
      throw refuseBody(`${ITEMS}/${index}/id`, `A profile with id ${item.id} does not exist.`);
    checkSubscriber(item, profile, index);
    return profile;
  });
  if (subscribe && waits(attributes, group)) return;
  const stamp = toStamp(store.now());
  const source = { method: "API", method_detail: attributes.custom_source ?? null };
  const profiles = attributes.profiles.data.map(({ attributes: { subscriptions, ...identity } }, index) => {
    // One that stands in the body twice is made by its first place.
    const profile = found[index] ?? store.findProfile(identity) ?? addProfile(store, identity);
    writeConsent(profile, subscriptions, stamp, source);
    return store.touch(profile);
  });
  if (group) changeMembers(store, group, profiles, stamp, subscribe);
}

/**
 * Whether the people are first asked to confirm: by the list's way of opting in, without one by the account's, which
 * is double. Until they do, Klaviyo shows nothing of it: no consent, no member, and nobody new.
 */
const waits = ({ historical_import }: Subscribe["attributes"], group: Resource | undefined) =>
  !historical_import && group?.attributes.opt_in_process !== "single_opt_in";

/** Drops phone numbers that are none where an e-mail goes on alone, which a header tells; otherwise refuses them. */
function dropPhones({ reply }: Call, { profiles }: Subscribe["attributes"]): void {
  profiles.data.forEach((item, index) => {
    const { attributes } = item;
    if (typeof attributes.phone_number !== "string" || isPhone(attributes.phone_number)) return;
    if (!attributes.email)
      throw refuseBody(
        `${ITEMS}/${index}/attributes/phone_number`,
        "Invalid phone number format (Example of a valid format: +12345678901)",
      );
    const { sms: _, whatsapp: __, ...subscriptions } = attributes.subscriptions;
    const { phone_number: ___, ...rest } = attributes;
    item.attributes = { ...rest, subscriptions };
    reply.headers = { "x-klaviyo-partial-failure": "phone_number" };
  });
}

function changeMembers(
  store: Store,
  group: Resource,
  profiles: Resource[],
  stamp: string,
  join: boolean,
): void {
  if (!join) store.unlink(group, "profiles", new Set(profiles.map(({ id }) => id)));
  else
    store.link(
      group,
      "profiles",
      profiles.map(({ type, id }) => ({ type, id, joined_group_at: stamp })),
    );
}

/** Subscribes at once, or waits for those who have to confirm. */
export const subscribeProfiles: Behaviour = (call) => {
  const { attributes } = readData<Subscribe>(call);
  dropPhones(call, attributes);
  if (attributes.historical_import) {
    attributes.profiles.data.forEach((item, index) => {
      const dated = Object.values(item.attributes.subscriptions).flatMap((types) =>
        Object.values(types ?? {}),
      );
      if (!dated.every((consent) => consent?.consented_at))
        throw refuseBody(
          `${ITEMS}/${index}/attributes/subscriptions`,
          "consented_at is required for a historical import.",
        );
    });
  }
  change(call, true);
  return undefined;
};

/** Unsubscribes, and takes off the list that is named. */
export const unsubscribeProfiles: Behaviour = (call) => {
  change(call, false);
  return undefined;
};
