import { section } from "../src/tool/declare.ts";
import type { Preview } from "../src/tool/tool.ts";
import { campaignsUsing, flag, id, nonEmptyText, text } from "./params.ts";
import { member } from "./resources.ts";
import { segmentDefinition as definition, segmentStructure } from "./structures/segment.ts";
import { words } from "./words.ts";

/** What a person should know of a segment before it goes or stands still. */
const reached: readonly Preview[] = [
  {
    tool: "get_segment",
    arguments: {
      segment_id: "$segment_id",
      include: ["flow-triggers"],
      additional_fields: ["profile_count"],
    },
    label: "segment",
    show: ["name", "profile_count", "flow-triggers"],
  },
  campaignsUsing("segment_id"),
];

/** Told where the answer says that it is so. */
const COMPUTED = {
  shows: { attribute: "is_processing", is: true },
  says: "is_processing is true until the members are computed, and profile_count means nothing before: get_segment shows it.",
};

export const segments = section("segments", {
  get_segments: words({
    title: "List the segments",
    does: 'Finds segments by exact name, e.g. filter equals(name,"VIP"). Sizes come from get_segment.',
    instead: "query_segment_values has the sizes of all segments at once.",
  }),

  get_segment: words({
    title: "Read a segment",
    does: "One segment with its definition; additional_fields profile_count gives its size.",
  }),

  create_segment: words({
    title: "Create a segment",
    does: [
      "Creates a segment of everyone who meets the definition.",
      'Win-back, ordered before but not in 90 days: {"condition_groups":[{"conditions":[{"type":"profile-metric","metric_id":"ABC123","measurement":"count","measurement_filter":{"type":"numeric","operator":"greater-than","value":0},"timeframe_filter":{"type":"date","operator":"alltime"}}]},{"conditions":[…]}]}, where the second condition has operator "equals" and timeframe_filter {"type":"date","operator":"in-the-last","unit":"day","quantity":90}.',
      "get_guide with topic segments has all types of condition.",
    ].join(" "),
    inputSchema: { name: nonEmptyText, definition, is_starred: flag },
    guide: "segments",
    structures: { definition: segmentStructure },
    remarks: [COMPUTED],
  }),

  update_segment: words({
    title: "Update a segment",
    does: "Renames, stars, switches or redefines a segment; a new definition replaces the old one whole. is_active false goes alone, and reaches campaigns and flows that use it.",
    inputSchema: {
      segment_id: id,
      name: text,
      definition: definition.optional(),
      is_starred: flag,
      is_active: flag,
    },
    guide: "segments",
    structures: { definition: segmentStructure },
    preview: reached,
    remarks: [COMPUTED],
  }),

  delete_segment: words({
    title: "Delete a segment",
    does: "Deletes a segment for good; its profiles stay. Flows that it triggers stop.",
    preview: reached,
  }),

  get_profiles_for_segment: words({
    title: "List a segment's profiles",
    does: 'Who is in a segment now. Is one customer? filter equals(profile_id,"01H…").',
    shows: member,
  }),
});
