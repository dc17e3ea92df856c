import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../client.ts";
import { SCENES } from "./scenes.ts";
import { endBrowser, openStage, type Stage } from "./stage.ts";

// Reports as a person sees and uses them.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ width: 640 });
  await stage.page.context().grantPermissions(["clipboard-read"], { origin: "https://host.example" });
});
afterAll(async () => {
  await stage.close();
  await endBrowser();
});

const ask = (view: string) => {
  const scene = SCENES.find((one) => one.view === view);
  if (!scene) throw new Error(`there is no scene ${view}`);
  return stage.ask(scene.tool, scene.args);
};
const dollars = (value: number) =>
  value.toLocaleString("en-US", {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
  });
const values = () => stage.view.locator("ol.bars .value").allInnerTexts();
const names = () => stage.view.locator("ol.bars .name > bdi").allInnerTexts();
const measure = (name: string | RegExp) =>
  stage.view.getByRole("group", { name: "Measure" }).getByRole("button", { name });
const columns = () => stage.view.getByRole("slider");
const readout = () => stage.view.locator(".readout").innerText();
/** What the page put on the clipboard. */
const clipboard = () => stage.page.evaluate<string>("navigator.clipboard.readText()");

describe("bars", () => {
  it("stand by the measure that was asked for first, the longest first, with their values as text", async () => {
    const { json } = await ask("campaigns");
    const rows: Record<string, number & string>[] = [...json.data].sort(
      (one, other) => other.conversion_value - one.conversion_value,
    );
    await measure(/^Revenue/).waitFor();
    expect(await values()).toEqual(rows.map(({ conversion_value }) => dollars(Number(conversion_value))));
    expect(await names()).toEqual(rows.map(({ campaign_name }) => campaign_name));
    const widths = await stage.view
      .locator("ol.bars rect.c0")
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute("width"))));
    expect(widths[0]).toBe(100);
    expect(widths).toEqual([...widths].sort((one, other) => other - one));
  });

  it("change with the measure, and say which it is", async () => {
    const { json } = await ask("campaigns");
    await measure(/^Recipients/).click();
    expect(await measure(/^Recipients/).getAttribute("aria-pressed")).toBe("true");
    expect(await measure(/^Revenue/).getAttribute("aria-pressed")).toBe("false");
    const most = Math.max(...json.data.map(({ recipients }: { recipients: number }) => recipients));
    expect((await values())[0]).toBe(most.toLocaleString("en-US"));
    expect(await stage.view.getByRole("list", { name: "Recipients by name" }).count()).toBe(1);
  });

  it("have the totals over them, with how they differ from the period before", async () => {
    const { json } = await ask("campaigns");
    const { conversion_value, compared } = json.totals;
    const text = await measure(/^Revenue/).innerText();
    const percent = compared.conversion_value.percent as number;
    expect(text).toBe(
      [
        "Revenue",
        dollars(conversion_value),
        `${percent > 0 ? "▲" : "▼"} ${Math.abs(percent).toLocaleString("en-US")} %`,
      ].join("\n"),
    );
    await expect.poll(() => stage.view.locator(".about").innerText()).toContain("compared with");
  });

  it("have a mark for the period before, and how they differ from it", async () => {
    const { json } = await ask("flows");
    const row = json.data.find(({ compared }: Answer["json"]) => compared?.conversion_value?.before > 0);
    const { flow_name, compared } = row;
    const bar = stage.view.locator("ol.bars li").filter({ hasText: flow_name }).first();
    await bar.locator("rect.before").waitFor({ state: "attached" });
    const { percent } = compared.conversion_value;
    expect(await bar.locator(".value small").innerText()).toContain(
      Math.abs(percent).toLocaleString("en-US"),
    );
  });

  it("beyond ten come by a button, which hands on the focus", async () => {
    const data = Array.from({ length: 14 }, (_, index) => ({
      campaign_name: `Number ${index}`,
      opens: 14 - index,
    }));
    const basis = { report: "query_campaign_values", period: "2026-01-01 to 2026-02-01" };
    await stage.show({ structuredContent: { data, basis } }, "query_campaign_values");
    await stage.view.locator("ol.bars li").first().waitFor();
    expect((await names()).length).toBe(10);
    await stage.view.getByRole("button", { name: "Show 4 more" }).click();
    expect((await names()).length).toBe(14);
    const focused = await stage.frame().evaluate("document.activeElement.textContent");
    expect(focused).toContain("Number 10");
  });

  it("of a count say of what and by what, with the whole", async () => {
    const { json } = await ask("profiles by country");
    expect(await stage.view.getByRole("heading").innerText()).toBe("Profiles by country");
    expect(await measure(/^Count/).innerText()).toContain(String(json.data.total));
    expect(await values()).toEqual(json.data.groups.map(({ count }: { count: number }) => String(count)));
  });

  it("say their names and their values as words of their own", async () => {
    await ask("flows");
    const [first = ""] = await stage.view.locator("ol.bars li").allTextContents();
    expect(first).toMatch(/^Welcome Series Welcome #\d: \w+ · email\$[\d.,]+ ▲ [\d.,]+ %$/);
  });

  it("are no picture of findings, whose numbers are of different things", async () => {
    await stage.ask("read_operation", { name: "check_account" });
    expect(await stage.view.locator("main").innerText()).toBe("The answer is in the conversation.");
  });

  it("of more measures than stand side by side have the total of the chosen one under the choice", async () => {
    const names = ["opens", "clicks", "bounced", "delivered", "recipients", "conversions"];
    const more = ["unsubscribes", "spam_complaints", "failed"];
    const all = [...names, ...more].map((name, index) => [name, index + 1] as const);
    const totals = { ...Object.fromEntries(all), compared: { clicks: { before: 1, percent: 100 } } };
    const data = [{ campaign_name: "A", ...Object.fromEntries(all) }];
    await stage.show({ structuredContent: { data, totals, basis: { report: "query_campaign_values" } } });
    const choice = stage.view.getByRole("combobox", { name: "Measure" });
    await choice.selectOption("Clicks");
    expect(await stage.view.locator(".total").innerText()).toBe("2 ▲ 100 %");
    expect(await values()).toEqual(["2"]);
    await choice.selectOption("Failed");
    expect(await stage.view.locator(".total").innerText()).toBe("9");
  });

  it("stand by name for segments", async () => {
    const { json } = await ask("segments");
    expect((await names()).sort()).toEqual(
      json.data.map((one: Record<string, string>) => one.segment_name).sort(),
    );
  });
});

describe("columns", () => {
  it("have a part of an interval hatched, the whole ones full", async () => {
    const { json } = await ask("forms over time");
    await columns().waitFor();
    const partial = json.data.filter((row: { partial?: boolean }) => row.partial).length;
    expect(partial).toBeGreaterThan(0);
    expect(await columns().locator("rect.part").count()).toBe(partial);
    expect(await columns().locator("rect.c0:not(pattern rect)").count()).toBe(json.data.length - partial);
    expect(await columns().locator("rect.part").last().getAttribute("fill")).toMatch(/^url\(#part0\)$/);
    expect(await readout()).toContain("only a part of it");
  });

  it("are gone through by keys, and told as text and to a screen reader", async () => {
    const { json } = await ask("orders by day");
    await columns().focus();
    const at = (index: number) => json.data.at(index).count.toLocaleString("en-US");
    expect(await readout()).toContain(`: ${at(-1)}`);
    await stage.page.keyboard.press("ArrowLeft");
    expect(await readout()).toContain(`: ${at(-2)}`);
    await stage.page.keyboard.press("Home");
    expect(await readout()).toContain(`: ${at(0)}`);
    expect(await columns().getAttribute("aria-valuetext")).toBe(await readout());
    expect(await columns().getAttribute("aria-valuenow")).toBe("1");
    await stage.page.keyboard.press("ArrowLeft");
    expect(await columns().getAttribute("aria-valuenow")).toBe("1");
    await stage.page.keyboard.press("End");
    expect(await columns().getAttribute("aria-valuenow")).toBe(String(json.data.length));
    expect(await stage.view.locator("p.apart").innerText()).toContain(`${json.data.length} columns`);
  });

  it("are told where the pointer is", async () => {
    const { json } = await ask("orders by day");
    const box = await columns().boundingBox();
    if (!box) throw new Error("no columns");
    await stage.page.mouse.move(box.x + 58, box.y + 100);
    await expect.poll(readout).toContain(`: ${json.data[0].count}`);
  });

  it("have compact numbers on their axis, and whole sums over them", async () => {
    const { json } = await ask("orders by day");
    await measure(/^Value/).click();
    const axis = await columns().locator("text[text-anchor=end]").allTextContents();
    expect(axis[0]).toBe("$0");
    for (const one of axis.slice(1)) expect(one).toMatch(/^\$\d+(\.\d)?[KM]?$/);
    const sum = json.data.reduce((all: number, { sum_value }: { sum_value: number }) => all + sum_value, 0);
    expect(await measure(/^Value/).innerText()).toContain(dollars(Math.round(sum * 100) / 100));
  });

  it("of several names stand on each other, or are looked at one by one", async () => {
    const { json } = await ask("orders by week and channel");
    const channels = new Set(json.data.map((row: Record<string, string>) => row.$attributed_channel));
    const legend = stage.view.locator(".legend li");
    expect(await legend.count()).toBe(channels.size);
    expect(await readout()).toContain("email");
    const choice = stage.view.getByRole("combobox", { name: "Of which" });
    await choice.focus();
    await choice.selectOption("email");
    const email = json.data.filter((row: Record<string, string>) => row.$attributed_channel === "email");
    expect(await readout()).toContain(`: ${email.at(-1).count}`);
    expect(await stage.frame().evaluate("document.activeElement.tagName")).toBe("SELECT");
  });
});

describe("the table", () => {
  it("is one key away, with every row, and back again", async () => {
    const { json } = await ask("orders by day");
    await columns().focus();
    await stage.page.keyboard.press("t");
    const rows = stage.view.getByRole("table").getByRole("row");
    expect(await rows.count()).toBe(json.data.length + 1);
    expect(await rows.first().innerText()).toBe("Date\tCount\tValue");
    expect(await stage.view.getByRole("button", { name: "Table" }).getAttribute("aria-pressed")).toBe("true");
    // Who pressed it is where they can press it again.
    await stage.page.keyboard.press("t");
    expect([await rows.count(), await columns().count()]).toEqual([0, 1]);
    await stage.page.keyboard.press("ArrowLeft");
    expect(await readout()).toContain(`: ${json.data.at(-2).count}`);
    await stage.view.getByRole("button", { name: "Table" }).click();
    expect(await rows.count()).toBe(json.data.length + 1);
    await stage.view.getByRole("button", { name: "Table" }).click();
    expect(await columns().count()).toBe(1);
  });
});

describe("copy as CSV", () => {
  const copy = () => stage.view.getByRole("button", { name: "Copy as CSV" }).click();
  const says = () => stage.view.getByRole("status").first().innerText();

  it("copies every row and field, what was before too", async () => {
    const { json } = await ask("flows");
    await copy();
    await expect.poll(says).toBe("Copied.");
    const lines = (await clipboard()).trim().split(/\r?\n/);
    expect(lines.length).toBe(json.data.length + 1);
    expect(lines[0]?.split(",")).toEqual(
      expect.arrayContaining(["flow_id", "conversion_value", "conversion_value_before"]),
    );
    expect(lines[1]).toContain(json.data[0].flow_id);
  });

  it("makes of what a spreadsheet would carry out a text", async () => {
    const data = [{ campaign_name: '=HYPERLINK("https://evil.example","x")', opens: 3 }];
    await stage.show({ structuredContent: { data, basis: { period: "2026-01-01 to 2026-02-01" } } });
    await copy();
    await expect.poll(says).toBe("Copied.");
    expect((await clipboard()).trim().split("\n").at(-1)).toBe(
      `"'=HYPERLINK(""https://evil.example"",""x"")",3`,
    );
  });

  it("shows the text, selected, where a frame may not copy, or hands the host a file", async () => {
    await ask("orders by day");
    await stage.frame().evaluate("document.execCommand = () => false; undefined");
    await copy();
    await expect.poll(says).toContain("here it is");
    expect(await stage.view.getByRole("textbox", { name: "CSV" }).inputValue()).toMatch(
      /^date,count,sum_value/,
    );
    const other = await openStage({ files: true });
    await other.ask("query_metric_aggregates", {
      metric_id: "Placed Order",
      measurements: ["count"],
      interval: "day",
      timeframe: "last_7_days",
    });
    await other.view.getByRole("slider").waitFor();
    await other.frame().evaluate("document.execCommand = () => false; undefined");
    await other.view.getByRole("button", { name: "Copy as CSV" }).click();
    await expect.poll(() => other.heard("file").join()).toContain("date,count");
    await other.close();
  });
});
