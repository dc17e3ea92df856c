import { isObject, textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import type { Input, WorkflowContext } from "../../src/tool/tool.ts";
import { flows } from "../flows.ts";
import { id } from "../params.ts";
import { messagesOf } from "../structures/flow-messages.ts";
import { templates } from "../templates.ts";

/** Flows that an account may have; Klaviyo lists 50 a page. */
const MOST_FLOWS = 500;
/** What is left of the call for its answer. */
const RESERVE_MS = 5000;

/** The name of a template; undefined of one that is gone, or that nobody may read. */
async function nameOf(context: WorkflowContext, template_id: string): Promise<string | undefined> {
  const found = await context
    .result(templates.get_template, { template_id, fields: ["name"] })
    .catch(() => undefined);
  const name = isObject(found?.data) ? found.data.name : undefined;
  return typeof name === "string" ? name : undefined;
}

/** The messages of a flow that have the template, or a copy of it: a copy has another id, and keeps the name. */
async function usesIn(context: WorkflowContext, flow: Input, template: { id: string; name: string }) {
  const document = await context.call(flows.get_flow, {
    flow_id: flow.id,
    additional_fields: ["definition"],
    fields: ["name"],
  });
  const uses: Record<string, unknown>[] = [];
  for (const { id: message_id, name: message, template_id } of messagesOf(document) ?? []) {
    if (typeof template_id !== "string") continue;
    const isCopy = template_id !== template.id;
    if (isCopy && (await nameOf(context, template_id)) !== template.name) continue;
    uses.push({
      flow_id: flow.id,
      flow: flow.name,
      status: flow.status,
      message_id,
      message,
      ...(isCopy && { copy_id: template_id }),
    });
  }
  return uses;
}

export const templateMessages = section("templates", {
  get_messages_for_template: job({
    title: "List the flow messages of a template",
    description: "Which flows' messages use a template, or a copy of it by its name.",
    inputSchema: { template_id: id },
    judgement: READS,
    onKlaviyo: true,
    get uses() {
      return [templates.get_template, flows.get_flows, flows.get_flow];
    },
    async run(context, { template_id }) {
      const document = await context.result(templates.get_template, { template_id, fields: ["name"] });
      const { name } = isObject(document.data) ? document.data : {};
      const template = { id: String(template_id), name: textOf(name) };
      const { items, whole } = await context.list(
        flows.get_flows,
        { fields: ["name", "status"] },
        MOST_FLOWS,
      );
      const data: Record<string, unknown>[] = [];
      let seen = 0;
      for (const flow of items) {
        if (context.remaining() < RESERVE_MS) break;
        data.push(...(await usesIn(context, flow, template)));
        seen += 1;
        context.progress(seen, items.length, textOf(flow.name));
      }
      const left = items.slice(seen).map((flow) => `${textOf(flow.name)} (${textOf(flow.id)})`);
      return {
        data,
        ...((left.length > 0 || !whole) && {
          omitted: `Not looked through: ${left.join(", ") || `what comes after ${MOST_FLOWS} flows`}. get_messages_for_flow shows one.`,
        }),
        ...(data.length === 0 && { hint: "No flow that is not archived has a message with it." }),
      };
    },
  }),
});
