import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { CallSession } from "../../src/call/session.ts";
import { NetworkError } from "../../src/errors.ts";
import type { Send } from "../../src/gateway/client.ts";
import { wholeOffer } from "../../src/offer.ts";
import { scoped } from "../../src/team/scope.ts";
import { allTools } from "../../tools/index.ts";
import { documentOf, leastCall } from "../every-call.ts";
import { connectionsOf, type InProcess, startInProcess } from "../in-process.ts";

// The wall around a caller, before every tool and every operation that there is: nothing goes to an account of somebody
// else, whatever a call says, and what it says of one is answered as if there were none.

const OWN = "11111111-1111-4111-8111-111111111111";
const SECOND = "22222222-2222-4222-8222-222222222222";
const OTHERS = "33333333-3333-4333-8333-333333333333";
const NOBODYS = "44444444-4444-4444-8444-444444444444";
const NAMES = new Map([
  [OWN, "Alpine"],
  [SECOND, "Boreal"],
]);

const everything = wholeOffer(true);
const operations = new Map(
  everything.operations.map((tool) => [`${tool.request.method} ${tool.request.path}`, tool]),
);
const tools = [...new Map([...allTools, ...everything.rows].map((tool) => [tool.name, tool])).values()];

/** What has neither a case of its own nor a row. */
const OTHER_ARGS: Record<string, Record<string, unknown>> = {
  list_connections: {},
  create_connection: {},
  delete_connection: { connection_id: OTHERS },
  get_connection: { connection_id: OTHERS },
  undo_change: { change: "1" },
  export_collection: { name: "get_lists" },
  client_report: { file: "report.html" },
};

// What would be waited for is not: the call ends there.
const { wait } = CallSession.prototype;
CallSession.prototype.wait = async function (this: CallSession) {
  this.stop("cancelled");
  return wait.call(this, 0);
};
afterAll(() => {
  CallSession.prototype.wait = wait;
});

const folder = mkdtempSync(join(tmpdir(), "wall-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server of a caller whose accounts are these, before a gateway with three. */
function begin(only: readonly string[], lists = true): InProcess {
  return startInProcess(
    ({ host, path, method }) => {
      if (host === "control" && !lists) throw new NetworkError("none", false);
      if (host === "control")
        return method === "GET" && path === "/connections" ? connectionsOf(OTHERS, OWN, SECOND) : {};
      const found = operations.get(`${method} ${path}`);
      return found ? documentOf(found) : { data: [] };
    },
    ["--beta", "--files", folder],
    undefined,
    undefined,
    undefined,
    (send: Send) => scoped(send, { only, names: NAMES }),
  );
}

/** Which connections were reached; a request without one would be at the gateway's choice. */
const reached = ({ sent, options }: InProcess) =>
  new Set(sent.flatMap(({ host }, at) => (host === "gateway" ? [options[at]?.connectionId ?? "any"] : [])));

const one = begin([OWN]);
const two = begin([OWN, SECOND]);
/** Maton does not say which accounts there are: the gateway would take the oldest of the key. */
const blind = begin([OWN], false);
beforeEach(() => {
  for (const { sent, options } of [one, two, blind]) {
    sent.length = 0;
    options.length = 0;
  }
});

describe("nothing of somebody else's account is reached", () => {
  it.each(tools.map(({ name, inputSchema }) => [name, inputSchema] as const))(
    "by %s",
    async (name, takes) => {
      const args = OTHER_ARGS[name] ?? leastCall(name);
      const said = new Map<string, string>();
      for (const connection_id of [OTHERS, NOBODYS]) {
        const { text } = await one.call(name, { ...args, connection_id });
        expect(one.sent.filter(({ path }) => path.includes(connection_id))).toEqual([]);
        said.set(connection_id, text.replaceAll(connection_id, "…"));
      }
      expect(said.get(OTHERS)).toBe(said.get(NOBODYS));
      expect([...reached(one)].filter((id) => id !== OWN)).toEqual([]);
      const texts = [(await two.call(name, args)).text];
      if ("accounts" in takes) texts.push((await two.call(name, { ...args, accounts: "all" })).text);
      if (args.connection_id === undefined) expect(texts.join()).not.toContain(OTHERS);
      expect([...reached(two)].filter((id) => id !== OWN && id !== SECOND)).toEqual([]);
      await blind.call(name, args);
      expect([...reached(blind)].filter((id) => id !== OWN)).toEqual([]);
    },
  );
});
