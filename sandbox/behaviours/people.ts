import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { type Store, toStamp } from "../klaviyo/store.ts";
import { refuseBody } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { newSubscriptions } from "./consent.ts";
import { addProfile } from "./profiles.ts";
import { createJob, filled } from "./stored.ts";

interface Suppression {
  attributes: { profiles?: { data: { attributes: { email: string } }[] } | null };
  relationships?: { list?: { data: Link }; segment?: { data: Link } };
}

/** The profiles that a suppression names, by address or as a group; an address nobody has gets a profile. */
function peopleOf({ store }: Call, { attributes, relationships = {} }: Suppression): Resource[] {
  const group = relationships.list?.data ?? relationships.segment?.data;
  if (group) return store.linkedResources(store.get(group.type, group.id), "profiles");
  if (!attributes.profiles)
    throw refuseBody("/data/attributes/profiles", "Profiles, a list or a segment is required.");
  return attributes.profiles.data.map(
    ({ attributes: { email } }) => store.findProfile({ email }) ?? addProfile(store, { email }),
  );
}

const BY_HAND = "USER_SUPPRESSED";

/** Suppresses or lifts what was suppressed by hand; the job tells how many. */
export function suppress(on: boolean): Behaviour {
  return (call) => {
    const people = peopleOf(call, readData<Suppression>(call));
    const timestamp = toStamp(call.store.now());
    for (const profile of people) {
      const all = (profile.attributes.subscriptions ?? newSubscriptions(true)) as ReturnType<
        typeof newSubscriptions
      >;
      const marketing = all.email?.marketing;
      if (!marketing) continue;
      const rest = ((marketing.suppression ?? []) as Values[]).filter(({ reason }) => reason !== BY_HAND);
      marketing.suppression = on ? [...rest, { reason: BY_HAND, timestamp }] : rest;
      marketing.can_receive_email_marketing =
        !on && rest.length === 0 && marketing.consent !== "UNSUBSCRIBED";
      profile.attributes.subscriptions = all;
      call.store.touch(profile);
    }
    const job = createJob(call) as Resource;
    const { list, segment } = readData<Suppression>(call).relationships ?? {};
    const groups = { _list_id: list?.data.id ?? null, _segment_id: segment?.data.id ?? null };
    Object.assign(job.attributes, { total_count: people.length, skipped_count: 0, ...groups });
    Object.assign(job.attributes._result as Values, { completed_count: people.length });
    return job;
  };
}

interface Identified {
  id?: string;
  attributes?: Values;
}

const findPerson = (store: Store, { id, attributes = {} }: Identified) =>
  id ? store.find("profile", id) : store.findProfile(attributes);

/** Deletes the profile at once; Klaviyo takes its time. */
export const deletePerson: Behaviour = ({ store, ...call }) => {
  const { attributes } = readData<{ attributes: { profile: { data: Identified } } }>({ store, ...call });
  const profile = findPerson(store, attributes.profile.data);
  if (profile) store.remove(profile);
  return undefined;
};

/** Puts a device's token on its profile, which is made where nobody has it. */
export const createPushToken: Behaviour = (call) => {
  const { store } = call;
  const { attributes } = readData<{ attributes: Values & { profile: { data: Identified } } }>(call);
  const { profile: owner, device_metadata, ...given } = attributes;
  const { meta: _, ...person } = owner.data.attributes ?? {};
  const profile = findPerson(store, owner.data) ?? addProfile(store, person);
  const known = store.all("push-token").find((token) => token.attributes.token === given.token);
  if (known) store.remove(known);
  const recorded_date = toStamp(store.now());
  const values = { enablement_status: "AUTHORIZED", background: "AVAILABLE", ...given, recorded_date };
  const metadata = device_metadata ?? null;
  store.create(
    "push-token",
    filled("push-token", undefined, { ...values, metadata, created: recorded_date }),
    {
      profile: { type: "profile", id: profile.id },
    },
  );
  return undefined;
};

/** Accepts what shows nowhere, once what it names is known to be there. */
export const accept: Behaviour = (call) => {
  const { relationships = {} } = readData<{ relationships?: Record<string, { data?: Link | Link[] }> }>(call);
  for (const [name, { data }] of Object.entries(relationships)) {
    for (const { type, id } of [data ?? []].flat()) {
      if (!call.store.find(type, id))
        throw refuseBody(`/data/relationships/${name}`, `A ${type} with id ${id} does not exist.`);
    }
  }
  return undefined;
};
