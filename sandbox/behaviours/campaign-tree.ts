import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import type { Store } from "../klaviyo/store.ts";
import { refuseBody } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { readLinks, readParent, type Write } from "./resources.ts";

// Campaigns as revision 2026-10-15 has them: campaign, audiences, messages, variations. What the older model says of
// the same resources is kept in step where both have a word for it.

interface Tree {
  attributes: {
    definition: Values;
    audiences?:
      | {
          temporary_id: string;
          name?: string | null;
          included?: string[] | null;
          excluded?: string[] | null;
        }[]
      | null;
    messages?:
      | {
          audience_temporary_id: string;
          name?: string | null;
          is_add_utm?: boolean | null;
          throttling_type?: string | null;
          variations?: { definition: Values }[] | null;
        }[]
      | null;
  };
  relationships?: Write["relationships"];
}

/** A link to a resource. */
export const link = ({ type, id }: Resource): Link => ({ type, id });

/** What the older model shows of a campaign that was made as a tree. */
const OLDER = {
  status: "Draft",
  archived: false,
  audiences: { included: [], excluded: [] },
  send_options: { use_smart_sending: true },
  send_strategy: { method: "static" },
  tracking_options: null,
  scheduled_at: null,
  send_time: null,
};

/** What a message says before anybody says otherwise. */
const MESSAGE = {
  name: null,
  status: "draft",
  tracking_options: { is_add_utm: null, is_tracking_opens: true, is_tracking_clicks: true },
  send_options: null,
  ab_test: null,
};

/** The name and whether it is archived are of both models; the rest is of this one. */
function writeDefinition(campaign: Resource, definition: Values): void {
  const { name, archived, ...rest } = definition;
  const said = Object.fromEntries(
    Object.entries({ name, archived }).filter(([, value]) => value !== undefined),
  );
  Object.assign(campaign.attributes, said, { _next: { ...(campaign.attributes._next as Values), ...rest } });
}

/** The audiences of a campaign as the older model has them, in one. */
export function writeAudiences(store: Store, campaign: Resource): void {
  const all = store
    .linkedResources(campaign, "campaign-audiences")
    .map(({ attributes }) => attributes.definition as Values);
  const ids = (side: string) => [...new Set(all.flatMap((one) => (one[side] ?? []) as string[]))];
  campaign.attributes.audiences = { included: ids("included"), excluded: ids("excluded") };
}

/** An unknown group is refused, as the older model refuses it: an assumption. */
function checkGroups(store: Store, definition: Values, pointer: string): void {
  for (const side of ["included", "excluded"]) {
    for (const id of (definition[side] ?? []) as string[]) {
      if (!store.find("list", id) && !store.find("segment", id))
        throw refuseBody(`${pointer}/${side}`, `No list or segment with id ${id} exists.`);
    }
  }
}

function addAudience({ store }: Call, campaign: Resource, said: Values): Resource {
  const definition = { name: null, included: [], excluded: [], priority: 1, ...said };
  const audience = store.create("campaign-audience", { definition }, { campaign: link(campaign) });
  writeAudiences(store, campaign);
  return audience;
}

function addMessage(
  { store }: Call,
  campaign: Resource,
  audience: Resource | undefined,
  said: Values,
  variations: { definition: Values }[] | null | undefined,
): Resource {
  const message = store.create(
    "campaign-message",
    {
      definition: { channel: "email", label: said.name ?? campaign.attributes.name, content: {} },
      send_times: null,
      _next: { ...MESSAGE, ...said },
    },
    { campaign: link(campaign), "campaign-audience": audience ? link(audience) : null, template: null },
  );
  store.link(campaign, "campaign-messages", [link(message)]);
  for (const { definition } of variations ?? [{ definition: {} }]) addVariation(store, message, definition);
  return message;
}

/** What the first variation of a message says, as the older model's message says it. */
function writeOlder(store: Store, message: Resource): void {
  const [first] = store.linkedResources(message, "campaign-variations");
  const {
    channel = "email",
    template_id,
    ...content
  } = ((first?.attributes.definition as Values)?.details ?? {}) as Values;
  const old = message.attributes.definition as Values;
  message.attributes.definition = { ...old, channel: channel === "push" ? "mobile_push" : channel, content };
  const isKnown = typeof template_id === "string" && store.find("template", template_id);
  message.relationships.template = isKnown ? { type: "template", id: template_id } : null;
}

/** Adds a variation to a message, whose first one the older model shows. */
export function addVariation(store: Store, message: Resource, said: Values): Resource {
  const definition = { name: null, details: null, ...said };
  const made = store.create(
    "campaign-variation",
    { definition },
    { "campaign-message": link(message), image: null },
  );
  writeOlder(store, message);
  return made;
}

/** Creates a campaign, with the audiences, messages and variations that come along. */
export const createCampaign: Behaviour = (call) => {
  const { store } = call;
  const { attributes, relationships } = readData<Tree>(call);
  const links = readLinks(call, relationships);
  attributes.audiences?.forEach((one, index) => {
    checkGroups(store, { ...one }, `/data/attributes/audiences/${index}`);
  });
  const known = new Set(attributes.audiences?.map(({ temporary_id }) => temporary_id));
  attributes.messages?.forEach(({ audience_temporary_id: id }, index) => {
    if (!known.has(id))
      throw refuseBody(
        `/data/attributes/messages/${index}/audience_temporary_id`,
        `No audience has the temporary_id ${id}.`,
      );
  });
  const campaign = store.create(
    "campaign",
    structuredClone({ name: "Untitled campaign", ...OLDER, _isTree: true }),
  );
  campaign.relationships = { "campaign-messages": [], tags: [] };
  writeDefinition(campaign, attributes.definition);
  const audiences = new Map(
    attributes.audiences?.map(({ temporary_id, ...said }) => [
      temporary_id,
      addAudience(call, campaign, said),
    ]),
  );
  for (const { audience_temporary_id, name = null, is_add_utm, variations } of attributes.messages ?? []) {
    const tracking_options = { ...MESSAGE.tracking_options, is_add_utm: is_add_utm ?? null };
    addMessage(call, campaign, audiences.get(audience_temporary_id), { name, tracking_options }, variations);
  }
  for (const [relation, held] of Object.entries(links)) store.relate(campaign, relation, [held ?? []].flat());
  return campaign;
};

/** Changes what a definition names, and leaves the rest. */
export const updateCampaign: Behaviour = (call) => {
  const campaign = readParent(call);
  writeDefinition(campaign, readData<{ attributes: { definition: Values } }>(call).attributes.definition);
  return call.store.touch(campaign);
};

/** Changes what a definition names; of a message it is the newer model's. */
export function updateDefinition(at: "definition" | "_next"): Behaviour {
  return (call) => {
    const resource = readParent(call);
    const { attributes } = readData<{ attributes: { definition?: Values | null } }>(call);
    checkGroups(call.store, attributes.definition ?? {}, "/data/attributes/definition");
    resource.attributes[at] = { ...(resource.attributes[at] as Values), ...attributes.definition };
    const [campaign] = call.store.linkedResources(resource, "campaign");
    if (resource.type === "campaign-audience" && campaign) writeAudiences(call.store, campaign);
    for (const message of call.store.linkedResources(resource, "campaign-message"))
      writeOlder(call.store, message);
    return call.store.touch(resource);
  };
}

/** Creates an audience of a campaign. */
export const createAudience: Behaviour = (call) => {
  const { attributes, relationships } = readData<{
    attributes: { definition: Values };
    relationships: Record<string, { data: Link }>;
  }>(call);
  checkGroups(call.store, attributes.definition, "/data/attributes/definition");
  return addAudience(call, parentOf(call, relationships, "campaign"), attributes.definition);
};

/** Deletes an audience with its messages. */
export const deleteAudience: Behaviour = (call) => {
  const audience = readParent(call);
  const [campaign] = call.store.linkedResources(audience, "campaign");
  call.store.remove(audience);
  if (campaign) writeAudiences(call.store, campaign);
  return undefined;
};

/** Creates a message for an audience, with an empty variation where none is given. */
export const createMessage: Behaviour = (call) => {
  const { attributes, relationships } = readData<{
    attributes: { definition: Values; variations?: { definition: Values }[] | null };
    relationships: Record<string, { data: Link }>;
  }>(call);
  const campaign = parentOf(call, relationships, "campaign");
  const audience = parentOf(call, relationships, "campaign-audience");
  return addMessage(call, campaign, audience, attributes.definition, attributes.variations);
};

/** Creates a variation of a message: more than one make a test. */
export const createVariation: Behaviour = (call) => {
  const { attributes, relationships } = readData<{
    attributes: { definition: Values };
    relationships: Record<string, { data: Link }>;
  }>(call);
  return addVariation(call.store, parentOf(call, relationships, "campaign-message"), attributes.definition);
};

/** What a new resource belongs to, by a relationship of its body. */
export function parentOf(
  { store }: Call,
  relationships: Record<string, { data: Link }>,
  name: string,
): Resource {
  const given = relationships[name]?.data;
  const found = given && store.find(given.type, given.id);
  if (!found)
    throw refuseBody(`/data/relationships/${name}/data/id`, `A ${name} with id ${given?.id} does not exist.`);
  return found;
}
