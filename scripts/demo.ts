import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { startSandbox } from "../sandbox/index.ts";

// A marketer's session: the real server over stdio, a real MCP client in front of it, the sandbox gateway behind it.
// Every step says what it expects; the demo fails when one is not so.

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const WIDTH = 400;
const DAY = 24 * 60 * 60_000;
/** By when the sandbox has sent a campaign, with some room. */
const SEND_MS = 1500;

// biome-ignore lint/suspicious/noExplicitAny: results are looked into at any depth
type Json = any;
interface Step {
  json: Json;
  text: string;
}

const sandbox = await startSandbox({ keepAnswers: true });
const transport = new StdioClientTransport({
  command: process.execPath,
  args: [CLI],
  // Not --sandbox: the demo keeps the sandbox itself, to show what came back before it was trimmed.
  env: {
    PATH: process.env.PATH ?? "",
    MATON_API_KEY: "demo-key",
    MATON_GATEWAY_URL: sandbox.url,
    MATON_CONTROL_URL: sandbox.url,
    KLAVIYO_MCP_LOG_LEVEL: "error",
  },
  stderr: "inherit",
});
const client = new Client({ name: "klaviyo-mcp-demo", version: "1.0.0" });
const totals = { raw: 0, rawTokens: 0, shown: 0, shownTokens: 0 };

const say = (text: string) => process.stdout.write(`${text}\n`);

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not as it should be: ${what}`);
}

/** One call: prints it, what the model reads, and how much came back before and after trimming. */
async function step(
  title: string,
  name: string,
  args: Record<string, unknown>,
  fails = false,
): Promise<Step> {
  say(`\n\u001b[1m${title}\u001b[0m`);
  say(`  > ${name} ${JSON.stringify(args)}`);
  sandbox.clearRequests();
  const result = await client.callTool({ name, arguments: args });
  const [content] = result.content as { type: string; text: string }[];
  const text = content?.text ?? "";
  expect(Boolean(result.isError) === fails, `${name} ${fails ? "explains itself" : "succeeds"}: ${text}`);
  const raw = sandbox.requests.map(({ answer }) => answer ?? "").join("");
  const counted = {
    raw: raw.length,
    rawTokens: encode(raw).length,
    shown: text.length,
    shownTokens: encode(text).length,
  };
  for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += counted[key];
  for (const line of text.split("\n")) say(`  < ${line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line}`);
  say(
    `    raw ${counted.raw} bytes, ${counted.rawTokens} tokens → ${counted.shown} bytes, ${counted.shownTokens} tokens`,
  );
  return { text, json: fails ? {} : JSON.parse(text) };
}

async function session(): Promise<void> {
  const { tools } = await client.listTools();
  say(`${tools.length} tools are listed. A marketer asks, the model calls:`);

  const connections = await step("Which account is this?", "list_connections", {});
  expect(connections.json.data[0].account.name === "Northwind Outfitters", "the account has its name");

  const campaigns = await step("The newest campaigns", "get_campaigns", {
    channel: "email",
    sort: "-created_at",
    page_size: 5,
  });
  expect(campaigns.json.data.length === 5, "five campaigns");

  const lists = await step("Which lists are there?", "get_lists", {});
  const list = lists.json.data.find((one: Json) => one.name === "Newsletter Subscribers");
  expect(list !== undefined, "the newsletter list");

  const first = await step("Its first profiles …", "get_profiles_for_list", {
    list_id: list.id,
    page_size: 3,
  });
  const second = await step("… and the next page", "get_profiles_for_list", {
    list_id: list.id,
    page_size: 3,
    page_cursor: first.json.next_cursor,
  });
  const ids = [...first.json.data, ...second.json.data].map((one: Json) => one.id);
  expect(new Set(ids).size === 6, "six different profiles over two pages");

  const email = first.json.data[0].email;
  const found = await step("Who is this?", "get_profiles", {
    filter: `equals(email,"${email}")`,
    detail: "full",
  });
  expect(
    found.json.data.length === 1 && found.json.data[0].id === ids[0],
    "the filter finds the same profile",
  );

  const created = await step("A new customer", "create_profile", {
    email: "robin.demo@example.com",
    first_name: "Robin",
    properties: { favourite_trail: "Long Trail" },
  });
  await step("… who has just looked at a product", "create_event", {
    metric_name: "Viewed Product",
    email: "robin.demo@example.com",
    properties: { product_id: "SKU-001" },
  });
  const events = await step("… which shows in the account", "get_events", {
    filter: `equals(profile_id,"${created.json.data.id}")`,
    include: ["metric"],
  });
  expect(events.json.included[0].name === "Viewed Product", "the event has its metric");

  const draft = await step("A campaign, as a draft", "create_campaign", {
    name: "First snow",
    channel: "email",
    included_audiences: [list.id],
    subject: "First snow is here",
    preview_text: "And so are the boots",
    from_email: "hello@northwind-outfitters.example.com",
    from_label: "Northwind Outfitters",
  });
  const campaign = { campaign_id: draft.json.data.id };
  const messages = await step("Its message", "get_messages_for_campaign", campaign);
  const templates = await step("A template for it", "get_templates", { page_size: 3 });
  const template_id = templates.json.data[0].id;
  const assigned = await step("… assigned", "assign_template_to_campaign_message", {
    campaign_message_id: messages.json.data[0].id,
    template_id,
  });
  expect(assigned.json.data.relationships.template !== template_id, "the campaign has a clone of its own");
  const rendered = await step("… and rendered as text for Robin", "render_template", {
    template_id,
    context: { first_name: "Robin" },
    fields: ["text"],
  });
  expect(rendered.json.data.text.includes("Robin"), "the name is in the text");

  const estimate = await step("How many will get it?", "estimate_campaign_recipients", campaign);
  expect(estimate.json.data.estimated_recipient_count > 0, "somebody");

  const preview = await step("Send it: first comes the preview", "send_campaign", campaign);
  expect(preview.json.status === "needs_confirmation", "nothing is sent unasked");
  const job = await step("… and with the person's yes it goes", "send_campaign", {
    ...campaign,
    confirmation: preview.json.confirmation,
  });
  expect(job.json.data.status === "queued", "the send is queued");
  await step("Is it out?", "get_campaign_send_job", campaign);
  // A send goes on by itself, whoever looks.
  await new Promise((resolve) => setTimeout(resolve, SEND_MS));
  const done = await step("… and a little later?", "get_campaign_send_job", campaign);
  expect(done.json.data.status === "complete", "the job is complete");

  const metrics = await step("What counts as a sale?", "get_metrics", {
    filter: 'equals(integration.name,"Shopify")',
  });
  const orders = metrics.json.data.find((one: Json) => one.name === "Placed Order");
  const day = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
  const sales = await step("Last week's orders, day by day", "query_metric_aggregates", {
    metric_id: orders.id,
    measurements: ["count", "sum_value"],
    start: day(7),
    end: day(0),
  });
  expect(sales.json.data.length === 7, "seven days");
  const report = await step("Last week's campaigns", "query_campaign_values", {
    statistics: ["recipients", "open_rate", "click_rate", "conversion_value"],
    conversion_metric_id: orders.id,
    timeframe: "last_7_days",
  });
  expect(report.json.data.length > 0 && report.json.data[0].campaign_name, "rows with names");

  const hits = await step("What is no tool of its own is found …", "search_operations", {
    question: "which sign-up forms are live?",
    limit: 3,
  });
  expect(hits.text.includes("get_forms("), "the operation that reads forms");
  const forms = await step("… and read all the same", "read_operation", {
    name: "get_forms",
    arguments: { filter: 'equals(status,"live")' },
  });
  expect(forms.json.data.length > 0 && forms.json.data[0].name, "forms with names");
  const versions = await step("… with what belongs to it", "read_operation", {
    name: "get_versions_for_form",
    arguments: { form_id: forms.json.data[0].id },
  });
  expect(versions.json.data.length > 0, "the form has versions");

  const error = await step(
    "A mistake explains itself",
    "get_lists",
    { filter: 'contains(name,"Newsletter")' },
    true,
  );
  expect(error.text.includes("filter"), "the error names the argument");
}

try {
  await client.connect(transport);
  await session();
  const saved = 100 - (100 * totals.shownTokens) / totals.rawTokens;
  say(
    `\nAll as it should be. ${totals.rawTokens} tokens came back, the model read ${totals.shownTokens}: ${saved.toFixed(0)} % less.`,
  );
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await client.close();
  await sandbox.close();
}
