import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPage } from "../read-page.ts";
import type { Account } from "./account.ts";
import type { Json } from "./agent.ts";
import { daysIn, monthOf } from "./days.ts";
import { job } from "./job.ts";

// What somebody asks who looks after several accounts.

const ACCOUNTS = ["Northwind Outfitters", "Second Sandbox Shop", "Fjell & Kyst"];
const [FROM = "", , TO = ""] = ACCOUNTS;
const FLOW = "Welcome Series";
const SEGMENT = "Engaged (30 days)";

const definitionOf = async (account: Account, kind: "flow" | "segment", name: string) => {
  const { id } = await account.named(`/api/${kind}s`, name);
  const more = kind === "flow" ? "?additional-fields[flow]=definition" : "";
  return (await account.one(`/api/${kind}s/${id}${more}`)).attributes;
};

/** A definition with the names of what it speaks of by id, which are the same in both accounts. */
async function inNames(account: Account, definition: Json): Promise<unknown> {
  const names = new Map<string, string>();
  for (const path of ["/api/metrics", "/api/lists"])
    for (const { id, attributes } of await account.all(path)) names.set(id, attributes.name);
  return JSON.parse(JSON.stringify(definition), (_, value) => names.get(value) ?? value);
}

const copied = job(34, {
  question: `Copy our flow "${FLOW}" and the segment "${SEGMENT}" from ${FROM} to ${TO}.`,
  accounts: ACCOUNTS.length,
  async play(agent) {
    const args = { from: FROM, connection_id: TO, flows: [FLOW], segments: [SEGMENT] };
    const { data } = await agent.confirmed("copy_to_account", args, (preview) => {
      assert.match(preview.account, new RegExp(TO), "the person sees where it goes");
      assert.match(preview.flow, /a draft of 7 steps/);
    });
    return data.copied.map(({ kind, name }: Json) => [kind, name]);
  },
  async check(answer, account) {
    assert.deepEqual(answer, [
      ["segment", SEGMENT],
      ["flow", FLOW],
    ]);
    const [from, to] = [await account.called(FROM), await account.called(TO)];
    const segments = [
      await definitionOf(from, "segment", SEGMENT),
      await definitionOf(to, "segment", SEGMENT),
    ] as const;
    assert.deepEqual(
      await inNames(to, segments[1].definition),
      await inNames(from, segments[0].definition),
      "the same conditions, of the metrics there",
    );
    const flows = [await definitionOf(from, "flow", FLOW), await definitionOf(to, "flow", FLOW)] as const;
    assert.deepEqual([flows[0].status, flows[1].status], ["live", "draft"]);
    const said = ({ definition }: Json) =>
      definition.actions.map(({ type, data }: Json) => [
        type,
        data.message?.subject_line,
        data.message?.body,
      ]);
    assert.deepEqual(said(flows[1]), said(flows[0]));
    assert.deepEqual(
      await inNames(to, flows[1].definition.triggers),
      await inNames(from, flows[0].definition.triggers),
    );
    for (const { data } of flows[1].definition.actions)
      if (data.status !== undefined) assert.equal(data.status, "draft", "nobody gets anything");
  },
});

/** What an account earned last month by the orders of its shop, on its own clock. */
async function earned(account: Account): Promise<number> {
  const [{ attributes } = assert.fail("no account")] = await account.all("/api/accounts");
  const dayOf = daysIn(attributes.timezone);
  const today = dayOf(Date.now());
  const [first, end] = [monthOf(today, -1), monthOf(today)];
  const orders = (await account.all("/api/metrics")).find(
    (one) => one.attributes.name === "Placed Order" && one.attributes.integration?.name === "Shopify",
  );
  const events = await account.all(`/api/events?filter=equals(metric_id,"${orders?.id}")&page[size]=1000`);
  const cents = events.reduce((all, one) => {
    const day = dayOf(one.attributes.datetime);
    return day >= first && day < end ? all + one.attributes.event_properties.$value * 100 : all;
  }, 0);
  return Math.round(cents) / 100;
}

const AGENCY = "Fjord & Partners";
const REPORT = "clients.html";

const reported = job(35, {
  question: `Make ${REPORT}: last month of all our accounts, from us, ${AGENCY}, with a sentence on who earned how much.`,
  accounts: ACCOUNTS.length,
  files: true,
  async play(agent) {
    const args = { accounts: ["all"], agency: AGENCY, period: "month" };
    const { data } = await agent.call("client_report", { ...args, file: "figures.html" });
    const earnings = data.accounts.map(({ account, figures }: Json) => [
      account,
      figures.find(({ label }: Json) => label === "Revenue").now,
    ]);
    const notes = `Revenue: ${earnings.map((one: unknown[]) => one.join(" ")).join(", ")}.`;
    await agent.call("client_report", { ...args, file: REPORT, notes });
    return { earnings, notes };
  },
  async check({ earnings, notes }, account, folder) {
    const wanted: [string, number][] = [];
    for (const name of ACCOUNTS) wanted.push([name, await earned(await account.called(name))]);
    assert.deepEqual(earnings, wanted);
    assert(
      wanted.some(([, value]) => value > 0),
      "somebody earned something",
    );
    const { text } = readPage(readFileSync(join(folder, REPORT), "utf8"));
    for (const said of [AGENCY, notes, ...ACCOUNTS]) assert(text.includes(said), said);
  },
});

const DRAFTS = ["Member survey", "Untitled campaign"];
const LIST = "Holiday Waitlist";

const cleanedUp = job(36, {
  question: `Delete the campaigns "${DRAFTS.join('" and "')}" and the list "${LIST}".`,
  async play(agent) {
    const args = { campaign_ids: DRAFTS, list_ids: [LIST] };
    const { data } = await agent.confirmed("delete_several", args, (preview) => {
      const said = JSON.stringify(preview);
      for (const name of [...DRAFTS, LIST]) assert(said.includes(name), `the person sees ${name}`);
      assert.match(said, /\(Draft/, "and that they are drafts");
    });
    return data.deleted;
  },
  async check(deleted, account) {
    assert.equal(deleted, DRAFTS.length + 1);
    const emails = await account.all("/api/campaigns?filter=equals(messages.channel,'email')&page[size]=100");
    const left = [...emails, ...(await account.all("/api/lists"))].map(({ attributes }) => attributes.name);
    assert.deepEqual(
      left.filter((name) => [...DRAFTS, LIST].includes(name)),
      [],
    );
    assert(left.includes("Newsletter Subscribers"), "nothing else is gone");
  },
});

export const agency = [copied, reported, cleanedUp];
