import { DAY, HOUR, MINUTE, toIso } from "./clock.ts";
import type { Journal } from "./journal.ts";
import { cents } from "./money.ts";
import { SHOP_URL } from "./organization.ts";
import type { Person } from "./profiles.ts";
import { Random } from "./random.ts";
import type { Shop } from "./shopping.ts";

/** The channels that the account sends on. */
export type Channel = "email" | "sms" | "mobile_push";

const FIGURES = [
  ...(["recipients", "delivered", "opens", "opens_unique", "clicks", "clicks_unique", "bounced"] as const),
  ...(["unsubscribes", "spam_complaints", "conversions", "conversion_uniques", "conversion_value"] as const),
];

/** What came of a message: the figures that reports are made of. Money is in the account's currency. */
export type Statistics = Record<(typeof FIGURES)[number], number>;

/** A message on its way, as its events name it. */
export interface Mailing {
  channel: Channel;
  /** The campaign's id, or the flow message's. */
  messageId: string;
  flowId: string | null;
  name: string;
  subject: string;
  statistics: Statistics;
}

/** Figures of a message that nobody got yet. */
export function startStatistics(): Statistics {
  return addStatistics([]);
}

/** The sum of the figures of several messages. */
export function addStatistics(parts: readonly Statistics[]): Statistics {
  const sums = FIGURES.map((figure) => [figure, cents(parts.reduce((sum, part) => sum + part[figure], 0))]);
  return Object.fromEntries(sums) as Statistics;
}

/** Delivers messages: every figure of a report is the count of events that a person caused. */
export class PostOffice {
  readonly #random: Random;
  readonly #journal: Journal;
  readonly #shop: Shop;

  constructor(journal: Journal, shop: Shop, seed = "sending") {
    this.#random = new Random(seed);
    this.#journal = journal;
    this.#shop = shop;
  }

  /** Sends a mailing to one person, with what the person does about it. Does nothing for a time in the future. */
  deliver(mailing: Mailing, person: Person, at: number): void {
    if (at > this.#journal.clock.now || !canReceive(mailing.channel, person)) return;
    mailing.statistics.recipients++;
    if (mailing.channel === "email") this.#deliverEmail(mailing, person, at);
    else this.#deliverText(mailing, person, at);
  }

  #deliverEmail(mailing: Mailing, person: Person, at: number): void {
    const { statistics } = mailing;
    const properties = writeEmail(mailing, person, at);
    if (this.#random.chance(0.008)) {
      statistics.bounced++;
      this.#journal.record("Bounced Email", person, at, { ...properties, "Bounce Type": "Hard" });
      person.suppression.push({ reason: "HARD_BOUNCE", timestamp: toIso(at) });
      return;
    }
    statistics.delivered++;
    this.#journal.record("Received Email", person, at, properties);
    if (!this.#random.chance(0.42)) return;
    const opens = this.#random.pick([1, 1, 1, 2, 3]);
    const openedAt = at + this.#random.between(2, 900) * MINUTE;
    let opened = 0;
    for (let open = 0; open < opens; open++) {
      const client = this.#random.pick(["Apple Mail", "Gmail", "Outlook"]);
      const time = openedAt + open * 5 * HOUR;
      if (this.#journal.record("Opened Email", person, time, { ...properties, "Client Name": client }))
        opened++;
    }
    if (opened === 0) return;
    statistics.opens += opened;
    statistics.opens_unique++;
    person.engagements.push(openedAt);
    if (this.#random.chance(0.012)) this.#complain(mailing, person, openedAt + MINUTE, properties);
    else if (this.#random.chance(0.25))
      this.#click("Clicked Email", mailing, person, openedAt + MINUTE, properties);
  }

  #deliverText(mailing: Mailing, person: Person, at: number): void {
    mailing.statistics.delivered++;
    if (mailing.channel === "mobile_push") return;
    const properties = {
      $message: mailing.messageId,
      $flow: mailing.flowId,
      "Message Name": mailing.name,
      "Message Body": mailing.subject,
      "To Number": person.phone,
      "From Number": "+15552010999",
    };
    this.#journal.record("Received SMS", person, at, properties);
    if (this.#random.chance(0.12)) this.#click("Clicked SMS", mailing, person, at + 12 * MINUTE, properties);
    else if (this.#random.chance(0.05)) {
      const text = this.#random.pick(["Thanks!", "Is the 55L pack back in stock?", "Where is my order?"]);
      this.#journal.record("Sent SMS", person, at + HOUR, {
        "Message Body": text,
        "From Number": person.phone,
      });
    }
  }

  #click(
    metric: "Clicked Email" | "Clicked SMS",
    mailing: Mailing,
    person: Person,
    at: number,
    properties: Record<string, unknown>,
  ): void {
    const clickId = this.#journal.record(metric, person, at, {
      ...properties,
      URL: `${SHOP_URL}/collections/new`,
    });
    if (!clickId) return;
    const { statistics } = mailing;
    statistics.clicks++;
    statistics.clicks_unique++;
    if (!this.#random.chance(0.3)) return;
    const $attribution = {
      $attributed_event_id: clickId,
      $message: mailing.messageId,
      $flow: mailing.flowId,
      $attributed_channel: mailing.channel,
    };
    const value = this.#shop.placeOrder(person, at + this.#random.between(5, 90) * MINUTE, { $attribution });
    if (value === null) return;
    statistics.conversions++;
    statistics.conversion_uniques++;
    statistics.conversion_value = cents(statistics.conversion_value + value);
  }

  #complain(mailing: Mailing, person: Person, at: number, properties: Record<string, unknown>): void {
    const isSpam = this.#random.chance(0.2);
    const metric = isSpam ? "Marked Email as Spam" : "Unsubscribed from Email Marketing";
    if (!this.#journal.record(metric, person, at, properties)) return;
    if (isSpam) mailing.statistics.spam_complaints++;
    else mailing.statistics.unsubscribes++;
    person.suppression.push({ reason: isSpam ? "SPAM_COMPLAINT" : "UNSUBSCRIBE", timestamp: toIso(at) });
    if (!isSpam)
      person.emailConsent = { status: "UNSUBSCRIBED", at, method: "INBOUND_MESSAGE", source: null };
  }
}

function canReceive(channel: Channel, person: Person): boolean {
  if (channel === "sms") return person.phone !== null && person.smsConsent.status === "SUBSCRIBED";
  if (channel === "mobile_push") return person.hasApp;
  return (
    person.email !== null && person.suppression.length === 0 && person.emailConsent.status !== "UNSUBSCRIBED"
  );
}

function writeEmail(mailing: Mailing, person: Person, at: number): Record<string, unknown> {
  return {
    $event_id: `${mailing.messageId}:${person.id}:${Math.floor(at / DAY)}`,
    $message: mailing.messageId,
    ...(mailing.flowId === null ? {} : { $flow: mailing.flowId }),
    "Campaign Name": mailing.name,
    Subject: mailing.subject,
    "Email Domain": person.email?.split("@")[1] ?? null,
    "Inbox Provider": person.email?.endsWith(".com") ? "Gmail" : "Other",
    $_cohort$message_send_cohort: `${Math.floor(at / 1000)}:${mailing.messageId}`,
  };
}
