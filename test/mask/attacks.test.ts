import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../../src/errors.ts";
import { maskOf } from "../../src/mask/mask.ts";
import { startInside } from "../inside.ts";
import { eventWith, listOf, MASK, MASK_ENV, PERSON, profileWith } from "./planted.ts";

// Ways around the mask that somebody could think of, each of which led somewhere once.

const inside = startInside([...MASK, "--confirm", "writes"], MASK_ENV);
afterAll(() => {
  vi.restoreAllMocks();
});
beforeEach(() => {
  inside.left.length = 0;
});

const [mailbox = "", domain = ""] = PERSON.email.split("@");
const refusalOf = (detail: string) => () => {
  throw new GatewayError({ status: 400, source: "klaviyo", detail });
};

describe("what is written so that it looks like nothing", () => {
  it.each([
    ["parted by what nobody sees", `${mailbox.slice(0, 3)}\u200b${mailbox.slice(3)}@${domain}`],
    ["for a page", `${mailbox}&#64;${domain}`],
    ["for a page, in hex", `${mailbox}&#x40;${domain}`],
    ["for a url twice", `${mailbox}%2540${domain}`],
    ["for JSON", `${mailbox}\\u0040${domain}`],
    ["with a tag, for a url", `${mailbox}%2Bnews%40${domain}`],
    ["letter by letter, for a page", [...PERSON.email].map((one) => `&#${one.charCodeAt(0)};`).join("")],
    [
      "letter by letter, for a url",
      [...PERSON.email].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(""),
    ],
    ["with dots for a page", PERSON.email.replaceAll(".", "&#46;")],
    [
      "in wide letters",
      [...PERSON.email].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join(""),
    ],
    ["with a small @ and another stop", `${mailbox}\ufe6b${domain.replace(".", "\u3002")}`],
    ["in base64, as links in a message have it", btoa(JSON.stringify({ kl_email: PERSON.email }))],
    ["in base64 within base64", btoa(JSON.stringify([btoa(PERSON.email), 1]))],
    ["in base64 behind a path", `https://x.example/unsubscribe/${btoa(PERSON.email)}/all`],
  ])("an address %s", async (_, written) => {
    inside.answer = () => listOf(eventWith({ a: `see ${written}.`, [written]: 1 }));
    const { text } = await inside.call("get_events", { detail: "full" });
    expect(text).toContain("@masked");
    for (const part of [mailbox, "zel", written]) expect(text).not.toContain(part);
  });

  it.each([
    "+49\u200b30901820111",
    "&#43;4930901820111",
    "%2520%2B4930901820111",
    "+49 (0)30/901820-111",
    "1-415-555-0187",
    "415/555-0187",
    "+49\u221230\u2212901820111",
    "+\u0664\u0669\u0663\u0660\u0669\u0660\u0661\u0668\u0662\u0660\u0661\u0661\u0661",
    "%2B49%2030%20901820111",
  ])("a number as %s", async (written) => {
    inside.answer = () => listOf(eventWith({ a: `call ${written} now` }));
    const { json } = await inside.call("get_events", { detail: "full" });
    expect(JSON.stringify(json)).toMatch(/call (%2520)?person_\w+@masked now/);
  });

  it.each([
    ["Jürgen", "J%C3%BCrgen was here"],
    ["Jürgen", "J&#252;rgen was here"],
    ["Jürgen", "Ju\u0308rgen was here"],
    ["O'Neil", "O&#x27;Neil was here"],
    ["山田", "山田様"],
    ["Li", "for Li here"],
    ["An Lee", "An+Lee"],
  ])("a name, %s, as %s", async (last_name, written) => {
    inside.answer = () => ({ ...listOf(eventWith({ a: written })), included: [profileWith({ last_name })] });
    const { json } = await inside.call("get_events", { detail: "full" });
    const { a } = json.data[0].event_properties;
    expect(a).toContain("@masked");
    expect(a.replace(/person_\w+@masked/g, "")).not.toMatch(/J|rgen|Neil|山|Li|Lee/);
  });

  it("a phone number that is known, as people write it at home", async () => {
    inside.answer = () => ({
      ...listOf(eventWith({ a: "Tel. 030 / 90 18 20 111" })),
      included: [profileWith({ phone_number: PERSON.phone })],
    });
    const { text } = await inside.call("get_events", { detail: "full" });
    expect(text).not.toMatch(/90 18|20 111/);
  });
});

describe("what is cut off", () => {
  it.each([
    ["within an address", PERSON.email, 585],
    ["within a number", PERSON.phone, 595],
  ])("a refusal %s", async (_, value, before) => {
    inside.answer = refusalOf(`${"x".repeat(before)} ${value} and more`);
    const { text } = await inside.call("get_profiles");
    expect(text).toMatch(/x person_\w+@masked…/);
    expect(text).not.toContain(value.slice(0, 3));
  });

  it("a text, within an address of which nothing is left that looks like one", () => {
    const mask = maskOf(MASK_ENV.KLAVIYO_MCP_MASK_KEY, "hidden")(() => undefined).begin();
    mask.learn(listOf(eventWith({ a: `write to ${PERSON.email}` })), "c");
    expect(mask.text(`write to ${mailbox}…`, "c")).toMatch(/^write to person_\w+@masked…$/);
  });
});

describe("what says something by what it is", () => {
  it("a number that events are counted by, however it is written", async () => {
    const attributes = {
      dates: ["2026-01-01T00:00:00+00:00"],
      data: [{ dimensions: ["14155550188"], measurements: { count: [1] } }],
    };
    inside.answer = ({ path }) =>
      path === "/api/metric-aggregates"
        ? { data: { type: "metric-aggregate", id: "1", attributes } }
        : listOf({ type: "account", id: "a", attributes: { timezone: "UTC" } });
    const { json } = await inside.call("query_metric_aggregates", {
      metric_id: "TxVpCr",
      measurements: ["count"],
      by: ["To Number"],
      start: "2026-01-01",
      end: "2026-02-01",
      interval: "month",
    });
    expect(json.data).toEqual([expect.objectContaining({ "To Number": expect.stringMatching(/@masked$/) })]);
  });

  it("a cursor, which is taken back whole, and nothing else in its place", async () => {
    const cursor = btoa(`next::email::${PERSON.email}`);
    inside.answer = () => ({
      data: [profileWith()],
      links: { next: `https://a.klaviyo.com/api/profiles?page[cursor]=${encodeURIComponent(cursor)}` },
    });
    const { json } = await inside.call("get_profiles", { page_size: 1 });
    expect(json.next_cursor).toMatch(/^masked_[0-9A-Z]+$/);
    inside.left.length = 0;
    await inside.call("get_profiles", { page_size: 1, page_cursor: json.next_cursor });
    expect(new Map(inside.left[0]?.query).get("page[cursor]")).toBe(cursor);
    inside.left.length = 0;
    const { email } = json.data[0];
    for (const page_cursor of [email, `masked_${email.slice(7, -7)}`, `${json.next_cursor.slice(0, -2)}00`]) {
      const { isError } = await inside.call("get_profiles", { page_size: 1, page_cursor });
      expect(isError, page_cursor).toBe(true);
    }
    expect(inside.left).toEqual([]);
  });

  it("an attribute of what no operation declares", async () => {
    const attributes = { email: "x", first_name: PERSON.first, note: PERSON.words, street: PERSON.street };
    inside.answer = () => ({ data: { type: "news-reader", id: "1", attributes } });
    const { text } = await inside.call("klaviyo_request", { method: "GET", path: "/api/news-readers/1" });
    for (const said of [PERSON.first, PERSON.words, PERSON.street]) expect(text).not.toContain(said);
    expect(text).toContain("free text, hidden");
  });

  it.each<[string, object]>([
    ["a note of an order", { note_attributes: [{ name: "Mobile phone", value: "030 9018" }] }],
    ["an answer of a form", { answers: [{ question: "What is your birthday?", answer: PERSON.born }] }],
    ["a birthday in parts", { birthday: { day: 5, month: 6, year: 1987 } }],
    ["a number in parts", { phone: { national: "030 9018", country_code: 49 } }],
    ["lists", { phones: ["030 9018"], zip_codes: [53111] }],
  ])("%s", async (_, properties) => {
    inside.answer = () => listOf(eventWith(properties));
    const { json, text } = await inside.call("get_events", { detail: "full" });
    expect(text).toContain("@masked");
    const shown = JSON.stringify(json.data[0].event_properties).replace(/person_\w+@masked/g, "");
    expect(shown).not.toMatch(/030|9018|1987|53111|49|[56](?![^{]*:)/);
  });

  it("how many there are, which says nothing", async () => {
    const counts = { emails: 3, "Total Addresses": 2, Items: [{ name: "Mug", value: "9018" }] };
    inside.answer = () => listOf(eventWith(counts));
    const { json } = await inside.call("get_events", { detail: "full" });
    expect(json.data[0].event_properties).toEqual(counts);
  });

  it("a name beside an address", async () => {
    inside.answer = () =>
      listOf(eventWith({ Email: PERSON.email, Name: PERSON.first, Items: [{ Name: "Mug" }] }));
    const { json } = await inside.call("get_events", { detail: "full" });
    const { Name, Items } = json.data[0].event_properties;
    expect(Name).toMatch(/@masked$/);
    expect(Items).toEqual([{ Name: "Mug" }]);
  });

  it("what is called as a sender of the account is, in what a customer did", () => {
    const mask = maskOf(MASK_ENV.KLAVIYO_MCP_MASK_KEY, "hidden")(() => undefined).begin();
    mask.learn(listOf(eventWith({ reply_to_email: PERSON.email })), "c");
    expect(JSON.stringify(mask.result({ reply_to_email: PERSON.email }, "c"))).not.toContain(mailbox);
    expect(mask.result({ reply_to_email: "shop@own.example" }, "c")).toEqual({
      reply_to_email: "shop@own.example",
    });
  });

  it("how far a call is", () => {
    const mask = maskOf(MASK_ENV.KLAVIYO_MCP_MASK_KEY, "hidden")(() => undefined).begin();
    const heard: string[] = [];
    const client = mask.hearing({ progress: (_, __, message) => void heard.push(message) }, () => "c");
    client.progress(1, 2, `flow of ${PERSON.email}`);
    expect(heard).toEqual([expect.stringMatching(/^flow of person_\w+@masked$/)]);
  });
});

it("takes a token as an id that is shown only where that is masked again by what it looks like", async () => {
  inside.answer = () => listOf(profileWith({ external_id: PERSON.email }));
  const { email, last_name, external_id } = (await inside.call("get_profiles")).json.data[0];
  expect(external_id).toBe(email);
  inside.left.length = 0;
  for (const [tool, args] of [
    ["update_profile", { profile_id: "01PERSON", external_id: last_name }],
    ["bulk_import_profiles", { profiles: [{ external_id: last_name }] }],
  ] as const) {
    const { text } = await inside.call(tool, { ...args, dry_run: true });
    expect(text, tool).toMatch(/external_id takes no token/);
  }
  expect(inside.left).toEqual([]);
  const same = { profile_id: "01PERSON", external_id, dry_run: true };
  expect((await inside.call("update_profile", same)).text).toContain(external_id);
});

describe("asking for a part", () => {
  it.each([
    ["get_reviews", { filter: 'contains(content,"planted")' }, /content is masked/],
    ["get_profiles_for_list", { list_id: "Y6nRLr", filter: 'contains(email,"z")' }, /email is masked/],
    ["klaviyo_request", { method: "GET", path: "/api/news/person_00@masked" }, /path takes no token/],
    [
      "read_operation",
      { method: "GET", path: "/api/profiles/01A", query: { "page[cursor]": "person_00@masked" } },
      /takes no token/,
    ],
    [
      "query_metric_aggregates",
      {
        metric_id: "TxVpCr",
        measurements: ["count"],
        by: ["To Number"],
        timeframe: "last_30_days",
        filter: 'contains(To Number,"415")',
      },
      /To Number is masked/,
    ],
    [
      "klaviyo_request",
      {
        method: "POST",
        path: "/api/news-counts",
        body: { data: { type: "news-count", attributes: { filter: ['starts-with(To Number,"415")'] } } },
      },
      /To Number is masked/,
    ],
    [
      "create_segment",
      {
        name: "n",
        definition: {
          condition_groups: [
            {
              conditions: [
                {
                  type: "profile-property",
                  property: "last_name",
                  filter: { type: "string", operator: "starts-with", value: "Qu" },
                },
              ],
            },
          ],
        },
      },
      /last_name is masked, and is compared whole/,
    ],
  ])("%s with %j sends nothing", async (tool, args, told) => {
    inside.answer = () => listOf();
    const { text, isError } = await inside.call(tool, args);
    expect(text).toMatch(told);
    expect(isError).toBe(true);
    expect(inside.left).toEqual([]);
  });

  it("speaks of the token that was given where what it stands for would be wrong there", async () => {
    inside.answer = () => listOf(profileWith());
    const { json } = await inside.call("get_profiles");
    const { email } = json.data[0];
    const path = `/api/profiles/${email}`;
    const { text } = await inside.call("read_operation", { method: "GET", path });
    expect(text).toContain(email);
    expect(text).not.toContain("person@example.com");
  });
});
