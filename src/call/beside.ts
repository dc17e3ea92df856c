import { idsIn } from "../check/named.ts";
import { StoppedError, Told } from "../errors.ts";
import { primaryData } from "../jsonapi/document.ts";
import { isObject } from "../text.ts";
import { calledBy, nameIn } from "../tool/called.ts";
import type { Selection, Shown } from "../tool/shown.ts";
import type { Input, OperationTool, ResourceType } from "../tool/tool.ts";
import { hasName, type Mention, mentionsIn, withNames } from "../wire/mentions.ts";
import type { Fetched } from "../wire/result.ts";
import type { Directory } from "./directory.ts";
import type { CallSession } from "./session.ts";

/** Names are not looked up when less than this is left of the call. */
const RESERVE_MS = 8000;

/** A message has a template of its own, which no list of templates has. */
const UNLISTED = "template";

/** What a read asks besides what its call says: the names of what its items are linked to, each to one thing. */
export interface Along {
  input: Input;
  shown: Selection;
  types: ReadonlySet<string>;
}

/** A read with what its operation can bring along: names that cost no request. */
export function alongWith(tool: OperationTool, input: Input, shown: Selection): Along {
  const asked = input.include ?? [];
  const types: ResourceType[] = namesThings(tool, input)
    ? Object.entries(tool.request.query.include ?? {}).flatMap(([relation, type]) =>
        relation === type.type && hasName(relation) && calledBy(type) && !asked.includes(relation)
          ? [type]
          : [],
      )
    : [];
  const names = types.map((resource): [string, Shown] => [
    resource.type,
    { resource, paths: [calledBy(resource) ?? ""], asked: true, short: new Map() },
  ]);
  return {
    input: types.length > 0 ? { ...input, include: [...types.map(({ type }) => type), ...asked] } : input,
    shown: types.length > 0 ? new Map([...shown, ...names]) : shown,
    types: new Set(types.map(({ type }) => type)),
  };
}

/** Pages with names beside the ids of other things, as far as they came along or a few requests find them. */
export async function nameBeside(
  session: CallSession,
  directory: Directory,
  tool: OperationTool,
  input: Input,
  { types }: Along,
  fetched: Fetched,
): Promise<Fetched> {
  if (!namesThings(tool, input)) return fetched;
  const came = new Map<string, string>();
  const documents = fetched.documents.map((document) => without(document, types, came));
  // What the call itself names needs no name of ours.
  const given = new Set(idsIn(tool, input).map(({ text }) => text));
  const unnamed = documents
    .flatMap(primaryData)
    .flatMap(mentionsIn)
    .filter((one) => !came.has(keyOf(one)) && !given.has(one.id) && !one.kinds.includes(UNLISTED));
  const found = await lookUp(session, directory, unnamed);
  const nameOf = (mention: Mention) => {
    const name = came.get(keyOf(mention));
    if (name === undefined) return found(mention);
    const [kind = ""] = mention.kinds;
    // What the call asked to be included is there with its name.
    return types.has(kind.replaceAll("_", "-")) ? { kind, name } : undefined;
  };
  return { ...fetched, documents: documents.map((document) => named(document, nameOf)) };
}

/** What chooses its fields gets those and no more. */
function namesThings({ request, result }: OperationTool, { fields }: Input): boolean {
  const shows = result.kind === "collection" || result.kind === "resource";
  return shows && request.method === "GET" && fields === undefined;
}

async function lookUp(session: CallSession, directory: Directory, mentions: readonly Mention[]) {
  const nothing = () => undefined;
  if (mentions.length === 0 || session.remaining() < RESERVE_MS) return nothing;
  const { operation } = session;
  try {
    return await directory.names(session, mentions);
  } catch (error) {
    // The answer is there: what befalls its names costs these alone.
    if (!(error instanceof Told) || (error instanceof StoppedError && error.reason !== "deadline"))
      throw error;
    return nothing;
  } finally {
    session.operation = operation;
  }
}

/** A document without what came along for its names alone; the names of all that came are kept by kind and id. */
function without(document: unknown, types: ReadonlySet<string>, came: Map<string, string>): unknown {
  if (!isObject(document) || !Array.isArray(document.included)) return document;
  for (const { type, id, attributes } of document.included.filter(isObject)) {
    const name = nameIn(attributes);
    if (name !== undefined) came.set(`${String(type).replaceAll("-", "_")} ${String(id)}`, name);
  }
  const asked = (one: unknown) => !isObject(one) || !types.has(String(one.type));
  return { ...document, included: document.included.filter(asked) };
}

function named(document: unknown, nameOf: Parameters<typeof withNames>[1]): unknown {
  if (!isObject(document)) return document;
  const { data } = document;
  if (Array.isArray(data)) {
    return { ...document, data: data.map((one: unknown) => (isObject(one) ? withNames(one, nameOf) : one)) };
  }
  return isObject(data) ? { ...document, data: withNames(data, nameOf) } : document;
}

function keyOf({ kinds, id }: Mention): string {
  return `${kinds[0]} ${id}`;
}
