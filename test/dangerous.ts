/** A call of every tool that can be dangerous, at its most dangerous. */
export const DANGEROUS: Record<string, Record<string, unknown>> = {
  delete_connection: { connection_id: "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601" },
  merge_profiles: {
    destination_profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H",
    source_profile_id: "01HWZ8Q85R7Z8KW3EA7XHP41JK",
  },
  bulk_import_profiles: { profiles: many((at) => ({ email: `p${at}@example.com` })) },
  bulk_subscribe_profiles: { profiles: many((at) => ({ email: `p${at}@example.com`, channels: ["email"] })) },
  delete_list: { list_id: "Hx8JzK" },
  add_profiles_to_list: { list_id: "Hx8JzK", profile_ids: many(() => "01GDDKASAP8TKDDA2GRZDSVP4H") },
  remove_profiles_from_list: { list_id: "Hx8JzK", profile_ids: many(() => "01GDDKASAP8TKDDA2GRZDSVP4H") },
  delete_segment: { segment_id: "RcJ6Lq" },
  update_segment: { segment_id: "UxQKbd", is_active: false },
  delete_campaign: { campaign_id: "01HS1WPD22ATBT3RX3FFS6HFPQ" },
  send_campaign: { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" },
  cancel_campaign_send: { campaign_id: "01GHDEX2339CQDMMDYCNG1DDW0", action: "revert" },
  update_flow: { flow_id: "8fucdi", status: "live" },
  delete_flow: { flow_id: "8fucdi" },
  bulk_create_events: {
    events: many((at) => ({ metric_name: "M", email: `p${at}@example.com`, properties: {} })),
  },
  delete_template: { template_id: "dmAjy2" },
  delete_catalog_item: { catalog_item_id: "$custom:::$default:::SKU-002" },
  delete_tag: { tag_id: "$first_tag" },
  bulk_create_coupon_codes: { coupon_id: "WELCOME10", codes: many((at) => `CODE${at}`) },
  create_webhook: {
    name: "w",
    endpoint_url: "https://example.com/hook",
    secret_key: "a-secret-of-the-test",
    topic_ids: ["event:klaviyo.sent_sms"],
  },
  update_webhook: { webhook_id: "$first_webhook", endpoint_url: "https://example.com/other" },
  delete_webhook: { webhook_id: "$first_webhook" },
  change_operation: { method: "DELETE", path: "/api/lists/Hx8JzK" },
};

function many<T>(make: (at: number) => T): T[] {
  return Array.from({ length: 101 }, (_, at) => make(at));
}

/** The writes of a call: a count is none, and a tree has its rule besides. */
export const writesOf = ({ name }: { name: string }) =>
  /^(estimate|refresh)/.test(name) ? 0 : name === "create_ab_test" ? 2 : 1;
