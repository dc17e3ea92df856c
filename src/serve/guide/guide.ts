import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { Catalog } from "../../catalog.ts";
import type { GuideTexts } from "../../tool/guide.ts";
import { Completions, type Reference } from "./completions.ts";
import { getPrompt, listPrompts } from "./prompts.ts";
import { GuideError, type Read } from "./read.ts";
import { listResources, listTemplates, readResource } from "./resources.ts";

/** Calls a tool as a client would. */
export type Call = (tool: string, args: unknown, signal: AbortSignal) => Promise<CallToolResult>;

/** What people pick by hand in their client, as the protocol answers it. Throws GuideError. */
export class Guide {
  readonly #texts: GuideTexts;
  readonly #catalog: Catalog;
  readonly #read: Read;
  readonly #completions: Completions;

  constructor(texts: GuideTexts, catalog: Catalog, call: Call, now: () => number) {
    this.#texts = texts;
    this.#catalog = catalog;
    this.#read = async (tool, args, signal) => {
      const answer = await call(tool, args, signal);
      if (answer.structuredContent) return answer.structuredContent;
      throw new GuideError(answer.content.map((one) => ("text" in one ? one.text : "")).join(""), "failed");
    };
    this.#completions = new Completions(texts, this.#read, now);
  }

  prompts() {
    return { prompts: listPrompts(this.#texts.prompts, this.#catalog) };
  }

  prompt(name: string, given: Record<string, string> | undefined) {
    return getPrompt(this.#texts.prompts, this.#catalog, name, given);
  }

  resources() {
    return { resources: listResources(this.#texts, this.#catalog) };
  }

  templates() {
    return { resourceTemplates: listTemplates(this.#texts, this.#catalog) };
  }

  async resource(uri: string, signal: AbortSignal) {
    return { contents: [await readResource(uri, this.#texts, this.#catalog, this.#read, signal)] };
  }

  async completion(reference: Reference, argument: { name: string; value: string }) {
    return { completion: await this.#completions.complete(reference, argument) };
  }
}
