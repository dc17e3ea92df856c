import { strict as assert } from "node:assert";
import { linked } from "./account.ts";
import type { Json } from "./agent.ts";
import { job } from "./job.ts";
import { idIn } from "./people.ts";

const DAY = 24 * 60 * 60_000;
const counted = (metric_id: string, operator: string, quantity: number) => ({
  conditions: [
    {
      type: "profile-metric",
      metric_id,
      measurement: "count",
      measurement_filter: { type: "numeric", operator, value: 0 },
      timeframe_filter: { type: "date", operator: "in-the-last", unit: "day", quantity },
    },
  ],
});

const noLongerOpening = job(7, {
  question: "A segment of people who ordered in the last 90 days but opened no e-mail in 30.",
  async play(agent) {
    const { data } = await agent.call("create_segment", {
      name: "Buyers who stopped opening",
      // Groups are joined by AND, the conditions in one by OR.
      definition: {
        condition_groups: [
          counted("Placed Order", "greater-than", 90),
          counted("Opened Email", "equals", 30),
        ],
      },
    });
    return data.id;
  },
  async check(id, account) {
    const recent = async (metric: string, days: number) => {
      const events = await account.events(metric);
      const since = Date.now() - days * DAY;
      const people = events.filter(({ attributes }) => Date.parse(attributes.datetime) >= since);
      return new Set(people.flatMap((event) => linked(event, "profile")));
    };
    const [ordered, opened] = [await recent("Placed Order", 90), await recent("Opened Email", 30)];
    const members = await account.all(`/api/segments/${id}/profiles?page[size]=100`);
    assert.deepEqual(
      members.map((one) => one.id).sort(),
      [...ordered].filter((one) => !opened.has(one)).sort(),
    );
    assert(members.length > 0, "there are some");
  },
});

const welcomeOff = job(8, {
  question: "Turn off the welcome flow.",
  async play(agent) {
    const told = await agent.refused("update_flow", { flow_id: "welcome", status: "draft" });
    const flow_id = idIn(told);
    const { data } = await agent.confirmed("update_flow", { flow_id, status: "draft" }, (preview) => {
      assert.match(preview.flow, /Welcome Series/);
    });
    return data.id;
  },
  async check(id, account) {
    const flows = await account.all("/api/flows?page[size]=50");
    const welcome = flows.filter(({ attributes }) => /welcome/i.test(attributes.name));
    assert.deepEqual(
      welcome.map((one) => [one.id, one.attributes.status]),
      [[id, "draft"]],
    );
    const others = flows.filter(({ attributes }) => attributes.status === "live");
    assert(others.length > 0, "the others are as they were");
  },
});

const HERO = "Spring Sale: Hero";

const whereUsed = job(11, {
  question: `Which flows' messages use the template "${HERO}"?`,
  async play(agent) {
    const { data, omitted } = await agent.call("get_messages_for_template", { template_id: HERO });
    assert.equal(omitted, undefined, "all flows were looked through");
    return data.map(({ flow, message_id }: Json) => `${flow}: ${message_id}`);
  },
  async check(answer: string[], account) {
    const expected: string[] = [];
    for (const flow of await account.all("/api/flows?page[size]=50")) {
      const actions = await account.all(`/api/flows/${flow.id}/flow-actions`);
      for (const { id } of actions) {
        for (const message of await account.all(`/api/flow-actions/${id}/flow-messages`)) {
          if (!message.attributes.definition?.template_id) continue;
          const { attributes } = await account.one(`/api/flow-messages/${message.id}/template`);
          if (attributes.name === HERO) expected.push(`${flow.attributes.name}: ${message.id}`);
        }
      }
    }
    assert.deepEqual(answer.toSorted(), expected.toSorted());
    assert(expected.length > 0, "some use it");
  },
});

const springTag = job(19, {
  question: 'Tag all spring campaigns with "spring".',
  async play(agent) {
    const { data, hint } = await agent.call("get_campaigns", {
      channel: "email",
      filter: 'contains(name,"spring")',
      fields: ["name"],
    });
    // None is written so; the hint has those of all channels that are written otherwise.
    assert.deepEqual(data, []);
    const found = [...hint.matchAll(/"[^"]+" \((\w{26}),/g)].map(([, id]) => id);
    await agent.call("tag_campaigns", { tag_id: "spring", campaign_ids: found });
    return found;
  },
  async check(found: string[], account) {
    const tags = (await account.all("/api/tags")).filter(({ attributes }) =>
      /^spring$/i.test(attributes.name),
    );
    assert.equal(tags.length, 1, "there is one such tag, as before");
    const tagged = await account.all(`/api/tags/${tags[0]?.id}/relationships/campaigns`);
    const spring: string[] = [];
    for (const channel of ["email", "sms", "mobile_push"]) {
      const all = await account.all(
        `/api/campaigns?filter=equals(messages.channel,'${channel}')&page[size]=100`,
      );
      spring.push(...all.filter(({ attributes }) => /spring/i.test(attributes.name)).map(({ id }) => id));
    }
    assert.deepEqual(found.toSorted(), spring.toSorted());
    assert(spring.length > 0 && spring.every((id) => tagged.some((one) => one.id === id)));
  },
});

const didNotGoOut = job(20, {
  question: "Why did my last campaign not go out?",
  async play(agent) {
    const { data } = await agent.call("get_campaigns", {
      channel: "email",
      filter:
        'any(status,["Cancelled","Cancelled: No Recipients","Cancelled: Smart Sending","Cancelled: Misconfigured","Cancelled: Account Disabled","Cancelled: Billing Limit","Cancelled: Internal Error"])',
      sort: "-scheduled_at",
      limit: 1,
    });
    const [{ name, status, audiences }] = data;
    const size = await agent.call("get_list", {
      list_id: audiences.included[0],
      additional_fields: ["profile_count"],
    });
    return { name, status, list: size.data.name, people: size.data.profile_count };
  },
  async check(answer, account) {
    const campaigns = await account.all(
      "/api/campaigns?filter=equals(messages.channel,'email')&page[size]=100",
    );
    const [last] = campaigns
      .filter(({ attributes }) => /^Cancelled/.test(attributes.status))
      .sort((a, b) => Date.parse(b.attributes.scheduled_at) - Date.parse(a.attributes.scheduled_at));
    const { name, status, audiences } = last?.attributes ?? {};
    const list = await account.one(`/api/lists/${audiences.included[0]}`);
    const members = await account.all(`/api/lists/${list.id}/profiles?page[size]=100`);
    assert.deepEqual(answer, { name, status, list: list.attributes.name, people: members.length });
  },
});

const noFirstName = job(24, {
  question: `Does our template "${HERO}" read well for a person without a first name?`,
  isText: true,
  async play(agent) {
    const { data } = await agent.call("render_template", { template_id: HERO, context: {} });
    return { id: data.id, greeting: /^(?:Hi|Hello|Dear).*$/m.exec(data.text)?.[0] };
  },
  async check({ id, greeting }, account) {
    const template = await account.named("/api/templates?page[size]=10", HERO);
    assert.equal(id, template.id);
    // What stands in place of the name is what the template's own default says.
    const fallback = /first_name\s*\|\s*default:\s*'([^']*)'/.exec(template.attributes.text)?.[1];
    assert.equal(greeting, `Hi ${fallback},`);
  },
});

export const messages = [noLongerOpening, welcomeOff, whereUsed, springTag, didNotGoOut, noFirstName];
