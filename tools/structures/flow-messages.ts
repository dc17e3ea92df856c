import { isObject, textOf } from "../../src/text.ts";

type Node = Record<string, unknown>;

/** A message where it stands in a flow's definition. */
export interface Placed {
  /** The step of the flow that sends it; an experiment is one step with several messages. */
  step: Node;
  /** The action with the message: the step itself, or a variation inside it. */
  action: Node;
  data: Node;
  message: Node;
  channel: string | undefined;
}

/** Deeper than any flow nests its experiments; what comes from outside must not exhaust the stack. */
const MAX_DEPTH = 8;

/** Every action that sends, by what it sends on; an alert is an e-mail to the team. */
const CHANNELS: Record<string, string> = {
  "send-email": "email",
  "send-internal-alert": "email",
  "send-sms": "sms",
  "send-mobile-push": "mobile_push",
  "send-whatsapp": "whatsapp",
  "send-webhook": "webhook",
};

/** The definition in the document of get_flow; undefined when that holds none. */
export function definitionOf(document: unknown): Node | undefined {
  const data = isObject(document) && isObject(document.data) ? document.data : undefined;
  const attributes = isObject(data?.attributes) ? data.attributes : undefined;
  const definition = attributes?.definition;
  return isObject(definition) && Array.isArray(definition.actions) ? definition : undefined;
}

/**
 * The messages in a flow's definition, each with the action that sends it, in the order in which people meet them. Takes
 * the document of get_flow with its definition; undefined when that holds none.
 */
export function messagesOf(document: unknown): Node[] | undefined {
  const definition = definitionOf(document);
  return definition && placedIn(definition).map(describeMessage);
}

/** Every message of a definition where it stands, in the order in which people meet them. */
export function placedIn(definition: Node): Placed[] {
  const placed = stepsOf(definition).flatMap((step) => placedInAction(step, step, 0));
  // The main action of an experiment may be one of its variations too.
  return placed.filter(
    ({ message: { id } }, at) =>
      id === undefined || placed.findIndex(({ message }) => message.id === id) === at,
  );
}

/** The steps of a flow as its links lead on from the first, a yes before a no; what nothing leads to stands last. */
export function stepsOf(definition: Node): Node[] {
  const all = [definition.actions].flat().filter(isObject);
  const ordered = new Set<Node>();
  const waiting: unknown[] = [definition.entry_action_id];
  while (waiting.length > 0) {
    const id = waiting.pop();
    const step = all.find((one) => idOf(one) === id);
    if (!step || id === undefined || ordered.has(step)) continue;
    ordered.add(step);
    waiting.push(...nextOf(step).reverse());
  }
  return [...ordered, ...all.filter((one) => !ordered.has(one))];
}

/** The ids of the steps that one leads to. */
export function nextOf({ links, data }: Node): unknown[] {
  const branches = isObject(data) && Array.isArray(data.branches) ? data.branches.filter(isObject) : [];
  return [links, ...branches.map((branch) => branch.links)]
    .filter(isObject)
    .flatMap(({ next, next_if_true, next_if_false, ...other }) => [
      next,
      next_if_true,
      next_if_false,
      ...Object.values(other),
    ])
    .filter((id) => typeof id === "string");
}

const idOf = ({ id, temporary_id }: Node): unknown => id ?? temporary_id;

/** The action's own message, and those of the variations of an experiment inside it. */
function placedInAction(action: unknown, step: Node, depth: number): Placed[] {
  if (!isObject(action) || depth > MAX_DEPTH) return [];
  const data = isObject(action.data) ? action.data : {};
  const { message } = data;
  const own = isObject(message)
    ? [{ step, action, data, message, channel: CHANNELS[textOf(action.type)] }]
    : [];
  const experiment = isObject(data.current_experiment) ? data.current_experiment : {};
  const variations = Array.isArray(experiment.variations) ? experiment.variations : [];
  return [
    ...own,
    ...[data.main_action, ...variations].flatMap((one) => placedInAction(one, step, depth + 1)),
  ];
}

function describeMessage({ action, data, message, channel }: Placed): Node {
  const described = {
    id: message.id,
    name: message.name,
    channel,
    subject: message.subject_line,
    preview_text: message.preview_text,
    title: message.title,
    from_email: message.from_email,
    body: message.body,
    template_id: message.template_id,
    action_id: action.id,
    action_type: action.type,
    action_status: data.status,
  };
  return Object.fromEntries(
    Object.entries(described).filter(([, value]) => value !== undefined && value !== null),
  );
}
