import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endBrowser, openStage, type Stage } from "./stage.ts";

// A customer and an account, as somebody reads them.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ width: 640 });
});
afterAll(async () => {
  await stage.close();
  await endBrowser();
});

/** The items under a heading, as they stand there. */
const under = (heading: string) =>
  stage.view
    .locator("section")
    .filter({ has: stage.view.getByRole("heading", { name: heading, exact: true }) })
    .getByRole("listitem");
const dollars = (value: number) =>
  value.toLocaleString("en-US", {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
  });

describe("a customer", () => {
  it("is who they are, what they are worth, which channels reach them, and what happened last", async () => {
    const { json } = await stage.ask("get_customer", { profile_id: "fatima.foster3@example.org" });
    const { value, consent, last_orders, last_messages, lists, segments } = json.data;
    const text = await stage.view.locator("article").innerText();
    for (const part of ["Fatima Foster", "fatima.foster3@example.org", "Toronto, Canada"])
      expect(text).toContain(part);
    const tiles = await stage.view.locator(".tiles > div").allInnerTexts();
    expect(tiles).toContain(`Spent so far\n${dollars(value.historic_clv)}`);
    expect(tiles).toContain(`Orders\n${value.historic_number_of_orders}`);

    const orders = await under("Last orders").allInnerTexts();
    expect(orders.length).toBe(last_orders.length);
    expect(orders[0]?.startsWith(`${dollars(last_orders[0].value)} · ${last_orders[0].items[0]}`)).toBe(true);

    const messages = await under("Last messages").allInnerTexts();
    const [{ what, name }] = last_messages.filter((one: Record<string, string>) => !one.subject);
    expect(messages.some((one) => one.startsWith(`${what} · ${name} `))).toBe(true);

    const channels = await under("May be written to").allInnerTexts();
    expect(channels.length).toBe(Object.keys(consent).length);
    expect(channels[0]).toMatch(/✓.*E-mail Subscribed since .*, can receive/s);
    expect(await under("Lists").allInnerTexts()).toEqual(lists.map((one: { name: string }) => one.name));
    expect(await under("Segments").allInnerTexts()).toEqual(
      segments.map((one: { name: string }) => one.name),
    );
  });

  it("who cannot be reached by a channel is so by a sign and a word", async () => {
    await stage.ask("get_customer", { profile_id: "sarah.novak1@example.com" });
    const [email] = await under("May be written to").allInnerTexts();
    expect(email).toMatch(/✕.*E-mail Subscribed since .*, cannot receive/s);
  });
});

describe("an account", () => {
  it("is what its plan has left, what is sent and was, its lists and segments by size, its live flows", async () => {
    const { json } = await stage.ask("get_account_overview");
    const { name, quota, next_7_days, last_7_days, lists, live_flows } = json.data;
    expect(await stage.view.getByRole("heading", { level: 1 }).innerText()).toBe(name);
    const [used, all] = String(quota.profiles).match(/\d+/g) ?? [];
    const [profiles] = await stage.view.locator(".tiles > div").allInnerTexts();
    expect(profiles).toBe(`Profiles\n${used}\nof ${all}`);
    const next = await under("The next 7 days").allInnerTexts();
    expect(next.length).toBe(next_7_days.length);
    expect(next[0]).toMatch(new RegExp(`^${next_7_days[0].name} e-mail · Scheduled · \\w{3}, .* E[SD]T$`));
    expect((await under("The last 7 days").all()).length).toBe(last_7_days.length);
    const sizes = await under("Lists").locator(".value").allInnerTexts();
    const people = lists.map((one: { people: number }) => one.people);
    expect(sizes).toEqual(people.sort((one: number, other: number) => other - one).map(String));
    expect(await under("Live flows").allInnerTexts()).toEqual(
      live_flows.map((one: { name: string }) => one.name),
    );
  });
});
