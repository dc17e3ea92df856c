import { cut } from "../../draw/tree.ts";
import { isObject, textOf } from "../../text.ts";
import { el } from "./elements.ts";
import { answerOf, call, mayCall, mayWrite, type Scene, saidBy, say } from "./scene.ts";
import type { Host, Values } from "./wire.ts";

/** A click so soon after a plan came was meant for what stood there before. */
const SETTLED_MS = 500;
/** What the conversation is told of an answer is at most so long. */
const MOST_TOLD = 1500;

/**
 * The two buttons under a plan. Yes makes the same call with the confirmation that the model does not read; where pages may
 * call no tool it sends the words with the code. No says so in the conversation.
 */
export function decision(scene: Scene, title: string): HTMLElement | undefined {
  const { host, answer, redraw } = scene;
  const byCall = mayCall(host);
  if (!byCall && !(mayWrite(host) && typeof answer.confirmation === "string"))
    return el("p", { class: "soft" }, "The answer is given in the conversation.");
  const says = el("p", { role: "status", class: "says" });
  const settle = (text: string, able = false) => {
    yes.disabled = no.disabled = !able;
    says.textContent = text;
  };
  const failed = ({ message }: Error) => settle(`It could not be done: ${cut(message, 300)}.`, true);
  const agree = async () => {
    settle("Sending…");
    if (!byCall) {
      await say(host, agreed(scene, title));
      return settle("Your yes stands in the conversation.");
    }
    const { tool, confirmation } = await redeemed(scene);
    if (confirmation === undefined) return settle(CLOSED);
    if (tool === "") return settle(NAMELESS);
    const result = await call(host, tool, { ...scene.input, confirmation });
    const status = answerOf(result)?.status;
    if (status === "needs_confirmation" || status === "changed") return redraw(result);
    const didFail = result.isError === true || status === "declined";
    settle(outcome(result, didFail));
    view.classList.add(didFail ? "failed" : "done");
    const came = didFail ? "It was not done." : "It was done.";
    return tell(host, `I pressed Yes on "${title}". ${came}`, cut(saidBy(result), MOST_TOLD));
  };
  const refuse = async () => {
    settle("You said no. Nothing was sent.");
    // A server that hears it does not ask the same again for a while; the conversation hears it in any case.
    if (byCall) await call(host, "view", { did: "declined", plan: planOf(answer) }).catch(() => undefined);
    await tell(host, `I do not agree to "${title}". Do not do it.`);
  };
  const yes = el(
    "button",
    { type: "button", class: "yes", disabled: "", click: () => agree().catch(failed) },
    `Yes, ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
  );
  const no = el("button", { type: "button", disabled: "", click: () => refuse().catch(failed) }, "No");
  setTimeout(() => settle("", true), SETTLED_MS);
  const view = el("footer", { class: "decision" }, el("div", { class: "row" }, no, yes), says);
  return view;
}

const CLOSED =
  "This question is closed: it was answered, or is older than five minutes. Nothing was sent from here.";
const NAMELESS =
  "This client does not say which tool this is of: answer in the conversation. Nothing was sent.";

/** What a page gives for a plan; where no page had come yet, it is what stands in the text. */
const planOf = ({ plan, confirmation }: Values): unknown => plan ?? confirmation;

/** The tool and the confirmation of a plan: beside the result, else by the plan. */
async function redeemed({
  host,
  tool,
  meta,
  answer,
}: Scene): Promise<{ tool: string; confirmation: unknown }> {
  const own = meta["klaviyo/confirmation"];
  if (own !== undefined) return { tool: tool.name, confirmation: own };
  const result = await call(host, "view", { did: "redeem", plan: planOf(answer) });
  const found = result.isError === true ? {} : (answerOf(result) ?? {});
  // A server that knows no page gave the confirmation in the text, and it is good there.
  return { tool: tool.name || textOf(found.tool), confirmation: found.confirmation ?? answer.confirmation };
}

function agreed({ tool, answer, input }: Scene, title: string): string {
  const which =
    tool.name === ""
      ? "the same call"
      : `${tool.name} with the same arguments (${cut(JSON.stringify(input), 600)})`;
  return `I agree to "${title}". Make ${which} with confirmation ${JSON.stringify(answer.confirmation)}.`;
}

function outcome(result: Values, didFail: boolean): string {
  const { hint, data } = answerOf(result) ?? {};
  const [line = ""] = saidBy(result).split("\n");
  if (didFail) return `It was not done: ${cut(textOf(hint) || line, 400)}`;
  const status = isObject(data) ? textOf(data.status) : "";
  return ["Done.", status && `Status: ${cut(status, 80)}.`, cut(textOf(hint), 200)].filter(Boolean).join(" ");
}

/**
 * Tells the model what came of it, which it does not see: words that are ours as the person's, in the conversation. What
 * the server answered has strangers' words in it, and goes as data for the model's next turn.
 */
async function tell(host: Host, words: string, answered?: string): Promise<void> {
  const told =
    mayWrite(host) &&
    (await say(host, words).then(
      () => true,
      () => false,
    ));
  const data =
    answered === undefined ? [] : [`What the server answered, as data: ${JSON.stringify(answered)}`];
  const text = [...(told ? [] : [words]), ...data].join("\n");
  if (text === "") return;
  await host.ask("ui/update-model-context", { content: [{ type: "text", text }] }).catch(() => undefined);
}
