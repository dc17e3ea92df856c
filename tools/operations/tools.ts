import { type Decided, toolOf } from "../../src/operations/declare.ts";
import type { Row, Rows } from "../../src/operations/rows.ts";
import type { OperationTool } from "../../src/tool/tool.ts";
import { SHOWN } from "../resources.ts";
import { operations, operationsWithBeta } from "./index.ts";
import { judged } from "./judged.ts";
import { reportOf } from "./reports.ts";

/** What people decided of the rows: what a call does, and what of its answer is worth a look. */
export const decided: Decided = {
  judged: (name) => judged.get(name),
  reshaped: reportOf,
  shown: (type) => SHOWN.get(type),
};

const made = new WeakMap<Row, OperationTool>();

/** An operation as its row alone has it, made once. */
export function rowTool(row: Row, rows: Rows): OperationTool {
  const known = made.get(row) ?? toolOf(row, rows, decided);
  made.set(row, known);
  return known;
}

/** The operation of a name, for a job that runs it. Throws where no row has it. */
export function operationNamed(name: string): OperationTool {
  const row = operations().find(name);
  if (!row) throw new Error(`no row ${name}`);
  return rowTool(row, operations());
}

/** Every operation as its row alone has it, a tool like any other; those in beta only when asked for. */
export function rowTools(beta: boolean): readonly OperationTool[] {
  const rows = beta ? operationsWithBeta() : operations();
  return rows.all.map((row) => rowTool(row, rows));
}
