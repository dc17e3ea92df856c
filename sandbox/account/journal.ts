import type { Resource } from "../resource.ts";
import { type Clock, EVENT_DAYS, toIso } from "./clock.ts";
import { type MetricName, metricId } from "./metrics.ts";
import type { Person } from "./profiles.ts";
import { Random } from "./random.ts";

interface Entry {
  at: number;
  resource: Resource;
}

/** Collects the account's events and keeps each person's summary of them. */
export class Journal {
  readonly #random = new Random("events");
  readonly #entries: Entry[] = [];
  readonly #oldest: number;
  readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
    this.#oldest = clock.daysAgo(EVENT_DAYS);
  }

  /** How many events are kept so far. */
  get size(): number {
    return this.#entries.length;
  }

  /**
   * Notes that something happened to a person. Answers null when it lies in the future and so has not happened, and
   * the event's id otherwise, although events older than the account keeps are not stored.
   */
  record(
    metric: MetricName,
    person: Person,
    at: number,
    properties: Record<string, unknown>,
    value?: number,
  ): string | null {
    if (at > this.clock.now) return null;
    const id = this.#random.shortId(7);
    if (at < this.#oldest) return id;
    const seconds = Math.floor(at / 1000);
    const attributes: Record<string, unknown> = {
      timestamp: seconds,
      event_properties: value === undefined ? properties : { $value: value, ...properties },
      datetime: toIso(at),
      uuid: this.#random.uuid(),
    };
    if (value !== undefined) attributes._value = value;
    const relationships = {
      metric: { type: "metric", id: metricId(metric) },
      profile: { type: "profile", id: person.id },
      attributions: [],
    };
    this.#entries.push({ at, resource: { type: "event", id, attributes, relationships } });
    person.lastEventAt = Math.max(person.lastEventAt, at);
    return id;
  }

  /** The events, oldest first. */
  toResources(): Resource[] {
    return this.#entries.sort((a, b) => a.at - b.at).map((entry) => entry.resource);
  }
}
