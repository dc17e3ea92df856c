import { cut } from "../../draw/tree.ts";
import { isObject, textOf } from "../../text.ts";
import { el } from "./elements.ts";
import { answerOf, call, mayCall, mayWrite, type Scene, saidBy, say } from "./scene.ts";
import type { Values } from "./wire.ts";

/** What the conversation is told of an answer is at most so long. */
const MOST_TOLD = 1500;

/**
 * The two buttons under a plan. Yes makes the same call with the confirmation that the model does not read; where pages may
 * call no tool it sends the words with the code. No says so in the conversation.
 */
export function decision(scene: Scene, title: string): HTMLElement | undefined {
  const { host, answer } = scene;
  const byCall = mayCall(host) && scene.tool.name !== "";
  const byWords = mayWrite(host) && typeof answer.confirmation === "string";
  if (!byCall && !byWords) return el("p", { class: "soft" }, "The answer is given in the conversation.");
  const says = el("p", { role: "status", class: "says" });
  const settle = (text: string) => {
    for (const one of [yes, no]) one.disabled = true;
    says.textContent = text;
  };
  const failed = ({ message }: Error) => {
    says.textContent = `It could not be done: ${cut(message, 300)}. Nothing was sent from here.`;
    yes.disabled = no.disabled = false;
  };
  const agree = async () => {
    settle("Sending…");
    if (!byCall) {
      await say(host, agreed(scene, title));
      return settle("Your yes stands in the conversation.");
    }
    const confirmation = await confirmationOf(scene);
    if (confirmation === undefined)
      return settle(
        "This question is closed: it was answered, or is older than five minutes. Nothing was sent.",
      );
    const result = await call(host, scene.tool.name, { ...scene.input, confirmation });
    const asksAgain = answerOf(result)?.status === "needs_confirmation";
    const words = outcome(result, asksAgain);
    settle(words);
    if (asksAgain) return scene.redraw(result);
    view.classList.add(result.isError === true ? "failed" : "done");
    return tell(
      scene,
      `I pressed Yes on "${title}". ${result.isError === true ? "It failed" : "It was done"}: ${cut(saidBy(result), MOST_TOLD)}`,
    );
  };
  const refuse = async () => {
    settle("You said no. Nothing was sent.");
    await tell(scene, `I do not agree to "${title}". Do not do it.`);
  };
  const yes = el(
    "button",
    { type: "button", class: "yes", click: () => agree().catch(failed) },
    `Yes, ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
  );
  const no = el("button", { type: "button", click: () => refuse().catch(failed) }, "No");
  const view = el("footer", { class: "decision" }, el("div", { class: "row" }, no, yes), says);
  return view;
}

/** The confirmation: beside the result, else by the plan's id, else in the text, where hosts show no page. */
async function confirmationOf({ host, meta, answer }: Scene): Promise<string | undefined> {
  const own = meta["klaviyo/confirmation"] ?? answer.confirmation;
  if (typeof own === "string") return own;
  const redeemed = await call(host, "view", { did: "redeem", plan: answer.plan });
  const found = redeemed.isError === true ? undefined : answerOf(redeemed)?.confirmation;
  return typeof found === "string" ? found : undefined;
}

function agreed({ tool, answer, input }: Scene, title: string): string {
  const which =
    tool.name === ""
      ? "the same call"
      : `${tool.name} with the same arguments (${cut(JSON.stringify(input), 600)})`;
  return `I agree to "${title}". Make ${which} with confirmation ${JSON.stringify(answer.confirmation)}.`;
}

function outcome(result: Values, asksAgain: boolean): string {
  if (asksAgain)
    return "That yes was used already, or is older than five minutes: here is the question again.";
  const [line = ""] = saidBy(result).split("\n");
  if (result.isError === true) return `It was not done: ${cut(line, 400)}`;
  const { hint, data } = answerOf(result) ?? {};
  const status = isObject(data) ? textOf(data.status) : "";
  return ["Done.", status && `Status: ${cut(status, 80)}.`, typeof hint === "string" && cut(hint, 200)]
    .filter(Boolean)
    .join(" ");
}

/** Tells the model what came of it, which it does not see: in the conversation, else for its next turn. */
async function tell({ host }: Scene, text: string): Promise<void> {
  if (
    mayWrite(host) &&
    (await say(host, text).then(
      () => true,
      () => false,
    ))
  )
    return;
  await host.ask("ui/update-model-context", { content: [{ type: "text", text }] }).catch(() => undefined);
}
