import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../client.ts";
import { SCENES } from "./scenes.ts";
import { endBrowser, openStage, type Stage } from "./stage.ts";

// Names of an account are what strangers wrote: in every view each of them is text, and stays in its place.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ width: 320 });
});
afterAll(async () => {
  await stage.close();
  await endBrowser();
});

const NAMES: Record<string, string> = {
  "a script": `<script>window.ran=true</script>`,
  "an image": `<img src=x onerror="window.ran=true">`,
  "the end of an attribute": `"'><svg onload=window.ran=true>`,
  "the end of a script": `</script><script>window.ran=true</script>`,
  "a link": `javascript:window.ran=true`,
  "10,000 characters": "W".repeat(10_000),
  "10,000 characters in words": "Wholesale ".repeat(1000),
  "right to left": "\u202Eאבגד 123 הוזח",
  "an isolate that never ends": "\u2067\u2067abc",
  "half a character": "\ud83d",
  "a name of every object": "__proto__",
};

/** What is no name: dates, ids, currencies, and the words by which a view is chosen. */
const KEPT = /^(\d{4}-\d\d-\d\d|[A-Z]{3}$|needs_confirmation$|https:)/;
const KEPT_KEYS = new Set([
  "status",
  "period",
  "compared_with",
  "timezone",
  "plan",
  "interval",
  "currency",
  "channel",
  "id",
]);

/** The answer with this in the place of every text that somebody wrote. */
function poisoned(value: unknown, name: string, key = ""): unknown {
  if (typeof value === "string")
    return KEPT.test(value) || KEPT_KEYS.has(key) ? value : `${value.slice(0, 12)}${name}`;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, name, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([one, inside]) => [one, poisoned(inside, name, one)]));
}

/** Elements that the page makes, and how far it goes beyond its frame. */
const FOUND = `(() => ({
  ran: window.ran === true,
  tags: [...new Set([...document.querySelectorAll("main *")].map(({ localName }) => localName))].sort(),
  handlers: document.querySelectorAll("main [onload], main [onerror], main [href], main [src]").length,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  long: [...document.querySelectorAll("main *")].filter((one) =>
    (one.children.length === 0 && one.textContent.length > (one.localName === "bdi" ? 2200 : 4001)) ||
    [...one.attributes].some(({ name, value }) => name !== "srcdoc" && value.length > 2200)).map((one) => one.outerHTML.slice(0, 100)),
}))()`;
const OWN = new Set(
  "article aside b bdi button circle dd defs details div dl dt footer h1 h2 header i iframe li line ol option p pattern progress rect section select small span strong summary svg table tbody td text th thead tr ul".split(
    " ",
  ),
);

const DRAWN = SCENES.filter(({ view }) => !["flows over time", "forms over time"].includes(view));

describe.each(DRAWN)("in the view of $view", ({ tool, args }) => {
  const hasMessage = /^(send|preview)_campaign$/.test(tool);
  let answer: Answer;
  let preview: Answer;
  beforeAll(async () => {
    answer = await stage.server.call(tool, args);
    if (hasMessage) preview = await stage.server.call("preview_campaign", { ...args, html: true });
  });

  it.each(Object.entries(NAMES))("%s", async (_, name) => {
    const structuredContent = poisoned(answer.json, name) as Record<string, unknown>;
    stage.answers.set("preview_campaign", () => ({
      content: [],
      structuredContent: poisoned(preview.json, name) as never,
    }));
    await stage.show({ structuredContent }, tool, args);
    // The message comes by a call of its own.
    if (hasMessage) await stage.view.locator("iframe").waitFor();
    const look = async () => {
      const found = (await stage.frame().evaluate(FOUND)) as { tags: string[] };
      expect(found).toMatchObject({ ran: false, handlers: 0, wide: 0, long: [] });
      expect(found.tags.filter((tag) => !OWN.has(tag))).toEqual([]);
    };
    await look();
    const table = stage.view.getByRole("button", { name: "Table" });
    if ((await table.count()) > 0) {
      await table.click();
      await look();
    }
    expect(await stage.view.locator("h1").count()).toBe(1);
    expect(stage.loaded).toEqual([]);
  });
});

describe("a name that runs from right to left", () => {
  it("turns nothing around it", async () => {
    const data = [{ campaign_name: "\u202Eאבגד", opens: 5 }];
    await stage.show({ structuredContent: { data, basis: { period: "2026-01-01 to 2026-02-01" } } });
    const name = stage.view.locator("ol.bars bdi").first();
    expect(await name.textContent()).toBe("\u202Eאבגד");
    expect(await stage.view.locator("ol.bars .value").innerText()).toBe("5");
  });

  it("turns nothing around it where a column is told", async () => {
    const names = ["\u202Eאבגד", "\u2067\u2067abc"];
    const data = names.map((name, index) => ({ date: "2026-01-05", tag: name, opens: 50 + index }));
    await stage.show({ structuredContent: { data, basis: { metric: { name: "Opens" } } } });
    expect(await stage.view.locator(".readout bdi").allTextContents()).toEqual(names);
    expect(await stage.view.locator(".readout").textContent()).toBe(
      `Jan 5, 2026: 101 · ${names[0]} 50 · ${names[1]} 51`,
    );
  });
});
