import { isObject, textOf } from "../../text.ts";
import type { Host, Values } from "./wire.ts";

/** What a view is drawn of, and in. */
export interface Scene {
  host: Host;
  /** The tool that was called; its name is empty where the host does not tell. */
  tool: { name: string; title: string; changes: boolean };
  /** The arguments that it was called with. */
  input: Values;
  /** What it answered. */
  answer: Values;
  /** What came beside the answer for the page alone. */
  meta: Values;
  /** Draws another answer in the place of this one. */
  redraw(result: Values): void;
}

/** The event that a view hears once it stands in the page, where it has a width. */
export const SHOWN = "shown";

/** What a tool answered: as it is, or as a host leaves it that passes only the text on. Undefined where it is no object. */
export function answerOf({ structuredContent, content }: Values): Values | undefined {
  if (isObject(structuredContent)) return structuredContent;
  const [first] = Array.isArray(content) ? content : [];
  try {
    const parsed: unknown = JSON.parse(isObject(first) ? textOf(first.text) : "");
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a result: what a model reads of it. */
export function saidBy({ content }: Values): string {
  const blocks = (Array.isArray(content) ? content : []).filter(isObject);
  return blocks.map(({ text }) => textOf(text)).join("\n");
}

/** The tool that the host says was called. */
export function toolOf({ context }: Host, meta: Values): Scene["tool"] {
  const { toolInfo } = context;
  const tool = isObject(toolInfo) && isObject(toolInfo.tool) ? toolInfo.tool : {};
  const annotations = isObject(tool.annotations) ? tool.annotations : {};
  const name = textOf(tool.name) || textOf(meta["klaviyo/tool"]);
  const title = textOf(tool.title) || textOf(annotations.title);
  return { name, title, changes: annotations.readOnlyHint === false };
}

/** Whether the host lets pages call tools of the server. */
export const mayCall = ({ capabilities }: Host): boolean => isObject(capabilities.serverTools);
/** Whether the host takes words of the person from a page. */
export const mayWrite = ({ capabilities }: Host): boolean => isObject(capabilities.message);
/** Whether the host opens pages for one. */
export const mayOpen = ({ capabilities }: Host): boolean => isObject(capabilities.openLinks);

/** Says something in the conversation in the person's name. Throws what the host refuses. */
export async function say(host: Host, text: string): Promise<void> {
  const { isError } = await host.ask("ui/message", { role: "user", content: [{ type: "text", text }] });
  if (isError === true) throw new Error("the client did not take the message");
}

/**
 * Calls a tool of the server through the host, without what is undefined. Throws where that cannot be done; a tool's own
 * error is in the result.
 */
export async function call(host: Host, name: string, args: Values): Promise<Values> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return host.ask("tools/call", { name, arguments: Object.fromEntries(given) });
}
