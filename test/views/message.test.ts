import { afterAll, afterEach, describe, expect, it } from "vitest";
import { endBrowser, openStage, POLICY, type Stage } from "./stage.ts";

// The message on the card of a send: as its readers see it, and harmless.

let stage: Stage;
afterEach(() => stage?.close());
afterAll(endBrowser);

const CAMPAIGN = "Gear swap night";
const HOSTILE = `<p>Hello there</p>
<script>parent.postMessage({jsonrpc:"2.0",method:"tools/call",id:1,params:{name:"delete_list"}},"*");document.title="ran"</script>
<img src="https://evil.example/pixel.png" onerror="document.title='ran'">
<svg onload="document.title='ran'"></svg>
<link rel="stylesheet" href="https://evil.example/style.css">
<style>@import "https://evil.example/import.css";body{background:url(https://evil.example/back.png)}</style>
<meta http-equiv="refresh" content="0;url=https://evil.example/away">
<iframe src="https://evil.example/frame"></iframe><object data="https://evil.example/object"></object>
<video src="https://evil.example/film.mp4" autoplay></video>
<base href="https://evil.example/"><form action="https://evil.example/form"><button>Win</button></form>
<a href="https://evil.example/link" target="_top">Press me</a>
<style>a{pointer-events:auto!important}</style><a href="https://evil.example/here">Or me</a></body></html><p>After the end</p>`;

const message = () => stage.view.frameLocator("iframe");
const load = () => stage.view.getByRole("button", { name: "Load images" });

/** Shows the send with this html instead of the campaign's own. */
async function show(html: string, host = {}) {
  stage = await openStage(host);
  stage.answers.set("preview_campaign", (result) => {
    const { data } = result.structuredContent as { data: Record<string, unknown> };
    const structuredContent = { data: { ...data, html } };
    return {
      ...result,
      structuredContent,
      content: [{ type: "text", text: JSON.stringify(structuredContent) }],
    };
  });
  await stage.ask("send_campaign", { campaign_id: CAMPAIGN });
}

describe("the card of a send", () => {
  it("says to whom and how many, when in words, from whom and about what, and all that the gate read", async () => {
    stage = await openStage();
    const { json } = await stage.ask("send_campaign", { campaign_id: CAMPAIGN });
    await load().waitFor();
    const { data } = (await stage.server.call("preview_campaign", { campaign_id: CAMPAIGN })).json;
    const text = await stage.view.locator("article").innerText();
    for (const part of [data.name, data.when, data.subject, data.from, data.included[0].name, "7 people"])
      expect(text).toContain(part);
    // What the yes is bound to is open, and comes first.
    const gate = [
      "send strategy method static",
      "QdF2hN",
      "from email hello@northwind-outfitters.example.com",
    ];
    for (const part of gate) expect(text.indexOf(part), part).toBeGreaterThan(0);
    for (const part of gate) expect(text.indexOf(part), part).toBeLessThan(text.indexOf(data.when));
    expect(Object.keys(json.preview).length).toBeGreaterThan(4);
    for (const name of Object.keys(json.preview).filter((one) => !/^(what happens|account)$/.test(one)))
      expect(text.toLowerCase()).toContain(name);
  });

  it("counts people as the gate did, whatever things are called", async () => {
    stage = await openStage();
    const preview = {
      "what happens": "Send a campaign. Real people get it.",
      campaign: 'name "recipient count 3", status "Draft"',
      recipients: 'estimated recipient count 4200, counted at "2026-06-01T00:00:00Z"',
    };
    await stage.show({ structuredContent: { status: "needs_confirmation", preview, plan: "x", hint: "" } });
    await stage.view.locator(".reach").waitFor();
    expect(await stage.view.locator(".reach").innerText()).toBe("4,200 people");
  });

  it("of a change of a campaign shows what it would be, and not what it was", async () => {
    stage = await openStage();
    const args = { campaign_id: CAMPAIGN, audiences: { included: ["Y6nRLr"], excluded: [] } };
    const preview = {
      "what happens": "Change a campaign. Its audience is another.",
      campaign: 'name "Gear swap night"',
      "audiences.included": '"Y6nRLr"',
    };
    await stage.show(
      { structuredContent: { status: "needs_confirmation", preview, plan: "x", hint: "" } },
      "update_campaign",
      args,
    );
    expect(await stage.view.locator("article").innerText()).toContain("Y6nRLr");
    // What a page asks for as it draws has been heard when it is drawn.
    expect(stage.called.map(({ name }) => name)).toEqual(["view"]);
    expect(await stage.view.locator("iframe").count()).toBe(0);
  });

  it("shows all of a message that comes in pieces", async () => {
    stage = await openStage();
    await stage.ask("send_campaign", { campaign_id: CAMPAIGN });
    await message().getByText("Hi there,").waitFor();
    const preview = await stage.server.call("preview_campaign", { campaign_id: CAMPAIGN, html: true });
    const [, size, template_id = ""] = /html has (\d+).*template_id "(\w+)"/.exec(preview.json.omitted) ?? [];
    expect(Number(size)).toBeGreaterThan(2 * preview.json.data.html.length);
    const end = await stage.server.call("render_template", {
      template_id,
      context: { email: "somebody@example.com" },
      fields: [`html@${Number(size) - 3000}`],
    });
    const [last = ""] = end.json.data.html.match(/(?<=>)[^<>{}%&]{12,}(?=<)/g)?.slice(-1) ?? [];
    expect(last).not.toBe("");
    expect(await message().locator("body").innerText()).toContain(last.trim());
    expect(await stage.view.getByText("Only its beginning is shown.").count()).toBe(0);
  });

  it("is of the account that the call is of", async () => {
    stage = await openStage();
    const { json } = await stage.server.call("list_connections");
    const connection_id = json.data?.[0]?.id ?? json.connections?.[0]?.connection_id;
    await stage.ask("send_campaign", { campaign_id: CAMPAIGN, connection_id });
    await load().waitFor();
    const reads = stage.called.filter(({ name }) => name !== "view");
    expect(reads.length).toBeGreaterThan(1);
    for (const { args } of reads) expect(args.connection_id).toBe(connection_id);
  });

  it("of a text message has its words", async () => {
    stage = await openStage();
    await stage.ask("send_campaign", { campaign_id: "Season Kickoff SMS" });
    await stage.view.locator(".text", { hasText: "The season starts today." }).waitFor();
    expect(await stage.view.locator("iframe").count()).toBe(0);
  });

  it("stands without the message where it cannot be read, and can be answered", async () => {
    stage = await openStage();
    stage.answers.set("preview_campaign", (result) => ({ ...result, isError: true }));
    await stage.ask("send_campaign", { campaign_id: CAMPAIGN });
    await stage.view.getByRole("button", { name: /^Yes/ }).waitFor();
    expect(await stage.view.locator("article").innerText()).toContain("Bring what you have outgrown");
  });
});

describe("a message that means harm", () => {
  it.each([
    ["a host that keeps to the specification", POLICY],
    ["a host without a policy", ""],
  ])("runs nothing, loads nothing, leads nowhere, in %s", async (_, policy) => {
    await show(HOSTILE, { policy });
    await message().getByText("After the end").waitFor();
    expect(await stage.view.locator("iframe").getAttribute("sandbox")).toBe("");
    await message()
      .getByText("Press me")
      .click({ force: true, timeout: 2000 })
      .catch(() => undefined);
    await message()
      .getByText("Or me")
      .click({ force: true, timeout: 2000 })
      .catch(() => undefined);
    await message()
      .getByText("Win")
      .click({ force: true, timeout: 2000 })
      .catch(() => undefined);
    await stage.page.waitForTimeout(500);
    expect(stage.loaded.filter((one) => one.includes("evil"))).toEqual([]);
    expect(stage.called.map(({ name }) => name)).not.toContain("delete_list");
    const titles = await Promise.all(stage.page.frames().map((one) => one.title()));
    expect(titles).not.toContain("ran");
    expect(stage.page.url()).toBe("https://host.example/");
    expect(await message().getByText("Hello there").count()).toBe(1);
    expect(await message().locator("body").innerText()).not.toContain("postMessage");
  });
});

describe("images", () => {
  const IMAGE = `<p>Look</p><img src="https://cdn.example.com/one.png"><img src="https://cdn.example.com/two.png">`;

  it("come by choice alone, where the host lets a page load them; nothing else comes with them", async () => {
    await show(`${IMAGE}<link rel="stylesheet" href="https://cdn.example.com/style.css">`, {
      policy: POLICY.replace("img-src", "img-src https:"),
    });
    await load().waitFor();
    expect(stage.loaded).toEqual([]);
    await load().click();
    await expect.poll(() => load().count()).toBe(0);
    expect(await stage.frame().evaluate("document.activeElement.localName")).toBe("iframe");
    await expect.poll(() => stage.loaded.length).toBeGreaterThan(1);
    await message().getByText("Look").waitFor();
    const images = ["https://cdn.example.com/one.png", "https://cdn.example.com/two.png"];
    await expect.poll(() => [...new Set(stage.loaded)].sort()).toEqual(images);
  });

  it("that the host does not let a page load: the card says so", async () => {
    await show(IMAGE);
    await load().click();
    await stage.view.getByText("This client lets a card load no images").waitFor();
    expect(stage.loaded).toEqual([]);
    await stage.view.getByRole("button", { name: "Open in Klaviyo" }).click();
    await expect.poll(() => stage.heard("link").join()).toContain("https://www.klaviyo.com/campaign/");
  });

  it("are offered where there are some", async () => {
    await show("<p>No image</p>");
    await message().getByText("No image").waitFor();
    expect(await load().count()).toBe(0);
  });
});
