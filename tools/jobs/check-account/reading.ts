import { isObject, textOf } from "../../../src/text.ts";
import type { WorkflowContext } from "../../../src/tool/tool.ts";
import { CHANNELS, campaigns } from "../../campaigns.ts";
import { flows } from "../../flows.ts";
import { lists } from "../../lists.ts";
import { metrics } from "../../metrics.ts";
import { segments } from "../../segments.ts";
import type { Parts } from "../parts.ts";
import { type Days, plusDays } from "./days.ts";
import type { Values } from "./finding.ts";

/** Campaigns that were made longer ago than this are not looked at, and of each channel so many. */
const MADE_DAYS = 180;
const MOST_CAMPAIGNS = 300;
const MOST_FLOWS = 200;
const MOST_METRICS = 2000;
/** As Klaviyo gives them unless asked for more. */
const GROUPS_A_PAGE = 500;

/** A metric as the checks need it. */
export interface Metric {
  id: string;
  name: string;
  /** Of the integration that tracks it. */
  category: string;
  key: string;
}

/** A list or segment that a campaign goes to. */
export interface Audience {
  id: string;
  name: string;
  kind: "list" | "segment";
}

/** How often something happened on each day, of one group of events. */
export interface Counted {
  /** What it is grouped by, in the order that was asked. */
  dimensions: readonly string[];
  /** A number a day, the first one first. */
  counts: readonly number[];
}

/** What the checks read: what several of them need is read once in a call. */
export class Reading {
  readonly context: WorkflowContext;
  readonly days: Days;
  readonly #parts: Parts;
  readonly #once = new Map<string, Promise<unknown>>();

  /** `parts` are those of the answer: they are told what is not looked at although a check went well. */
  constructor(context: WorkflowContext, days: Days, parts: Parts) {
    this.context = context;
    this.days = days;
    this.#parts = parts;
  }

  /** Says what a check did not look at. */
  miss(what: string): void {
    this.#parts.miss(what);
  }

  /** What a part of a check comes to; undefined where it cannot be read, and what else it found is told all the same. */
  part<T>(what: string, read: () => Promise<T>): Promise<T | undefined> {
    return this.#parts.read(what, read);
  }

  /** Campaigns of all channels, each with its channel. */
  campaigns(): Promise<readonly Values[]> {
    return this.#read("campaigns", async () => {
      const since = this.days.startOf(plusDays(this.days.today, -MADE_DAYS));
      const found: Values[] = [];
      for (const channel of CHANNELS) {
        const asked = {
          filter: `equals(messages.channel,"${channel}"),greater-or-equal(created_at,${since})`,
          sort: "-created_at",
          fields: ["name", "status", "audiences", "send_time", "updated_at", "tracking_options"],
        };
        const { items, whole } = await this.context.list(campaigns.get_campaigns, asked, MOST_CAMPAIGNS);
        if (!whole) this.miss(`${channel} campaigns before the last created ${items.length}`);
        found.push(...items.map((one) => ({ ...one, channel })));
      }
      return found;
    });
  }

  liveFlows(): Promise<readonly Values[]> {
    return this.#read("flows", async () => {
      const asked = { filter: 'equals(status,"live"),equals(archived,false)', fields: ["name"] };
      const { items, whole } = await this.context.list(flows.get_flows, asked, MOST_FLOWS);
      if (!whole) this.miss(`live flows after the first ${items.length}`);
      return items;
    });
  }

  metrics(): Promise<readonly Metric[]> {
    return this.#read("metrics", async () => {
      const { items } = await this.context.list(
        metrics.get_metrics,
        { fields: ["name", "integration"] },
        MOST_METRICS,
      );
      return items.map(({ id, name, integration }) => {
        const { category, key } = isObject(integration) ? integration : {};
        return { id: textOf(id), name: textOf(name), category: textOf(category), key: textOf(key) };
      });
    });
  }

  /** A metric by the first of these names that the account has. */
  async metric(...names: string[]): Promise<Metric | undefined> {
    const all = await this.metrics();
    return names.flatMap((name) => all.filter((one) => one.name === name))[0];
  }

  /** Events of a metric by day, from one day up to another that is excluded. */
  async counted(metric: Metric, from: string, to: string, by: readonly string[] = []): Promise<Counted[]> {
    const document = await this.context.call(metrics.query_metric_aggregates, {
      metric_id: metric.id,
      measurements: ["count"],
      interval: "day",
      start: from,
      end: to,
      timezone: this.days.zone,
      ...(by.length > 0 && { by: [...by] }),
    });
    const { data, links } = isObject(document) ? document : {};
    if (isObject(links) && links.next) this.miss(`${metric.name} after the first ${GROUPS_A_PAGE} groups`);
    const { data: groups } = isObject(data) && isObject(data.attributes) ? data.attributes : {};
    return [groups ?? []]
      .flat()
      .filter(isObject)
      .map(({ dimensions, measurements }) => ({
        dimensions: [dimensions ?? []].flat().map(textOf),
        counts: isObject(measurements) ? [measurements.count ?? []].flat().map(Number) : [],
      }));
  }

  /** Lists and segments by id; of what is neither there nor readable, nothing. */
  async audiences(ids: readonly string[]): Promise<ReadonlyMap<string, Audience>> {
    const found = new Map<string, Audience>();
    if (ids.length === 0) return found;
    const asked = { filter: `any(id,${JSON.stringify(ids)})`, fields: ["name"] };
    for (const [kind, tool] of [
      ["list", lists.get_lists],
      ["segment", segments.get_segments],
    ] as const) {
      const { items } = await this.context.list(tool, asked, ids.length);
      for (const { id, name } of items) found.set(textOf(id), { id: textOf(id), name: textOf(name), kind });
    }
    return found;
  }

  #read<T>(what: string, read: () => Promise<T>): Promise<T> {
    const known = (this.#once.get(what) as Promise<T> | undefined) ?? read();
    this.#once.set(what, known);
    return known;
  }
}
