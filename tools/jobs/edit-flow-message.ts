import { z } from "zod";
import { InputError } from "../../src/errors.ts";
import { isObject, oneLine, textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { atLeastOne } from "../../src/tool/rules.ts";
import type { Input, WorkflowContext } from "../../src/tool/tool.ts";
import { flows } from "../flows.ts";
import { operationNamed } from "../operations/tools.ts";
import { id, text } from "../params.ts";
import { editFlow, type FlowEdit } from "../structures/flow-edit.ts";
import { definitionOf, placedIn } from "../structures/flow-messages.ts";
import { isPartial } from "./parts.ts";

const EDITS = [
  "subject",
  "preview_text",
  "from_email",
  "from_label",
  "reply_to_email",
  "template_id",
  "body",
  "status",
  "delay",
] as const;
const WHY_CHARS = 120;
const updateStep = () => operationNamed("update_flow_action");

interface Flow {
  name: string;
  status: string;
  definition: Record<string, unknown>;
}

async function readFlow(context: WorkflowContext, flow_id: unknown): Promise<Flow> {
  const asked = { flow_id, additional_fields: ["definition"], fields: ["name", "status"] };
  const document = await context.call(flows.get_flow, asked);
  const definition = definitionOf(document);
  if (!definition) {
    throw new InputError("Klaviyo gave no definition of this flow", {
      argument: "flow_id",
      next: "Nothing was sent. get_actions_for_flow has the flow in parts; update_flow_action changes one.",
    });
  }
  const { attributes = {} } = isObject(document) && isObject(document.data) ? document.data : {};
  const { name, status } = isObject(attributes) ? attributes : {};
  return { name: textOf(name), status: textOf(status), definition };
}

/** What a call does to the flow as it is now. Throws InputError where that is nothing. */
function editOf({ definition }: Flow, { message, ...input }: Input): FlowEdit {
  const given = Object.fromEntries(
    EDITS.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]),
  );
  const edit = editFlow(definition, textOf(message), given);
  if (edit.changed.length > 0) return edit;
  throw new InputError(`${edit.of} is so already`, { next: "Nothing was sent." });
}

/** Whether people get something else at once: the message itself, or what comes behind its delay. */
const isSeen = ({ status }: Flow, { live, changed }: FlowEdit): boolean =>
  status === "live" && (live || changed.some(({ argument }) => argument === "delay"));

const sidesOf = ({ changed }: FlowEdit, key: "was" | "becomes") =>
  Object.fromEntries(changed.map((one) => [one.argument, one[key]]));

/** What stands there now of what was to be changed; a template is a copy, with an id of its own. */
async function readBack(context: WorkflowContext, flow_id: unknown, edit: FlowEdit) {
  const { definition } = await readFlow(context, flow_id);
  const found = placedIn(definition).find(({ message }) => message.id === edit.placed.message.id);
  if (!found) return { missing: edit.changed.map(({ argument }) => argument), copy: undefined };
  const wanted = Object.fromEntries(
    edit.changed
      .filter(({ argument }) => argument !== "template_id")
      .map(({ argument, becomes }) => [argument, becomes]),
  );
  const left = editFlow(definition, textOf(found.message.id), wanted).changed;
  const copied = edit.changed.some(({ argument }) => argument === "template_id");
  return {
    missing: left.map(({ argument }) => argument),
    ...(copied && { copy: found.message.template_id }),
  };
}

/**
 * Writes the steps that the edit changes, one after another. Where one fails after another was written, that is no
 * failure of the whole: what was done is told. Throws what the first of them throws.
 */
async function writeSteps(
  context: WorkflowContext,
  { steps }: FlowEdit,
): Promise<{ written: string[]; hint: string } | undefined> {
  const written: string[] = [];
  for (const [at, step] of steps.entries()) {
    context.progress(at + 1, steps.length + 1, "step written");
    const id = textOf(step.id);
    try {
      await context.call(updateStep(), { flow_action_id: id, definition: step });
    } catch (error) {
      if (written.length === 0 || !isPartial(error)) throw error;
      const why = oneLine(error.message, WHY_CHARS);
      return {
        written,
        hint: `Step ${written.join(" and ")} of the flow is written; step ${id} is not, or nobody knows (${why}). edit_flow_message with the same arguments goes on: it writes what is not so yet.`,
      };
    }
    written.push(id);
  }
  return undefined;
}

export const editFlowMessage = section("flows", {
  edit_flow_message: job({
    title: "Change a flow's message",
    description:
      'Changes one message of a flow, all else stays: message is its name, id or number among the flow\'s e-mails ("2", or "sms 1"); delay ("2 days") is the wait before it.',
    inputSchema: {
      flow_id: id,
      message: id,
      subject: text,
      preview_text: text,
      from_email: text,
      from_label: text,
      reply_to_email: text,
      template_id: id.optional(),
      body: text,
      status: z.enum(["draft", "manual", "live"]).optional(),
      delay: text,
    },
    rules: [atLeastOne(...EDITS)],
    judgement: {
      effects: ["edits"],
      why: "One message of a flow is changed; in a live flow people get the new one at once.",
      when: [
        { input: "status", equals: "live", effects: ["publishes"] },
        { input: "status", otherThan: "live", effects: ["stops"] },
      ],
    },
    idempotent: true,
    onKlaviyo: true,
    get uses() {
      return [flows.get_flow, updateStep()];
    },
    async plan(context, input) {
      const flow = await readFlow(context, input.flow_id);
      const edit = editOf(flow, input);
      return {
        of: `${edit.of} of the ${flow.status} flow ${flow.name}`,
        lines: edit.changed.map(({ argument, was, becomes }) => ({ label: argument, becomes, was })),
        effects: isSeen(flow, edit) ? ["publishes"] : [],
        holds: sidesOf(edit, "was"),
      };
    },
    async run(context, input) {
      const { flow_id } = input;
      const edit = editOf(await readFlow(context, flow_id), input);
      const stopped = await writeSteps(context, edit);
      if (stopped) {
        const data = { flow_id, message: edit.of, message_id: edit.placed.message.id };
        return { data: { ...data, written: stopped.written }, hint: stopped.hint };
      }
      const { missing, copy } = await readBack(context, flow_id, edit);
      return {
        data: {
          flow_id,
          message: edit.of,
          message_id: edit.placed.message.id,
          before: sidesOf(edit, "was"),
          after: { ...sidesOf(edit, "becomes"), ...(copy !== undefined && { template_id: copy }) },
        },
        ...(missing.length > 0 && {
          hint: `Klaviyo took the change, but read again these were not as sent: ${missing.join(", ")}. get_messages_for_flow shows the message.`,
        }),
        ...(copy !== undefined &&
          missing.length === 0 && { hint: "template_id is now the message's own copy." }),
      };
    },
  }),
});
