import { section } from "../src/tool/declare.ts";
import { words } from "./words.ts";

// What they take and what comes of it, all reports have in common: operations/reports.ts.

export const reporting = section("reporting", {
  query_campaign_values: words({
    title: "Campaign report",
    does: 'How campaigns did: a row each, totals, comparison. Two requests a minute. filter e.g. equals(send_channel,"email").',
  }),

  query_flow_values: words({
    title: "Flow report",
    does: 'How flows did: a row a message, totals, comparison. Two requests a minute. filter e.g. equals(flow_id,"ID").',
  }),
});
