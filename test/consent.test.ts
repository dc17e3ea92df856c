import { expect, it } from "vitest";
import { consentInShort } from "../tools/structures/consent.ts";
import { startClient } from "./client.ts";
import { countTokens } from "./tokens.ts";

// Consent in a line a channel, and whole for whoever asks.

const NEVER = { consent: "NEVER_SUBSCRIBED", consent_timestamp: null, can_receive: false };
const yes = (more: object = {}) => ({
  can_receive_email_marketing: true,
  consent: "SUBSCRIBED",
  consent_timestamp: "2026-03-02T10:11:12+00:00",
  method: "FORM",
  ...more,
});
const bounced = { reason: "HARD_BOUNCE", timestamp: "2026-08-30T15:00:00+00:00" };

it.each<[what: string, subscriptions: unknown, short: unknown]>([
  ["who takes part", { email: { marketing: yes() } }, { email: "SUBSCRIBED since 2026-03-02, can receive" }],
  ["who was never asked", { sms: { marketing: NEVER } }, { sms: "NEVER_SUBSCRIBED" }],
  [
    "who was never asked and may be written to all the same",
    { email: { marketing: { ...NEVER, can_receive: true } } },
    { email: "NEVER_SUBSCRIBED, can receive" },
  ],
  ["of whom that is not said", { email: { marketing: { consent: "SUBSCRIBED" } } }, { email: "SUBSCRIBED" }],
  [
    "why nothing arrives",
    { email: { marketing: yes({ can_receive_email_marketing: false, suppression: [bounced] }) } },
    { email: "SUBSCRIBED since 2026-03-02, cannot receive (suppressed: HARD_BOUNCE 2026-08-30)" },
  ],
  [
    "a list from which nothing comes, of who was never asked too",
    { email: { marketing: { ...NEVER, list_suppressions: [{ ...bounced, list_id: "Y6nRLr" }] } } },
    { email: "NEVER_SUBSCRIBED, cannot receive (suppressed: on list Y6nRLr HARD_BOUNCE 2026-08-30)" },
  ],
  [
    "three suppressions, and that there are more",
    { email: { marketing: yes({ suppression: Array(5).fill(bounced) }) } },
    {
      email: `SUBSCRIBED since 2026-03-02, can receive (suppressed: ${Array(3).fill("HARD_BOUNCE 2026-08-30").join(", ")}, 2 more)`,
    },
  ],
  [
    "another kind where it says something else",
    { sms: { marketing: NEVER, transactional: yes() } },
    { sms: "NEVER_SUBSCRIBED; transactional: SUBSCRIBED since 2026-03-02, can receive" },
  ],
  [
    "no other kind that says the same, or nothing",
    { email: { marketing: yes(), transactional: yes(), open_tracking: NEVER, click_tracking: null } },
    { email: "SUBSCRIBED since 2026-03-02, can receive" },
  ],
  [
    "a kind alone",
    { whatsapp: { conversational: yes() } },
    { whatsapp: "conversational: SUBSCRIBED since 2026-03-02, can receive" },
  ],
  [
    "a moment that is none, on one line and not for ever",
    { email: { marketing: { consent: `x\n${"y".repeat(100)}`, consent_timestamp: "some day" } } },
    { email: `x ${"y".repeat(58)}… since some day` },
  ],
  [
    "no channel that is not there",
    { email: { marketing: yes() }, whatsapp: null },
    {
      email: "SUBSCRIBED since 2026-03-02, can receive",
    },
  ],
  [
    "as it is, what has another shape",
    { email: { marketing: "yes" }, sms: 1, push: {}, fax: { marketing: { state: 1 } } },
    {
      email: { marketing: "yes" },
      sms: 1,
      push: {},
      fax: { marketing: { state: 1 } },
    },
  ],
  ["nothing of nothing", null, null],
  ["a text of a text", "all", "all"],
])("tells %s", (_, subscriptions, short) => {
  expect(consentInShort(subscriptions)).toEqual(short);
});

it("of fifty people is little to read, says that it is short, and is whole in full or by a path", async () => {
  const server = await startClient();
  const of = async (more: object) =>
    server.call("get_profiles", {
      limit: 50,
      fields: ["subscriptions"],
      additional_fields: ["subscriptions"],
      ...more,
    });
  const short = await of({});
  const full = await of({ detail: "full" });
  expect(short.json.data).toHaveLength(50);
  expect(countTokens(short.text)).toBeLessThan(3_503);
  expect(countTokens(full.text)).toBeGreaterThan(3 * countTokens(short.text));
  expect(short.json.omitted).toBe('In short: subscriptions. detail "full" shows it whole.');
  expect(full.json.omitted).toBeUndefined();
  for (const [at, { id, subscriptions }] of full.json.data.entries()) {
    expect(short.json.data[at]).toEqual({ id, subscriptions: consentInShort(subscriptions) });
  }
  const path = await of({ fields: ["subscriptions.sms.marketing.method"], additional_fields: undefined });
  expect(path.json.data[0].subscriptions).toEqual({ sms: { marketing: { method: expect.any(String) } } });
  expect(path.json.omitted).toBeUndefined();
  await server.close();
});
