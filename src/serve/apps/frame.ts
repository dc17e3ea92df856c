import { textOf } from "../../text.ts";
import { el, part } from "./elements.ts";
import type { Campaign } from "./message.ts";
import { mayOpen } from "./scene.ts";
import type { Host } from "./wire.ts";

/** Nothing in a message may run, load, be sent, or lead away: its own policy, over that of the host. */
const policy = (images: boolean): string =>
  `default-src 'none'; style-src 'unsafe-inline'; img-src data:${images ? " https:" : ""}; base-uri 'none'; form-action 'none'`;

const LOADED_MS = 4000;

/** A message as its readers see it, in a frame without scripts, forms, links and remote loads; images by choice. */
export function framed(host: Host, { data, html, cut }: Campaign): HTMLElement {
  const frame = el("iframe", { sandbox: "", title: "The message as its readers see it", class: "message" });
  const source = withoutWays(html);
  const draw = (images: boolean) => {
    frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy(images)}"><meta name="color-scheme" content="light"><style>html{background:#fff}img{max-width:100%}</style>${source}`;
  };
  draw(false);
  const [first] =
    /https:\/\/[^"'\s)]+/.exec(/<img\b[^>]*\bsrc\s*=\s*["']?https:\/\/[^"'\s>]+/i.exec(html)?.[0] ?? "") ??
    [];
  const says = el("span", { role: "status" });
  const choice = el(
    "button",
    {
      type: "button",
      click: async () => {
        choice.disabled = true;
        if (await loads(textOf(first))) {
          draw(true);
          says.textContent = "The images are loaded.";
          choice.remove();
          frame.focus();
        } else says.textContent = "This client lets a card load no images: they can be seen in Klaviyo.";
      },
    },
    "Load images",
  );
  const url = textOf(data.editor);
  const editor = el(
    "button",
    { type: "button", click: () => host.ask("ui/open-link", { url }).catch(() => undefined) },
    "Open in Klaviyo",
  );
  return part(
    "Message",
    frame,
    cut && el("p", { class: "soft" }, "Only its beginning is shown."),
    el("p", { class: "row" }, first !== undefined && choice, url !== "" && mayOpen(host) && editor, says),
  );
}

const WITHOUT = "script, base, link, meta";
const UNWRAPPED = "iframe, frameset, object, embed, form";
const LEADING = ["href", "xlink:href", "target", "ping", "action", "formaction", "srcdoc"];

/** The html without what leads somewhere: its frame would let nothing of it happen, but a click would empty it. */
function withoutWays(html: string): string {
  const { documentElement: root } = new DOMParser().parseFromString(html, "text/html");
  for (const one of root.querySelectorAll(WITHOUT)) one.remove();
  for (const one of root.querySelectorAll(UNWRAPPED)) one.replaceWith(...one.childNodes);
  for (const one of root.querySelectorAll("*")) for (const name of LEADING) one.removeAttribute(name);
  return root.outerHTML;
}

/** Whether the host lets the page load an image: asked only when somebody wants to see them. */
function loads(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const image = new Image();
    const blocked = ({ effectiveDirective }: SecurityPolicyViolationEvent) =>
      effectiveDirective === "img-src" && resolve(false);
    document.addEventListener("securitypolicyviolation", blocked);
    image.addEventListener("load", () => resolve(true));
    // One image that is gone does not say that none may be loaded.
    image.addEventListener("error", () => setTimeout(() => resolve(true)));
    setTimeout(() => resolve(true), LOADED_MS);
    image.referrerPolicy = "no-referrer";
    image.src = url;
  });
}
