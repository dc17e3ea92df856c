import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContextOptions, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { CLI, KEY } from "../client.ts";
import { endBrowser, started } from "./stage.ts";

// The page that somebody sees who opens the server's address, in a browser, as the built server gives it.

const TOKEN = "callers-token-0123456789";
const SCHEMES = ["light", "dark"] as const;

let sandbox: Sandbox;
let child: ChildProcessWithoutNullStreams;
let url = "";
let guarded: ChildProcessWithoutNullStreams;
let guardedUrl = "";

/** The built server over HTTP, and where it is. */
async function serving(env: Record<string, string>): Promise<[ChildProcessWithoutNullStreams, string]> {
  const own = { PATH: process.env.PATH, MATON_API_KEY: KEY, MATON_API_URL: sandbox.url, ...env };
  const one = spawn(process.execPath, [CLI, "http", "--port", "0"], { env: own });
  const [said] = (await once(one.stdout, "data")) as [Buffer];
  return [one, said.toString("utf8").trim()];
}

beforeAll(async () => {
  sandbox = await startSandbox({ limits: "off" });
  [child, url] = await serving({});
  [guarded, guardedUrl] = await serving({ KLAVIYO_MCP_HTTP_TOKEN: TOKEN });
});
afterAll(async () => {
  for (const one of [child, guarded]) {
    const ended = once(one, "exit");
    one.kill();
    await ended;
  }
  await sandbox.close();
  await endBrowser();
});

let page: Page | undefined;
afterEach(async () => {
  await page?.context().close();
});

/** The page, all that the browser asked of the network for it, and what it complained of. */
async function open(address: string, options: BrowserContextOptions = {}) {
  const context = await (await started()).newContext({ viewport: { width: 800, height: 900 }, ...options });
  page = await context.newPage();
  const requests: Request[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(address);
  // What the policy stopped asked nobody.
  const asked = () => requests.filter((one) => one.failure()?.errorText !== "csp").map((one) => one.url());
  return { page, asked, complaints };
}

/** Contrast of what is written with what it is written on, by WCAG 2: the least of the page, and which colour the page has. */
const COLOURS = `(() => {
  const context = document.createElement("canvas").getContext("2d");
  const rgb = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const linear = (one) => (one / 255 <= 0.03928 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = "Canvas";
  const canvas = rgb(getComputedStyle(probe).backgroundColor);
  const under = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return canvas;
  };
  const ratios = [...document.querySelectorAll("h1,h2,h3,p,dt,dd,pre,code,button")].map((one) => {
    const [a, b] = [light(rgb(getComputedStyle(one).color)), light(under(one))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
  return { least: Math.min(...ratios), paper: light(canvas) };
})()`;

describe.each(SCHEMES)("in a browser that is %s", (colorScheme) => {
  it.each([320, 800, 1280])("is readable at %d px, and no wider", async (width) => {
    const { page } = await open(url, { colorScheme, viewport: { width, height: 700 } });
    const { least, paper } = (await page.evaluate(COLOURS)) as { least: number; paper: number };
    expect(least).toBeGreaterThanOrEqual(4.5);
    expect(paper > 0.5).toBe(colorScheme === "light");
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    const boxes = await page
      .getByRole("button")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    expect(boxes.length).toBeGreaterThan(5);
    for (const { width: wide, height, right } of boxes) {
      expect(Math.min(wide, height)).toBeGreaterThanOrEqual(44);
      expect(right).toBeLessThanOrEqual(width);
    }
  });
});

describe("the page", () => {
  it.each(["/", "/mcp"])(
    "at %s asks nothing of anybody else, and the browser complains of nothing",
    async (path) => {
      const { page, asked, complaints } = await open(new URL(path, url).href);
      await page.getByRole("button").first().click();
      await page.waitForLoadState("networkidle");
      expect(asked()).toEqual([new URL(path, url).href]);
      expect(complaints).toEqual([]);
    },
  );

  it("runs and loads nothing that is put into it", async () => {
    const { page, asked, complaints } = await open(url);
    await page.evaluate(`document.body.insertAdjacentHTML("beforeend", '<img src="https://evil.example/a.png" onerror="window.ran=1">');
      const script = document.createElement("script"); script.textContent = "window.ran=1"; document.body.append(script);
      fetch("https://evil.example/").catch(() => undefined); void 0`);
    await expect
      .poll(() => complaints.filter((one) => /Content Security Policy/.test(one)).length)
      .toBeGreaterThan(2);
    expect(await page.evaluate("window.ran")).toBeUndefined();
    expect(asked().filter((one) => !one.startsWith("http://127.0.0.1"))).toEqual([]);
  });

  it("says what it is, how it stands, and to whom it belongs", async () => {
    const { page } = await open(url);
    await expect.poll(() => page.getByRole("heading", { level: 1 }).innerText()).toMatch(/^klaviyo-mcp \d/);
    const told = await page.locator("dl").innerText();
    expect(told).toMatch(
      /Key\s+set\s+Account\s+Northwind Outfitters\s+What an agent may do\s+read and change/,
    );
  });

  it("holds neither the key nor the token, nor what is behind them where a token is due", async () => {
    const open1 = await open(url);
    expect(await open1.page.content()).not.toContain(KEY);
    await open1.page.context().close();
    const { page } = await open(guardedUrl);
    const content = await page.content();
    for (const secret of [KEY, TOKEN, "Northwind"]) expect(content).not.toContain(secret);
    expect(content).toContain("YOUR_TOKEN");
  });

  it("stands in nobody's frame", async () => {
    const body = `<iframe src="${url}"></iframe>`;
    const other = createServer((_, response) => response.setHeader("content-type", "text/html").end(body));
    await once(other.listen(0, "127.0.0.1"), "listening");
    const { page } = await open(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    other.close();
    await expect.poll(() => page.frames().length).toBe(2);
    await expect.poll(() => page.frames()[1]?.url()).toBe("chrome-error://chromewebdata/");
  });
});

describe("a button", () => {
  const permissions = ["clipboard-read", "clipboard-write"];

  it("of each block copies what stands above it, by mouse and by key", async () => {
    const { page } = await open(url, { permissions });
    const buttons = page.getByRole("button");
    const blocks = await page.locator("pre").allTextContents();
    expect(await buttons.count()).toBe(blocks.length);
    for (const [at, block] of blocks.entries()) {
      const button = buttons.nth(at);
      if (at % 2 === 0) await button.click();
      else await button.press("Enter");
      await expect.poll(() => button.innerText()).toBe("Copied");
      expect(await page.evaluate("navigator.clipboard.readText()")).toBe(block);
      expect(block).toContain(new URL(url).host);
    }
  });

  it("says what it is for, and says so again", async () => {
    const { page } = await open(url, { permissions });
    await page.clock.install();
    await page.reload();
    const button = page.getByRole("button").first();
    const label = await button.innerText();
    expect(label).toMatch(/^Copy for \w+/);
    await button.click();
    await expect.poll(() => button.innerText()).toBe("Copied");
    await page.clock.runFor(3000);
    expect(await button.innerText()).toBe(label);
  });

  it("selects the block where the browser lets it copy nothing", async () => {
    const { page } = await open(url);
    await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error())");
    const button = page.getByRole("button").nth(1);
    await button.click();
    await expect.poll(() => button.innerText()).toBe("Selected: copy it");
    const selected = (await page.evaluate("getSelection().toString()")) as string;
    expect(selected.trim()).toBe((await page.locator("pre").nth(1).innerText()).trim());
  });

  it.each<[string, BrowserContextOptions]>([["runs no scripts", { javaScriptEnabled: false }]])(
    "is not shown in a browser that %s",
    async (_, options) => {
      const { page } = await open(url, options);
      expect(await page.locator("button:visible").count()).toBe(0);
      expect(await page.locator("pre:visible").count()).toBeGreaterThan(5);
    },
  );
});
