import type { CallToolResult, ReadResourceResult, Resource } from "@modelcontextprotocol/sdk/types.js";
import type { Buttons, View } from "../../ask/gate.ts";
import { announcesViews, EXTENSION, PAGE } from "./announced.ts";

/** The keys beside a result under which its page finds the confirmation that the model does not read, and the tool to call. */
const CONFIRMATION = "klaviyo/confirmation";
const TOOL = "klaviyo/tool";
/** The one under which it finds the question as the person reads it, where persons are masked for the model. */
const PREVIEW = "klaviyo/preview";
/** Plans of whose calls a session remembers the tool; more are not open at once. */
const MAX_PLANS = 32;

/**
 * What a session gets whose client shows pages. To any other nothing of it is there; what it takes is loaded with the
 * first use.
 */
export class Views {
  readonly #readPage: (() => string) | undefined;
  readonly #capabilities: () => unknown;
  /** A page has said in this session that it is there. */
  #drawn = false;
  /** The tool of the call that each open plan is of, for pages that no host tells. */
  readonly #tools = new Map<string, string>();

  /** `readPage` gives the page's html, undefined where nobody wants it; `capabilities` are the client's, once it said them. */
  constructor(readPage: (() => string) | undefined, capabilities: () => unknown) {
    this.#readPage = readPage;
    this.#capabilities = capabilities;
  }

  /** Whether the client shows pages. */
  get announced(): boolean {
    return this.#readPage !== undefined && announcesViews(this.#capabilities());
  }

  /** The server's word that it has pages, for who announced that it shows them. */
  get extensions(): Record<string, object> | undefined {
    return this.announced ? { [EXTENSION]: { mimeTypes: [PAGE.mimeType] } } : undefined;
  }

  /** The tools of a list, with the one that pages call. */
  async withTool<Listed>(tools: readonly Listed[]) {
    return this.announced ? [...tools, (await loaded()).pageTool(PAGE)] : [...tools];
  }

  /** The resources of a list, with the page. */
  async withPage<Listed>(resources: readonly Listed[]): Promise<(Listed | Resource)[]> {
    return this.announced ? [...resources, (await loaded()).pageResource(PAGE)] : [...resources];
  }

  /** What resources/read answers for the page; undefined for any other resource, and where the client shows none. */
  async pageAt(uri: string): Promise<ReadResourceResult | undefined> {
    const read = this.#readPage;
    if (!read || !this.announced || uri !== PAGE.uri) return undefined;
    return (await loaded()).pageContents(read(), PAGE);
  }

  /** Whether a call is a page's own. */
  isOwn(tool: string): boolean {
    return this.announced && tool === PAGE.tool;
  }

  /** Answers a page; there are no `buttons` before the first call of a session. */
  async answer(args: unknown, buttons: Buttons | undefined): Promise<CallToolResult> {
    const { answerPage } = await loaded();
    return answerPage(args, {
      drawn: () => {
        this.#drawn = true;
        buttons?.drawn();
      },
      confirmationOf: (plan) => buttons?.confirmationOf(plan),
      decline: (plan) => buttons?.decline(plan),
      toolOf: (plan) => this.#tools.get(plan),
    });
  }

  /** The pages as a call of this tool sees them, and its answer with what it handed to its own. */
  forCall(tool: string): { view: View | undefined; beside(answer: CallToolResult): CallToolResult } {
    if (!this.announced) return { view: undefined, beside: (answer) => answer };
    const meta: Record<string, unknown> = {};
    const hand = (confirmation: string) => {
      meta[CONFIRMATION] = confirmation;
      meta[TOOL] = tool;
    };
    const show = (preview: unknown) => {
      meta[PREVIEW] = preview;
    };
    const isDrawn = () => this.#drawn;
    return {
      view: {
        get drawn() {
          return isDrawn();
        },
        hand,
        show,
      },
      beside: (answer) => {
        const { plan, confirmation: read } = answer.structuredContent ?? {};
        this.#remember(plan ?? read, tool);
        return Object.keys(meta).length > 0 ? { ...answer, _meta: meta } : answer;
      },
    };
  }

  #remember(plan: unknown, tool: string): void {
    if (typeof plan !== "string") return;
    const [oldest] = this.#tools.keys();
    if (this.#tools.size >= MAX_PLANS && oldest !== undefined) this.#tools.delete(oldest);
    this.#tools.set(plan, tool);
  }
}

function loaded() {
  return import("./page.ts");
}
