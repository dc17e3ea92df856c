import { describe, expect, it } from "vitest";
import { parseInput } from "../src/check/input.ts";
import { isObject } from "../src/text.ts";
import { fieldNames } from "../src/tool/fields.ts";
import type { OperationTool, ResourceType } from "../src/tool/tool.ts";
import { shapeResult } from "../src/wire/result.ts";
import { everyOperation, leastCall } from "./every-call.ts";

// Whatever Klaviyo answers with is shown, or named as left out with what shows it; and that call shows it. Over every
// operation that answers with resources, with every attribute of its type there.

type Resource = Record<string, unknown>;

/** The names of a type below which there are none. */
function leavesOf(resource: ResourceType): string[] {
  const names = [...fieldNames(resource)].filter((name) => name !== "id");
  return names
    .filter((name) => !names.some((other) => other.startsWith(`${name}.`)))
    .map((name) => name.replace(/\.\*$/, ".deep"));
}

function put(node: Resource, [head = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) node[head] = value;
  else {
    const inner = isObject(node[head]) ? node[head] : {};
    node[head] = inner;
    put(inner, rest, value);
  }
}

/** A resource that has everything, each with its own name as its value. */
function full(resource: ResourceType, id: string): Resource {
  const attributes = {};
  for (const name of leavesOf(resource)) put(attributes, name.split("."), `<${resource.type} ${name}>`);
  return { type: resource.type, id, attributes };
}

const ofResources = everyOperation.filter(
  (tool): tool is OperationTool & { result: { resource: ResourceType } } => "resource" in tool.result,
);

/** Leaves of a type that a result neither shows nor names. */
function lostOf(resource: ResourceType, text: string, omitted: string): string[] {
  return leavesOf(resource).filter((name) => {
    if (text.includes(JSON.stringify(`<${resource.type} ${name}>`).slice(1, -1))) return false;
    const heads = name.split(".").map((_, depth, all) => all.slice(0, depth + 1).join("."));
    const [last = ""] = name.split(".").slice(-1);
    const parent = heads.at(-2) ?? "";
    const braced = new RegExp(`${parent.replaceAll(".", "\\.")}\\.\\{[^}]*\\b${last}\\b`).test(omitted);
    return (
      !braced &&
      !heads.some((head) => new RegExp(`[\\s,]${head.replaceAll(".", "\\.")}[,.\\s]`).test(omitted))
    );
  });
}

describe("what is left out has a name, or a word that shows it", () => {
  it.each(ofResources.map((tool) => [tool.name, tool] as const))("%s", (_, tool) => {
    const { resource, kind } = tool.result;
    const { fields: __, detail: ___, ...args } = leastCall(tool.name);
    const included = Object.values(tool.request.query.include ?? {});
    const input = parseInput(tool, {
      ...args,
      ...(included.length > 0 && { include: Object.keys(tool.request.query.include ?? {}) }),
    });
    const one = full(resource, "A");
    const document = {
      data: kind === "collection" ? [one] : one,
      ...(included.length > 0 && { included: included.map((type, at) => full(type, `I${at}`)) }),
    };
    const shaped = shapeResult(tool, { status: 200, documents: [document] }, input, 1e6);
    const text = JSON.stringify(shaped);
    const omitted = ` ${shaped.omitted ?? ""} `;
    if (!omitted.includes("Only a summary is shown")) expect(lostOf(resource, text, omitted)).toEqual([]);
    for (const type of new Set(included)) {
      if (/ and \d+ more/.test(omitted) || type.type === resource.type) continue;
      expect(lostOf(type, text, omitted)).toEqual([]);
    }
    if (!("detail" in tool.inputSchema.shape)) return;
    const whole = { ...input, detail: "full" as const };
    const all = shapeResult(tool, { status: 200, documents: [document] }, whole, 1e6);
    expect(all).not.toHaveProperty("omitted");
    expect(lostOf(resource, JSON.stringify(all), "")).toEqual([]);
  });
});

const reads = ofResources.filter(
  ({ request, result, inputSchema }) =>
    request.method === "GET" && result.kind === "resource" && "fields" in inputSchema.shape,
);

describe("a text that is too long comes whole, by the calls that the hints name", () => {
  const ROOM = 1500;
  const LONG = `<p>"${"ä😀x\\".repeat(800)}"</p>`;
  it.each(reads.map((tool) => [tool.name, tool] as const))("%s", (_, tool) => {
    const { resource } = tool.result;
    const [name] = [...fieldNames(resource)].filter((one) => one !== "id" && !one.includes("."));
    const { fields: __, detail: ___, ...args } = leastCall(tool.name);
    if (name === undefined) return;
    const document = { data: { type: resource.type, id: "A", attributes: { [name]: LONG } } };
    const read = (fields?: string[]) =>
      shapeResult(
        tool,
        { status: 200, documents: [document] },
        parseInput(tool, {
          ...args,
          ...(fields ? { fields } : "detail" in tool.inputSchema.shape && { detail: "full" }),
        }),
        ROOM,
      );
    const next = (said: unknown) => /fields (\["[^"]*"\])/.exec(String(said))?.[1];
    let named = next(read().omitted);
    let text = "";
    for (let calls = 0; named !== undefined && calls < 20; calls += 1) {
      const piece = read(JSON.parse(named));
      expect(JSON.stringify(piece).length).toBeLessThanOrEqual(ROOM);
      text += (piece.data as Record<string, string>)[name];
      named = next(piece.hint);
    }
    expect(text).toBe(LONG);
  });
});
