import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../sandbox/index.ts";

let sandbox: Sandbox;
let connections: string[];
beforeAll(async () => {
  sandbox = await startSandbox({ connections: 4, limits: "off" });
  const { connections: all } = await read("/connections?app=klaviyo&status=ACTIVE");
  connections = all.map((one: { connection_id: string }) => one.connection_id);
});
afterAll(() => sandbox.close());

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, whatever they are
async function read(path: string, connection?: string): Promise<any> {
  const headers = { authorization: "Bearer x", revision: "2026-07-15" };
  const chosen = connection && { "maton-connection": connection };
  return (await fetch(`${sandbox.url}${path}`, { headers: { ...headers, ...chosen } })).json();
}
const inEach = (path: string) =>
  Promise.all(connections.map((connection) => read(`/klaviyo/api/${path}`, connection)));
const attributesOf = (answers: { data: { attributes: Record<string, unknown> }[] }[]) =>
  answers.map(({ data }) => data.map(({ attributes }) => attributes));

it("leads each connection to an account of its own name, place and money", async () => {
  expect(new Set(connections).size).toBe(4);
  const accounts = attributesOf(await inEach("accounts")).flat();
  expect(
    accounts.map(({ contact_information, timezone, preferred_currency }) => [
      (contact_information as { organization_name: string }).organization_name,
      timezone,
      preferred_currency,
    ]),
  ).toEqual([
    ["Northwind Outfitters", "America/New_York", "USD"],
    ["Second Sandbox Shop", "America/New_York", "USD"],
    ["Fjell & Kyst", "Europe/Oslo", "NOK"],
    ["Sandbox Shop 4", "America/New_York", "USD"],
  ]);
});

it("has the same things under other ids, and some under other names", async () => {
  const [first = [], second = [], third = []] = (await inEach("lists")).map(({ data }) => data);
  const idsOf = (lists: { id: string }[]) => lists.map(({ id }) => id);
  expect(second).toHaveLength(first.length);
  expect(idsOf(second).filter((id) => idsOf(first).includes(id))).toEqual([]);
  const namesOf = (lists: { attributes: { name: string } }[]) =>
    lists.map(({ attributes }) => attributes.name);
  expect(namesOf(third)).toContain("Fjellklubben");
  expect(namesOf(first)).not.toContain("Fjellklubben");
  expect(namesOf(third).filter((name) => namesOf(first).includes(name)).length).toBeGreaterThan(2);
  const { errors } = await read(`/klaviyo/api/lists/${first[0].id}`, connections[1]);
  expect(errors[0].status).toBe(404);
  const members = await read(`/klaviyo/api/lists/${second[0].id}/profiles?page[size]=5`, connections[1]);
  expect(members.data).toHaveLength(5);
});

it("has figures of its own, in the account's money", async () => {
  const body = (id: string) => ({
    data: {
      type: "campaign-values-report",
      attributes: {
        statistics: ["recipients", "conversion_value"],
        timeframe: { key: "last_12_months" },
        conversion_metric_id: id,
      },
    },
  });
  const sums: number[] = [];
  for (const [at, connection] of connections.slice(0, 3).entries()) {
    const { data: metrics } = await read("/klaviyo/api/metrics", connection);
    const order = metrics.find(
      (one: { attributes: { name: string } }) => one.attributes.name === "Placed Order",
    );
    const headers = {
      authorization: "Bearer x",
      revision: "2026-07-15",
      "maton-connection": connection,
      "content-type": "application/vnd.api+json",
    };
    const answer = await fetch(`${sandbox.url}/klaviyo/api/campaign-values-reports`, {
      method: "POST",
      headers,
      body: JSON.stringify(body(order.id)),
    });
    const { data } = (await answer.json()) as {
      data: { attributes: { results: { statistics: { recipients: number } }[] } };
    };
    sums.push(data.attributes.results.reduce((sum, { statistics }) => sum + statistics.recipients, 0));
    const [event] = (
      await read(`/klaviyo/api/events?filter=equals(metric_id,"${order.id}")&page[size]=1`, connection)
    ).data;
    const currencies = JSON.stringify(event).match(/"(?:USD|NOK)"/g) ?? [];
    expect(new Set(currencies)).toEqual(new Set(currencies.length > 0 ? [at === 2 ? '"NOK"' : '"USD"'] : []));
  }
  expect(sums.every((sum) => sum > 0)).toBe(true);
  expect(new Set(sums).size).toBe(3);
});
