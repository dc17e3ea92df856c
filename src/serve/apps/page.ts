import { speak } from "../../draw/wording.ts";
import { isObject, textOf } from "../../text.ts";
import { changed } from "./changed.ts";
import { customer } from "./customer.ts";
import { el } from "./elements.ts";
import { message } from "./message.ts";
import { overview } from "./overview.ts";
import { plan } from "./plan.ts";
import { report } from "./report.ts";
import { answerOf, call, mayCall, type Scene, SHOWN, saidBy, toolOf } from "./scene.ts";
import { Host, type Values } from "./wire.ts";

declare const VERSION: string;

const host = new Host();
const place = el("main");
let input: Values = {};

/** The first view that the answer has the shape of. */
const VIEWS: readonly ((scene: Scene) => HTMLElement | undefined)[] = [
  plan,
  message,
  overview,
  customer,
  report,
  changed,
];

function draw(result: Values): void {
  const meta = isObject(result._meta) ? result._meta : {};
  const answer = result.isError === true ? undefined : answerOf(result);
  const tool = toolOf(host, meta);
  const scene = { host, tool, input, answer: answer ?? {}, meta, redraw };
  const view =
    answer && VIEWS.reduce<HTMLElement | undefined>((found, one) => found ?? one(scene), undefined);
  const line = result.isError === true ? firstLine(saidBy(result)) : "The answer is in the conversation.";
  place.replaceChildren(view ?? el("p", { class: "line" }, line));
  view?.dispatchEvent(new Event(SHOWN));
}

/** What takes the place of what somebody has just used: they are at its beginning. */
function redraw(result: Values): void {
  draw(result);
  const heading = place.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
}

const firstLine = (text: string): string => text.split("\n")[0]?.slice(0, 300) ?? "";

/** Tells the server that a person sees what it answers here; a host that refuses it is one without buttons. */
function announce(): void {
  if (mayCall(host)) call(host, "view", { did: "drawn" }).catch(() => undefined);
}

/** Theme, fonts and colours of the host, and the language of the person. */
function adapt(changed: Values): void {
  host.context = { ...host.context, ...changed };
  const { theme, styles, locale, timeZone, safeAreaInsets } = host.context;
  const root = document.documentElement;
  if (theme === "light" || theme === "dark") root.style.colorScheme = theme;
  const variables = isObject(styles) && isObject(styles.variables) ? styles.variables : {};
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith("--") && typeof value === "string") root.style.setProperty(name, value);
  }
  if (isObject(safeAreaInsets)) {
    for (const side of ["top", "right", "bottom", "left"])
      place.style.setProperty(`--safe-${side}`, `${Number(safeAreaInsets[side]) || 0}px`);
  }
  speak(locale ?? navigator.language, timeZone);
}

/** Tells the host how much room the page takes whenever that changes. */
function measure(): void {
  let told = "";
  const tell = () => {
    const size = {
      width: Math.ceil(document.documentElement.clientWidth),
      height: Math.ceil(place.getBoundingClientRect().height),
    };
    if (told === JSON.stringify(size)) return;
    told = JSON.stringify(size);
    host.tell("ui/notifications/size-changed", size);
  };
  new ResizeObserver(tell).observe(place);
  tell();
}

host.on("ui/notifications/tool-input", (params) => {
  input = isObject(params.arguments) ? params.arguments : {};
});
host.on("ui/notifications/tool-result", draw);
host.on("ui/notifications/tool-cancelled", ({ reason }) => {
  place.replaceChildren(
    el("p", { class: "line" }, `The call was stopped${reason ? `: ${textOf(reason)}` : "."}`),
  );
});
host.on("ui/notifications/host-context-changed", adapt);

document.body.append(place);
host.open(VERSION).then(() => {
  announce();
  adapt({});
  measure();
}, undefined);
