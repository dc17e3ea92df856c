import type { Store } from "../klaviyo/store.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { holdTemplate } from "./templates.ts";

// What the messages of a flow's actions say.

/** What Klaviyo says of a message and a delay where their maker said nothing. */
export const UNSAID: Record<string, Values> = {
  "send-email": {
    reply_to_email: null,
    cc_email: null,
    bcc_email: null,
    subject_line: null,
    preview_text: null,
    template_id: null,
    smart_sending_enabled: true,
    transactional: false,
    add_tracking_params: false,
    custom_tracking_params: null,
    additional_filters: null,
  },
  "time-delay": { secondary_value: null, timezone: "profile" },
};

/** An e-mail is from the account unless it says otherwise. */
function senderOf(store: Store): Values {
  const { default_sender_email, default_sender_name } = (store.all("account")[0]?.attributes
    .contact_information ?? {}) as Values;
  return { from_email: default_sender_email ?? null, from_label: default_sender_name ?? null };
}

/** A message's words, its template a copy of the one that they name. */
export function writeMessage(store: Store, type: string, id: string, said: Values): Values {
  const source = typeof said.template_id === "string" ? store.find("template", said.template_id) : undefined;
  const own = source && holdTemplate(store, source, { type: "flow-message", id }, source.attributes.name);
  const sender = type === "send-email" ? senderOf(store) : {};
  return { ...sender, ...UNSAID[type], name: null, ...said, ...(own && { template_id: own.id }), id };
}

/** What a message's relationship to its template is. */
export function linkTemplate({ template_id: id }: Values): Link | null {
  return typeof id === "string" ? { type: "template", id } : null;
}

/** A message with what is said of it anew; a template that it did not have is copied for it. */
export function changeMessage(store: Store, message: Resource, changes: Values): Values {
  const { template_id: held, ...old } = message.attributes.definition as Values;
  const { template_id = held, ...said } = changes;
  const isSame = template_id === held;
  const words = { ...old, ...said, ...(!isSame && { template_id }) };
  const written = writeMessage(store, "", message.id, words);
  message.attributes.definition = isSame ? { ...written, template_id: held } : written;
  if (!isSame) message.relationships.template = linkTemplate(message.attributes.definition as Values);
  store.touch(message);
  return message.attributes.definition as Values;
}
