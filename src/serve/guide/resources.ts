import { TOPICS } from "../../../tools/guide/topics.ts";
import type { Catalog } from "../../catalog.ts";
import { GuideError, kinds, type Read, type ToolCall } from "./kinds.ts";

const JSON_TYPE = "application/json";
const GUIDE_TYPE = "text/markdown";
const GUIDE = "klaviyo://guide/";

/** Resources without a variable, besides the guide. */
const FIXED = [
  {
    uri: "klaviyo://account",
    name: "account",
    title: "The account",
    description: "The connected Klaviyo account: its organisation, timezone, currency and default sender.",
    call: { tool: "get_accounts", arguments: {} },
  },
  {
    uri: "klaviyo://connections",
    name: "connections",
    title: "The connections",
    description: "The Klaviyo accounts that can be used.",
    call: { tool: "list_connections", arguments: {} },
  },
];

/** What `resources/list` answers; a resource whose tool is hidden is hidden with it. */
export function listResources(catalog: Catalog) {
  const topics = Object.entries(TOPICS).map(([topic, { title, text }]) => ({
    uri: `${GUIDE}${topic}`,
    name: `guide-${topic}`,
    title,
    description: `Topic ${topic} of the guide.`,
    mimeType: GUIDE_TYPE,
    size: Buffer.byteLength(catalog.visible(text)),
  }));
  const fixed = FIXED.filter(({ call }) => catalog.find(call.tool));
  return [...topics, ...fixed.map(({ call: _, ...shown }) => ({ ...shown, mimeType: JSON_TYPE }))];
}

/** What `resources/templates/list` answers, under the same rule. */
export function listTemplates(catalog: Catalog) {
  const guide = {
    uriTemplate: `${GUIDE}{topic}`,
    name: "guide",
    title: "The guide",
    description: `Topics: ${Object.keys(TOPICS).join(", ")}.`,
    mimeType: GUIDE_TYPE,
  };
  const listed = kinds.filter(([, kind]) => catalog.find(kind.read("").tool));
  return [
    guide,
    ...listed.map(([name, { title, description, variable }]) => ({
      uriTemplate: `klaviyo://${name}/{${variable}}`,
      name,
      title,
      description,
      mimeType: JSON_TYPE,
    })),
  ];
}

/** The text behind a URI: a topic of the guide, or what a tool answers now. Throws GuideError. */
export async function readResource(uri: string, catalog: Catalog, read: Read, signal: AbortSignal) {
  const topic = Object.entries(TOPICS).find(([name]) => uri === `${GUIDE}${name}`)?.[1];
  if (topic) return { uri, mimeType: GUIDE_TYPE, text: catalog.visible(topic.text) };
  const call = callOf(uri);
  if (!call || !catalog.find(call.tool))
    throw new GuideError(`there is no resource ${uri.slice(0, 64)} here`, "unknown");
  return { uri, mimeType: JSON_TYPE, text: JSON.stringify(await read(call.tool, call.arguments, signal)) };
}

function callOf(uri: string): ToolCall | undefined {
  const fixed = FIXED.find((one) => one.uri === uri)?.call;
  if (fixed) return fixed;
  const [, name, id] = /^klaviyo:\/\/(\w+)\/([^/?#]+)$/.exec(uri) ?? [];
  const kind = kinds.find(([one]) => one === name)?.[1];
  if (!kind || !id) return undefined;
  try {
    return kind.read(decodeURIComponent(id));
  } catch {
    // A % that encodes nothing.
    return undefined;
  }
}
