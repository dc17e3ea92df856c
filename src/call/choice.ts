import { type Choice, type Connections, connectionsRequest } from "../gateway/connections.ts";
import type { Connection } from "../tool/connection.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import type { AccountBook } from "./accounts.ts";
import type { CallSession } from "./session.ts";

/** Whether a tool speaks to Maton's control API, where no account is chosen. */
export function usesControl(tool: DirectTool): boolean {
  return tool.kind === "operation" ? tool.request.host === "control" : !tool.onKlaviyo;
}

/** Whether a tool lists, reads, makes or deletes connections: what is known of them is older after that. */
export function speaksOfConnections(tool: DirectTool): boolean {
  const operations = tool.kind === "operation" ? [tool] : tool.uses;
  return operations.some(({ request }) => request.host === "control");
}

/** The connection that a call goes through; a refusal names the candidates by their accounts. */
export function chooseConnection(
  session: CallSession,
  input: Input,
  reads: boolean,
  { connections, accounts }: { connections: Connections; accounts: AccountBook },
): Promise<Choice> {
  const fetchActive = async () => (await session.send(connectionsRequest("ACTIVE"), true)).document;
  const describe = async (candidates: Connection[]) => {
    const named: string[] = [];
    for (const { id } of candidates) {
      const account = await accounts.find(session, id).catch(() => undefined);
      named.push(account?.name ? `${id} (${account.name})` : id);
    }
    return named.join(", ");
  };
  return connections.choose(input.connection_id, reads, fetchActive, describe);
}
