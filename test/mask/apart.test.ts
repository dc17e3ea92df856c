import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { startInside } from "../inside.ts";
import { listOf, MASK, MASK_ENV, PERSON, profileWith } from "./planted.ts";

// What a job works with is real, and what comes of it must not tell it piece by piece.

const folder = mkdtempSync(join(tmpdir(), "masked-apart-"));
const inside = startInside([...MASK, "--confirm", "never", "--files", folder], MASK_ENV);
const bare = startInside(["--confirm", "never"]);
afterAll(() => {
  vi.restoreAllMocks();
});

const CAMPAIGN = { type: "campaign", id: "C1", attributes: { name: "n", status: "Draft", audiences: {} } };
/** A message whose template asks for letters of whoever reads it. */
const MESSAGE = {
  data: [
    {
      type: "campaign-message",
      id: "M1",
      attributes: { definition: { channel: "email", content: { subject: "s" } } },
    },
  ],
  included: [{ type: "template", id: "T1", attributes: { html: '{{ person.email|slice:":3" }}' } }],
};

it("a message is filled in with what stands for a person, whom a template could take apart", async () => {
  for (const [server, real] of [
    [inside, false],
    [bare, true],
  ] as const) {
    server.left.length = 0;
    server.answer = ({ path }) => {
      if (path.endsWith("/campaign-messages")) return MESSAGE;
      if (path.startsWith("/api/campaigns")) return { data: CAMPAIGN };
      if (path === "/api/template-render")
        return { data: { type: "template", id: "T1", attributes: { html: "<p>filled</p>" } } };
      return { data: profileWith({ properties: { Birthday: PERSON.born, Tier: "gold" } }) };
    };
    const { json } = await server.call("preview_campaign", { campaign_id: "C1", profile_id: "01PERSON" });
    const rendered = server.left.find(({ path }) => path === "/api/template-render");
    const context = JSON.stringify(rendered?.body);
    for (const said of [PERSON.email, PERSON.first, PERSON.last, PERSON.born])
      expect(context.includes(said), said).toBe(real);
    expect(context).toContain("gold");
    expect(String(json.data.for).endsWith("@masked")).toBe(!real);
  }
});

it("a person is found by the whole name or not at all", async () => {
  for (const [server, found] of [
    [inside, false],
    [bare, true],
  ] as const) {
    server.answer = ({ path }) =>
      path === "/api/profiles" ? listOf(profileWith()) : { data: profileWith() };
    for (const name of ["Quint", "Z", "zelda q"]) {
      const { isError } = await server.call("get_customer", { name });
      expect(isError !== true, name).toBe(found);
    }
    const whole = await server.call("get_customer", { name: `${PERSON.first} ${PERSON.last}` });
    expect(whole.json.data?.id, whole.text).toBe("01PERSON");
  }
});

it("a subject that was written to a person is no title of the account's", async () => {
  const event_properties = {
    Subject: `${PERSON.first}, your cart`,
    subject: `${PERSON.first} at ${PERSON.email}`,
    title: `For ${PERSON.first}`,
    Items: [{ name: `A mug for ${PERSON.last}` }],
    "Campaign Name": `${PERSON.first} 2026`,
  };
  inside.answer = () => ({
    data: [{ type: "event", id: "E1", attributes: { event_properties } }],
    included: [profileWith()],
    links: {},
  });
  const { json } = await inside.call("get_events", { detail: "full", include: ["profile"] });
  const shown = json.data[0].event_properties;
  expect(shown.Subject).toMatch(/^person_\w+@masked, your cart$/);
  expect(shown.subject).toMatch(/^person_\w+@masked at person_\w+@masked$/);
  expect(shown.title).toMatch(/^For person_\w+@masked$/);
  expect(shown.Items[0].name).toMatch(/^A mug for person_\w+@masked$/);
  expect(shown["Campaign Name"]).toBe(`${PERSON.first} 2026`);
});

it("a summary and a file know the persons of the page that they are made of", async () => {
  const event_properties = { FirstName: PERSON.first, Subject: `${PERSON.first}, your cart` };
  inside.answer = () => listOf({ type: "event", id: "E1", attributes: { event_properties } });
  const { json } = await inside.call("summarize_collection", {
    name: "get_events",
    group_by: "event_properties.Subject",
  });
  expect(json.data.groups).toEqual([
    { value: expect.stringMatching(/^person_\w+@masked, your cart$/), count: 1 },
  ]);
  await inside.call("export_collection", { name: "get_events", file: "events.jsonl" });
  const text = readFileSync(join(folder, "events.jsonl"), "utf8");
  expect(text).toContain("@masked, your cart");
  expect(text).not.toContain(PERSON.first);
});

it("a flow's sender is the account's own, in whatever the flow is made of", async () => {
  const message = { from_email: "shop@own.example", name: "Hello" };
  const definition = { actions: [{ type: "send-email", data: { message } }] };
  inside.answer = () => ({ data: { type: "flow", id: "F1", attributes: { name: "n", definition } } });
  const { json } = await inside.call("get_flow", { flow_id: "F1", additional_fields: ["definition"] });
  expect(json.data.definition.actions[0].data.message).toEqual(message);
});
