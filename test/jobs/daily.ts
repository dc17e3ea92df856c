import { strict as assert } from "node:assert";
import { linked } from "./account.ts";
import type { Json } from "./agent.ts";
import { plusDays, today } from "./days.ts";
import { job } from "./job.ts";
import { idIn } from "./people.ts";

const SUBJECT = "A word about your gear";

const newSubject = job(26, {
  question: `Change the subject of the second welcome e-mail to "${SUBJECT}".`,
  async play(agent) {
    const edit = (flow_id: string) => ({ flow_id, message: "2", subject: SUBJECT });
    const told = await agent.refused("edit_flow_message", edit("welcome"));
    const { data } = await agent.confirmed("edit_flow_message", edit(idIn(told)), (preview) => {
      assert.match(preview.subject, /Thank you.* → .*A word/, "the person sees what stood there");
    });
    return data.message_id;
  },
  async check(id, account) {
    const { attributes } = await account.one("/api/flows/VJvBNr?additional-fields[flow]=definition");
    const messages = attributes.definition.actions.flatMap(({ type, data }: Json) =>
      type === "send-email" ? [data.message] : [],
    );
    assert.deepEqual(
      messages.map(({ subject_line }: Json) => subject_line === SUBJECT),
      [false, true, false],
    );
    assert.equal(messages[1].id, id);
  },
});

const SARAH = "sarah.novak1@example.com";

const proof = job(28, {
  question: `${SARAH} says she never agreed to SMS. What proof do we have?`,
  async play(agent) {
    const { data } = await agent.call("get_profile", {
      profile_id: SARAH,
      additional_fields: ["subscriptions"],
      fields: ["phone_number", "subscriptions"],
      detail: "full",
    });
    const { consent, consent_timestamp, method, method_detail } = data.subscriptions.sms.marketing;
    const list = await agent.call("get_list", { list_id: method_detail, fields: ["name"] });
    return { phone: data.phone_number, consent, consent_timestamp, method, list: list.data.name };
  },
  async check(answer, account) {
    const path = `/api/profiles?filter=equals(email,"${SARAH}")&additional-fields[profile]=subscriptions`;
    const { attributes } = await account.named(path, SARAH, "email");
    const { consent, consent_timestamp, method, method_detail } = attributes.subscriptions.sms.marketing;
    const list = await account.one(`/api/lists/${method_detail}`);
    const phone = attributes.phone_number;
    assert.deepEqual(answer, { phone, consent, consent_timestamp, method, list: list.attributes.name });
  },
});

const clickedLinks = job(30, {
  question: "Which links were clicked in our last e-mail campaign?",
  async play(agent) {
    const { data: sent } = await agent.call("query_campaign_values", {
      timeframe: "last_90_days",
      filter: 'equals(send_channel,"email")',
      group_by: ["campaign"],
      sort: "-sent",
      top: 1,
      statistics: ["clicks_unique"],
    });
    const { data } = await agent.call("query_metric_aggregates", {
      metric_id: "Clicked Email",
      measurements: ["count"],
      by: ["URL"],
      filter: `equals($message,"${sent[0].campaign_id}")`,
      interval: "month",
      start: sent[0].sent,
      end: plusDays(today(), 1),
    });
    return data.map(({ URL, count }: Json) => [URL, count]);
  },
  async check(links: [string, number][], account) {
    const sent = await account.all(
      "/api/campaigns?filter=and(equals(messages.channel,'email'),equals(status,'Sent'))&page[size]=100",
    );
    const [last] = sent.sort(
      (a, b) => Date.parse(b.attributes.send_time) - Date.parse(a.attributes.send_time),
    );
    const counts = new Map<string, number>();
    for (const { attributes } of await account.events("Clicked Email")) {
      const { URL, $message } = attributes.event_properties;
      if ($message === last?.id) counts.set(URL, (counts.get(URL) ?? 0) + 1);
    }
    const sums = new Map<string, number>();
    for (const [url, count] of links) sums.set(url, (sums.get(url) ?? 0) + count);
    assert.deepEqual(sums, counts);
    assert(counts.size > 0, "some were clicked");
  },
});

const ASLEEP_DAYS = 180;

const sunset = job(31, {
  question: "Suppress everybody who has not opened an e-mail in 180 days. Ask me before you do it.",
  async play(agent) {
    const { data } = await agent.call("create_segment", {
      name: "No open in 180 days",
      definition: {
        condition_groups: [
          {
            conditions: [
              {
                type: "profile-metric",
                metric_id: "Opened Email",
                measurement: "count",
                measurement_filter: { type: "numeric", operator: "equals", value: 0 },
                timeframe_filter: {
                  type: "date",
                  operator: "in-the-last",
                  unit: "day",
                  quantity: ASLEEP_DAYS,
                },
              },
            ],
          },
        ],
      },
    });
    const size = await agent.call("get_segment", {
      segment_id: data.id,
      additional_fields: ["profile_count"],
    });
    await agent.call("search_operations", { question: "suppress the people of a segment" });
    const args = { name: "bulk_suppress_profiles", arguments: { segment_id: data.id } };
    const preview = await agent.asked("change_operation", args);
    assert.match(preview.segment_id, /No open in 180 days/);
    return { id: data.id, people: size.data.profile_count };
  },
  async check({ id, people }, account) {
    const opened = await account.events("Opened Email");
    const since = Date.now() - ASLEEP_DAYS * 24 * 60 * 60_000;
    const awake = new Set(
      opened.flatMap((one) => (Date.parse(one.attributes.datetime) >= since ? linked(one, "profile") : [])),
    );
    const everybody = await account.all(
      "/api/profiles?page[size]=100&additional-fields[profile]=subscriptions",
    );
    assert.equal(people, everybody.filter((one) => !awake.has(one.id)).length);
    const members = await account.all(`/api/segments/${id}/profiles?page[size]=100`);
    assert.equal(members.length, people);
    const justNow = Date.now() - 10 * 60_000;
    const suppressed = everybody.filter(({ attributes }) =>
      attributes.subscriptions.email.marketing.suppression.some(
        ({ timestamp }: Json) => Date.parse(timestamp) > justNow,
      ),
    );
    assert.deepEqual(suppressed, [], "nothing was done before the yes");
  },
});

export const daily = [newSubject, proof, clickedLinks, sunset];
