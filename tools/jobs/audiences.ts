import { GatewayError } from "../../src/errors.ts";
import { isObject } from "../../src/text.ts";
import type { OperationTool, WorkflowContext } from "../../src/tool/tool.ts";
import { lists } from "../lists.ts";
import { segments } from "../segments.ts";

type Values = Record<string, unknown>;

/** Klaviyo counts a list or segment once a second: more than so many of them are shown without. */
export const MOST_COUNTED = 6;
/** Where a person opens a campaign: its id comes behind, then what it is opened for. */
export const EDITOR = "https://www.klaviyo.com/campaign";

/** The id and the attributes of the resource that a document has; nothing where it has none. */
export const valuesOf = (document: unknown): Values => {
  const data = isObject(document) && isObject(document.data) ? document.data : {};
  return isObject(data.attributes) ? { id: data.id, ...data.attributes } : {};
};

/** A list or segment with its size; by id alone where neither is there, or it cannot be read. */
export async function audience(context: WorkflowContext, id: string, counts: boolean): Promise<Values> {
  const reads: [kind: string, tool: OperationTool, argument: string][] = [
    ["list", lists.get_list, "list_id"],
    ["segment", segments.get_segment, "segment_id"],
  ];
  for (const [kind, tool, argument] of reads) {
    try {
      const asked = { [argument]: id, ...(counts && { additional_fields: ["profile_count"] }) };
      const { name, profile_count } = valuesOf(await context.call(tool, asked));
      return { id, name, kind, ...(profile_count !== undefined && { people: profile_count }) };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (error.status !== 404) return { id, unread: `${error.status}` };
    }
  }
  return { id, unread: "no list or segment has this id" };
}
