import type { Catalog } from "../../catalog.ts";
import type { GuideTexts, ToolCall } from "../../tool/guide.ts";
import { GuideError, type Read } from "./read.ts";

const JSON_TYPE = "application/json";
const GUIDE_TYPE = "text/markdown";
const GUIDE = "klaviyo://guide/";

/** What `resources/list` answers; a resource whose tool is hidden is hidden with it. */
export function listResources({ topics, fixed }: GuideTexts, catalog: Catalog) {
  const pages = Object.entries(topics).map(([topic, { title, text }]) => ({
    uri: `${GUIDE}${topic}`,
    name: `guide-${topic}`,
    title,
    description: `Topic ${topic} of the guide.`,
    mimeType: GUIDE_TYPE,
    size: Buffer.byteLength(catalog.visible(text)),
  }));
  const visible = fixed.filter(({ call }) => catalog.find(call.tool));
  return [...pages, ...visible.map(({ call: _, ...shown }) => ({ ...shown, mimeType: JSON_TYPE }))];
}

/** What `resources/templates/list` answers, under the same rule. */
export function listTemplates({ topics, kinds }: GuideTexts, catalog: Catalog) {
  const guide = {
    uriTemplate: `${GUIDE}{topic}`,
    name: "guide",
    title: "The guide",
    description: `Topics: ${Object.keys(topics).join(", ")}.`,
    mimeType: GUIDE_TYPE,
  };
  const listed = Object.entries(kinds).filter(([, kind]) => catalog.find(kind.read("").tool));
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
export async function readResource(
  uri: string,
  texts: GuideTexts,
  catalog: Catalog,
  read: Read,
  signal: AbortSignal,
) {
  const topic = Object.entries(texts.topics).find(([name]) => uri === `${GUIDE}${name}`)?.[1];
  if (topic) return { uri, mimeType: GUIDE_TYPE, text: catalog.visible(topic.text) };
  const call = callOf(uri, texts);
  if (!call || !catalog.find(call.tool))
    throw new GuideError(`there is no resource ${uri.slice(0, 64)} here`, "unknown");
  return { uri, mimeType: JSON_TYPE, text: JSON.stringify(await read(call.tool, call.arguments, signal)) };
}

function callOf(uri: string, { fixed, kinds }: GuideTexts): ToolCall | undefined {
  const found = fixed.find((one) => one.uri === uri)?.call;
  if (found) return found;
  const [, name, id] = /^klaviyo:\/\/(\w+)\/([^/?#]+)$/.exec(uri) ?? [];
  const kind = name !== undefined && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!kind || !id) return undefined;
  try {
    return kind.read(decodeURIComponent(id));
  } catch {
    // A % that encodes nothing.
    return undefined;
  }
}
