import { rowsOf } from "../../draw/series.ts";
import { figure, label, moment } from "../../draw/wording.ts";
import { isObject, textOf } from "../../text.ts";
import { bars } from "./bars.ts";
import { chips } from "./customer.ts";
import { el, facts, left, part, written } from "./elements.ts";
import type { Scene } from "./scene.ts";
import type { Values } from "./wire.ts";

const PEOPLE = { name: "people", label: "People", kind: "count", adds: false } as const;

/** An account as get_account_overview tells of it; undefined for any other answer. */
export function overview({ answer }: Scene): HTMLElement | undefined {
  const { data } = answer;
  if (!isObject(data) || !("live_flows" in data || "next_7_days" in data) || !("timezone" in data))
    return undefined;
  const zone = textOf(data.timezone);
  return el(
    "article",
    {},
    el(
      "header",
      {},
      el("h1", { dir: "auto" }, written(textOf(data.name))),
      el(
        "p",
        { class: "about" },
        written([data.industry, data.timezone, data.currency].map(textOf).filter(Boolean).join(" · ")),
      ),
    ),
    quota(data.quota),
    sends("The next 7 days", data.next_7_days, zone),
    sends("The last 7 days", data.last_7_days, zone),
    people("Lists", data.lists),
    people("Segments", data.segments),
    chips("Live flows", data.live_flows),
    facts([
      ["Sender", data.sender !== undefined && written(textOf(data.sender))],
      ["Website", data.website !== undefined && written(textOf(data.website))],
    ]),
    left(answer),
  );
}

/** What is used of what the plan has, "243 of 500 until 2026-12-13", as text over a bar. */
function quota(used: unknown): HTMLElement | undefined {
  if (!isObject(used)) return undefined;
  const tiles = Object.entries(used).map(([name, says]) => {
    const [, some, all] = /^([\d.]+) of ([\d.]+)/.exec(textOf(says)) ?? [];
    return el(
      "div",
      {},
      el("span", {}, label(name)),
      el("b", {}, some === undefined ? written(textOf(says), 60) : figure(Number(some), "count")),
      all !== undefined && el("small", {}, `of ${figure(Number(all), "count")}`),
      all !== undefined && el("progress", { max: all, value: some, "aria-label": `${label(name)} used` }),
    );
  });
  return el("div", { class: "tiles" }, ...tiles);
}

function sends(heading: string, list: unknown, zone: string): HTMLElement | undefined {
  const all = rowsOf(list);
  if (!Array.isArray(list)) return undefined;
  if (all.length === 0) return part(heading, el("p", { class: "soft" }, "nothing"));
  const one = ({ name, channel, status, send_time }: Values) =>
    el(
      "li",
      {},
      written(textOf(name)),
      " ",
      el(
        "small",
        {},
        [CHANNELS[textOf(channel)] ?? textOf(channel), textOf(status), moment(textOf(send_time), zone)]
          .filter(Boolean)
          .join(" · "),
      ),
    );
  return part(heading, el("ul", { class: "plain" }, ...all.map(one)));
}

const CHANNELS: Readonly<Record<string, string>> = { email: "e-mail", sms: "SMS", mobile_push: "push" };

function people(heading: string, list: unknown): HTMLElement | undefined {
  const all = rowsOf(list).filter(({ people }) => typeof people === "number");
  if (all.length === 0) return chips(heading, list);
  const points = all.map(({ name, people }) => ({
    name: textOf(name),
    beside: [],
    partial: false,
    figures: { people: Number(people) },
    before: {},
    percent: {},
  }));
  return part(heading, bars(points, { measure: PEOPLE, currency: undefined }));
}
