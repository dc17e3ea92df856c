import { expect, it } from "vitest";
import { Dispatcher } from "../src/call/dispatcher.ts";
import { Grants } from "../src/call/grants.ts";
import { Registry } from "../src/registry.ts";
import { job } from "../src/tool/declare.ts";
import { READS } from "../src/tool/effects.ts";
import type { OtherAccount, WorkflowContext } from "../src/tool/tool.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { allTools } from "../tools/index.ts";
import { operationNamed } from "../tools/operations/tools.ts";
import { USES } from "../tools/uses.ts";

// What a job may do with an account that nobody was asked about: read it, through its own connection.

const NAMES: Readonly<Record<string, string>> = { one: "First Shop", two: "Second Shop" };

async function played(run: (context: WorkflowContext) => Promise<unknown>) {
  const tool = job({
    title: "Try another account",
    description: "Tries what a test says.",
    inputSchema: {},
    judgement: READS,
    onKlaviyo: true,
    uses: [],
    run: async (context) => ({ data: await run(context) }),
  })("try_other", "accounts");
  const sent: { request: GatewayRequest; connection: string | undefined }[] = [];
  const dispatcher = new Dispatcher(
    Registry.whole([...allTools, tool]),
    {
      connectionId: undefined,
      confirm: "never",
      unasked: { people: 25, items: 100 },
      uses: USES,
      readOnly: false,
      deny: [],
      maxResultChars: 60_000,
      sandbox: false,
    },
    {
      send: async (request, { connectionId }) => {
        sent.push({ request, connection: connectionId });
        const connections = Object.keys(NAMES).map((id, at) => ({
          connection_id: id,
          status: "ACTIVE",
          app: "klaviyo",
          creation_time: `2026-01-0${at + 1}T00:00:00Z`,
        }));
        const name = NAMES[connectionId ?? "one"];
        const attributes = { name, contact_information: { organization_name: name }, timezone: "UTC" };
        const data = [{ type: "account", id: `A${connectionId}`, attributes }];
        const document = request.host === "control" ? { connections } : { data };
        return { status: 200, headers: {}, document, bytes: 7 };
      },
      pace: undefined,
      grants: new Grants(() => performance.now(), Date.now),
      operations: { search: () => ({}), describe: () => ({}) },
      timeoutMs: 30_000,
      now: () => performance.now(),
      date: Date.now,
    },
  );
  const session = dispatcher.begin({
    signal: new AbortController().signal,
    progress: () => undefined,
    caller: { session: "s", client: "test 1" },
  });
  const shaped = await dispatcher.run(tool, { connection_id: "one" }, session);
  return { data: shaped.data, sent, session };
}

const tags = operationNamed("get_tags");
const other = (context: WorkflowContext): Promise<OtherAccount> => context.other("Second Shop", "from");

it("reads it through its own connection, and what that sends counts as the call's", async () => {
  const { data, sent, session } = await played(async (context) => {
    const { connection, name, context: there } = await other(context);
    await there.call(tags, {});
    const { items } = await there.list(tags, {}, 10);
    return { connection, name, account: await there.account(undefined), items: items.length };
  });
  expect(data).toMatchObject({ connection: "two", name: "Second Shop", account: { id: "Atwo" }, items: 1 });
  const reads = sent.filter(({ request }) => request.path === "/api/tags");
  expect(reads.map(({ connection }) => connection)).toEqual(["two", "two"]);
  expect(session.requests).toBe(sent.length);
  expect(session.bytes).toBe(7 * sent.length);
});

it.each(["create_tag", "delete_tag", "update_tag"])("%s is not sent there", async (name) => {
  const change = operationNamed(name);
  const { data, sent } = await played(async (context) => {
    const { context: there } = await other(context);
    return there.call(change, { tag_id: "T", name: "n" }).then(
      () => "sent",
      (error: unknown) => String(error),
    );
  });
  expect(data).toContain("in an account that nobody was asked about");
  expect(sent.filter(({ request }) => request.method !== "GET")).toEqual([]);
});
