import { type Behaviour, readData } from "../klaviyo/operation.ts";
import type { Store } from "../klaviyo/store.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { addVariation, link, parentOf, writeAudiences } from "./campaign-tree.ts";

// Copies of campaigns, audiences and messages, each with all that is below it.

function copyMessage(
  store: Store,
  source: Resource,
  audience: Resource | undefined,
  name?: string | null,
): Resource {
  const copy = store.create("campaign-message", structuredClone(source.attributes), {
    ...structuredClone(source.relationships),
    ...(audience && {
      "campaign-audience": link(audience),
      campaign: audience.relationships.campaign ?? null,
    }),
  });
  const next = copy.attributes._next as Values;
  copy.attributes._next = { ...next, status: "draft", ...(name && { name }) };
  const [campaign] = store.linkedResources(copy, "campaign");
  if (campaign) store.link(campaign, "campaign-messages", [link(copy)]);
  for (const variation of store.linkedResources(source, "campaign-variations"))
    addVariation(store, copy, structuredClone(variation.attributes.definition as Values));
  return copy;
}

function copyAudience(
  store: Store,
  source: Resource,
  campaign: Resource | undefined,
  name?: string | null,
): Resource {
  const copy = store.create(
    "campaign-audience",
    structuredClone(source.attributes),
    structuredClone(source.relationships),
  );
  if (campaign) copy.relationships = { campaign: link(campaign) };
  if (name) copy.attributes.definition = { ...(copy.attributes.definition as Values), name };
  return copy;
}

interface CloneWrite {
  id: string;
  attributes: { id?: string; name?: string | null; new_name?: string | null };
  relationships?: Record<string, { data: Link }>;
}

/** Copies a campaign with all that is below it, as a draft: in the words of either model. */
export const cloneCampaign: Behaviour = (call) => {
  const { store } = call;
  const { id, attributes } = readData<CloneWrite>(call);
  const source = store.get("campaign", id);
  const name = attributes.name ?? attributes.new_name ?? `Clone of ${source.attributes.name}`;
  const fresh = { name, status: "Draft", scheduled_at: null, send_time: null, archived: false };
  const copy = store.create(
    "campaign",
    { ...structuredClone(source.attributes), ...fresh },
    { tags: structuredClone(source.relationships.tags ?? []), "campaign-messages": [] },
  );
  const audiences = new Map(
    store
      .linkedResources(source, "campaign-audiences")
      .map((audience) => [audience.id, copyAudience(store, audience, copy)]),
  );
  for (const message of store.linkedResources(source, "campaign-messages")) {
    const held = [message.relationships["campaign-audience"] ?? []].flat()[0];
    const made = copyMessage(store, message, audiences.get(held?.id ?? ""));
    made.relationships.campaign = link(copy);
    store.link(copy, "campaign-messages", [link(made)]);
  }
  return copy;
};

/** Copies an audience, into another campaign where one is named. */
export const cloneAudience: Behaviour = (call) => {
  const { id, attributes, relationships } = readData<CloneWrite>(call);
  const campaign = relationships?.campaign && parentOf(call, relationships, "campaign");
  const source = call.store.get("campaign-audience", id);
  const copy = copyAudience(call.store, source, campaign, attributes.name);
  const [owner] = call.store.linkedResources(copy, "campaign");
  if (owner) writeAudiences(call.store, owner);
  return copy;
};

/** Copies a message into an audience. */
export const cloneMessage: Behaviour = (call) => {
  const { id, attributes, relationships = {} } = readData<CloneWrite>(call);
  const audience = parentOf(call, relationships, "campaign-audience");
  return copyMessage(call.store, call.store.get("campaign-message", id), audience, attributes.name);
};
