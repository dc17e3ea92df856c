import { rowsOf } from "../../draw/series.ts";
import { cut } from "../../draw/tree.ts";
import { figure } from "../../draw/wording.ts";
import { isObject, textOf } from "../../text.ts";
import { el, facts, part, written } from "./elements.ts";
import { framed } from "./frame.ts";
import { answerOf, call, mayCall, type Scene } from "./scene.ts";
import type { Values } from "./wire.ts";

/** A campaign as preview_campaign shows it: when, to whom, and what they get; undefined for any other answer. */
export function message(scene: Scene): HTMLElement | undefined {
  const { data } = scene.answer;
  if (!isObject(data) || !Array.isArray(data.included) || typeof data.editor !== "string") return undefined;
  const body = el("div", {}, messageFacts(data), asText(data));
  if (mayCall(scene.host) && data.channel === "email") {
    readCampaign(scene, textOf(data.id)).then(
      (whole) => whole?.html && body.lastElementChild?.replaceWith(framed(scene.host, whole)),
      () => undefined,
    );
  }
  return el("article", {}, el("h1", { dir: "auto" }, written(textOf(data.name))), body);
}

/** A campaign with the html that its readers get. */
export interface Campaign {
  data: Values;
  html: string;
  /** There is more of the html. */
  cut: boolean;
}

/** More pieces of html than this are no message. */
const MOST_PIECES = 12;
const NEXT_PIECE = /fields \["html@(\d+)"\]/;

/**
 * Reads a campaign through the host, as a model would, but for the page alone: of the account of the call that is drawn,
 * and for whom it was shown. Undefined where it cannot be read. The html of a long message comes in pieces.
 */
export async function readCampaign(
  { host, input }: Scene,
  campaign_id: string,
): Promise<Campaign | undefined> {
  const { connection_id, profile_id } = input;
  const result = await call(host, "preview_campaign", { connection_id, campaign_id, profile_id, html: true });
  const answer = result.isError === true ? undefined : answerOf(result);
  if (!answer || !isObject(answer.data)) return undefined;
  const { data } = answer;
  const [, template_id] = /template_id "([^"]+)"/.exec(textOf(answer.omitted)) ?? [];
  let html = textOf(data.html);
  let left = textOf(answer.omitted);
  // What somebody in particular gets is theirs from the first piece to the last: the pieces here are nobody's.
  for (let piece = 1; template_id && profile_id === undefined && piece < MOST_PIECES; piece += 1) {
    const [, from] = NEXT_PIECE.exec(left) ?? [];
    if (Number(from) !== html.length) break;
    const context = { email: "somebody@example.com" };
    const more = answerOf(
      await call(host, "render_template", {
        connection_id,
        template_id,
        context,
        fields: [`html@${from}`],
      }),
    );
    if (!more || !isObject(more.data)) break;
    html += textOf(more.data.html);
    left = JSON.stringify([more.omitted, more.hint]).replaceAll('\\"', '"');
  }
  return { data, html, cut: NEXT_PIECE.test(left) };
}

/** What readers get of it, and when and who they are. */
export function messageFacts(data: Values): HTMLElement {
  return facts([
    ["When", textOf(data.when)],
    ["To", audiences(data.included)],
    ["Not to", audiences(data.excluded)],
    ["From", data.from !== undefined && written(textOf(data.from))],
    ["Subject", data.subject !== undefined && el("strong", {}, written(textOf(data.subject), 300))],
    ["Preview text", data.preview_text !== undefined && written(textOf(data.preview_text), 300)],
    ["Left empty", Array.isArray(data.empty) && written(data.empty.join(", "), 300)],
  ]);
}

function audiences(list: unknown): HTMLElement | undefined {
  const all = rowsOf(list);
  if (all.length === 0) return undefined;
  const one = ({ name, kind, people }: Values) => {
    const size = typeof people === "number" ? `${figure(people, "count")} people` : "";
    const beside = [textOf(kind), size].filter(Boolean).join(", ");
    return el("li", {}, written(textOf(name)), " ", el("small", {}, written(beside, 80)));
  };
  return el("ul", { class: "plain" }, ...all.map(one));
}

/** More of a text nobody reads in a card. */
const MOST_TEXT = 4000;

/** The words of a message, where it is not drawn. */
export function asText(data: Values): HTMLElement {
  const text = textOf(data.text);
  return text === ""
    ? el("div")
    : part("Message", el("p", { class: "text", dir: "auto" }, cut(text, MOST_TEXT)));
}
