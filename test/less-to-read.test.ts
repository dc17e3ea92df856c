import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Catalog } from "../src/catalog.ts";
import { GatewayError } from "../src/errors.ts";
import { createServer } from "../src/serve/server.ts";
import { selectionOf } from "../src/tool/shown.ts";
import type { OperationTool, Tool } from "../src/tool/tool.ts";
import { shapeResult } from "../src/wire/result.ts";
import { instructions } from "../tools/guide/instructions.ts";
import { GUIDE } from "../tools/guide/texts.ts";
import { allTools } from "../tools/index.ts";
import { everyOperation } from "./every-call.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";

// What a result says besides what was asked for: only where there is something to do with it.

const everyTool = [...new Map([...everyOperation, ...allTools].map((tool) => [tool.name, tool])).values()];
const known = new Set(everyTool.map(({ name }) => name));

const words = new Set(
  everyTool.flatMap((tool) => Object.keys(tool.inputSchema.shape)).filter((name) => name.includes("_")),
);

/** Each sentence of a hint by itself; what is remarked of a surprise may explain it, and leads on as a whole. */
const toldBy = (tool: Tool): string[] => {
  if (tool.kind !== "operation") return [];
  const { result, remarks = [] } = tool;
  const hint = ("hint" in result && result.hint) || "";
  const said = remarks.map(({ says, when }) =>
    typeof says === "string" ? says : says({ [when?.input ?? ""]: "2026-12-01T10:00:00Z" }, undefined),
  );
  return [...hint.split(/(?<=\.) /), ...said].filter(Boolean);
};
/** What nothing can be done about is said where a job would else be waited for. */
const NOT_READ = "It runs in the background, and nothing reads its progress.";

describe("a hint", () => {
  it.each(everyTool.map((tool) => [tool.name, toldBy(tool)] as const).filter(([, told]) => told.length > 0))(
    "of %s says what to do: it names a tool, an argument or the same call",
    (_, told) => {
      for (const text of told) {
        const named = (text.match(/\w+/g) ?? []).some((word) => known.has(word) || words.has(word));
        expect(named || /the same call/i.test(text) || text === NOT_READ, text).toBe(true);
      }
    },
  );

  const asks = everyOperation.filter(
    ({ result, request }) => result.kind === "job" && request.method === "GET" && result.whileRunning,
  );
  it.each(asks.map((tool) => [tool.name, tool] as const))(
    "of %s is gone with its job",
    (_, tool: OperationTool) => {
      const hintAt = (status: string) => {
        const document = { data: { type: "job", id: "J", attributes: { status } } };
        const input = {};
        return shapeResult(
          tool,
          { status: 200, documents: [document] },
          input,
          9000,
          selectionOf(tool, input),
        ).hint;
      };
      for (const status of ["queued", "processing"])
        expect(hintAt(status), status).toContain("The same call later");
      for (const status of ["complete", "cancelled", "failed"])
        expect(hintAt(status), status).toBeUndefined();
    },
  );

  it("of a job that says more when it is over stays", () => {
    const tool = everyOperation.find(({ name }) => name === "get_bulk_import_profiles_job");
    if (!tool) throw new Error("there is no such tool");
    const document = { data: { type: "job", id: "J", attributes: { status: "complete" } } };
    const { hint } = shapeResult(tool, { status: 200, documents: [document] }, {}, 9000);
    expect(hint).toContain("get_errors_for_bulk_import_profiles_job");
  });

  it.each([true, false])(
    "of a segment that is made says how to wait where it is_processing: %s",
    async (is_processing) => {
      const server = startInProcess(({ host }) =>
        host === "control"
          ? connectionsOf("c")
          : { data: { type: "segment", id: "S", attributes: { name: "x", is_processing } } },
      );
      const { json } = await server.call("update_segment", { segment_id: "SEGMNT", name: "x" });
      expect(json.data.id).toBe("S");
      expect(json.hint === undefined).toBe(!is_processing);
    },
  );
});

describe("the connection", () => {
  const LIST = { type: "list", id: "LISTID", attributes: { name: "x" } };
  it.each<[string, string[], object, string | undefined]>([
    ["is not named where there is one", ["c1"], {}, undefined],
    ["is named where the call chose it", ["c1"], { connection_id: "c1" }, "c1"],
    ["is named where there are several", ["c1", "c2"], { connection_id: "c2" }, "c2"],
  ])("%s, by a read as by a change", async (_, ids, chosen, named) => {
    const server = startInProcess(({ host }) =>
      host === "control" ? connectionsOf(...ids) : { data: LIST },
    );
    for (const [tool, args] of [
      ["get_list", { list_id: "LISTID" }],
      ["create_list", { name: "x" }],
    ] as const) {
      const { json, text } = await server.call(tool, { ...args, ...chosen });
      expect(json.data?.id, text).toBe("LISTID");
      expect(json.connection).toBe(named);
    }
  });
});

describe("a unique_id that was made up", () => {
  const EVENT = { metric_name: "Ordered", email: "ann@example.com" };
  const EVENTS = { events: [EVENT] };
  const MADE = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
  const outcome = (status: number) =>
    startInProcess(({ host, method }) => {
      if (host === "control") return connectionsOf("c");
      if (method !== "GET" && status >= 400)
        throw new GatewayError({ status, source: "klaviyo", detail: "no" });
      return undefined;
    });
  it.each([
    ["create_event", EVENT],
    ["bulk_create_events", EVENTS],
  ])("by %s is told where the outcome is unknown, and nowhere else", async (name, args) => {
    const open = outcome(503);
    const { text } = await open.call(name, args);
    const [sent] = MADE.exec(JSON.stringify(open.sent)) ?? [];
    expect(text).toContain(`"${sent}"`);
    for (const status of [202, 400]) {
      const clear = outcome(status);
      const answer = await clear.call(name, args);
      expect(JSON.stringify(clear.sent)).toMatch(MADE);
      expect(answer.text, String(status)).not.toMatch(MADE);
    }
  });
});

describe("the date", () => {
  afterEach(() => void vi.useRealTimers());
  it("in the instructions is that of each session, however long the process runs", async () => {
    const none = { callable: [], listed: [], anyPath: false };
    const begun = async (date: string) => {
      vi.useFakeTimers({ toFake: ["Date"], now: new Date(date) });
      const server = createServer(
        new Catalog([], none),
        async () => [],
        () => Promise.reject(new Error("no call is made")),
        {
          name: "n",
          version: "0",
          instructions: (began) => instructions({ sandbox: false, readOnly: false, pinned: false, began }),
          loadTexts: async () => GUIDE,
          hide: (text) => text,
          now: () => 0,
        },
        () => undefined,
      );
      const [near, far] = InMemoryTransport.createLinkedPair();
      await server.connect(far);
      const client = new Client({ name: "t", version: "1" });
      await client.connect(near);
      const said = client.getInstructions();
      await client.close();
      return said;
    };
    expect(await begun("2026-11-26T18:32:00Z")).toContain("Session begun 2026-11-26T18:32Z.");
    expect(await begun("2026-12-24T09:00:00Z")).toContain("Session begun 2026-12-24T09:00Z.");
  });
});
