import type * as klaviyo from "klaviyo-api";

/** The vendor's client, one object an API, all of them pointed at the same recording server. */
export interface OfficialClient {
  accounts: klaviyo.AccountsApi;
  campaigns: klaviyo.CampaignsApi;
  catalogs: klaviyo.CatalogsApi;
  coupons: klaviyo.CouponsApi;
  events: klaviyo.EventsApi;
  flows: klaviyo.FlowsApi;
  lists: klaviyo.ListsApi;
  metrics: klaviyo.MetricsApi;
  profiles: klaviyo.ProfilesApi;
  reporting: klaviyo.ReportingApi;
  segments: klaviyo.SegmentsApi;
  tags: klaviyo.TagsApi;
  templates: klaviyo.TemplatesApi;
  webhooks: klaviyo.WebhooksApi;
}

/** One request as it left: `path` after the gateway's prefix and percent-encoded, `query` decoded. */
export interface Sent {
  method: string;
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  /** Where it is not that of the settings. */
  revision?: string;
}

/**
 * One call of a tool: what the model gives, what must leave, and the same call by the vendor's own client. Every
 * operation has two at least: the smallest valid call, and one that sets every argument.
 */
export interface Case {
  tool: string;
  name: string;
  args: Record<string, unknown>;
  /** The request of the tool itself; of a workflow or of rows, all of them in order. */
  sent: Sent | Sent[];
  /** How many accounts the key has then; one where nothing else is said. */
  connections?: number;
  /** What leaves depends on what was learned before: a test of its own holds it, and `sent` is empty. */
  varies?: true;
  /** Absent where the vendor's client has no such operation. */
  official?: (client: OfficialClient) => Promise<unknown>;
  /** What the model must read, as a part of the result. */
  reads?: Record<string, unknown>;
}

/** Dates in the cases are of this account's day. */
export const NOW = "2026-11-23T12:00:00Z";
