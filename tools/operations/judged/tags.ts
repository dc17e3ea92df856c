import type { Judged } from "./entry.ts";

/** Tags, metrics, reports: what orders and counts. */
export const tags: Judged = {
  create_tag: ["adds", "A tag that nothing carries yet."],
  update_tag: ["edits", "Another name, on everything that carries it."],
  delete_tag: ["deletes", "The tag is gone from everything that carries it; the things themselves stay."],
  create_tag_group: ["adds", "An empty group of tags."],
  update_tag_group: ["edits", "Another name of the group."],
  delete_tag_group: ["deletes", "The group goes with all its tags, from everything that carries them."],
  tag_campaigns: ["edits", "These campaigns carry the tag too.", { counts: "campaign_ids" }],
  tag_flows: ["edits", "These flows carry the tag too.", { counts: "flow_ids" }],
  tag_lists: ["edits", "These lists carry the tag too.", { counts: "list_ids" }],
  tag_segments: ["edits", "These segments carry the tag too.", { counts: "segment_ids" }],
  remove_tag_from_campaigns: [
    "edits",
    "The campaigns lose a tag, and can get it back.",
    { counts: "campaign_ids" },
  ],
  remove_tag_from_flows: ["edits", "The flows lose a tag, and can get it back.", { counts: "flow_ids" }],
  remove_tag_from_lists: ["edits", "The lists lose a tag, and can get it back.", { counts: "list_ids" }],
  remove_tag_from_segments: [
    "edits",
    "The segments lose a tag, and can get it back.",
    { counts: "segment_ids" },
  ],

  create_custom_metric: ["adds", "A metric counted from others; nothing uses it yet."],
  update_custom_metric: [
    "edits",
    "Reports that use it count otherwise from then on.",
    { when: [{ input: "definition", given: true, effects: ["replaces"] }] },
  ],
  delete_custom_metric: ["deletes", "The metric is gone; what uses it loses it."],
  update_mapped_metric: [
    "publishes",
    "All of the account counts this kind of event, such as revenue, by another metric.",
  ],

  query_metric_aggregates: ["reads", "Only counts events."],
  query_campaign_values: ["reads", "Only reports numbers of campaigns."],
  query_flow_values: ["reads", "Only reports numbers of flows."],
  query_flow_series: ["reads", "Only reports numbers of flows over time."],
  query_form_values: ["reads", "Only reports numbers of forms."],
  query_form_series: ["reads", "Only reports numbers of forms over time."],
  query_segment_values: ["reads", "Only reports sizes of segments."],
  query_segment_series: ["reads", "Only reports sizes of segments over time."],
};
