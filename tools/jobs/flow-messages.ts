import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import { flows } from "../flows.ts";
import { id } from "../params.ts";
import { messagesOf } from "../structures/flow-messages.ts";

export const flowMessages = section("flows", {
  get_messages_for_flow: job({
    title: "List a flow's messages",
    description: "Every message of a flow with its action, subject and template.",
    inputSchema: { flow_id: id },
    judgement: READS,
    onKlaviyo: true,
    lists: true,
    get uses() {
      return [flows.get_flow];
    },
    async run(context, { flow_id }) {
      const document = await context.call(flows.get_flow, {
        flow_id,
        additional_fields: ["definition"],
        fields: ["name"],
      });
      const messages = messagesOf(document);
      if (!messages)
        return {
          data: [],
          hint: "Klaviyo gave no definition of this flow. get_actions_for_flow has it in parts.",
        };
      return { data: messages };
    },
  }),
});
