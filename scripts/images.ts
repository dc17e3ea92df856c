import { mkdirSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { endBrowser, type HostOptions, openStage } from "../test/views/stage.ts";

// Writes docs/images: what clients that show pages draw, of the sandbox's account as it is today.

const FOLDER = "docs/images";

interface Picture {
  file: string;
  host: HostOptions;
  tool: string;
  args: Record<string, unknown>;
  /** Stands there when all is drawn. */
  shows: string;
}

const MONTH = { timeframe: "last_30_days" };

const PICTURES: readonly Picture[] = [
  {
    file: "report",
    host: { width: 560 },
    tool: "query_campaign_values",
    args: {
      ...MONTH,
      statistics: ["conversion_value", "recipients", "open_rate"],
      compare_to: "previous_period",
      top: 6,
    },
    shows: "Revenue",
  },
  {
    file: "orders",
    host: { width: 560, theme: "dark" },
    tool: "query_metric_aggregates",
    args: { ...MONTH, metric_id: "Placed Order", measurements: ["sum_value", "count"], interval: "day" },
    shows: "Placed Order",
  },
  {
    file: "channels",
    host: { width: 320 },
    tool: "query_metric_aggregates",
    args: {
      ...MONTH,
      metric_id: "Placed Order",
      measurements: ["count"],
      interval: "week",
      by: ["$attributed_channel"],
    },
    shows: "All together",
  },
  {
    file: "send",
    host: { width: 640 },
    tool: "send_campaign",
    args: { campaign_id: "Gear swap night" },
    shows: "Load images",
  },
  {
    file: "customer",
    host: { width: 560 },
    tool: "get_customer",
    args: { profile_id: "fatima.foster3@example.org" },
    shows: "Last messages",
  },
  {
    file: "account",
    host: { width: 560, theme: "dark" },
    tool: "get_account_overview",
    args: {},
    shows: "Segments",
  },
];

/** What a picture needs to be whole: the buttons come half a second after the card, a message a moment after its frame. */
const SETTLED_MS = 1500;

/** A PNG as WebP, which the browser writes: a fifth of the size. */
async function webpOf(page: Page, png: Buffer): Promise<Buffer> {
  const url = await page.evaluate<string>(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${png.toString("base64")}";
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.85);
  })()`);
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

mkdirSync(FOLDER, { recursive: true });
for (const { file, host, tool, args, shows } of PICTURES) {
  const stage = await openStage({ height: 1600, scale: 1.5, ...host });
  const answer = await stage.ask(tool, args);
  if (answer.isError) throw new Error(answer.text);
  await stage.view.getByText(shows).first().waitFor({ state: "attached" });
  await stage.page.waitForTimeout(SETTLED_MS);
  const path = `${FOLDER}/${file}.webp`;
  writeFileSync(path, await webpOf(stage.page, await stage.page.locator("iframe").screenshot()));
  process.stdout.write(`${path}\n`);
  await stage.close();
}
await endBrowser();
