import { afterAll, expect, it, vi } from "vitest";
import { startInside } from "../inside.ts";
import { listOf, MASK, MASK_ENV, PERSON, profileWith } from "./planted.ts";

// What a job works with is real, and what comes of it must not tell it piece by piece.

const inside = startInside([...MASK, "--confirm", "never"], MASK_ENV);
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
