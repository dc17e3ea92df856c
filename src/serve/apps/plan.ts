import { figure } from "../../draw/wording.ts";
import { isObject, textOf } from "../../text.ts";
import { decision } from "./decision.ts";
import { el, facts, written } from "./elements.ts";
import { framed } from "./frame.ts";
import { asText, messageFacts, readCampaign } from "./message.ts";
import { said } from "./quoted.ts";
import { mayCall, type Scene } from "./scene.ts";

const DOES = "what happens";
const STANDING = "standing";

/** What a change would do, as the gate asks it, with the two buttons; undefined for any other answer. */
export function plan(scene: Scene): HTMLElement | undefined {
  const { answer, meta } = scene;
  const asks = answer.status === "needs_confirmation";
  const told = asks || answer.status === "changed" ? answer.preview : previewIn(answer.dry_run);
  if (!isObject(told)) return undefined;
  const own = meta["klaviyo/preview"];
  // Where persons are masked for the model, the person reads who they are; what the model is told stays masked.
  const preview = isObject(own) ? own : told;
  const [title, why] = headOf(preview, scene);
  const { account, recipients, ...rest } = preview;
  const lines = [["recipients", recipients] as const, ...Object.entries(rest)].filter(
    ([name, says]) => name !== DOES && says !== undefined,
  );
  const message = el("div");
  const view = el(
    "article",
    { class: "plan" },
    el(
      "header",
      {},
      el("p", { class: "kicker", id: STANDING, role: "status" }, written(standing(answer.hint, asks), 600)),
      el("h1", { "aria-describedby": STANDING }, written(title || "A change")),
      why !== "" && el("p", {}, written(why, 600)),
      account !== undefined && el("p", { class: "about" }, lineOf(account)),
      reach(recipients),
    ),
    facts(
      lines.map(([name, says]) => [
        `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll("_", " ")}`,
        lineOf(says),
      ]),
    ),
    message,
    asks && decision(scene, headOf(told, scene)[0]),
  );
  const { campaign_id } = scene.input;
  // What goes out is what stands there now; of any other change that would be what it was before.
  if (asks && recipients !== undefined && typeof campaign_id === "string" && mayCall(scene.host))
    showMessage(scene, campaign_id, message);
  return view;
}

/** How it stands, in the words of the answer: why nothing was sent, or what changed meanwhile. */
function standing(hint: unknown, asks: boolean): string {
  const said = textOf(hint);
  if (said === "") return "A try: nothing was sent.";
  return asks ? (/^.*?Nothing was sent[^.]*\./s.exec(said)?.[0] ?? "Nothing was sent.") : said;
}

/** What a preview says of what happens, and why it asks. */
function headOf(preview: Record<string, unknown>, { tool }: Scene): [title: string, why: string] {
  const [, title = "", why = ""] = /^(.*?)\.(?: (.*))?$/s.exec(textOf(preview[DOES])) ?? ["", tool.title];
  return [title, why];
}

/** The plan of a job that was tried; of one operation a try shows the request, which is not for people. */
function previewIn(dry_run: unknown): unknown {
  return isObject(dry_run) && typeof dry_run[DOES] === "string" ? dry_run : undefined;
}

function lineOf(says: unknown): HTMLElement {
  const [only = "", ...others] = [says].flat().map(textOf);
  if (others.length === 0) return said(only);
  return el("ul", { class: "plain" }, ...[only, ...others].map((one) => el("li", {}, said(one))));
}

/** Puts the message, as its readers get it, below what the gate read. */
async function showMessage(scene: Scene, campaign: string, place: HTMLElement): Promise<void> {
  const found = await readCampaign(scene, campaign).catch(() => undefined);
  if (!found) return;
  const { data, html } = found;
  place.replaceChildren(html ? framed(scene.host, found) : asText(data), el("div", {}, messageFacts(data)));
}

/** How many people it reaches, as the gate counted them. */
function reach(recipients: unknown): HTMLElement | undefined {
  const [, count] = /^estimated recipient count (\d+)\b/.exec(textOf(recipients)) ?? [];
  if (count === undefined) return undefined;
  const people = Number(count);
  return el(
    "p",
    { class: "reach" },
    el("b", {}, figure(people, "count")),
    people === 1 ? " person" : " people",
  );
}
