import { isObject } from "../../text.ts";

/** The extension by which a client says that it shows pages of a server, https://apps.extensions.modelcontextprotocol.io. */
export const EXTENSION = "io.modelcontextprotocol/ui";
/** The type of such a page. */
export const PAGE_TYPE = "text/html;profile=mcp-app";
/** The one page there is. */
export const PAGE_URI = "ui://klaviyo/view";

/** The tool that it calls, and no model. */
export const VIEW = "view";

/** What a tool says in tools/list whose results the page draws; hosts older than the specification read the flat key. */
export const DRAWN_META = { ui: { resourceUri: PAGE_URI }, "ui/resourceUri": PAGE_URI };
export type DrawnMeta = typeof DRAWN_META;

/** Whether a client says that it shows pages of this type; some say so among what is experimental. */
export function announcesViews(capabilities: unknown): boolean {
  if (!isObject(capabilities)) return false;
  return [capabilities.extensions, capabilities.experimental].some((named) => {
    const said = isObject(named) ? named[EXTENSION] : undefined;
    return isObject(said) && Array.isArray(said.mimeTypes) && said.mimeTypes.includes(PAGE_TYPE);
  });
}
