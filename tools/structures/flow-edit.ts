import { InputError } from "../../src/errors.ts";
import { isObject, textOf } from "../../src/text.ts";
import { nextOf, type Placed, placedIn, stepsOf } from "./flow-messages.ts";

type Node = Record<string, unknown>;

/** What of a message can be changed: the argument, and what Klaviyo calls it in the message of each channel. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  subject: { email: "subject_line", mobile_push: "title" },
  preview_text: { email: "preview_text" },
  from_email: { email: "from_email" },
  from_label: { email: "from_label" },
  reply_to_email: { email: "reply_to_email" },
  template_id: { email: "template_id" },
  body: { sms: "body", mobile_push: "body", whatsapp: "body" },
};
const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  email: "e-mail",
  sms: "SMS",
  mobile_push: "push message",
  whatsapp: "WhatsApp message",
  webhook: "webhook",
};
/** `2`, `sms 2`: a number among the flow's e-mails, or among the messages of a channel. */
const POSITION = /^(?:(e-?mail|sms|push|mobile_push|whatsapp)\s*#?\s*)?(\d{1,3})$/i;
const UNITS = ["days", "hours", "minutes"];
const DELAY = /^(\d{1,5}) ?(day|hour|minute)s?$/i;

/** A value that changes. */
export interface Changed {
  argument: string;
  was: unknown;
  becomes: unknown;
}

/** What an edit of a message comes to. */
export interface FlowEdit {
  /** `e-mail 2 (Welcome #2)`. */
  of: string;
  placed: Placed;
  /** Whether people get the message as the flow is. */
  live: boolean;
  changed: readonly Changed[];
  /** The steps as they are to be written, whole. */
  steps: readonly Node[];
}

/**
 * What an edit does to a flow's definition, which it leaves as it is. `message` is an id, a name or a number among the
 * messages of a channel. Throws InputError for a message that is none or several, for what its channel has not, and
 * where there is no delay to change.
 */
export function editFlow(
  definition: Node,
  message: string,
  { delay, status, ...texts }: Readonly<Record<string, unknown>>,
): FlowEdit {
  const copy = structuredClone(definition);
  const all = placedIn(copy);
  const placed = find(all, message);
  const channel = placed.channel ?? "";
  const changed: Changed[] = [];
  const steps = new Set<Node>();
  const set = (argument: string, node: Node, key: string, becomes: unknown, step: Node) => {
    const was = node[key] ?? null;
    if (was === becomes) return;
    node[key] = becomes;
    changed.push({ argument, was, becomes });
    steps.add(step);
  };
  for (const [argument, becomes] of Object.entries(texts)) {
    const key = TEXTS[argument]?.[channel];
    if (!key) throw notOfChannel(argument, channel);
    set(argument, placed.message, key, becomes, placed.step);
  }
  if (status !== undefined) {
    if (placed.step !== placed.action) {
      throw new InputError("the status of a message in a test is that of the whole test", {
        argument: "status",
        next: "update_flow_action with the step's definition changes it.",
      });
    }
    set("status", placed.data, "status", status, placed.step);
  }
  const live = placed.data.status === "live";
  if (delay !== undefined) {
    const said = delayIn(String(delay));
    const wait = delayBefore(copy, placed.step);
    const was = delayText(wait.data);
    const becomes = delayText(said);
    if (was !== becomes) {
      Object.assign(wait.data, said);
      changed.push({ argument: "delay", was, becomes });
      steps.add(wait.step);
    }
  }
  return { of: describe(all, placed), placed, live, changed, steps: [...steps] };
}

function find(all: readonly Placed[], wanted: string): Placed {
  const same = (one: unknown) => textOf(one).trim().toLowerCase() === wanted.trim().toLowerCase();
  const exact = all.filter(({ message }) => message.id === wanted);
  const named = exact.length > 0 ? exact : all.filter(({ message }) => same(message.name));
  const [, channel = "email", number] = POSITION.exec(wanted.trim()) ?? [];
  const found = named.length === 0 && number ? atNumber(all, channel, Number(number)) : named;
  const [one] = found;
  if (one && found.length === 1) return one;
  const list = all
    .slice(0, 30)
    .map((each) => `${describe(all, each)}: ${textOf(each.message.id)}`)
    .join("; ");
  const what = found.length > 1 ? "names several messages" : "is no message of this flow";
  throw new InputError(`${JSON.stringify(wanted)} ${what}`, {
    argument: "message",
    next: all.length === 0 ? "The flow sends no message." : `Its messages, with their ids: ${list}.`,
  });
}

const steppedIn = (all: readonly Placed[], channel: string | undefined): Node[] => [
  ...new Set(all.filter((one) => one.channel === channel).map(({ step }) => step)),
];

function atNumber(all: readonly Placed[], spoken: string, number: number): Placed[] {
  const channel = /mail/i.test(spoken)
    ? "email"
    : /push/i.test(spoken)
      ? "mobile_push"
      : spoken.toLowerCase();
  const step = steppedIn(all, channel)[number - 1];
  return all.filter((one) => step !== undefined && one.step === step);
}

function describe(all: readonly Placed[], { step, message, channel = "" }: Placed): string {
  const number = steppedIn(all, channel).indexOf(step) + 1;
  return `${CHANNEL_NAMES[channel] ?? "message"} ${number} (${textOf(message.name)})`;
}

function notOfChannel(argument: string, channel: string): InputError {
  const own = Object.keys(TEXTS).filter((name) => TEXTS[name]?.[channel]);
  const can = [...own, "status", "delay"].join(", ");
  return new InputError(`${argument} is nothing that this ${CHANNEL_NAMES[channel] ?? "message"} has`, {
    argument,
    next: `Here it can be ${can}; update_flow_action changes the rest.`,
  });
}

/** Klaviyo's delay of a text: `2 days`. */
function delayIn(delay: string): Node {
  const [, value, unit = ""] = DELAY.exec(delay.trim()) ?? [];
  const units = UNITS.find((one) => one.startsWith(unit.toLowerCase()));
  if (value && units) return { value: Number(value), unit: units, secondary_value: 0 };
  throw new InputError(`delay ${JSON.stringify(delay)} is no number of minutes, hours or days`, {
    argument: "delay",
    next: 'Write it as "3 days".',
  });
}

/** A delay in words; the second value is of the next smaller unit. */
function delayText({ value, unit, secondary_value: rest }: Node): string {
  const and = rest ? ` ${textOf(rest)} ${unit === "days" ? "hours" : "minutes"}` : "";
  return `${textOf(value)} ${textOf(unit)}${and}`;
}

/** The delay that people wait through just before a step. */
function delayBefore(definition: Node, step: Node): { step: Node; data: Node } {
  const before = stepsOf(definition).filter((one) => nextOf(one).includes(step.id));
  const [wait] = before;
  if (before.length === 1 && wait?.type === "time-delay" && isObject(wait.data))
    return { step: wait, data: wait.data };
  const found = before.map((one) => `${textOf(one.type)} ${textOf(one.id)}`).join(", ");
  throw new InputError(`no delay alone comes before this message, but ${found || "what starts the flow"}`, {
    argument: "delay",
    next: "create_flow_action adds a delay to the flow.",
  });
}
