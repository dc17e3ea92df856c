import type { CallToolResult, Resource } from "@modelcontextprotocol/sdk/types.js";
import type { Buttons } from "../../ask/gate.ts";
import { isObject, oneLine } from "../../text.ts";
import type { Annotations } from "../../tool/tool.ts";
import type { InputSchema } from "../brief.ts";
import type { Named } from "./announced.ts";

// What a client gets that shows pages, and no other: the page, and the tool that it alone may call.

/** A tool as tools/list has one that is for pages alone. */
interface PageTool {
  name: string;
  title: string;
  description: string;
  inputSchema: InputSchema;
  annotations: Annotations & { title: string };
  _meta: { ui: { visibility: ["app"] } };
}

/** What the page tells the server. A host that knows visibility shows it to no model. */
const TOLD: Omit<PageTool, "name"> = {
  title: "What a page tells",
  description:
    "For the page that shows results, not for a model: it says that it is there, or a person's yes or no.",
  inputSchema: {
    type: "object",
    properties: {
      did: { type: "string", enum: ["drawn", "redeem", "declined"] },
      plan: { type: "string", description: "The plan that the person said yes (redeem) or no to" },
    },
    required: ["did"],
  },
  annotations: {
    title: "What a page tells",
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  _meta: { ui: { visibility: ["app"] } },
};

/** Where the images lie that were put into Klaviyo. */
const IMAGES = "https://d3k81ch9hvuctc.cloudfront.net";

/**
 * The page runs by itself: it connects to nothing, loads nothing but the images of a message, once a person wants to see
 * them, and is in no need of a border of the host's.
 */
const SHOWN = {
  ui: {
    csp: { connectDomains: [], resourceDomains: [IMAGES], frameDomains: [], baseUriDomains: [] },
    prefersBorder: false,
  },
};

/** The tool that the page calls, as tools/list has it. */
export function pageTool({ tool }: Named): PageTool {
  return { name: tool, ...TOLD };
}

/** The page, as resources/list has it. */
export function pageResource({ uri, mimeType, tool }: Named): Resource {
  return {
    uri,
    name: tool,
    title: "Results drawn",
    description: "The page that draws reports, customers, the account and what a change would do.",
    mimeType,
    _meta: SHOWN,
  };
}

/** What resources/read answers for the page. */
export function pageContents(html: string, { uri, mimeType }: Named) {
  return { contents: [{ uri, mimeType, text: html, _meta: SHOWN }] };
}

/** What the page of a session may do, and the tool of the call that a plan of it is of. */
export interface PageCalls extends Buttons {
  toolOf(plan: string): string | undefined;
}

/** Answers a call of the page. */
export function answerPage(args: unknown, calls: PageCalls): CallToolResult {
  const { did, plan } = isObject(args) ? args : {};
  if (did === "drawn") {
    calls.drawn();
    return answerOf({ ok: true });
  }
  if ((did !== "redeem" && did !== "declined") || typeof plan !== "string")
    return refusal(
      'view takes {"did":"drawn"}, or "redeem" or "declined" with the plan, from the page that shows a result.',
    );
  if (did === "declined") return calls.decline(plan) ? answerOf({ ok: true }) : notOpen(plan);
  const confirmation = calls.confirmationOf(plan);
  return confirmation === undefined ? notOpen(plan) : answerOf({ confirmation, tool: calls.toolOf(plan) });
}

function notOpen(plan: string): CallToolResult {
  return refusal(
    `No plan ${JSON.stringify(oneLine(plan, 64))} is open here: it was answered, is older than five minutes, or is another session's. Nothing was sent; the call that it was of can be made again.`,
  );
}

function answerOf(structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
}

function refusal(text: string): CallToolResult {
  return { content: [{ type: "text", text }], isError: true };
}
