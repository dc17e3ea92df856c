import type { Resource } from "../resource.ts";
import { LIST_IDS } from "./audiences.ts";
import { Clock, DAY, toIso } from "./clock.ts";
import { summarizePerson } from "./consent.ts";
import { cents } from "./money.ts";
import { FIRST_NAMES, LAST_NAMES, PLACES } from "./names.ts";
import type { Consent, Person } from "./profiles.ts";
import { Random } from "./random.ts";

/** The crowd was there before the first of the people that the account's story is about. */
const FIRST_DAY = 2000;
const LAST_DAY = 950;
const HOST = "crowd.example.com";
/** 26 characters that say which of them it is. */
const ID = "01KCR0WD";
const ID_DIGITS = 18;
/** In front of seven digits, far from those of the story's people. */
const PHONE = "+1555";
const FIRST_PHONE = 4_000_000;

/** What tells one of the crowd from all others. */
const IDENTIFIERS: Readonly<Record<string, RegExp>> = {
  id: new RegExp(`^${ID}(\\d{${ID_DIGITS}})$`),
  email: new RegExp(`\\.(\\d+)@${HOST}$`, "i"),
  phone_number: /^\+1555(\d{7})$/,
  external_id: /^C(\d+)$/,
};

/**
 * So many people more than the account's story tells of, all of them subscribed to one list: each is made when it is
 * looked at, the same one every time, so that there is no room for them to take. The first came first.
 */
export class Crowd {
  readonly size: number;
  /** The list that all of them are on. */
  readonly list: string = LIST_IDS.newsletter;
  readonly #clock: Clock;
  readonly #first = FIRST_NAMES.split(" ");
  readonly #last = LAST_NAMES.split(" ");

  constructor(size: number, now: Date) {
    this.size = size;
    this.#clock = new Clock(now);
  }

  /** The one at a place from 0 on. */
  at(place: number): Resource {
    const random = new Random(`crowd ${place}`);
    const createdAt = this.createdAt(place);
    const firstName = random.pick(this.#first);
    const lastName = random.pick(this.#last);
    const at: Consent = { status: "SUBSCRIBED", at: createdAt, method: "LIST", source: this.list };
    const home = random.pick(PLACES);
    const person: Person = {
      id: ID + String(place).padStart(ID_DIGITS, "0"),
      email: `${plain(firstName)}.${place}@${HOST}`,
      phone: PHONE + String(FIRST_PHONE + place),
      firstName,
      lastName,
      place: home,
      createdAt,
      lastEventAt: createdAt,
      emailConsent: at,
      smsConsent: { ...at, status: "NEVER_SUBSCRIBED", at: null },
      hasApp: false,
      lists: [this.list],
      suppression: [],
      orders: Array.from({ length: random.between(0, 3) }, () => ({
        at: createdAt + random.between(0, LAST_DAY) * DAY,
        value: cents(random.between(2000, 40_000) / 100),
      })),
      engagements: [],
      attributes: {},
    };
    const [city, region, country, zip] = home;
    return {
      type: "profile",
      id: person.id,
      attributes: {
        email: person.email,
        phone_number: person.phone,
        external_id: `C${place}`,
        first_name: firstName,
        last_name: lastName,
        created: toIso(createdAt),
        updated: toIso(createdAt),
        last_event_date: toIso(createdAt),
        location: { city, region, country, zip },
        properties: { "Loyalty Tier": random.pick(["Bronze", "Silver", "Gold"]) },
        ...summarizePerson(person, this.#clock),
      },
      relationships: {},
    };
  }

  /** When the one at a place came, in milliseconds: never before the one in front. */
  createdAt(place: number): number {
    const days = FIRST_DAY - (place / this.size) * (FIRST_DAY - LAST_DAY);
    return Math.floor(this.#clock.daysAgo(days) / 1000) * 1000;
  }

  /** The place of whoever has an identifier. */
  placeOf(name: string, value: unknown): number | undefined {
    const [, digits] = IDENTIFIERS[name]?.exec(String(value)) ?? [];
    const place = Number(digits) - (name === "phone_number" ? FIRST_PHONE : 0);
    if (digits === undefined || place < 0 || place >= this.size) return undefined;
    const own = name === "id" ? value : this.at(place).attributes[name];
    return String(own).toLowerCase() === String(value).toLowerCase() ? place : undefined;
  }

  /** The first place of those who came at a time or after it. */
  firstSince(time: number): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.createdAt(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const plain = (name: string) =>
  name
    .normalize("NFD")
    .replace(/[^a-z]/gi, "")
    .toLowerCase() || "person";
