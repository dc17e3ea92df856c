import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OperationTool } from "../../src/tool/tool.ts";
import { type Started, startClient } from "../client.ts";
import { everyOperation, leastCall } from "../every-call.ts";

// Of every operation each argument that is an id: an answer that it is unknown ends with the tool that lists valid ones.

/** Kinds of things that nothing lists, be it that Klaviyo has one of them only, or that they are read elsewhere. */
const UNLISTED = new Set([
  "batch_id",
  "source_mapping_id",
  "utm_id",
  "brand_voice_id",
  "campaign_message_schedule_id",
  "text_messaging_configuration_id",
  "text_messaging_sender_registration_id",
  "consent_page_id",
  "agent_tool_id",
  "agent_tool_ids",
  "agent_knowledge_id",
  "customer_agent_conversation_id",
  "customer_agent_id",
]);
/** Jobs of these begin with a list of none. */
const UNLISTED_JOBS = /_bulk_export_job_beta$/;
const ID = /^(?!external|unique|anonymous|connection)(?:(?:\w+_)?ids?|(?:in|ex)cluded_audiences)$/;
const NOT_THERE = "Zz9Unknown1";

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never", "--beta"] });
  await server.call("get_accounts");
});
afterAll(() => server.close());

/** The value at fault, alone or in a list, as the argument takes it; nothing of one that has its values written down. */
function unknownFor({ inputSchema }: OperationTool, argument: string): unknown {
  const shape = inputSchema.shape[argument];
  return [NOT_THERE, [NOT_THERE], [{ id: NOT_THERE }]].find((one) => shape?.safeParse(one).success);
}

const idsOf = (tool: OperationTool) =>
  Object.keys(tool.inputSchema.shape).filter(
    (one) =>
      ID.test(one) &&
      !UNLISTED.has(one) &&
      // What follows a change is looked at before it, by name too: test/names-changes.test.ts.
      !(tool.following ?? []).some(({ given }) => given.includes(one)) &&
      !(one === "job_id" && UNLISTED_JOBS.test(tool.name)) &&
      unknownFor(tool, one) !== undefined,
  );
const withIds = everyOperation
  .filter((tool) => idsOf(tool).length > 0 && !(tool.request.body && "multipart" in tool.request.body))
  .map((tool) => [tool.name, tool] as const);
const listers = new Map(
  everyOperation.filter(({ result }) => result.kind === "collection").map((tool) => [tool.name, tool]),
);

function refuse(status: number, detail: string): void {
  server.sandbox.clearFaults();
  server.sandbox.addFault({
    match: { path: "/klaviyo/" },
    times: 9,
    status,
    contentType: "application/vnd.api+json",
    body: JSON.stringify({
      errors: [{ status, code: "x", title: "T", detail, source: { pointer: "/data" } }],
    }),
  });
}

/** The tool that the last sentence of an error names. */
const listerIn = (text: string) => /(\w+) lists valid ones\.$/.exec(text)?.[1] ?? "";

describe("an id that cannot be right is led to the tool that lists them:", () => {
  it.each(withIds)("of %s, which Klaviyo does not know", async (name, tool) => {
    refuse(404, `There is no thing with id "${NOT_THERE}".`);
    for (const argument of idsOf(tool)) {
      const { text } = await server.call(name, {
        ...leastCall(name),
        [argument]: unknownFor(tool, argument),
      });
      const [said = "", blamed = "", next = ""] = text.split("\n");
      expect(said, text).toContain(`404 from Klaviyo: There is no thing with id "${NOT_THERE}".`);
      expect(blamed.replace(/\[0\]|\.id$/g, "")).toBe(`Argument: ${argument}`);
      expect(next.startsWith(`Check ${blamed.slice("Argument: ".length)}. `)).toBe(!hasWords(tool));
      expect(listers.has(listerIn(text)), text).toBe(true);
    }
  });

  it.each(withIds)("of %s, which is none", async (name, tool) => {
    server.sandbox.clearRequests();
    for (const argument of idsOf(tool)) {
      const value = JSON.parse(JSON.stringify(unknownFor(tool, argument)).replace(NOT_THERE, "\\t"));
      const { text } = await server.call(name, { ...leastCall(name), [argument]: value });
      expect(text).toContain(`Argument: ${argument}`);
      expect(listers.has(listerIn(text)), text).toBe(true);
    }
    expect(server.sent()).toEqual([]);
  });
});

/** What a tool itself says of a 404 goes before. */
function hasWords({ told = [] }: OperationTool): boolean {
  return told.some(({ status }) => status === 404);
}
