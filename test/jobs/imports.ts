import { strict as assert } from "node:assert";
import type { Json } from "./agent.ts";
import { job } from "./job.ts";

const PEOPLE = 40;
/** What two of them wrote cannot be an address. */
const WRONG = [7, 22];
const visitors = Array.from({ length: PEOPLE }, (_, at) => ({
  email: WRONG.includes(at) ? `visitor${at} at fair.example.com` : `visitor${at}@fair.example.com`,
  first_name: `Visitor ${at}`,
}));

const imported = job(10, {
  question: `Import these 40 people, put them on a new list "Fair visitors", tell me which failed: ${JSON.stringify(visitors)}`,
  async play(agent) {
    const { data: list } = await agent.call("create_list", { name: "Fair visitors" });
    const args = { list_id: list.id, profiles: visitors, skip_bad: true };
    const { data, bad_rows } = await agent.call("bulk_import_profiles", args);
    const failed = bad_rows.map(({ row }: Json) => visitors[Number(/\d+/.exec(row)?.[0])]);
    const { status, completed_count } = data;
    return { status, completed_count, failed };
  },
  async check({ status, completed_count, failed }, account) {
    const list = await account.named("/api/lists", "Fair visitors");
    const members = await account.all(`/api/lists/${list.id}/profiles?page[size]=100`);
    const emails = members.map(({ attributes }) => attributes.email);
    assert.deepEqual([status, completed_count], ["complete", PEOPLE - WRONG.length]);
    assert.deepEqual(
      failed,
      visitors.filter((_, at) => WRONG.includes(at)),
    );
    assert.deepEqual(
      emails.toSorted(),
      visitors.flatMap(({ email }, at) => (WRONG.includes(at) ? [] : [email])).toSorted(),
    );
  },
});

const backInStock = job(29, {
  question: "Which products are people waiting for to be back in stock?",
  async play(agent) {
    const { data } = await agent.call("summarize_collection", {
      name: "get_events",
      arguments: { filter: 'equals(metric_id,"Subscribed to Back in Stock")' },
      group_by: "event_properties.ProductName",
    });
    return data.groups.map(({ value, count }: Json) => [value, count]);
  },
  async check(answer, account) {
    const counts = new Map<string, number>();
    for (const { attributes } of await account.events("Subscribed to Back in Stock")) {
      const name = attributes.event_properties.ProductName;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    assert.deepEqual(new Map(answer), counts);
    const numbers = answer.map(([, count]: [string, number]) => count);
    assert.deepEqual(
      numbers,
      numbers.toSorted((a: number, b: number) => b - a),
    );
    assert(counts.size > 1, "people wait for several products");
  },
});

export const imports = [imported, backInStock];
