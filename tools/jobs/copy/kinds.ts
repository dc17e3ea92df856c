import { isObject, textOf } from "../../../src/text.ts";
import type { Input } from "../../../src/tool/tool.ts";
import { operationNamed } from "../../operations/tools.ts";
import { type Carried, type Carrying, carry } from "../../structures/carried.ts";
import { definitionOf } from "../../structures/flow-messages.ts";
import { valuesOf } from "../audiences.ts";
import type { Reader, Type } from "./listed.ts";

type Values = Readonly<Record<string, unknown>>;

/** What is needed to make a thing elsewhere, as the first account has it. */
export interface Source {
  /** The arguments of the operation that makes it. */
  input: Input;
  /** Which argument is a definition, and how it is carried over. */
  definition?: { argument: string; of: Carrying["of"] };
  /** The group of a tag. */
  group?: { id: string; name: string; exclusive: boolean };
  /** What a person should know of it, in a few words. */
  says?: string;
}

/** A kind of thing that can be copied. */
export interface Kind {
  type: Type;
  /** The argument that names such things. */
  argument: string;
  create: string;
  /** Reads what it takes to make one; a text says why that cannot be. */
  read(reader: Reader, id: string): Promise<Source | string>;
}

const call = (reader: Reader, name: string, input: Input) => reader.call(operationNamed(name), input);

async function tag(reader: Reader, tag_id: string): Promise<Source> {
  const document = await call(reader, "get_tag", { tag_id, include: ["tag-group"] });
  const included = isObject(document) && Array.isArray(document.included) ? document.included : [];
  const group = included.find((one): one is Values => isObject(one) && one.type === "tag-group");
  const { name, exclusive, default: isDefault } = isObject(group?.attributes) ? group.attributes : {};
  const input = { name: valuesOf(document).name };
  if (!group || isDefault === true) return { input };
  return { input, group: { id: textOf(group.id), name: textOf(name), exclusive: exclusive === true } };
}

async function universalContent(reader: Reader, id: string): Promise<Source> {
  const found = valuesOf(await call(reader, "get_universal_content", { template_universal_content_id: id }));
  const { name, definition } = found;
  return { input: { name, definition }, definition: { argument: "definition", of: "template" } };
}

async function template(reader: Reader, template_id: string): Promise<Source> {
  const fields = ["name", "editor_type", "html", "text", "amp", "definition"];
  const asked = { template_id, fields, additional_fields: ["definition"] };
  const document = await call(reader, "get_template", asked);
  const { name, editor_type, html, text, amp, definition } = valuesOf(document);
  const made = { name, editor_type, ...(text ? { text } : {}), ...(amp ? { amp } : {}) };
  // Of a drag-and-drop one, html is what Klaviyo made of its definition.
  if (editor_type === "SYSTEM_DRAGGABLE" && isObject(definition))
    return { input: { ...made, definition }, definition: { argument: "definition", of: "template" } };
  if (editor_type !== "SYSTEM_DRAGGABLE") return { input: { ...made, html } };
  return { input: { ...made, editor_type: "CODE", html }, says: "as html: Klaviyo gave no definition of it" };
}

/** What a template is called; a flow's own copy is in no list. */
export async function templateName(reader: Reader, template_id: string): Promise<string> {
  return textOf(valuesOf(await call(reader, "get_template", { template_id, fields: ["name"] })).name);
}

async function segment(reader: Reader, segment_id: string): Promise<Source | string> {
  const { name, definition } = valuesOf(await call(reader, "get_segment", { segment_id }));
  if (!isObject(definition)) return "Klaviyo gave no definition of it";
  return { input: { name, definition }, definition: { argument: "definition", of: "segment" } };
}

async function flow(reader: Reader, flow_id: string): Promise<Source | string> {
  const document = await call(reader, "get_flow", { flow_id, additional_fields: ["definition"] });
  const definition = definitionOf(document);
  if (!definition) return "Klaviyo gave no definition of it";
  const steps = [definition.actions].flat().length;
  return {
    input: { name: valuesOf(document).name, definition },
    definition: { argument: "definition", of: "flow" },
    says: `a draft of ${steps} ${steps === 1 ? "step" : "steps"}`,
  };
}

/** The kinds in the order in which they are made: a flow needs what comes before it. */
export const KINDS: readonly Kind[] = [
  { type: "tag", argument: "tags", create: "create_tag", read: tag },
  {
    type: "universal content",
    argument: "universal_content",
    create: "create_universal_content",
    read: universalContent,
  },
  { type: "template", argument: "templates", create: "create_template", read: template },
  { type: "segment", argument: "segments", create: "create_segment", read: segment },
  { type: "flow", argument: "flows", create: "create_flow", read: flow },
];

/** How templates are copied, which flows need. */
export const TEMPLATE = KINDS.find(({ type }) => type === "template") as Kind;

/** What is made of a source in another account: its input there, and what became of its definition. */
export function carriedTo(
  { input, definition }: Source,
  carrying: Omit<Carrying, "of">,
): { input: Input; carried: Carried | undefined } {
  const found = definition && input[definition.argument];
  if (!definition || !isObject(found)) return { input, carried: undefined };
  const carried = carry(found, { ...carrying, of: definition.of });
  return { input: { ...input, [definition.argument]: carried.definition }, carried };
}
