import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { HostWindow } from "./shown.ts";
import { endBrowser, openStage, type Stage } from "./stage.ts";

// What a page takes from its host, and what it shows of answers that are no view.

let stage: Stage;
afterEach(() => stage?.close());
afterAll(endBrowser);

const CUSTOMER = { profile_id: "sarah.novak1@example.com" };
const style = (name: string, of = "document.documentElement") =>
  stage.frame().evaluate(`getComputedStyle(${of}).${name}`);
const change = (context: Record<string, unknown>) =>
  stage.page.evaluate((one) => (globalThis as unknown as HostWindow).change(one), context);

describe("the host's looks", () => {
  it("are its colours and letters, where it has some", async () => {
    stage = await openStage({
      variables: {
        "--color-background-primary": "rgb(10, 20, 30)",
        "--color-text-primary": "rgb(240, 241, 242)",
        "--font-sans": "monospace",
      },
    });
    await stage.ask("get_customer", CUSTOMER);
    await stage.view.locator("h1").waitFor();
    expect([await style("backgroundColor"), await style("color"), await style("fontFamily")]).toEqual([
      "rgb(10, 20, 30)",
      "rgb(240, 241, 242)",
      "monospace",
    ]);
  });

  it("change while the page is there", async () => {
    stage = await openStage({ theme: "light" });
    await stage.ask("get_customer", CUSTOMER);
    await stage.view.locator("h1").waitFor();
    expect(await style("backgroundColor")).toBe("rgb(255, 255, 255)");
    await change({ theme: "dark" });
    await expect.poll(() => style("backgroundColor")).toBe("rgb(31, 30, 28)");
    expect(await style("colorScheme")).toBe("dark");
  });

  it("are those of the person's system, where the host says nothing", async () => {
    stage = await openStage();
    await stage.page.emulateMedia({ colorScheme: "dark" });
    stage.context.theme = undefined;
    await stage.ask("get_customer", CUSTOMER);
    await stage.view.locator("h1").waitFor();
    expect(await style("backgroundColor")).toBe("rgb(31, 30, 28)");
  });

  it("leave room where a device has none", async () => {
    stage = await openStage();
    stage.context.safeAreaInsets = { top: 0, right: 7, bottom: 30, left: 5 };
    await stage.ask("get_customer", CUSTOMER);
    await stage.view.locator("h1").waitFor();
    const main = "document.querySelector('main')";
    expect([await style("paddingBottom", main), await style("paddingLeft", main)]).toEqual(["42px", "17px"]);
  });

  it("are in its language, and on its clock", async () => {
    stage = await openStage({ locale: "de-DE" });
    stage.context.timeZone = "Europe/Berlin";
    await stage.show({
      structuredContent: {
        data: [{ campaign_name: "A", conversion_value: 1234.5 }],
        basis: { period: "2026-01-01 to 2026-02-01", currency: "EUR" },
      },
    });
    expect(await stage.view.locator("ol.bars .value").innerText()).toMatch(/^1\.234,50\s€$/);
    await stage.ask("get_customer", CUSTOMER);
    await expect.poll(() => stage.view.locator("dl").innerText()).toMatch(/2024.*(MEZ|MESZ|GMT\+[12])/s);
  });
});

describe("an answer that is no view", () => {
  it.each<[what: string, result: Record<string, unknown>, line: string]>([
    ["a list", { structuredContent: { data: [{ id: "1" }] } }, "The answer is in the conversation."],
    ["text alone", { content: [{ type: "text", text: "Hello" }] }, "The answer is in the conversation."],
    ["nothing", {}, "The answer is in the conversation."],
    [
      "an error",
      {
        isError: true,
        content: [{ type: "text", text: "get_customer: nobody is called so\nArgument: name" }],
      },
      "get_customer: nobody is called so",
    ],
  ])("is one line: %s", async (_, result, line) => {
    stage = await openStage();
    await stage.show(result);
    expect(await stage.view.locator("main").innerText()).toBe(line);
    const height = await stage
      .frame()
      .evaluate("document.querySelector('main').getBoundingClientRect().height");
    expect(height).toBeLessThan(60);
    await expect.poll(() => stage.size().height).toBe(Math.ceil(Number(height)));
  });

  it("is that the call was stopped", async () => {
    stage = await openStage();
    await stage.show({ structuredContent: { data: [] } });
    await stage.page.evaluate(
      (reason) => (globalThis as unknown as HostWindow).cancel(reason),
      "the person pressed stop",
    );
    await stage.view.getByText("The call was stopped: the person pressed stop").waitFor();
  });
});

describe("a keyboard", () => {
  it("reaches everything in its order, visibly, and says yes", async () => {
    stage = await openStage();
    await stage.show({ structuredContent: {} });
    await stage.ask("delete_list", { list_id: "Hx8JzK" });
    await expect.poll(() => stage.view.getByRole("button", { name: /^Yes/ }).isEnabled()).toBe(true);
    await stage.view.locator("h1").click();
    const at = () => stage.frame().evaluate<string>("document.activeElement.textContent");
    const reached: string[] = [];
    for (let step = 0; step < 2; step += 1) {
      await stage.page.keyboard.press("Tab");
      reached.push(await at());
      expect(await style("outlineStyle", "document.activeElement")).toBe("solid");
    }
    expect(reached).toEqual(["No", "Yes, delete a list"]);
    stage.server.sent();
    await stage.page.keyboard.press("Enter");
    await expect.poll(() => stage.view.locator(".says").innerText()).toMatch(/^Done\./);
    expect(stage.server.sent().filter(({ method }) => method === "DELETE").length).toBe(1);
  });

  it("goes through a report: its measures, its columns, its table, its notes", async () => {
    stage = await openStage();
    await stage.ask("query_metric_aggregates", {
      metric_id: "Placed Order",
      measurements: ["count", "sum_value"],
      interval: "day",
      timeframe: "last_7_days",
    });
    await stage.view.getByRole("slider").waitFor();
    await stage.view.locator("h1").click();
    const reached: string[] = [];
    for (let step = 0; step < 6; step += 1) {
      await stage.page.keyboard.press("Tab");
      reached.push(
        await stage
          .frame()
          .evaluate(
            "document.activeElement.getAttribute('role') ?? document.activeElement.innerText.split('\\n')[0]",
          ),
      );
    }
    expect(reached).toEqual([
      "Count",
      "Value",
      "slider",
      "Table",
      "Copy as CSV",
      "What these figures rest on",
    ]);
    await stage.page.keyboard.press("Enter");
    await stage.view
      .getByText(/^Timezone|^Dates/)
      .first()
      .waitFor();
  });
});
