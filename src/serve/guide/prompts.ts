import { type Catalog, toolNamesIn } from "../../catalog.ts";
import type { Prompt } from "../../tool/guide.ts";
import { GuideError } from "./read.ts";

/** The prompts whose tools are all there: half a job would mislead. */
export function visiblePrompts(prompts: readonly Prompt[], catalog: Catalog): Prompt[] {
  return prompts.filter(({ text }) => !toolNamesIn(text).some((name) => catalog.isHidden(name)));
}

/** What `prompts/list` answers. */
export function listPrompts(prompts: readonly Prompt[], catalog: Catalog) {
  return visiblePrompts(prompts, catalog).map(({ name, title, description, arguments: args }) => ({
    name,
    title,
    description,
    arguments: args.map(({ of: _, ...shown }) => shown),
  }));
}

/** What `prompts/get` answers. Throws GuideError for an unknown prompt or argument, or one that is missing. */
export function getPrompt(
  prompts: readonly Prompt[],
  catalog: Catalog,
  promptName: string,
  given: Record<string, string> = {},
) {
  const prompt = visiblePrompts(prompts, catalog).find(({ name }) => name === promptName);
  if (!prompt) throw new GuideError(`there is no prompt ${promptName.slice(0, 64)} here`, "invalid");
  const values: Record<string, string> = { ...prompt.otherwise };
  for (const [name, value] of Object.entries(given)) {
    if (!prompt.arguments.some((one) => one.name === name)) {
      throw new GuideError(`${promptName} takes no argument ${name.slice(0, 64)}`, "invalid");
    }
    // Some hosts send an empty field for what was left out.
    if (value.trim()) values[name] = value.trim();
  }
  const missing = prompt.arguments.find(({ name, required }) => required && !values[name]);
  if (missing) throw new GuideError(`${promptName} needs ${missing.name}: ${missing.description}`, "invalid");
  const text = prompt.text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  return {
    description: prompt.description,
    messages: [{ role: "user" as const, content: { type: "text" as const, text } }],
  };
}
