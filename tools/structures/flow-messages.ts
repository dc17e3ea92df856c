import { isObject, textOf } from "../../src/text.ts";

type Node = Record<string, unknown>;

/** Deeper than any flow nests its experiments; what comes from outside must not exhaust the stack. */
const MAX_DEPTH = 8;

/**
 * The messages in a flow's definition, each with the action that sends it, in the definition's order. Takes the
 * document of get_flow with its definition; undefined when that holds none.
 */
export function messagesOf(document: unknown): Node[] | undefined {
  const data = isObject(document) && isObject(document.data) ? document.data : undefined;
  const attributes = isObject(data?.attributes) ? data.attributes : undefined;
  const definition = attributes?.definition;
  if (!isObject(definition) || !Array.isArray(definition.actions)) return undefined;
  const messages = definition.actions.flatMap((action) => messagesOfAction(action, 0));
  // The main action of an experiment may be one of its variations too.
  return messages.filter(
    ({ id }, at) => id === undefined || messages.findIndex((one) => one.id === id) === at,
  );
}

/** The action's own message, and those of the variations of an experiment inside it. */
function messagesOfAction(action: unknown, depth: number): Node[] {
  if (!isObject(action) || depth > MAX_DEPTH) return [];
  const data = isObject(action.data) ? action.data : {};
  const own = isObject(data.message) ? [describeMessage(action, data, data.message)] : [];
  const experiment = isObject(data.current_experiment) ? data.current_experiment : {};
  const variations = Array.isArray(experiment.variations) ? experiment.variations : [];
  const inner = [data.main_action, ...variations].flatMap((one) => messagesOfAction(one, depth + 1));
  return [...own, ...inner];
}

/** Every action that sends, by what it sends on; an alert is an e-mail to the team. */
const CHANNELS: Record<string, string> = {
  "send-email": "email",
  "send-internal-alert": "email",
  "send-sms": "sms",
  "send-mobile-push": "mobile_push",
  "send-whatsapp": "whatsapp",
  "send-webhook": "webhook",
};

function describeMessage(action: Node, data: Node, message: Node): Node {
  const channel = CHANNELS[textOf(action.type)];
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
