import { strict as assert } from "node:assert";
import type { Account, Resource } from "./account.ts";
import type { Agent, Json } from "./agent.ts";
import { monthOf, nextTuesday, plusDays, startOf, today } from "./days.ts";
import { job } from "./job.ts";

const CHANNELS = ["email", "sms", "mobile_push"];

/** The e-mail campaign of the last year that brought the most; tokens for one row. */
async function best(agent: Agent): Promise<Json> {
  const { data } = await agent.call("query_campaign_values", {
    timeframe: "last_365_days",
    filter: 'equals(send_channel,"email")',
    group_by: ["campaign"],
    sort: "-conversion_value",
    top: 1,
    statistics: ["conversion_value"],
  });
  return data[0];
}

/** The same by Klaviyo's own report. */
async function bestRaw(account: Account): Promise<Resource> {
  const orders = (await account.all("/api/metrics")).find(
    ({ attributes: { name, integration } }) => name === "Placed Order" && integration?.name === "Shopify",
  );
  const attributes = {
    timeframe: { key: "last_365_days" },
    statistics: ["conversion_value"],
    conversion_metric_id: orders?.id,
    filter: 'equals(send_channel,"email")',
  };
  const body = { data: { type: "campaign-values-report", attributes } };
  const { data } = await account.send("POST", "/api/campaign-values-reports", body);
  const sums = new Map<string, number>();
  for (const { groupings, statistics } of (data as Resource).attributes.results)
    sums.set(groupings.campaign_id, (sums.get(groupings.campaign_id) ?? 0) + statistics.conversion_value);
  const [[id] = assert.fail("nothing was sent")] = [...sums].sort((a, b) => b[1] - a[1]);
  return account.one(`/api/campaigns/${id}`);
}

/** The template that a campaign's message has a copy of, by its id. */
async function templateOf(account: Account, campaign: string): Promise<string> {
  const [message] = await account.all(`/api/campaigns/${campaign}/campaign-messages`);
  const { attributes } = await account.one(`/api/campaign-messages/${message?.id}/template`);
  return attributes.name.replace("Clone of ", "");
}

const drafted = job(6, {
  question:
    "Draft a campaign to the VIPs except recent buyers, with our best template, for next Tuesday 10:00 local time, and show me a preview.",
  async play(agent) {
    const { campaign_id } = await best(agent);
    const { included } = await agent.call("get_messages_for_campaign", {
      campaign_id,
      include: ["template"],
      fields: ["template:name"],
    });
    const template_id = included[0].name.replace("Clone of ", "");
    const lists = await agent.call("get_lists", { fields: ["name"] });
    const segments = await agent.call("get_segments", { fields: ["name"] });
    const idOf = (all: Json, part: RegExp) => all.data.find(({ name }: Json) => part.test(name)).id;
    const { data } = await agent.call("create_campaign", {
      name: "For our VIPs",
      channel: "email",
      subject: "First for you",
      included_audiences: [idOf(lists, /VIP/)],
      excluded_audiences: [idOf(segments, /Repeat Customers/)],
      template_id,
      schedule: `${nextTuesday(today())}T10:00`,
    });
    const { data: shown } = await agent.call("preview_campaign", { campaign_id: data.id });
    const people = ({ people }: Json) => people;
    return {
      id: data.id,
      when: shown.when,
      subject: shown.subject,
      included: shown.included.map(people),
      excluded: shown.excluded.map(people),
    };
  },
  async check({ id, when, subject, included, excluded }, account) {
    const { attributes } = await account.one(`/api/campaigns/${id}`);
    const list = await account.named("/api/lists", "VIP Early Access");
    const segment = await account.named("/api/segments", "Repeat Customers (60 days)");
    assert.equal(attributes.status, "Draft");
    assert.deepEqual(attributes.audiences, { included: [list.id], excluded: [segment.id] });
    const tuesday = startOf(nextTuesday(today()));
    assert.equal(Date.parse(attributes.send_strategy.datetime), Date.parse(tuesday) + 10 * 60 * 60_000);
    assert.equal(await templateOf(account, id), await templateOf(account, (await bestRaw(account)).id));
    const members = async (path: string) => (await account.all(`${path}/profiles?page[size]=100`)).length;
    assert.deepEqual(included, [await members(`/api/lists/${list.id}`)]);
    assert.deepEqual(excluded, [await members(`/api/segments/${segment.id}`)]);
    assert.equal(subject, "First for you");
    assert.match(when, /^Tuesday, .* at 10:00, America\/New_York$/);
  },
});

const HALF_A_YEAR = 6;

const oldDrafts = job(15, {
  question: "Delete every draft campaign older than six months.",
  async play(agent) {
    const { data } = await agent.call("get_campaigns", {
      filter: `equals(status,"Draft"),less-than(created_at,${monthOf(today(), -HALF_A_YEAR)})`,
      fields: ["name"],
    });
    const found: string[] = data.map(({ id }: Json) => id);
    // There is none: nothing is deleted, and that is the answer.
    return found;
  },
  async check(found: string[], account) {
    const drafts = (await campaignsOf(account)).filter(({ attributes }) => attributes.status === "Draft");
    const before = startOf(monthOf(today(), -HALF_A_YEAR));
    const old = drafts.filter(({ attributes }) => Date.parse(attributes.created_at) < Date.parse(before));
    assert.deepEqual(
      found,
      old.map(({ id }) => id),
    );
    assert(drafts.length > 0, "the others are still there");
  },
});

const cloned = job(23, {
  question: "Clone the best campaign for next month.",
  async play(agent) {
    const { campaign_id } = await best(agent);
    const { data } = await agent.call("create_campaign_clone", {
      campaign_id,
      new_name: "The best once more",
      schedule: `${monthOf(today(), 1)}T10:00`,
    });
    return data.id;
  },
  async check(id, account) {
    const { attributes } = await account.one(`/api/campaigns/${id}`);
    const original = await bestRaw(account);
    assert.equal(attributes.name, "The best once more");
    assert.equal(attributes.status, "Draft");
    assert.deepEqual(attributes.audiences, original.attributes.audiences);
    assert.equal(attributes.send_strategy.datetime.slice(0, 10), monthOf(today(), 1));
    assert.equal(await templateOf(account, id), await templateOf(account, original.id));
  },
});

/** What an account has that says when it was changed: the tool, the path, and the attribute with the date. */
/** The lists whose things Klaviyo dates, and what it calls the date of the last change. */
const DATED: [path: string, attribute: string][] = [
  ...CHANNELS.map((channel): (typeof DATED)[number] => [
    `/api/campaigns?filter=equals(messages.channel,'${channel}')&page[size]=100`,
    "updated_at",
  ]),
  ["/api/flows?page[size]=50", "updated"],
  ["/api/lists", "updated"],
  ["/api/segments", "updated"],
  ["/api/templates?page[size]=10", "updated"],
  ["/api/forms", "updated_at"],
  ["/api/template-universal-content", "updated"],
  ["/api/web-feeds", "updated"],
  ["/api/images", "updated_at"],
];

const changed = job(25, {
  question: "What changed in our account this week?",
  varies: true,
  async play(agent) {
    const { data } = await agent.call("get_account_changes", { since: `${plusDays(today(), -7)}T00:00` });
    return data.map(({ id }: Json) => id);
  },
  async check(found: string[], account) {
    const since = Date.parse(startOf(plusDays(today(), -7)));
    const expected: string[] = [];
    for (const [path, attribute] of DATED) {
      const all = await account.all(path);
      expected.push(
        ...all.filter(({ attributes }) => Date.parse(attributes[attribute]) > since).map(({ id }) => id),
      );
    }
    assert.deepEqual(found.toSorted(), expected.toSorted());
    assert(expected.length > 0, "something has changed");
  },
});

async function campaignsOf(account: Account): Promise<Resource[]> {
  const all: Resource[] = [];
  for (const channel of CHANNELS)
    all.push(
      ...(await account.all(`/api/campaigns?filter=equals(messages.channel,'${channel}')&page[size]=100`)),
    );
  return all;
}

export const drafts = [drafted, oldDrafts, cloned, changed];
