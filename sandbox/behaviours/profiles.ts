import { type Behaviour, readData } from "../klaviyo/operation.ts";
import { isObject } from "../klaviyo/schema.ts";
import { type Store, toStamp } from "../klaviyo/store.ts";
import { refuseBody, refuseConflict, refuseMissing } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { newSubscriptions } from "./consent.ts";
import { readLinks, readParent, type Write } from "./resources.ts";

/** `data` of a profile in a body. */
export interface ProfileWrite extends Write {
  attributes: Values;
  meta?: {
    patch_properties?: { append?: Values; unappend?: Values; unset?: string | string[] } | null;
  } | null;
}

const IDENTIFIERS = ["email", "phone_number", "external_id"];
/** Identifiers of a browser: they find a profile at Klaviyo, here nobody has one. */
const UNSTORED = ["_kx", "anonymous_id"];

const hasIdentifier = (attributes: Values) => IDENTIFIERS.some((name) => attributes[name]);

/** Refuses identifiers that belong to another profile, naming it as Klaviyo does. */
function refuseDuplicate(store: Store, attributes: Values, self?: Resource): void {
  for (const name of IDENTIFIERS) {
    const owner = store.findProfile({ [name]: attributes[name] });
    if (!owner || owner === self) continue;
    const detail = "A profile already exists with one of these identifiers.";
    throw refuseConflict("/data/attributes", detail, "duplicate_profile", { duplicate_profile_id: owner.id });
  }
}

/** Adds a profile that nobody has asked for consent yet. */
export function addProfile(store: Store, attributes: Values): Resource {
  const properties = attributes.properties ?? {};
  const known = Object.fromEntries(Object.entries(attributes).filter(([name]) => !UNSTORED.includes(name)));
  const subscriptions = newSubscriptions(Boolean(attributes.email));
  return store.create("profile", { ...known, properties, subscriptions });
}

function patchProperties(
  properties: Values,
  patch: NonNullable<ProfileWrite["meta"]>["patch_properties"],
): void {
  const listOf = (value: unknown): unknown[] =>
    Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  for (const [name, value] of Object.entries(patch?.append ?? {}))
    properties[name] = [...listOf(properties[name]), ...listOf(value)];
  for (const [name, value] of Object.entries(patch?.unappend ?? {})) {
    const taken = new Set(listOf(value));
    properties[name] = listOf(properties[name]).filter((item) => !taken.has(item));
  }
  for (const name of listOf(patch?.unset)) delete properties[String(name)];
}

/** Changes a profile: null clears an attribute, location and properties merge key by key. */
export function changeProfile(store: Store, profile: Resource, { attributes, meta }: ProfileWrite): Resource {
  for (const [name, value] of Object.entries(attributes)) {
    if (UNSTORED.includes(name)) continue;
    const old = profile.attributes[name];
    profile.attributes[name] = isObject(value) && isObject(old) ? { ...old, ...value } : value;
  }
  const properties = { ...((profile.attributes.properties ?? {}) as Values) };
  patchProperties(properties, meta?.patch_properties);
  profile.attributes.properties = properties;
  store.identify(profile);
  return store.touch(profile);
}

/** The profile that a body means, by id or identifier, changed; or a new one. */
export function upsertProfile(store: Store, data: ProfileWrite): { profile: Resource; isNew: boolean } {
  const known = (data.id && store.find("profile", data.id)) || store.findProfile(data.attributes);
  if (known) return { profile: changeProfile(store, known, data), isNew: false };
  return { profile: addProfile(store, data.attributes), isNew: true };
}

/** Creates a profile, unless one of its identifiers is taken. */
export const createProfile: Behaviour = (call) => {
  const { attributes } = readData<ProfileWrite>(call);
  if (!hasIdentifier(attributes))
    throw refuseBody("/data/attributes", "One of email, phone_number or external_id is required.");
  refuseDuplicate(call.store, attributes);
  return addProfile(call.store, attributes);
};

/** A 409 here as on create is an assumption: an identifier cannot belong to two profiles. */
export const updateProfile: Behaviour = (call) => {
  const profile = readParent(call);
  const data = readData<ProfileWrite>(call);
  refuseDuplicate(call.store, data.attributes, profile);
  return changeProfile(call.store, profile, data);
};

/** Creates (201) or updates (200) the profile that the identifiers mean. */
export const createOrUpdateProfile: Behaviour = (call) => {
  const data = readData<ProfileWrite>(call);
  if (!data.id && !hasIdentifier(data.attributes) && !data.attributes._kx)
    throw refuseBody("/data/attributes", "One of id, email, phone_number, external_id or _kx is required.");
  if (data.id && !call.store.find("profile", data.id)) throw refuseMissing("profile", data.id);
  const { profile, isNew } = upsertProfile(call.store, data);
  if (isNew) call.reply.status = 201;
  return profile;
};

/** Moves memberships and events of the source to the destination, fills its gaps, deletes the source. */
export const mergeProfiles: Behaviour = (call) => {
  const { store } = call;
  const { id, relationships } = readData<{ id: string; relationships: { profiles: { data: Link[] } } }>(call);
  const [source, ...more] = relationships.profiles.data;
  const pointer = "/data/relationships/profiles/data";
  if (!source || more.length > 0)
    throw refuseBody(pointer, "Exactly one source profile can be merged at a time.");
  if (source.id === id) throw refuseBody(pointer, "A profile cannot be merged into itself.");
  const destination = store.get("profile", id);
  const merged = store.get("profile", source.id);
  for (const type of ["list", "segment"]) {
    for (const group of store.all(type)) {
      const [link] = store.linked(group, "profiles").filter((member) => member.id === merged.id);
      if (link) store.link(group, "profiles", [{ ...link, id }]);
    }
  }
  for (const event of store.all("event")) {
    if (store.linked(event, "profile")[0]?.id === merged.id)
      event.relationships.profile = { type: "profile", id };
  }
  store.remove(merged);
  for (const [name, value] of Object.entries(merged.attributes)) destination.attributes[name] ??= value;
  store.identify(destination);
  return store.touch(destination);
};

interface ImportWrite {
  attributes: { profiles: { data: ProfileWrite[] } };
  relationships?: Write["relationships"];
}

function toImportError(store: Store, profile: ProfileWrite, index: number): Resource {
  const attributes = {
    code: "invalid",
    title: "Invalid input.",
    detail: "One of id, email, phone_number, external_id or _kx is required.",
    source: { pointer: `/data/attributes/profiles/data/${index}/attributes` },
    original_payload: profile,
  };
  return store.create("import-error", attributes);
}

const toLink = ({ type, id }: Resource): Link => ({ type, id });

/** Imports at once; the job tells of it when it has been read to its end. A profile without identifier is an import error. */
export const importProfiles: Behaviour = (call) => {
  const { store } = call;
  const { attributes, relationships } = readData<ImportWrite>(call);
  const { lists = [] } = readLinks(call, relationships);
  const created_at = toStamp(store.now());
  const imported: Resource[] = [];
  const errors: Resource[] = [];
  attributes.profiles.data.forEach((profile, index) => {
    if (profile.id || hasIdentifier(profile.attributes) || profile.attributes._kx)
      imported.push(upsertProfile(store, profile).profile);
    else errors.push(toImportError(store, profile, index));
  });
  for (const { type, id } of [lists ?? []].flat())
    store.link(
      store.get(type, id),
      "profiles",
      imported.map((profile) => ({ ...toLink(profile), joined_group_at: created_at })),
    );
  const _result = { completed_count: imported.length, failed_count: errors.length, completed_at: created_at };
  const times = {
    created_at,
    started_at: created_at,
    expires_at: toStamp(new Date(store.now().getTime() + 7 * 86_400_000)),
  };
  return store.create(
    "profile-bulk-import-job",
    { status: "queued", total_count: attributes.profiles.data.length, ...times, _result },
    { lists, profiles: imported.map(toLink), "import-errors": errors.map(toLink) },
  );
};
