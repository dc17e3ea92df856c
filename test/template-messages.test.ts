import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { connectionsOf, startInProcess } from "./in-process.ts";

// Which messages use a template, in an account of many flows.

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FLOWS = 30;
const SLOW_MS = 2000;

/** Each flow has a message with a copy of the template of its number; nobody may read that of the flow F2. */
function start(ms: number) {
  return startInProcess(async ({ host, path }) => {
    if (host === "control") return connectionsOf("c1");
    await new Promise((resolve) => setTimeout(resolve, ms));
    const [, , type, id = ""] = path.split("/");
    if (type === "templates") {
      if (id === "C2") throw new Error("not found");
      return {
        data: { type: "template", id, attributes: { name: Number(id.slice(1)) % 2 ? "Odd" : "Hero" } },
      };
    }
    const flow = (number: number) => ({
      type: "flow",
      id: `F${number}`,
      attributes: { name: `Flow ${number}` },
    });
    if (!id) return { data: Array.from({ length: FLOWS }, (_, at) => flow(at)), links: { next: null } };
    const number = id.slice(1);
    const message = { id: `M${number}`, name: "One", template_id: `C${number}` };
    const actions = [
      { id: "1", type: "send-email", data: { message, status: "live" }, links: { next: null } },
    ];
    const attributes = {
      name: `Flow ${number}`,
      definition: { triggers: [], actions, entry_action_id: "1" },
    };
    return { data: { type: "flow", id, attributes } };
  });
}

async function uses(ms: number) {
  const pending = start(ms).call("get_messages_for_template", { template_id: "C0" });
  await vi.advanceTimersByTimeAsync(60_000);
  return (await pending).json;
}

it("are those of the template itself and of its copies by name; what cannot be read is none", async () => {
  const { data, omitted } = await uses(1);
  const even = Array.from({ length: FLOWS }, (_, at) => at).filter((at) => at % 2 === 0 && at !== 2);
  expect(data.map(({ flow_id }: { flow_id: string }) => flow_id)).toEqual(even.map((at) => `F${at}`));
  expect(data[0]).not.toHaveProperty("copy_id");
  expect(data[1]).toMatchObject({ flow: "Flow 4", message_id: "M4", copy_id: "C4" });
  expect(omitted).toBeUndefined();
});

it("and where a call has no time for all flows, it says which it has not looked through", async () => {
  const { data, omitted } = await uses(SLOW_MS);
  expect(data.length).toBeGreaterThan(0);
  expect(omitted).toMatch(
    /^Not looked through: Flow \d+ \(F\d+\),.* Flow 29 \(F29\)\. get_messages_for_flow shows one\.$/,
  );
});
