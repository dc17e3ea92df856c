import { fileURLToPath } from "node:url";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { build } from "esbuild";
import { type Browser, chromium, type Frame, type FrameLocator, type Page } from "playwright-core";
import { type Answer, type Started, type StartOptions, startClient } from "../client.ts";
import type { HostWindow, Shown } from "./shown.ts";

// A host that shows pages: the built server and the sandbox behind it, Chromium before it.

const EXTENSION = "io.modelcontextprotocol/ui";
export const ANNOUNCED = { extensions: { [EXTENSION]: { mimeTypes: ["text/html;profile=mcp-app"] } } };

/** What the specification tells hosts to allow a page that asks for nothing. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; font-src 'self'; connect-src 'none'; frame-src 'none'; object-src 'none'; base-uri 'self'";

/** How many times slower the browser is: VIEWS_SLOWED=6 shows a test that reads before what it reads is there. */
const SLOWED = Number(process.env.VIEWS_SLOWED ?? 1);

/** What kind of host it is. */
export interface HostOptions {
  /** Passes on the text of a result, and nothing else. */
  strips?: boolean;
  /** Lets its pages call no tool. */
  noTools?: boolean;
  /** Takes no words from its pages. */
  noMessages?: boolean;
  /** Takes files from its pages. */
  files?: boolean;
  /** Does not tell its pages which tool was called. */
  noToolInfo?: boolean;
  theme?: "light" | "dark";
  width?: number;
  height?: number;
  /** Pixels of a picture in one of the page's. */
  scale?: number;
  /** The host's own colours and letters. */
  variables?: Record<string, string>;
  /** Replaces the policy that hosts are told to give. */
  policy?: string;
  locale?: string;
}

export interface Stage {
  server: Started;
  page: Page;
  /** The page that the server gave, as it stands in the host. */
  view: FrameLocator;
  /** The same, to look into. */
  frame(): Frame;
  /** What the page said in the conversation, what it told for the model's next turn, which links it opened. */
  heard(what: "message" | "context" | "link" | "file"): string[];
  /** The last height and width that the page told. */
  size(): { height: number; width: number };
  /** What the host tells its page of itself; a test may change it before it shows something. */
  context: Record<string, unknown>;
  /** The tools that the page called. */
  called: { name: string; args: Record<string, unknown> }[];
  /** What the page gets of a tool instead of what the server answers. */
  answers: Map<string, (result: CallToolResult) => CallToolResult>;
  /** What the browser asked of the network, and what it complained of. */
  loaded: string[];
  /** Calls a tool as a model does, and shows what it answered. */
  ask(tool: string, args?: Record<string, unknown>): Promise<Answer>;
  /** Shows this answer instead of one of the server. */
  show(result: Partial<Answer>, tool?: string, args?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

let browser: Promise<Browser> | undefined;
let script: Promise<string> | undefined;

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The browser that the tests of this process share. */
export function started(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--force-color-profile=srgb"],
  });
  return browser;
}

/** Ends the browser that the stages of this process share. */
export async function endBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path("host/host.ts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    legalComments: "none",
  });
  return outputFiles[0]?.text ?? "";
}

/** A server in front of a sandbox of its own, and a host that shows what it answers. */
export async function openStage(host: HostOptions = {}, options: StartOptions = {}): Promise<Stage> {
  script ??= bundled();
  const [running, source] = await Promise.all([started(), script]);
  const server = await startClient({ capabilities: ANNOUNCED, ...options });
  const { contents } = await server.client.readResource({ uri: "ui://klaviyo/view" });
  const html = String(contents[0] && "text" in contents[0] ? contents[0].text : "");
  const { tools } = await server.client.listTools();
  const context = await running.newContext({
    viewport: { width: host.width ?? 640, height: host.height ?? 900 },
    colorScheme: host.theme ?? "light",
    deviceScaleFactor: host.scale ?? 1,
    locale: "en-US",
    timezoneId: "America/New_York",
  });
  const page = await context.newPage();
  if (SLOWED > 1)
    await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  const loaded: string[] = [];
  const heard = new Map<string, unknown[]>();
  const called: Stage["called"] = [];
  const answers: Stage["answers"] = new Map();
  const stripped = (result: Answer): Answer =>
    (host.strips ? { content: result.content, isError: result.isError } : result) as Answer;
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url === "https://host.example/") {
      return route.fulfill({
        contentType: "text/html",
        body: `<!doctype html><html><body style="margin:0"></body></html>`,
      });
    }
    loaded.push(url);
    return route.abort();
  });
  page.on("pageerror", (error) => loaded.push(`error ${error.message}`));
  await page.exposeFunction("heard", (what: string, value: unknown) => {
    heard.set(what, [...(heard.get(what) ?? []), value]);
  });
  await page.exposeFunction("callTool", async (name: string, args: Record<string, unknown>) => {
    called.push({ name, args });
    const { json: _, text: __, ...result } = await server.call(name, args);
    return answers.get(name)?.(result) ?? result;
  });
  await page.goto("https://host.example/");
  await page.addScriptTag({ content: source });
  const capabilities = {
    ...(!host.noTools && { serverTools: {} }),
    ...(!host.noMessages && { message: {} }),
    ...(host.files && { downloadFile: {} }),
    openLinks: {},
    updateModelContext: {},
  };
  const told: Stage["context"] = {
    theme: host.theme ?? "light",
    locale: host.locale ?? "en-US",
    timeZone: "America/New_York",
    ...(host.variables && { styles: { variables: host.variables } }),
  };
  const show: Stage["show"] = async (result, tool = "", args = {}) => {
    const { json: _, text: __, ...answer } = result;
    const named = tools.find(({ name }) => name === tool);
    const shown: Shown = {
      html,
      policy: host.policy ?? POLICY,
      capabilities,
      context: {
        ...told,
        ...(named && !host.noToolInfo && { toolInfo: { id: 1, tool: named } }),
      },
      args,
      result: stripped({ content: [], ...answer } as unknown as Answer),
    };
    await page.evaluate((one) => (globalThis as unknown as HostWindow).show(one), shown);
  };
  return {
    server,
    page,
    view: page.frameLocator("iframe"),
    frame: () => {
      // One that was shown before may be told to be gone a moment later than this one to be there.
      const found = page
        .frames()
        .filter((one) => one.parentFrame() === page.mainFrame())
        .at(-1);
      if (!found) throw new Error("no page is shown");
      return found;
    },
    context: told,
    called,
    answers,
    loaded,
    heard: (what) => (heard.get(what) ?? []).map((one) => JSON.stringify(one)),
    size: () => heard.get("size")?.at(-1) as { height: number; width: number },
    show,
    async ask(tool, args = {}) {
      const answer = await server.call(tool, args);
      await show(answer, tool, args);
      return answer;
    },
    async close() {
      await context.close();
      await server.close();
    },
  };
}
