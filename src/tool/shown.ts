import { askable, topLevel } from "./fields.ts";
import type { Input, OperationTool, ResourceType } from "./tool.ts";

/** What is shown of one resource type: `all`, or just these paths; `asked` says that the caller chose them. */
export interface Shown {
  resource: ResourceType;
  paths: readonly string[] | "all";
  asked: boolean;
  /** The attributes that are shown in short, and how; none with `detail` "full". */
  short: ReadonlyMap<string, (value: unknown) => unknown>;
  /** Values are shown as Klaviyo wrote them: with `detail` "full". */
  asWritten?: boolean;
}

/** What a call shows, by resource type; types that no declaration knows are shown whole. */
export type Selection = ReadonlyMap<string, Shown>;

/**
 * Works out what a call shows: exactly `fields` where given; a summary of each item of a collection and of what is
 * included; everything but the heavy attributes of a single resource; everything with `detail` "full".
 */
export function selectionOf(tool: OperationTool, input: Input): Selection {
  const selection = new Map<string, Shown>();
  if (!("resource" in tool.result)) return selection;
  const { kind, resource } = tool.result;
  const full = input.detail === "full";
  const additional = input.additional_fields ?? [];
  const chosen = chosenFields(input, resource.type);

  const show = (type: ResourceType, standard: readonly string[] | "all", extra: readonly string[]) => {
    const fields = chosen.get(type.type);
    const paths = fields ?? (full || standard === "all" ? "all" : [...standard]);
    const shown = paths === "all" ? paths : [...new Set([...paths, ...extra])];
    const short: Shown["short"] = full ? new Map() : shortened(type, shown);
    selection.set(type.type, {
      resource: type,
      paths: shown,
      asked: fields !== undefined,
      short,
      asWritten: full,
    });
  };
  for (const included of Object.values(tool.request.query.include ?? {}))
    show(included, included.summary, []);
  show(resource, kind === "collection" ? resource.summary : light(resource), additional);
  return selection;
}

/** What is shown in short: of an attribute in which something is named that alone is wanted, as it is. */
function shortened({ short = {} }: ResourceType, paths: readonly string[] | "all"): Shown["short"] {
  const within = (name: string) => paths !== "all" && paths.some((path) => path.startsWith(`${name}.`));
  return new Map(Object.entries(short).filter(([name]) => !within(name)));
}

/** The `fields[type]` parameters that bring what is shown and no more. */
export function fieldsParameters(
  tool: OperationTool,
  selection: Selection,
  input: Input,
): [string, string][] {
  const include = input.include ?? [];
  const primary = "resource" in tool.result ? tool.result.resource.type : "";
  const types = new Set([primary, ...include.map((name) => tool.request.query.include?.[name]?.type ?? "")]);
  const parameters: [string, string][] = [];
  for (const type of types) {
    const shown = selection.get(type);
    if (!shown || shown.paths === "all" || shown.resource.whole) continue;
    const own = type === primary ? tool.request.query.additionalFields : undefined;
    const names = askable(shown.resource, shown.paths, own);
    // A type without attributes has no sparse fieldset to ask for.
    if (names.length > 0) parameters.push([`fields[${type}]`, names.join(",")]);
  }
  return parameters;
}

function light(resource: ResourceType): readonly string[] | "all" {
  const heavy = new Set(resource.heavy);
  if (heavy.size === 0) return "all";
  const names = topLevel(resource);
  // What a person looks for comes first.
  const first = resource.summary.filter((name) => names.includes(name));
  return [...new Set([...first, ...names])].filter((name) => !heavy.has(name));
}

/** `fields` by type: a bare name belongs to the primary type, `type:attribute` to an included one. */
function chosenFields(input: Input, primary: string): Map<string, string[]> {
  const chosen = new Map<string, string[]>();
  for (const field of input.fields ?? []) {
    const [type, name] = splitField(field, primary);
    chosen.set(type, [...(chosen.get(type) ?? []), name]);
  }
  return chosen;
}

/** The type and the attribute that one entry of `fields` names; where a piece of it begins does not belong to its name. */
export function splitField(field: string, primary: string): [type: string, name: string] {
  const whole = field.replace(PIECE, "");
  const colon = whole.indexOf(":");
  return colon < 0 ? [primary, whole] : [whole.slice(0, colon), whole.slice(colon + 1)];
}

/** `html@40000` is html from its character 40,000 on: what no result has room for is had in pieces. */
const PIECE = /@(\d{1,9})$/;

/** The one attribute of which `fields` asks for a piece, and the character that it begins with. */
export function pieceOf({ fields = [] }: Input): { name: string; from: number } | undefined {
  const asked = fields.find((field) => PIECE.test(field));
  if (asked === undefined) return undefined;
  const [, name] = splitField(asked, "");
  return { name, from: Number(PIECE.exec(asked)?.[1]) };
}

/** The input with what Klaviyo sends only when asked for, where `fields` names it or something in it. */
export function withAdditional(tool: OperationTool, input: Input): Input {
  const { additionalFields } = tool.request.query;
  if (!additionalFields || !input.fields || !("resource" in tool.result)) return input;
  const primary = tool.result.resource.type;
  const named = input.fields.flatMap((field) => {
    const [type, name] = splitField(field, primary);
    return type === primary ? (name.split(".")[0] ?? "") : [];
  });
  const given = input.additional_fields ?? [];
  const asked = additionalFields.filter((name) => given.includes(name) || named.includes(name));
  return asked.length > given.length ? { ...input, additional_fields: asked } : input;
}
