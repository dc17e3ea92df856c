import { table } from "./drawn.ts";
import { expect, type Json, type Stage } from "./stage.ts";
import { thousands } from "./telling.ts";

// What a marketer of the made-up shop asks, and what an agent does and answers. Each scene checks what it was told, and
// says only what it read in the answers.

/** Every scene, in order. */
export const STORY: readonly ((stage: Stage) => Promise<void>)[] = [
  whichShop,
  bestOpened,
  ordersByWeek,
  flowRevenue,
  oneCustomer,
  whereFrom,
  draftAndSend,
  andBack,
  mistake,
  longTail,
];

const money = (amount: number) => amount.toLocaleString("en-US", { style: "currency", currency: "USD" });
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

async function whichShop(stage: Stage): Promise<void> {
  stage.tell.person("Which shop are you connected to?");
  const { data } = await stage.call("get_accounts");
  const { contact_information: contact, timezone, preferred_currency } = data[0];
  expect(contact.organization_name === "Northwind Outfitters", "the account has its name");
  stage.tell.agent(
    `${contact.organization_name} in ${contact.street_address.city}. Days and months are those of ${timezone}, money is ${preferred_currency}.`,
  );
}

/** Fewer than so many delivered tell no rate. */
const TELLING = 100;

async function bestOpened(stage: Stage): Promise<void> {
  stage.tell.person("Which of our last ten e-mail campaigns had the best open rate?");
  const { data } = await stage.call("query_campaign_values", {
    timeframe: "last_365_days",
    filter: 'equals(send_channel,"email")',
    group_by: ["campaign"],
    sort: "-sent",
    top: 10,
    statistics: ["delivered", "open_rate", "conversion_value"],
  });
  expect(data.length === 10, "ten campaigns");
  const rows: Json[] = data.toSorted((a: Json, b: Json) => b.open_rate - a.open_rate);
  stage.tell.drawn((room) =>
    table(
      [
        { heading: "campaign", of: (row) => row.campaign_name },
        { heading: "sent", of: (row) => row.sent },
        { heading: "people", of: (row) => thousands(row.delivered), right: true },
        { heading: "opened", of: (row) => percent(row.open_rate), right: true, bar: (row) => row.open_rate },
        { heading: "revenue", of: (row) => money(row.conversion_value), right: true },
      ],
      rows,
      room,
      14,
    ),
  );
  const [best] = rows;
  const ofMany = rows.find(({ delivered }) => delivered >= TELLING);
  const others =
    ofMany && ofMany !== best
      ? `, but that went to ${best.delivered} people. Of what went to ${TELLING} or more, ${ofMany.campaign_name} leads with ${percent(ofMany.open_rate)}.`
      : ".";
  stage.tell.agent(`${best.campaign_name}, with ${percent(best.open_rate)}${others}`);
}

const WEEKS = 8;

async function ordersByWeek(stage: Stage): Promise<void> {
  stage.tell.person("And how are orders doing, week by week?");
  const { data } = await stage.call("query_metric_aggregates", {
    metric_id: "Placed Order",
    measurements: ["count", "sum_value"],
    interval: "week",
    timeframe: "last_90_days",
  });
  const weeks: Json[] = data.slice(-WEEKS);
  expect(weeks.length === WEEKS, "eight weeks");
  stage.tell.drawn((room) =>
    table(
      [
        { heading: "week of", of: (row) => row.date },
        { heading: "orders", of: (row) => thousands(row.count), right: true },
        {
          heading: "revenue",
          of: (row) => money(row.sum_value),
          right: true,
          bar: (row) => row.sum_value,
        },
      ],
      weeks,
      room,
      30,
    ),
  );
  const [before, last] = weeks.slice(-3);
  stage.tell.agent(
    `Last week brought ${money(last.sum_value)}, the one before it ${money(before.sum_value)}. This week is not over.`,
  );
}

async function flowRevenue(stage: Stage): Promise<void> {
  stage.tell.person("How did revenue from flows last month compare with the month before?");
  const { data, totals } = await stage.call("query_flow_values", {
    timeframe: "last_month",
    compare_to: "previous_period",
    group_by: ["flow"],
    statistics: ["conversion_value"],
  });
  const before = (row: Json): number => row.compared.conversion_value.before ?? 0;
  const rows = (data as Json[]).filter((row) => row.conversion_value > 0 || before(row) > 0);
  stage.tell.drawn((room) =>
    table(
      [
        { heading: "flow", of: (row) => row.flow_name ?? "all of them" },
        { heading: "month before", of: (row) => money(before(row)), right: true },
        { heading: "last month", of: (row) => money(row.conversion_value), right: true },
      ],
      [...rows, totals],
      room,
    ),
  );
  const { difference } = totals.compared.conversion_value;
  expect(
    Math.abs(totals.conversion_value - before(totals) - difference) < 0.01,
    "the difference is that of the sums",
  );
  stage.tell.agent(
    `${money(totals.conversion_value)}, ${money(Math.abs(difference))} ${difference < 0 ? "less" : "more"} than the month before.`,
  );
}

const FATIMA = "fatima.foster3@example.org";

async function oneCustomer(stage: Stage): Promise<void> {
  stage.tell.person(`Is ${FATIMA} subscribed, and what did she buy last?`);
  const { data } = await stage.call("get_customer", { profile_id: FATIMA });
  const orders: Json[] = data.last_orders;
  expect(orders.length > 0, "she has ordered something");
  stage.tell.drawn((room) =>
    table(
      [
        { heading: "order of", of: (row) => row.at.slice(0, 10) },
        { heading: "worth", of: (row) => money(row.value), right: true },
        { heading: "items", of: (row) => row.items.join(", ") },
      ],
      orders,
      room,
    ),
  );
  const { email, sms } = data.consent;
  stage.tell.agent(
    `${data.first_name} of ${data.location.city}. E-mail: ${spoken(email)}. SMS: ${spoken(sms)}. Her last order had ${orders[0].items.join(", ")}.`,
  );
}

/** A line of consent, with Klaviyo's words in small letters. */
function spoken(consent: string): string {
  return consent.replace(/[A-Z_]{2,}/g, (word) => word.toLowerCase().replaceAll("_", " "));
}

async function whereFrom(stage: Stage): Promise<void> {
  stage.tell.person("Where do the people in our account live?");
  const { data } = await stage.call("summarize_collection", {
    name: "get_profiles",
    group_by: ["location.country"],
  });
  const groups: Json[] = data.groups;
  expect(data.all === true, "everybody was counted");
  stage.tell.drawn((room) =>
    table(
      [
        { heading: "country", of: (row) => row.value },
        { heading: "people", of: (row) => thousands(row.count), right: true, bar: (row) => row.count },
      ],
      groups,
      room,
      30,
    ),
  );
  const [most] = groups;
  stage.tell.agent(
    `${thousands(most.count)} of ${thousands(data.total)} in ${most.value}. The server has read every page of them; the model reads the counts alone.`,
  );
}

/** By when the sandbox has sent a campaign, with some room. */
const SEND_MS = 1500;

async function draftAndSend(stage: Stage): Promise<void> {
  stage.tell.person(
    "Draft “First snow” for our VIPs except recent buyers, in the spring template, and send it.",
  );
  const { data } = await stage.call("create_campaign", {
    name: "First snow",
    channel: "email",
    included_audiences: ["VIP Early Access"],
    excluded_audiences: ["Repeat Customers (60 days)"],
    template_id: "Spring Sale: Hero",
    subject: "First snow is here",
    preview_text: "And so are the boots",
    from_email: "hello@northwind-outfitters.example.com",
    from_label: "Northwind Outfitters",
  });
  expect(data.status === "Draft", "it is a draft");
  stage.tell.agent("The draft is there. Before it goes, you are asked:");
  const campaign = { campaign_id: data.id };
  const sent = await stage.call("send_campaign", campaign);
  expect(sent.data.status === "queued", "the send is queued");
  // A send goes on by itself, whoever looks.
  await new Promise((resolve) => setTimeout(resolve, SEND_MS));
  const job = await stage.call("get_campaign_send_job", campaign);
  expect(job.data.status === "complete", "the send is complete");
  stage.tell.agent("It is out.");
}

async function andBack(stage: Stage): Promise<void> {
  stage.tell.person("Call the newsletter list “Trail letter”.");
  const renamed = await stage.call("update_list", {
    list_id: "Newsletter Subscribers",
    name: "Trail letter",
  });
  expect(renamed.data.name === "Trail letter", "the list has its new name");
  stage.tell.agent("Done. The change can be put back.");
  stage.tell.person("Hm. Put it back, please.");
  await stage.call("undo_change", { change: renamed.undo });
  const { data } = await stage.call("get_list", { list_id: renamed.data.id, fields: ["name"] });
  expect(data.name === "Newsletter Subscribers", "the list has its old name");
  stage.tell.agent(`It is called ${data.name} again.`);
}

async function mistake(stage: Stage): Promise<void> {
  stage.tell.person("Which of our lists is for VIPs?");
  const told = await stage.refused("get_lists", { filter: 'contains(name,"VIP")' });
  expect(told.includes("\nArgument: filter\n"), "the error names the argument");
  stage.tell.read(told);
  stage.tell.agent("A mistake of mine. It went no further than this machine, and says what to do instead.");
  const { data } = await stage.call("get_lists", { fields: ["name"] });
  const found = (data as Json[]).filter(({ name }) => name.includes("VIP"));
  expect(found.length > 0, "there is such a list");
  stage.tell.agent(`${found.map(({ name }) => name).join(" and ")}.`);
}

async function longTail(stage: Stage): Promise<void> {
  stage.tell.person("Which sign-up forms are live?");
  const found = await stage.call("search_operations", {
    question: "which sign-up forms are live?",
    limit: 3,
  });
  expect(JSON.stringify(found).includes("get_forms("), "the operation that reads forms is found");
  const { data } = await stage.call("read_operation", {
    name: "get_forms",
    arguments: { filter: 'equals(status,"live")' },
  });
  const names: string[] = data.map(({ name }: Json) => name);
  expect(names.length > 0, "forms are live");
  stage.tell.agent(
    `${names.join(", ")}. No tool of its own reads forms: the operation was found and called.`,
  );
}
