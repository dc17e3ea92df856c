import { z } from "zod";
import { InputError } from "../../src/errors.ts";
import { isObject, textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import { exactlyOne } from "../../src/tool/rules.ts";
import type { WorkflowContext } from "../../src/tool/tool.ts";
import { events } from "../events.ts";
import { metrics } from "../metrics.ts";
import { id } from "../params.ts";
import { profiles } from "../profiles.ts";
import { calledSo, fullName, orderOf, receivedOf, worthOf } from "../structures/customer.ts";
import { Parts } from "./parts.ts";

type Values = Readonly<Record<string, unknown>>;

/** Klaviyo filters nobody by name: of so many people, the last changed first, the names are looked at. */
const MOST_LOOKED_AT = 2000;
const MOST_CANDIDATES = 5;
/** Kinds of event that an account may have; Klaviyo lists 200 a page. */
const MOST_METRICS = 600;
const LAST = 3;

/** Who somebody is. */
const IDENTITY = [
  "email",
  "phone_number",
  "external_id",
  "first_name",
  "last_name",
  "created",
  "last_event_date",
  "location.city",
  "location.country",
];

const ORDERED = /^Placed Order$/i;
const RECEIVED = /^Received (?:Email|SMS|Push(?: Notification)?|WhatsApp(?: Message)?)$/i;

async function idOf(context: WorkflowContext, name: string): Promise<string> {
  const { items, whole } = await context.list(
    profiles.get_profiles,
    { sort: "-updated", fields: ["first_name", "last_name", "email", "phone_number"] },
    MOST_LOOKED_AT,
  );
  const found = calledSo(items, name, context.masksPeople);
  const [one] = found;
  if (found.length === 1 && one) return textOf(one.id);
  const among = whole ? "" : ` among the ${items.length} people changed last`;
  if (!one) {
    throw new InputError(`nobody is called "${name}"${among}`, {
      argument: "name",
      next: "Give profile_id an e-mail, a phone number or an external id: people are found by those at once.",
      missing: true,
    });
  }
  const told = found
    .slice(0, MOST_CANDIDATES)
    .map(
      (person) =>
        `${fullName(person)} (${textOf(person.email ?? person.phone_number)}, ${textOf(person.id)})`,
    );
  throw new InputError(`${found.length} people are called "${name}"${among}`, {
    argument: "name",
    next: `Call again with profile_id of one: ${told.join("; ")}${found.length > told.length ? "; and others" : ""}.`,
  });
}

/** The last events of one person of these kinds, the newest first. */
async function lastOf(context: WorkflowContext, person: string, kinds: readonly Values[]): Promise<Values[]> {
  const found: Values[] = [];
  for (const { id: kind, name } of kinds) {
    const { items } = await context.list(
      events.get_events,
      {
        filter: `equals(profile_id,"${person}"),equals(metric_id,"${textOf(kind)}")`,
        sort: "-datetime",
        fields: ["datetime", "event_properties"],
      },
      LAST,
    );
    found.push(...items.map((item) => ({ ...item, metric_name: name })));
  }
  const at = ({ datetime }: Values) => Date.parse(textOf(datetime));
  return found.sort((one, other) => at(other) - at(one)).slice(0, LAST);
}

const namesOf = (included: unknown, type: string): Values[] =>
  (Array.isArray(included) ? included : [])
    .filter((one) => isObject(one) && one.type === type)
    .map((one) => ({ id: one.id, name: one.name }));

export const customer = section("profiles", {
  get_customer: job({
    title: "Read all about a customer",
    description:
      "One person whole: consent by channel, lists, segments, value, last orders and messages. By profile_id (an e-mail, phone number or external id will do) or name.",
    inputSchema: { profile_id: id.optional(), name: z.string().min(1).optional() },
    rules: [exactlyOne("profile_id", "name")],
    judgement: READS,
    view: true,
    perAccount: true,
    onKlaviyo: true,
    get uses() {
      return [profiles.get_profile, profiles.get_profiles, metrics.get_metrics, events.get_events];
    },
    async run(context, { profile_id, name, connection_id }) {
      const person = name === undefined ? textOf(profile_id) : await idOf(context, textOf(name));
      context.progress(1, 4, "the person is known");
      const parts = new Parts();
      // Without the scope of one of them Klaviyo refuses it all: who it is is had for less.
      const whole = await parts.read("consent, lists, segments and value", () =>
        context.result(profiles.get_profile, {
          profile_id: person,
          include: ["lists", "segments"],
          additional_fields: ["subscriptions", "predictive_analytics"],
          fields: [...IDENTITY, "subscriptions", "predictive_analytics", "list:name", "segment:name"],
        }),
      );
      const { data, included } =
        whole ?? (await context.result(profiles.get_profile, { profile_id: person, fields: IDENTITY }));
      const {
        subscriptions,
        predictive_analytics,
        relationships: _,
        ...identity
      } = isObject(data) ? data : {};
      const kinds = await parts.read("metrics", async () => {
        context.progress(2, 4, "lists and segments");
        return (await context.list(metrics.get_metrics, { fields: ["name"] }, MOST_METRICS)).items;
      });
      const ofKind = (what: string, kind: RegExp) =>
        kinds &&
        parts.read(what, () =>
          lastOf(
            context,
            textOf(identity.id),
            kinds.filter((one) => kind.test(textOf(one.name))),
          ),
        );
      const orders = await ofKind("orders", ORDERED);
      context.progress(3, 4, "orders");
      const messages = await ofKind("messages", RECEIVED);
      const value = worthOf(predictive_analytics);
      const { currency } = (value && (await context.account(connection_id))) ?? {};
      return {
        data: {
          ...identity,
          ...(whole && {
            consent: subscriptions,
            lists: namesOf(included, "list"),
            segments: namesOf(included, "segment"),
          }),
          ...(value && { value: { ...value, ...(currency && { currency }) } }),
          ...(orders && { last_orders: orders.map(orderOf) }),
          ...(messages && { last_messages: messages.map(receivedOf) }),
        },
        ...parts.omitted(),
      };
    },
  }),
});
