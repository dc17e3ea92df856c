// What each view is drawn of: a call of the server, and a text that stands there when all of it is drawn.

export interface Scene {
  view: string;
  tool: string;
  args: Record<string, unknown>;
  /** Stands there in the end. */
  shows: string;
}

const REVENUE = ["conversion_value", "recipients", "open_rate"];

export const SCENES: readonly Scene[] = [
  {
    view: "campaigns",
    tool: "query_campaign_values",
    args: { timeframe: "last_30_days", statistics: REVENUE, compare_to: "previous_period" },
    shows: "New Arrivals: footwear",
  },
  {
    view: "flows",
    tool: "query_flow_values",
    args: { timeframe: "last_30_days", statistics: REVENUE, compare_to: "previous_period" },
    shows: "Welcome Series",
  },
  {
    view: "flows over time",
    tool: "read_operation",
    args: {
      name: "query_flow_series",
      arguments: { timeframe: "last_30_days", interval: "weekly", statistics: ["recipients", "open_rate"] },
    },
    shows: "Delivered",
  },
  {
    view: "forms over time",
    tool: "read_operation",
    args: {
      name: "query_form_series",
      arguments: { timeframe: "last_7_days", interval: "daily", statistics: ["submits", "viewed_form"] },
    },
    shows: "Submits",
  },
  {
    view: "segments",
    tool: "read_operation",
    args: {
      name: "query_segment_values",
      arguments: { timeframe: "last_30_days", statistics: ["total_members", "net_members_changed"] },
    },
    shows: "Engaged (30 days)",
  },
  {
    view: "orders by day",
    tool: "query_metric_aggregates",
    args: {
      metric_id: "Placed Order",
      measurements: ["count", "sum_value"],
      interval: "day",
      timeframe: "last_30_days",
    },
    shows: "Placed Order",
  },
  {
    view: "orders by week and channel",
    tool: "query_metric_aggregates",
    args: {
      metric_id: "Placed Order",
      measurements: ["count", "sum_value"],
      interval: "week",
      timeframe: "last_30_days",
      by: ["$attributed_channel"],
    },
    shows: "Of which",
  },
  {
    view: "profiles by country",
    tool: "summarize_collection",
    args: { name: "get_profiles", group_by: "location.country" },
    shows: "Canada",
  },
  {
    view: "customer",
    tool: "get_customer",
    args: { profile_id: "sarah.novak1@example.com" },
    shows: "Novák",
  },
  { view: "account", tool: "get_account_overview", args: {}, shows: "The next 7 days" },
  {
    view: "campaign",
    tool: "preview_campaign",
    args: { campaign_id: "Gear swap night" },
    shows: "Load images",
  },
  {
    view: "send",
    tool: "send_campaign",
    args: { campaign_id: "Gear swap night" },
    shows: "Load images",
  },
  { view: "deletion", tool: "delete_list", args: { list_id: "Hx8JzK" }, shows: "Yes, delete a list" },
];
