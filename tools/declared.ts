import type { Tool } from "../src/tool/tool.ts";
import { operations, operationsWithBeta } from "./operations/index.ts";
import { rowTool } from "./operations/tools.ts";
import { sections } from "./sections.ts";

/** Whether a person put the tool of this name into words; others are rows alone. */
export function isInWords(name: string): boolean {
  return sections.some((tools) => Object.hasOwn(tools, name));
}

/** The one declaration of a name, made when it is first asked for. Throws where there is neither words nor a row. */
export function declared(name: string, beta: boolean): Tool {
  const inWords = sections.find((tools) => Object.hasOwn(tools, name))?.[name];
  if (inWords) return inWords;
  const rows = beta ? operationsWithBeta() : operations();
  const row = rows.find(name);
  if (!row) throw new Error(`no tool ${name}`);
  return rowTool(row, rows);
}
