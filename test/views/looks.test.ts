import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCENES } from "./scenes.ts";
import { endBrowser, type HostOptions, openStage, type Stage } from "./stage.ts";

// Every view in every look: readable, reachable, no wider than its frame, and of the size that it tells.

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

afterAll(endBrowser);

const LOOKS: [look: string, host: HostOptions][] = [
  ["light, 640 px", { theme: "light", width: 640 }],
  ["dark, 640 px", { theme: "dark", width: 640 }],
  ["light, 320 px", { theme: "light", width: 320 }],
  ["dark, 320 px", { theme: "dark", width: 320 }],
  ["light, 800 px", { theme: "light", width: 800 }],
];

/** What is read off the page, in the browser. */
const MEASURED = `(() => {
  const root = document.documentElement;
  const box = (one) => one.getBoundingClientRect();
  const seen = [...document.querySelectorAll("main *")].filter((one) => box(one).width > 0);
  const scrolls = (one) => one.closest(".scroll, .text, .apart");
  return {
    wide: root.scrollWidth - root.clientWidth,
    beyond: seen.filter((one) => box(one).right > root.clientWidth + 0.5 && !scrolls(one)).map((one) => one.outerHTML.slice(0, 120)),
    small: seen.filter((one) => one.matches("button, select, summary, [role=slider], a") && (box(one).height < 44 || box(one).width < 44)).map((one) => one.outerHTML.slice(0, 120)),
    moving: document.getAnimations().length + seen.filter((one) => getComputedStyle(one).transitionDuration !== "0s").length,
    scheme: getComputedStyle(root).colorScheme,
    paper: getComputedStyle(root).backgroundColor,
    height: Math.ceil(box(document.querySelector("main")).height),
    cutOff: root.scrollHeight - root.clientHeight,
    headings: document.querySelectorAll("h1").length,
  };
})()`;

interface Measured {
  wide: number;
  beyond: string[];
  small: string[];
  moving: number;
  scheme: string;
  paper: string;
  height: number;
  cutOff: number;
  headings: number;
}

describe.each(LOOKS)("in a host that is %s", (_, host) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(host);
    await stage.page.emulateMedia({ reducedMotion: "reduce" });
  });
  afterAll(() => stage.close());

  it.each(SCENES)("$view is drawn whole", async ({ tool, args, shows }) => {
    const answer = await stage.ask(tool, args);
    expect(answer.isError, answer.text).toBeFalsy();
    await stage.view.getByText(shows).first().or(stage.view.getByLabel(shows).first()).first().waitFor();
    const frame = stage.frame();
    const measure = async () => (await frame.evaluate(MEASURED)) as Measured;
    // The host has taken the last size up.
    await expect
      .poll(async () => {
        const { cutOff, height } = await measure();
        return cutOff <= 0 && height === stage.size().height;
      })
      .toBe(true);
    const measured = await measure();
    expect(measured).toMatchObject({ wide: 0, beyond: [], small: [], moving: 0, headings: 1 });
    expect(measured.scheme).toBe(host.theme);
    expect(measured.paper).toBe(host.theme === "dark" ? "rgb(31, 30, 28)" : "rgb(255, 255, 255)");
    expect(stage.size()).toEqual({ height: measured.height, width: host.width });
    await frame.evaluate(AXE);
    const broken = await frame.evaluate(`axe.run(document, {
      iframes: false,
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => html.slice(0, 150) + failureSummary)]))`);
    expect(broken).toEqual([]);
    expect(stage.loaded).toEqual([]);
  });
});
