import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { strategyInWords } from "../tools/structures/campaign-schedule.ts";
import { leftIn, partsOf, variablesIn } from "../tools/structures/message-parts.ts";
import { type Started, startClient } from "./client.ts";

// A campaign as it will be: read, filled in for a person, and said in words.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(() => server.sandbox.clearFaults());

const SURVEY = "01JC8QXKEQQC8SF33QM61BHDQA";
const preview = async (args: object) => (await server.call("preview_campaign", { ...args })).json;

describe("preview_campaign", () => {
  it("says when, to whom and how many, from whom and what, and changes nothing", async () => {
    server.sandbox.clearRequests();
    const { data, omitted } = await preview({ campaign_id: "Member survey" });
    expect(data).toMatchObject({
      id: SURVEY,
      status: "Draft",
      channel: "email",
      when: expect.stringMatching(/^[A-Z]\w+day, \d{1,2} [A-Z]\w+ \d{4} at 09:00, America\/New_York$/),
      included: [
        { name: "Engaged (30 days)", kind: "segment", people: expect.any(Number) },
        { name: "VIP Early Access", kind: "list", people: expect.any(Number) },
      ],
      excluded: [{ kind: "list" }],
      subject: "Two minutes for better gear?",
      from: "Northwind Outfitters <hello@northwind-outfitters.example.com>",
      variables: { first_name: 'default "there"' },
      editor: `https://www.klaviyo.com/campaign/${SURVEY}/wizard`,
    });
    expect(data.text).toContain("Hi there,");
    expect(data.text).not.toMatch(/[<{]/);
    expect(data.links).toHaveLength(8);
    expect(data).not.toHaveProperty("html");
    expect(omitted).toMatch(/The text has \d+ characters; html: true shows all\. There are \d+ links/);
    const writes = server.sandbox.requests.filter(({ method }) => method !== "GET").map(({ path }) => path);
    expect(writes).toEqual(["/klaviyo/api/template-render"]);
  });

  it("counts as the lists and segments do", async () => {
    const { data } = await preview({ campaign_id: SURVEY });
    const { json } = await server.call("get_segment", {
      segment_id: data.included[0].id,
      additional_fields: ["profile_count"],
    });
    expect(data.included[0].people).toBe(json.data.profile_count);
  });

  it("fills it in for a person of choice, with the html where it is asked for", async () => {
    const { data, omitted } = await preview({
      campaign_id: SURVEY,
      profile_id: "sarah.novak1@example.com",
      html: true,
    });
    expect(data.for).toBe("sarah.novak1@example.com");
    expect(data.text).toContain("Hi Sarah,");
    expect(data.html).toContain("Hi Sarah");
    expect(data.html).toHaveLength(20_000);
    expect(omitted).toContain('fields ["html@20000"] goes on');
  });

  it("shows an SMS, of which there is no template", async () => {
    const { json } = await server.call("create_campaign", {
      name: "Text",
      channel: "sms",
      included_audiences: ["R7kQwT"],
      body: "Hi {{ first_name }}, {{ city|default:'friend' }}!",
      schedule_local: "2026-12-01T10:00",
    });
    const { data } = await preview({ campaign_id: json.data.id });
    expect(data).toMatchObject({
      channel: "sms",
      when: "Tuesday, 1 December 2026 at 10:00, on each recipient's clock",
      text: "Hi {{ first_name }}, {{ city|default:'friend' }}!",
      variables: { first_name: "no default", city: 'default "friend"' },
      empty: ["first_name"],
    });
  });

  it("says that an e-mail has no template yet, and which audience cannot be read", async () => {
    const { json } = await server.call("create_campaign", {
      name: "Bare",
      channel: "email",
      included_audiences: ["Y6nRLr"],
      subject: "Hello",
    });
    server.sandbox.addFault({
      status: 403,
      body: '{"errors":[{"detail":"no"}]}',
      contentType: "application/json",
      match: { path: "/api/lists/" },
      times: 9,
    });
    const answer = await preview({ campaign_id: json.data.id });
    expect(answer.hint).toContain("assign_template_to_campaign_message");
    expect(answer.data.included).toEqual([{ id: "Y6nRLr", unread: "403" }]);
  });
});

describe("a send strategy in words", () => {
  it.each<[strategy: unknown, words: string]>([
    [{ method: "immediate" }, "as soon as send_campaign is called"],
    [
      { method: "static", datetime: "2026-12-01T15:00:00+00:00", options: { is_local: false } },
      "Tuesday, 1 December 2026 at 10:00, America/New_York",
    ],
    [
      { method: "static", datetime: "2026-07-01T03:30:00Z" },
      "Tuesday, 30 June 2026 at 23:30, America/New_York",
    ],
    [
      { method: "static", datetime: "2026-12-01T10:00:00Z", options: { is_local: true } },
      "Tuesday, 1 December 2026 at 10:00, on each recipient's clock",
    ],
    [
      { method: "throttled", datetime: "2026-12-01T15:00:00Z", throttle_percentage: 25 },
      "from Tuesday, 1 December 2026 at 10:00, America/New_York, 25 % of the recipients an hour",
    ],
    [
      { method: "smart_send_time", date: "2026-12-01" },
      "Tuesday, 1 December 2026, at the hour that Klaviyo finds best for each",
    ],
    [null, "at a time that the campaign does not say"],
    [{ method: "static" }, "at a time that the campaign does not say"],
    [{ method: "throttled", datetime: null }, "at a time that the campaign does not say"],
    [{ method: "static", datetime: "soon" }, "soon"],
  ])("%j", (strategy, words) => {
    expect(strategyInWords(strategy, "America/New_York")).toBe(words);
  });

  it("of what was sent at once is when that was", () => {
    const sent = "2026-10-31T14:00:00+00:00";
    expect(strategyInWords({ method: "immediate" }, "America/New_York", sent)).toBe(
      "Saturday, 31 October 2026 at 10:00, America/New_York",
    );
  });

  it("is in UTC where the account's clock is not known", () => {
    const strategy = { method: "static", datetime: "2026-12-01T15:00:00+00:00" };
    expect(strategyInWords(strategy, undefined)).toBe("Tuesday, 1 December 2026 at 15:00, UTC");
  });
});

describe("what an e-mail's html shows", () => {
  it.each<[why: string, html: string, parts: object]>([
    ["text in lines", "<p>One <b>and</b>\n two</p><p>Three</p>", { text: "One and two\nThree" }],
    ["entities", "<p>a &amp; b &lt;c&gt; &#8364;&nbsp;5</p>", { text: "a & b <c> € 5" }],
    [
      "nothing hidden",
      "<head><title>T</title></head><style>p{}</style><script>x</script><p>Y</p>",
      { text: "Y" },
    ],
    [
      "each link once",
      '<a href="https://a">1</a><a href=" https://a">2</a><a href="#x">3</a>',
      { links: ["https://a"] },
    ],
    [
      "pictures",
      '<img src="https://i" alt="A boot"><img src="https://j">',
      {
        images: [
          { src: "https://i", alt: "A boot" },
          { src: "https://j", alt: "" },
        ],
      },
    ],
    ["what ends in the middle", "<p>Half <a href='https://a", { text: "Half" }],
  ])("%s", async (_, html, parts) => {
    expect(await partsOf(html)).toMatchObject(parts);
  });

  it("takes a very deep one in its stride", async () => {
    expect((await partsOf(`${"<div>".repeat(50_000)}deep`)).text).toBe("deep");
  });
});

describe("the variables of a message", () => {
  it.each<[text: string, used: object, empty: string[]]>([
    ["{{ first_name }}", { first_name: "no default" }, ["first_name"]],
    ["{{first_name|default:'you'}}", { first_name: 'default "you"' }, []],
    ['{{ first_name|title|default:"you" }}', { first_name: 'default "you"' }, []],
    ["{{ person.city }} {{ email }}", { "person.city": "no default", email: "no default" }, ["person.city"]],
    ["{{ person|lookup:'Shoe size' }}", {}, []],
    ["{{ first_name }} {{ first_name|default:'x' }}", { first_name: "no default" }, ["first_name"]],
    ["{ first_name } {{ }}", {}, []],
  ])("%s", (text, used, empty) => {
    expect(variablesIn(text, { email: "a@b.c", person: {} })).toEqual({ used, empty });
  });

  it("are found where they were left", () => {
    expect(leftIn("Hi {{ x }} {% if y %} {{ x }}")).toEqual(["{{ x }}", "{% if y %}"]);
  });
});
