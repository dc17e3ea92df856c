import * as klaviyo from "klaviyo-api";
import type { OfficialClient } from "../cases/case.ts";

/** The vendor's client with every API object pointed at one address; a gateway wants its key as bearer. */
export function officialClient(baseUrl: string, key: "klaviyo" | "bearer" = "klaviyo"): OfficialClient {
  // One try, so that a refusal is seen as it is.
  const retry = new klaviyo.RetryWithExponentialBackoff({ numRetries: 0 });
  const session =
    key === "bearer"
      ? new klaviyo.OAuthBasicSession("test-key", retry)
      : new klaviyo.ApiKeySession("test-key", retry);
  const at = <T extends { basePath: string }>(api: T): T => {
    api.basePath = baseUrl;
    return api;
  };
  return {
    accounts: at(new klaviyo.AccountsApi(session)),
    campaigns: at(new klaviyo.CampaignsApi(session)),
    catalogs: at(new klaviyo.CatalogsApi(session)),
    coupons: at(new klaviyo.CouponsApi(session)),
    events: at(new klaviyo.EventsApi(session)),
    flows: at(new klaviyo.FlowsApi(session)),
    lists: at(new klaviyo.ListsApi(session)),
    metrics: at(new klaviyo.MetricsApi(session)),
    profiles: at(new klaviyo.ProfilesApi(session)),
    reporting: at(new klaviyo.ReportingApi(session)),
    segments: at(new klaviyo.SegmentsApi(session)),
    tags: at(new klaviyo.TagsApi(session)),
    templates: at(new klaviyo.TemplatesApi(session)),
    webhooks: at(new klaviyo.WebhooksApi(session)),
  };
}
