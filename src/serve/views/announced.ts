import { isObject } from "../../text.ts";

/** The extension by which a client says that it shows pages of a server, https://apps.extensions.modelcontextprotocol.io. */
export const EXTENSION = "io.modelcontextprotocol/ui";
/** The one page there is: where it is read, its type, and the tool that it calls, and no model. */
export const PAGE = { uri: "ui://klaviyo/view", mimeType: "text/html;profile=mcp-app", tool: "view" };
/** Handed on, so that what is loaded for it needs nothing of what a start reads. */
export type Named = typeof PAGE;

/** What a tool says in tools/list whose results the page draws; hosts older than the specification read the flat key. */
export const DRAWN_META = { ui: { resourceUri: PAGE.uri }, "ui/resourceUri": PAGE.uri };
export type DrawnMeta = typeof DRAWN_META;

/** Whether a client says that it shows pages of this type; some say so among what is experimental. */
export function announcesViews(capabilities: unknown): boolean {
  if (!isObject(capabilities)) return false;
  return [capabilities.extensions, capabilities.experimental].some((named) => {
    const said = isObject(named) ? named[EXTENSION] : undefined;
    return isObject(said) && Array.isArray(said.mimeTypes) && said.mimeTypes.includes(PAGE.mimeType);
  });
}
