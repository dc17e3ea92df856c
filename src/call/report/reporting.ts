import type { ReportSpec } from "../../tool/report.ts";
import type { Account, Input, OperationTool } from "../../tool/tool.ts";
import type { Surroundings } from "../operate.ts";
import type { CallSession } from "../session.ts";

/** A call of a report, and what answering it draws on. */
export interface Reporting {
  session: CallSession;
  tool: OperationTool;
  spec: ReportSpec;
  input: Input;
  /** Nothing that is kept will do. */
  fresh: boolean;
  surroundings: Surroundings;
  account: Account | undefined;
  /** Says how far the call is: each request is a step forward. */
  steps: { next(what: string): void };
}

/** What stands for a question: the account, the operation and what it asks for. */
export const questionOf = ({ session, tool }: Pick<Reporting, "session" | "tool">, asked: unknown): string =>
  JSON.stringify([session.connection.id, tool.name, asked]);
