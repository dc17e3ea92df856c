import { pick } from "./fields.ts";
import { isObject } from "./jsonapi/document.ts";
import type { Input, Preview } from "./tool.ts";

/** The arguments of a preview's read: `$name` stands for the call's own argument. */
export function previewArguments(preview: Preview, input: Input): Input {
  return Object.fromEntries(
    Object.entries(preview.arguments).map(([name, value]) => [
      name,
      typeof value === "string" && value.startsWith("$") ? input[value.slice(1)] : value,
    ]),
  );
}

/** What of a read's result a person is shown: attributes by path, and the names of what it includes. */
export function previewShown(preview: Preview, result: Record<string, unknown>): unknown {
  const items = [result.data].flat().filter(isObject);
  const shown = items.map((item) => itemShown(preview, item, result));
  return shown.length === 1 ? shown[0] : shown;
}

function itemShown(preview: Preview, data: Record<string, unknown>, result: Record<string, unknown>) {
  const links = isObject(data.relationships) ? data.relationships : {};
  const included = Array.isArray(result.included) ? result.included.filter(isObject) : [];
  const shown: [string, unknown][] = Object.entries(pick(data, preview.show));
  for (const name of preview.show) {
    if (!Object.hasOwn(links, name)) continue;
    const ids = [links[name]].flat();
    shown.push([name, ids.map((id) => included.find((one) => one.id === id)?.name ?? id)]);
  }
  return Object.fromEntries(shown);
}

/** The question that a person is asked, in plain words: what will happen, to what, with what. */
export function questionText(title: string, preview: Record<string, unknown>): string {
  const lines = Object.entries(preview).map(([name, value]) => `- ${name}: ${describe(value)}`);
  return [`${title}?`, ...lines].join("\n");
}

function describe(value: unknown): string {
  if (typeof value === "string") return value.slice(0, 300);
  const text = isObject(value)
    ? Object.entries(value)
        .map(([name, one]) => `${name} ${typeof one === "string" ? one : JSON.stringify(one)}`)
        .join(", ")
    : JSON.stringify(value);
  return (text ?? "").slice(0, 500);
}
