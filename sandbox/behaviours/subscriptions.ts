import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { type Store, toStamp } from "../klaviyo/store.ts";
import { refuseBody } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { newSubscriptions } from "./consent.ts";
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
    const held = all[channel === "push" ? "mobile_push" : channel];
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

function change(call: Call, subscribe: boolean): void {
  const { store } = call;
  const { attributes, relationships } = readData<Subscribe>(call);
  const link = relationships?.list?.data;
  const group = link && store.get("list", link.id);
  const found = attributes.profiles.data.map((item, index) => {
    const profile = item.id ? store.find("profile", item.id) : store.findProfile({ ...item.attributes });
    if (item.id && !profile)
      throw refuseBody(`${ITEMS}/${index}/id`, `A profile with id ${item.id} does not exist.`);
    checkSubscriber(item, profile, index);
    return profile;
  });
  const stamp = toStamp(store.now());
  const source = { method: "API", method_detail: attributes.custom_source ?? null };
  const profiles = attributes.profiles.data.map(({ attributes: { subscriptions, ...identity } }, index) => {
    const profile = found[index] ?? addProfile(store, identity);
    writeConsent(profile, subscriptions, stamp, source);
    return store.touch(profile);
  });
  if (group) changeMembers(store, group, profiles, stamp, subscribe);
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

/** Subscribes at once: the sandbox takes the mail of a double opt-in as answered. */
export const subscribeProfiles: Behaviour = (call) => {
  const { attributes } = readData<Subscribe>(call);
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
