import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";
import { served } from "./served-inside.ts";

// Things go from one account of the key to another: read here, made there, with one question that shows all of it.

const NORTHWIND = "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601";
const FJELL = "c05d7e18-94ab-4c62-8d3f-7b1e20f6a903";
const TO_FJELL = { from: "Northwind Outfitters", connection_id: FJELL };

let server: Started;
beforeAll(async () => {
  server = await startClient({ served, sandbox: { connections: 3 } });
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.reset();
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
});

const call = (args: object) => server.call("copy_to_account", { ...TO_FJELL, ...args });
const writes = () => server.sandbox.requests.filter(({ method }) => method !== "GET");
async function agreed(args: object) {
  const { json, text } = await call(args);
  expect(json?.status, text).toBe("needs_confirmation");
  server.sandbox.clearRequests();
  return () => call({ ...args, confirmation: json.confirmation });
}
const done = async (args: object) => (await agreed(args))();
/** What stands in an account, read raw. */
async function raw(path: string, connection = FJELL) {
  const headers = {
    authorization: "Bearer test-key-0123456789",
    revision: "2026-07-15",
    "maton-connection": connection,
  };
  return JSON.parse(await (await fetch(`${server.sandbox.url}/klaviyo/api/${path}`, { headers })).text());
}
const change = async (path: string, attributes: object, connection = FJELL) => {
  const [type = "", id = ""] = path.split("/");
  const headers = {
    authorization: "Bearer test-key-0123456789",
    revision: "2026-07-15",
    "content-type": "application/vnd.api+json",
    "maton-connection": connection,
  };
  const body = JSON.stringify({ data: { type: type.replace(/s$/, ""), id, attributes } });
  const answer = await fetch(`${server.sandbox.url}/klaviyo/api/${path}`, { method: "PATCH", headers, body });
  expect(answer.ok, await answer.text()).toBe(true);
};
const idOf = async (type: string, name: string, connection = FJELL): Promise<string> => {
  const { data } = await raw(
    `${type}?filter=equals(name,${encodeURIComponent(JSON.stringify(name))})`,
    connection,
  );
  return data[0].id;
};

describe("a flow", () => {
  const FLOW = { flows: ["Abandoned Checkout"] };

  it("is made there as a draft, with the metrics, lists and templates of its names, and a template that was not there", async () => {
    const { json } = await done(FLOW);
    expect(json.data.copied.map(({ kind, name }: Record<string, string>) => [kind, name])).toEqual([
      ["template", "Newsletter: Reminder"],
      ["flow", "Abandoned Checkout"],
    ]);
    expect(json.data.by_name).toEqual(
      expect.arrayContaining([
        "metric Placed Order",
        "metric Checkout Started",
        "template Newsletter: Product Grid",
      ]),
    );
    const [template, flow] = json.data.copied;
    const { data } = await raw(`flows/${flow.id}?additional-fields[flow]=definition`);
    expect(data.attributes.status).toBe("draft");
    const { triggers, profile_filter, actions, entry_action_id } = data.attributes.definition;
    const { data: metrics } = await raw("metrics");
    const metric = (name: string) =>
      metrics.find(({ attributes }: { attributes: { name: string } }) => attributes.name === name).id;
    expect(triggers).toEqual([{ type: "metric", id: metric("Checkout Started"), trigger_filter: null }]);
    expect(profile_filter.condition_groups[0].conditions[0].metric_id).toBe(metric("Placed Order"));
    expect(actions.map(({ type }: { type: string }) => type)).toEqual([
      "time-delay",
      "send-email",
      "time-delay",
      "send-email",
      "send-sms",
    ]);
    expect(entry_action_id).toBe(actions[0].id);
    const messages = actions.flatMap(
      ({ data: { message } }: { data: { message?: object } }) => message ?? [],
    );
    expect(messages.map(({ name }: { name: string }) => name)).toHaveLength(3);
    for (const { data: action } of actions) if (action.status) expect(action.status).toBe("draft");
    // Who sends is who sends there.
    expect(messages[0]).toMatchObject({
      from_email: "hei@fjell-kyst.example.com",
      from_label: "Fjell & Kyst",
    });
    // Each message has a copy of its own, of the template there.
    const copies = await Promise.all(
      messages
        .slice(0, 2)
        .map(
          async ({ template_id }: { template_id: string }) => (await raw(`templates/${template_id}`)).data,
        ),
    );
    expect(copies.map(({ attributes: { name } }) => name)).toEqual([
      "Newsletter: Product Grid",
      "Newsletter: Reminder",
    ]);
    // Made by dragging: its definition says it all, without the ids of the other account's.
    const own = await raw(`templates/${template.id}?additional-fields[template]=definition`);
    const { body, ...rest } = own.data.attributes.definition;
    expect(JSON.stringify(body)).toContain("<h1>Newsletter: Reminder</h1>");
    expect(JSON.stringify([body, rest])).not.toContain('"id"');
  });

  it("changes nothing in the account that it comes from, and everything goes through the other's connection", async () => {
    await done(FLOW);
    expect(new Set(writes().map(({ headers }) => headers["maton-connection"]))).toEqual(new Set([FJELL]));
    expect(server.sandbox.requests.some(({ headers }) => headers["maton-connection"] === NORTHWIND)).toBe(
      true,
    );
  });

  it("whose list is called otherwise there is left out, and why is said", async () => {
    const { json } = await done({ flows: ["Abandoned Checkout", "Customer Winback"] });
    expect(json.data.not_copied).toEqual(["flow Customer Winback: no list there is called VIP Early Access"]);
    expect(json.data.copied.map(({ name }: { name: string }) => name)).not.toContain("Customer Winback");
    // Nor what only it would have used.
    expect(json.data.by_name).not.toContain("template Trail Notes: Hero");
  });
});

describe("one plan", () => {
  const ALL = {
    flows: ["Welcome Series", "Birthday"],
    segments: ["Engaged (30 days)", "UxQKbd", "XgT8Rw"],
    templates: ["Welcome: Product Grid"],
    universal_content: ["Legal footer"],
    tags: ["Spring", "Wholesale", "Nothing"],
  };

  it("shows the account, all that is made, by what names, what is there and what is not copied; nothing is sent till then", async () => {
    const { json } = await call(ALL);
    expect(json.status).toBe("needs_confirmation");
    const { preview } = json;
    expect(preview.account).toContain("Fjell & Kyst");
    expect(preview.changes).toContain(
      "copies 1 tag group, 2 tags, 1 universal content, 1 template, 2 segments and 1 flow from Northwind Outfitters",
    );
    expect(preview.tag).toEqual(['"Spring"', '"Wholesale"']);
    expect(preview.flow).toBe('"Welcome Series, a draft of 7 steps"');
    expect(preview["by name"]).toContain("list Newsletter Subscribers");
    expect(preview["there already, stays"]).toContain("flow Birthday");
    expect(preview["not copied"]).toContain("tag Nothing: Northwind Outfitters has none of this name");
    expect(writes()).toEqual([]);
  });

  it("is shown dry, and asks in no account", async () => {
    const { json } = await call({ ...ALL, dry_run: true });
    expect(json.dry_run.changes).toContain("from Northwind Outfitters");
    expect(writes()).toEqual([]);
  });

  it("is made in the order in which one thing needs another", async () => {
    const { json } = await done(ALL);
    const [, , , , template] = json.data.copied;
    const here = await idOf("templates", "Welcome: Product Grid", NORTHWIND);
    expect((await raw(`templates/${template.id}`)).data.attributes.html).toBe(
      (await raw(`templates/${here}`, NORTHWIND)).data.attributes.html,
    );
    expect(json.data.copied.map(({ kind }: { kind: string }) => kind)).toEqual([
      "tag group",
      "tag",
      "tag",
      "universal content",
      "template",
      "segment",
      "segment",
      "flow",
    ]);
    expect(writes()).toHaveLength(8);
    const [group, tag, other] = json.data.copied;
    const { data } = await raw(`tags/${tag.id}?include=tag-group`);
    expect(data.relationships["tag-group"].data.id).toBe(group.id);
    const { data: plain } = await raw(`tags/${other.id}?include=tag-group`);
    expect(plain.relationships["tag-group"].data.id).not.toBe(group.id);
  });

  it("made again finds all of it there", async () => {
    const given = { flows: ["Price Drop"], tags: ["Wholesale"] };
    await done(given);
    const { isError, text } = await call(given);
    expect(isError).toBe(true);
    expect(text).toContain("nothing of this can be copied");
    expect(text).toContain("flow Price Drop is there already");
  });

  it.each<[what: string, path: string, name: string, connection: string]>([
    ["of the one that it comes from", "segments", "Engaged (30 days)", NORTHWIND],
    ["of the one that it goes to", "lists", "Newsletter Subscribers", FJELL],
  ])("does not leave when something has changed %s since the question", async (_, type, name, connection) => {
    const yes = await agreed({ segments: ["Engaged (30 days)", "XgT8Rw"] });
    const id = await idOf(type, name, connection);
    await change(`${type}/${id}`, { name: "Something else" }, connection);
    server.sandbox.clearRequests();
    const { json, text } = await yes();
    expect(writes(), text).toEqual([]);
    expect(json?.data).toBeUndefined();
  });

  it("does not leave when the text of a template has changed since the question", async () => {
    const yes = await agreed({ templates: ["Welcome: Product Grid"] });
    const id = await idOf("templates", "Welcome: Product Grid", NORTHWIND);
    await change(`templates/${id}`, { html: "<p>Another text</p>" }, NORTHWIND);
    server.sandbox.clearRequests();
    const { text } = await yes();
    expect(writes(), text).toEqual([]);
  });

  it.each<[what: string, status: number, told: RegExp]>([
    ["is refused", 400, /not today/],
    ["gets no answer", 500, /was not made, or nobody knows/],
  ])("whose third step %s says what is made, and goes on when it is asked again", async (_, status, told) => {
    const { universal_content, templates } = ALL;
    const given = { tags: ["Wholesale"], universal_content, templates, segments: ["UxQKbd"] };
    const yes = await agreed(given);
    server.sandbox.addFault({
      match: { method: "POST", path: "/api/templates" },
      status,
      contentType: "application/vnd.api+json",
      body: JSON.stringify({ errors: [{ status: String(status), detail: "not today" }] }),
      times: 1,
    });
    const { json } = await yes();
    expect(json.data.copied.map(({ kind }: { kind: string }) => kind)).toEqual(["tag", "universal content"]);
    expect(json.hint).toMatch(/^2 of 4 are made; template Welcome: Product Grid was not made/);
    expect(json.hint).toMatch(told);
    expect(json.hint).toContain("copy_to_account with the same arguments goes on");
    const { json: rest } = await done(given);
    expect(rest.data.copied.map(({ kind }: { kind: string }) => kind)).toEqual(["template", "segment"]);
    expect(rest.data.there_already).toContain("tag Wholesale");
  });

  it("whose first step is refused is an error, and nothing is made", async () => {
    const yes = await agreed({ tags: ["Wholesale"], templates: ["Welcome: Product Grid"] });
    server.sandbox.addFault({
      match: { method: "POST", path: "/api/tags" },
      status: 403,
      contentType: "application/vnd.api+json",
      body: JSON.stringify({ errors: [{ status: "403", detail: "no" }] }),
      times: 9,
    });
    const { isError } = await yes();
    expect(isError).toBe(true);
    expect(writes()).toHaveLength(1);
  });
});

describe("what is refused before anything is sent", () => {
  it.each<[what: string, args: object, says: string]>([
    [
      "an account of no name",
      { from: "Northwood", tags: ["Sale"] },
      "There are: Northwind Outfitters, Second",
    ],
    ["the account itself", { from: "Fjell & Kyst", tags: ["Sale"] }, "from is the account that is copied to"],
    ["nothing to copy", {}, "flows"],
    ["too much", { tags: Array.from({ length: 21 }, (_, at) => `t${at}`) }, "20"],
    [
      "only what is not there",
      { tags: ["No such tag"] },
      "tag No such tag: Northwind Outfitters has none of this name",
    ],
    ["all accounts", { from: "all", tags: ["Sale"] }, "from takes one account"],
  ])("%s", async (_, args, says) => {
    const { isError, text } = await call(args);
    expect([isError, text]).toEqual([true, expect.stringContaining(says)]);
    expect(writes()).toEqual([]);
  });

  it("no account to copy to, where there are several", async () => {
    const { isError, text } = await server.call("copy_to_account", { from: "Fjell & Kyst", tags: ["Sale"] });
    expect([isError, text]).toEqual([true, expect.stringContaining("Fjell & Kyst")]);
  });

  it("a server that is pinned to one account", async () => {
    const pinned = startInProcess(() => connectionsOf("c"), ["--connection", "c"]);
    const { text } = await pinned.call("copy_to_account", { from: "x", tags: ["Sale"] });
    expect(text).toContain("pinned to one account");
    expect(pinned.sent.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});
