import type { Tool } from "../src/tool/tool.ts";
import { sections } from "./sections.ts";

/** Every tool in words, in the order in which tools/list shows them: for who needs all at once. */
export const allTools: readonly Tool[] = sections.flatMap((tools) => Object.values(tools));
