import { rowsOf } from "../../draw/series.ts";
import { day, figure, kindOf, label, moment } from "../../draw/wording.ts";
import { isObject, textOf } from "../../text.ts";
import { el, facts, left, part, written } from "./elements.ts";
import type { Scene } from "./scene.ts";
import type { Values } from "./wire.ts";

/** One customer as get_customer tells of them; undefined for any other answer. */
export function customer({ answer }: Scene): HTMLElement | undefined {
  const { data } = answer;
  if (!isObject(data) || !("consent" in data || "last_orders" in data) || !("created" in data))
    return undefined;
  const name = [data.first_name, data.last_name].map(textOf).filter(Boolean).join(" ");
  const { email, phone_number, external_id, location } = data;
  const called = name || textOf(email ?? phone_number ?? external_id ?? data.id);
  const place = isObject(location)
    ? [location.city, location.country].map(textOf).filter(Boolean).join(", ")
    : "";
  const currency = /^[A-Z]{3}$/.exec(isObject(data.value) ? textOf(data.value.currency) : "")?.[0];
  return el(
    "article",
    {},
    el("h1", { dir: "auto" }, written(called)),
    facts([
      ["E-mail", email !== undefined && written(textOf(email))],
      ["Phone", phone_number !== undefined && written(textOf(phone_number))],
      ["External id", external_id !== undefined && written(textOf(external_id))],
      ["Lives in", place && written(place)],
      ["Since", moment(textOf(data.created))],
      ["Last seen", moment(textOf(data.last_event_date))],
    ]),
    worth(data.value, currency),
    isObject(data.consent) &&
      part("May be written to", el("ul", { class: "plain" }, ...Object.entries(data.consent).map(consent))),
    happened("Last orders", data.last_orders, currency),
    happened("Last messages", data.last_messages, currency),
    chips("Lists", data.lists),
    chips("Segments", data.segments),
    left(answer),
  );
}

/** A channel: whether it reaches them in a word and a sign, never by colour alone. */
function consent([channel, says]: [string, unknown]): HTMLElement {
  const text = textOf(says);
  const [state = ""] = text.split(/[ ,]/);
  const can = / can receive/.test(text) ? true : /cannot receive/.test(text) ? false : undefined;
  const sign = can === true ? "✓" : can === false ? "✕" : "–";
  const kind = can === true ? "good" : can === false ? "bad" : "soft";
  return el(
    "li",
    { class: "consent" },
    el("span", { class: `sign ${kind}`, "aria-hidden": "true" }, sign),
    el(
      "span",
      {},
      el("b", {}, CHANNELS[channel] ?? label(channel)),
      " ",
      written(`${label(state.toLowerCase())}${text.slice(state.length)}`, 300),
    ),
  );
}

const CHANNELS: Readonly<Record<string, string>> = {
  email: "E-mail",
  sms: "SMS",
  mobile_push: "Push",
  whatsapp: "WhatsApp",
};

function worth(value: unknown, currency: string | undefined): HTMLElement | undefined {
  if (!isObject(value)) return undefined;
  const tiles = Object.entries(value)
    .filter(([name]) => name !== "currency")
    .map(([name, one]) => {
      const shown =
        typeof one === "number" ? figure(one, kindOf(name), currency) : day(textOf(one).slice(0, 10), "long");
      return el("div", {}, el("span", {}, label(name)), el("b", {}, shown));
    });
  return el("div", { class: "tiles" }, ...tiles);
}

/** What happened lately, the newest first. */
function happened(heading: string, list: unknown, currency: string | undefined): HTMLElement | undefined {
  const all = rowsOf(list);
  if (all.length === 0)
    return Array.isArray(list) ? part(heading, el("p", { class: "soft" }, "none")) : undefined;
  return part(
    heading,
    el(
      "ul",
      { class: "plain" },
      ...all.map(({ at, ...rest }) =>
        el("li", {}, written(wordsOf(rest, currency), 300), " ", el("small", {}, moment(textOf(at)))),
      ),
    ),
  );
}

function wordsOf({ value, items, ...rest }: Values, currency: string | undefined): string {
  const amount = typeof value === "number" ? figure(value, "money", currency) : textOf(value);
  const things = Array.isArray(items) ? items.map(textOf).join(", ") : "";
  return [amount, things, ...Object.values(rest).map(textOf)].filter(Boolean).join(" · ");
}

/** The names of a list of things. */
export function chips(heading: string, list: unknown): HTMLElement | undefined {
  const all = rowsOf(list);
  return all.length === 0
    ? undefined
    : part(
        heading,
        el(
          "ul",
          { class: "chips" },
          ...all.map(({ name, id }) => el("li", {}, written(textOf(name) || textOf(id), 80))),
        ),
      );
}
