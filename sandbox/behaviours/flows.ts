import { type Behaviour, readData } from "../klaviyo/operation.ts";
import type { Store } from "../klaviyo/store.ts";
import { refuseBody, refuseParameter } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { changeMessage, linkTemplate, UNSAID, writeMessage } from "./flow-messages.ts";
import { list, readParent } from "./resources.ts";

interface Action {
  id?: string | null;
  temporary_id?: string | null;
  type: string;
  links?: Record<string, string | null> | null;
  data?: { message?: Values | null; status?: string } | null;
}

interface Definition {
  triggers: { type: string; id?: string | null }[];
  actions: Action[];
  entry_action_id: string | null;
}

const DEFINITION = "/data/attributes/definition";

const TRIGGER_TYPES: Record<string, string> = {
  metric: "Metric",
  list: "Added to List",
  segment: "Added to List",
  date: "Date Based",
  "price-drop": "Price Drop",
  "low-inventory": "Low Inventory",
};

/** The channel of the messages that an action sends; an action without a row sends none. */
const CHANNELS: Record<string, string> = {
  "send-email": "email",
  "send-sms": "sms",
  "send-mobile-push": "mobile_push",
  "send-whatsapp": "whatsapp",
  "send-webhook": "webhook",
  "send-internal-alert": "internal_alert",
};

/** Refuses actions that nothing can refer to and references to actions that are not there. */
function checkDefinition(store: Store, { triggers, actions, entry_action_id }: Definition): void {
  const ids = actions.map(({ temporary_id, id }) => temporary_id ?? id);
  const known = new Set(ids);
  const missing = ids.indexOf(undefined) >= 0 ? ids.indexOf(undefined) : ids.indexOf(null);
  if (missing >= 0)
    throw refuseBody(`${DEFINITION}/actions/${missing}/temporary_id`, "An action needs a temporary_id.");
  if (known.size < ids.length)
    throw refuseBody(`${DEFINITION}/actions`, "Every temporary_id must be different.");
  if (actions.length > 0 && !known.has(entry_action_id))
    throw refuseBody(`${DEFINITION}/entry_action_id`, `No action has the temporary_id ${entry_action_id}.`);
  actions.forEach(({ links }, index) => {
    for (const [name, target] of Object.entries(links ?? {})) {
      if (target !== null && !known.has(target))
        throw refuseBody(
          `${DEFINITION}/actions/${index}/links/${name}`,
          `No action has the temporary_id ${target}.`,
        );
    }
  });
  triggers.forEach(({ type, id }, index) => {
    if (id && ["list", "segment", "metric"].includes(type) && !store.find(type, id))
      throw refuseBody(`${DEFINITION}/triggers/${index}/id`, `A ${type} with id ${id} does not exist.`);
  });
}

function addAction(store: Store, flow: Resource, action: Action, ids: Map<string, string>): Link {
  const id = ids.get(action.temporary_id ?? action.id ?? "") ?? "";
  const links = Object.entries(action.links ?? { next: null }).map(([name, to]) => [
    name,
    to === null ? null : (ids.get(to) ?? null),
  ]);
  const channel = CHANNELS[action.type];
  const messages: Link[] = [];
  let data = action.data ?? null;
  if (channel && data) {
    const messageId = store.newId("flow-message");
    const definition = writeMessage(store, action.type, messageId, data.message ?? {});
    store.create(
      "flow-message",
      { channel, definition },
      { "flow-action": { type: "flow-action", id }, template: linkTemplate(definition) },
      messageId,
    );
    messages.push({ type: "flow-message", id: messageId });
    data = { status: "draft", ...data, message: definition };
  } else if (data) data = { ...UNSAID[action.type], ...data };
  const definition = { id, type: action.type, data, links: Object.fromEntries(links) };
  store.create(
    "flow-action",
    { definition },
    { flow: { type: "flow", id: flow.id }, "flow-messages": messages },
    id,
  );
  return { type: "flow-action", id };
}

/** The flow's definition as its actions are now. */
function rewriteDefinition(store: Store, flow: Resource): void {
  const actions = store.linkedResources(flow, "flow-actions").map(({ attributes }) => attributes.definition);
  flow.attributes.definition = { ...(flow.attributes.definition as Definition), actions };
}

const DATED = ["created", "updated"];

/** The flows. A filter by a time takes no other sort, and no time to come. */
export const listFlows: Behaviour = (call) => {
  const { clauses, sort } = call.query;
  for (const { field, literals } of clauses.filter(({ field }) => DATED.includes(field))) {
    if (literals.some(({ value }) => Date.parse(String(value)) > call.store.now().getTime()))
      throw refuseParameter("filter", "End date may not be in the future");
    if (sort && sort.name !== field)
      throw refuseParameter("sort", `Flows that are filtered by '${field}' can be sorted by it alone.`);
  }
  return list(call);
};

/** A new flow is a draft; temporary ids become real ones. */
export const createFlow: Behaviour = (call) => {
  const { store } = call;
  const { name, definition } = readData<{ attributes: { name: string; definition: Definition } }>(
    call,
  ).attributes;
  checkDefinition(store, definition);
  const ids = new Map(
    definition.actions.map(({ temporary_id, id }) => [temporary_id ?? id ?? "", store.newId("flow-action")]),
  );
  const entry_action_id = ids.get(definition.entry_action_id ?? "") ?? null;
  const trigger_type = TRIGGER_TYPES[definition.triggers[0]?.type ?? ""] ?? "Unconfigured";
  const shown = { profile_filter: null, ...definition, entry_action_id };
  const flow = store.create("flow", {
    name,
    status: "draft",
    archived: false,
    trigger_type,
    definition: shown,
  });
  flow.relationships = {
    "flow-actions": definition.actions.map((action) => addAction(store, flow, action, ids)),
    tags: [],
  };
  rewriteDefinition(store, flow);
  for (const { type, id } of definition.triggers) {
    const trigger = id ? store.find(type, id) : undefined;
    if (trigger) store.link(trigger, "flow-triggers", [{ type: "flow", id: flow.id }]);
  }
  return flow;
};

/** The status of a flow is that of all its actions. */
export const updateFlow: Behaviour = (call) => {
  const { store } = call;
  const flow = readParent(call);
  const { status } = readData<{ attributes: { status: string } }>(call).attributes;
  flow.attributes.status = status;
  for (const action of store.linkedResources(flow, "flow-actions")) {
    const definition = action.attributes.definition as Action;
    if (definition.data && "status" in definition.data) definition.data.status = status;
  }
  rewriteDefinition(store, flow);
  return store.touch(flow);
};

/** The flow that an action is in. */
function flowOf(store: Store, action: Resource): Resource | undefined {
  return store.linkedResources(action, "flow")[0];
}

const linksOf = (action: Resource) => ((action.attributes.definition as Action).links ??= {});

/** Replaces what an action says; its id and its place in the flow stay. */
export const changeFlowAction: Behaviour = (call) => {
  const { store } = call;
  const action = readParent(call);
  const { definition } = readData<{ attributes: { definition: Action } }>(call).attributes;
  const old = action.attributes.definition as Action;
  const { links = old.links, data = old.data } = definition;
  const [message] = data?.message ? store.linkedResources(action, "flow-messages") : [];
  const shown = {
    ...(data as Values | null),
    ...(message && { message: changeMessage(store, message, data?.message ?? {}) }),
  };
  action.attributes.definition = {
    id: action.id,
    type: definition.type,
    data: data && shown,
    links: links ?? {},
  };
  const flow = flowOf(store, action);
  if (flow) rewriteDefinition(store, flow);
  return store.touch(action);
};

interface NewStep {
  attributes: { definition: Action; "anchor-action"?: { data: { id: string } } | null };
  relationships?: { flow?: { data: Link } };
}

/** Puts a step into a flow: after an anchor, before the step that it leads to, or first into an empty flow. */
export const addFlowAction: Behaviour = (call) => {
  const { store } = call;
  const { attributes, relationships } = readData<NewStep>(call);
  const { definition, "anchor-action": anchor } = attributes;
  const places = [anchor?.data.id, definition.links?.next, relationships?.flow?.data.id].filter(Boolean);
  if (places.length !== 1)
    throw refuseBody(
      "/data",
      "Exactly one of anchor-action, links and relationships.flow says where it goes.",
    );
  const beside = anchor ? store.get("flow-action", anchor.data.id) : undefined;
  const after =
    !beside && definition.links?.next ? store.get("flow-action", definition.links.next) : undefined;
  const neighbour = beside ?? after;
  const flow = neighbour ? flowOf(store, neighbour) : store.get("flow", relationships?.flow?.data.id ?? "");
  if (!flow) throw refuseBody("/data", "The step is in no flow.");
  const steps = store.linkedResources(flow, "flow-actions");
  if (!neighbour && steps.length > 0)
    throw refuseBody("/data/relationships/flow", "Only the first step of a flow is put there by the flow.");
  const id = store.newId("flow-action");
  const made = addAction(store, flow, { ...definition, temporary_id: id, links: {} }, new Map([[id, id]]));
  const action = store.get("flow-action", made.id);
  linksOf(action).next = beside ? (linksOf(beside).next ?? null) : (after?.id ?? null);
  if (beside) linksOf(beside).next = id;
  for (const step of after ? steps : []) relink(step, after?.id ?? "", id);
  store.link(flow, "flow-actions", [made]);
  const shown = flow.attributes.definition as Definition;
  if (!neighbour || shown.entry_action_id === after?.id) shown.entry_action_id = id;
  rewriteDefinition(store, flow);
  return action;
};

function relink(step: Resource, from: string, to: string | null): void {
  const links = linksOf(step);
  for (const [name, target] of Object.entries(links)) if (target === from) links[name] = to;
}

/** Takes a step out: what led to it leads to what came after it. */
export const deleteFlowAction: Behaviour = (call) => {
  const { store } = call;
  const action = readParent(call);
  const flow = flowOf(store, action);
  const next = linksOf(action).next ?? null;
  store.remove(action);
  if (!flow) return undefined;
  for (const step of store.linkedResources(flow, "flow-actions")) relink(step, action.id, next);
  const shown = flow.attributes.definition as Definition;
  if (shown.entry_action_id === action.id) shown.entry_action_id = next;
  rewriteDefinition(store, flow);
  return undefined;
};
