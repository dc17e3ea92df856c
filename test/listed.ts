import { STEPS } from "../tools/core.ts";
import { allTools } from "../tools/index.ts";

/** The tools that tools/list shows where nothing is set. */
export const listedTools = allTools.filter(
  ({ name, toolset }) => toolset !== "files" && !STEPS.includes(name),
);
