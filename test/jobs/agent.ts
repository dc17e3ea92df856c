import { strict as assert } from "node:assert";
import { allTools } from "../../tools/index.ts";
import type { Answer, Started } from "../client.ts";
import { countTokens } from "../tokens.ts";

/** What a tool answered, parsed; looked into at any depth. */
export type Json = Answer["json"];

/** What nobody makes up: ids of all kinds, confirmations, addresses and phone numbers. */
const UNGUESSABLE = [
  /\b[0-9A-HJKMNP-TV-Z]{26}\b/g,
  /\b(?=\w*\d)(?=\w*[A-Za-z])\w{6}\b/g,
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g,
  /[\w.+-]+@[\w.-]+\w/g,
  /\+\d{8,}/g,
];

/** What runs the operation that it is given by name. */
const RUNS = /_operation$|^summarize_collection$/;

/** One call: its tool, the operation that it ran where it runs any, and what came of it. */
export interface Step {
  tool: string;
  operation?: string;
  came: "answer" | "question" | "refusal";
}

const LISTED = new Set(allTools.map(({ name }) => name));

/**
 * An agent that knows what the person said, what the tools answered, which tools are listed, and nothing else: an argument
 * with an id or an address that it has not read is refused, and so is an operation. It counts what it reads.
 */
export class Agent {
  calls = 0;
  tokens = 0;
  /** What was called, in order. */
  readonly steps: Step[] = [];
  readonly #tools: Started["call"];
  #heard: string;

  constructor(tools: Started["call"], question: string) {
    this.#tools = tools;
    this.#heard = question;
  }

  /** Calls a tool that must answer. */
  async call(name: string, args: Record<string, unknown> = {}): Promise<Json> {
    const answer = await this.#ask(name, args);
    assert(!answer.isError, `${name} failed: ${answer.text}`);
    assert.notEqual(answer.json.status, "needs_confirmation", `${name} asks: ${answer.text}`);
    return answer.json;
  }

  /** Calls a tool that must refuse, and reads why. */
  async refused(name: string, args: Record<string, unknown>): Promise<string> {
    const answer = await this.#ask(name, args);
    assert(answer.isError, `${name} was not refused: ${answer.text}`);
    return answer.text;
  }

  /** Calls a tool that asks first, and leaves it at that: what the person reads. */
  async asked(name: string, args: Record<string, unknown>): Promise<Json> {
    const { json, text } = await this.#ask(name, args);
    assert.equal(json.status, "needs_confirmation", `${name} did not ask: ${text}`);
    return json.preview;
  }

  /** Calls a tool that asks first; the person reads the preview, says yes, and the same call is made again. */
  async confirmed(
    name: string,
    args: Record<string, unknown>,
    reads: (preview: Json) => void,
  ): Promise<Json> {
    const { json, text } = await this.#ask(name, args);
    assert.equal(json.status, "needs_confirmation", `${name} did not ask: ${text}`);
    reads(json.preview);
    return this.call(name, { ...args, confirmation: json.confirmation });
  }

  async #ask(name: string, args: Record<string, unknown>): Promise<Answer> {
    const written = JSON.stringify(args);
    const unheard = UNGUESSABLE.flatMap((form) => written.match(form) ?? []).filter(
      (one) => !this.#heard.includes(one),
    );
    assert.deepEqual(unheard, [], `${name} is called with what nobody has said`);
    for (const tool of [name, "arguments" in args ? String(args.name) : name])
      assert(LISTED.has(tool) || this.#heard.includes(tool), `nobody has said that there is ${tool}`);
    const answer = await this.#tools(name, args);
    this.calls += 1;
    this.tokens += countTokens(answer.text);
    this.#heard += `\n${answer.text}`;
    const asks = answer.json.status === "needs_confirmation";
    this.steps.push({
      tool: name,
      ...(RUNS.test(name) && { operation: String(args.name) }),
      came: answer.isError ? "refusal" : asks ? "question" : "answer",
    });
    return answer;
  }
}
