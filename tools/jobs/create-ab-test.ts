import { InputError, StoppedError } from "../../src/errors.ts";
import { isObject, oneLine, textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import type { Input, WorkflowContext } from "../../src/tool/tool.ts";
import { NEWER } from "../operations/judged/campaigns.ts";
import { operationNamed } from "../operations/tools.ts";
import { nonEmptyText } from "../params.ts";
import { type AbTest, abTest, testOf, treeOf } from "../structures/ab-test.ts";
import { templates } from "../templates.ts";
import { audience, EDITOR, MOST_COUNTED, valuesOf } from "./audiences.ts";

type Values = Record<string, unknown>;

const MOST_CHARS = 300;
const createTree = () => operationNamed("create_campaign_2026_10");
const readMessages = () => operationNamed("get_messages_for_campaign_2026_10");
const writeMessage = () => operationNamed("update_campaign_message_2026_10");

/** One side of an audience in words: names, and how many people each has. Throws InputError for what is not there. */
async function groupsOf(context: WorkflowContext, ids: readonly string[], counted: { left: number }) {
  const said: string[] = [];
  for (const id of ids) {
    const group = await audience(context, id, counted.left > 0);
    counted.left -= 1;
    if (group.unread === undefined) {
      said.push(
        `${textOf(group.name)} (${textOf(group.kind)}${group.people === undefined ? "" : `, ${textOf(group.people)}`})`,
      );
    } else if (!/^\d+$/.test(textOf(group.unread))) {
      throw new InputError(`${id} is no list or segment`, {
        argument: "audiences",
        next: "get_lists and get_segments list them. Nothing was sent.",
      });
    } else said.push(id);
  }
  return said.join(", ");
}

async function audiencesOf(context: WorkflowContext, { audiences }: Input) {
  const counted = { left: MOST_COUNTED };
  const lines: { label: string; becomes: unknown }[] = [];
  for (const [at, { name, included, excluded = [] }] of (
    audiences as { name?: string; included: string[]; excluded?: string[] }[]
  ).entries()) {
    const to = await groupsOf(context, included, counted);
    const but = await groupsOf(context, excluded, counted);
    const label = `audience ${at + 1}${name ? ` (${name})` : ""}`;
    lines.push({ label, becomes: but ? `${to}; without ${but}` : to });
  }
  return lines;
}

/** The names of the templates by id. Throws what reading one throws. */
async function templatesOf(context: WorkflowContext, { versions }: AbTest): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const template_id of new Set(versions.map(({ details }) => details.template_id ?? ""))) {
    const found = await context.call(templates.get_template, { template_id, fields: ["name"] });
    names.set(template_id, textOf(valuesOf(found).name));
  }
  return names;
}

const ruleInWords = ({ versions, rule }: AbTest): string =>
  `by ${textOf(rule.winner_metric)} after ${textOf(rule.winner_wait_hours)} hours; ${rule.winner_percentage} % of each audience get it, ${versions[0]?.share ?? 0} % each version before`;

/** The ids of the messages that a campaign of the newer model has. */
async function messagesOf(context: WorkflowContext, campaign_id: string): Promise<string[]> {
  const document = await context.call(readMessages(), { campaign_id });
  const data = isObject(document) && Array.isArray(document.data) ? document.data : [];
  return data.filter(isObject).map(({ id }) => textOf(id));
}

/** Gives the messages the rule that finds the winner; answers with what of it did not come about, in words. */
async function setRule(
  context: WorkflowContext,
  messages: readonly string[],
  { rule }: AbTest,
): Promise<string[]> {
  const left: string[] = [];
  for (const [at, campaign_message_id] of messages.entries()) {
    context.progress(at + 3, messages.length + 3, "winner's rule");
    const asked = { campaign_message_id, definition: { ab_test: { ...rule } } };
    const goesOn = `update_campaign_message_2026_10 with arguments ${JSON.stringify(asked)} goes on`;
    try {
      const { definition } = valuesOf(await context.call(writeMessage(), asked));
      const stands = isObject(definition) && isObject(definition.ab_test) ? definition.ab_test : {};
      const same = Object.entries(rule).every(([name, value]) => stands[name] === value);
      if (!same) left.push(`of message ${campaign_message_id} Klaviyo answers another rule than was sent`);
    } catch (error) {
      if (error instanceof StoppedError && error.reason === "cancelled") throw error;
      left.push(`message ${campaign_message_id} has no rule for its winner yet (${why(error)}): ${goesOn}`);
    }
  }
  return left;
}

const why = (error: unknown): string =>
  oneLine(error instanceof Error ? error.message : String(error), MOST_CHARS);

const LOOK = `It is a draft of Klaviyo's newer model of campaigns (revision ${NEWER.revision}), which nobody has proven here: have a person look at it in Klaviyo's editor and schedule it there. Nothing was sent or scheduled. The tools of the older model are not for it.`;

export const createAbTest = section("campaigns", {
  create_ab_test: job({
    title: "Draft an A/B test",
    description:
      "Drafts an e-mail campaign with 2 to 8 variations for one or more audiences, by Klaviyo's newer, unproven model; nothing is sent or scheduled. What a variation leaves out is as in the first.",
    inputSchema: { name: nonEmptyText, ...abTest },
    judgement: {
      effects: ["adds"],
      why: "A draft with its audiences and variations; nothing goes out before a person schedules it.",
      model: NEWER,
    },
    onKlaviyo: true,
    get uses() {
      return [createTree(), readMessages(), writeMessage()];
    },
    async plan(context, input) {
      const test = testOf(input);
      const names = await templatesOf(context, test);
      const audiences = await audiencesOf(context, input);
      return {
        of: `the new draft ${textOf(input.name)}, an A/B test`,
        lines: [
          ...audiences,
          ...test.versions.map(({ name, details }) => {
            const { template_id = "", ...said } = details;
            const parts = Object.entries(said).map(([key, value]) => `${key} ${value}`);
            return {
              label: `variation ${name}`,
              becomes: [...parts, `template ${names.get(template_id) ?? ""}`].join("; "),
            };
          }),
          { label: "winner", becomes: ruleInWords(test) },
        ],
        effects: [],
        holds: Object.fromEntries(names),
      };
    },
    async run(context, input) {
      const test = testOf(input);
      const { audiences } = input as { audiences?: unknown[] };
      context.progress(1, undefined, "draft");
      const made = await context.call(createTree(), treeOf(input, test));
      const id = textOf(valuesOf(made).id);
      const left: string[] = [];
      let messages: string[] = [];
      try {
        context.progress(2, undefined, "messages");
        messages = await messagesOf(context, id);
      } catch (error) {
        if (error instanceof StoppedError && error.reason === "cancelled") throw error;
        left.push(`its messages could not be read, so that none has a rule for its winner (${why(error)})`);
      }
      if (left.length === 0 && messages.length !== audiences?.length)
        left.push(`it has ${messages.length} messages for ${audiences?.length ?? 0} audiences`);
      left.push(...(await setRule(context, messages, test)));
      const failed = left.length > 0 ? `It is made, so do not make it again; but ${left.join("; ")}. ` : "";
      const mixed =
        test.varies.length > 1
          ? ` The variations differ in ${test.varies.join(", ")}: a result will not tell which of them did it.`
          : "";
      const overlap =
        (audiences?.length ?? 0) > 1
          ? " Who is in several audiences gets it by their priority, which the editor sets."
          : "";
      return {
        data: {
          id,
          name: input.name,
          status: "Draft",
          model: NEWER.revision,
          variations: test.versions.map(({ name, share, details }): Values => ({ name, share, ...details })),
          winner: test.rule,
          relationships: { "campaign-messages": messages },
          editor: `${EDITOR}/${id}/wizard`,
        },
        hint: `${failed}${LOOK}${mixed}${overlap}`,
      };
    },
  }),
});
