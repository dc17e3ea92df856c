import { operation, type Preview, section } from "../src/tool/tool.ts";
import {
  campaignsUsing,
  filterFlag,
  filterText,
  filterTime,
  flag,
  id,
  L,
  memberFilter,
  nonEmptyText,
  S,
  text,
  XS,
} from "./params.ts";
import * as resource from "./resources.ts";
import { segmentDefinition as definition, segmentStructure } from "./structures/segment.ts";

const counted = { argument: "additional_fields", value: "profile_count", rate: XS } as const;
const include = { "flow-triggers": resource.flow, tags: resource.tag };
const written = { ...XS, daily: 100 };

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

const COMPUTED =
  'is_processing is true until the members are computed; profile_count means nothing before. get_segment with segment_id "{id}" shows it.';

export const segments = section("segments", {
  get_segments: operation({
    title: "List the segments",
    description: 'Finds segments by exact name, e.g. filter equals(name,"VIP"). Sizes come from get_segment.',
    inputSchema: {},
    impact: "read",
    request: {
      method: "GET",
      path: "/api/segments",
      scopes: "segments:read",
      rate: L,
      query: {
        filter: {
          name: filterText("any", "equals"),
          id: filterText("any", "equals"),
          created: filterTime("greater-than"),
          updated: filterTime("greater-than"),
          is_active: filterFlag("any", "equals"),
          is_starred: filterFlag("equals"),
        },
        sort: ["created", "id", "name", "updated"],
        include,
        page: { size: 10 },
      },
    },
    result: { kind: "collection", resource: resource.segment },
  }),

  get_segment: operation({
    title: "Read a segment",
    description:
      "One segment with its definition; additional_fields profile_count gives its size (slow: 15 a minute).",
    inputSchema: { segment_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/segments/{segment_id}",
      scopes: "segments:read",
      rate: L,
      stricter: [counted],
      query: { include, additionalFields: ["profile_count"] },
    },
    result: { kind: "resource", resource: resource.countedSegment },
  }),

  create_segment: operation({
    title: "Create a segment",
    description: [
      "Creates a segment of everyone who meets the definition. Groups seem to be joined by AND and conditions within one by OR; Klaviyo does not say, so check the count.",
      'Win-back, ordered before but not in 90 days: {"condition_groups":[{"conditions":[{"type":"profile-metric","metric_id":"ABC123","measurement":"count","measurement_filter":{"type":"numeric","operator":"greater-than","value":0},"timeframe_filter":{"type":"date","operator":"alltime"}}]},{"conditions":[…]}]}, where the second condition has operator "equals" and timeframe_filter {"type":"date","operator":"in-the-last","unit":"day","quantity":90}.',
      "get_guide with topic segments has every type of condition.",
    ].join(" "),
    inputSchema: { name: nonEmptyText, definition, is_starred: flag },
    guide: "segments",
    structures: { definition: segmentStructure },
    impact: "write",
    request: {
      method: "POST",
      path: "/api/segments",
      scopes: "segments:write",
      rate: written,
      body: { type: "segment", attributes: ["name", "definition", "is_starred"] },
    },
    result: { kind: "resource", resource: resource.segment, hint: COMPUTED },
  }),

  update_segment: operation({
    title: "Update a segment",
    description:
      "Renames, stars, switches or redefines a segment. A new definition replaces the old one whole; create_segment shows its shape. is_active false goes alone, and reaches the campaigns and flows that use it.",
    inputSchema: {
      segment_id: id,
      name: text,
      definition: definition.optional(),
      is_starred: flag,
      is_active: flag,
    },
    guide: "segments",
    structures: { definition: segmentStructure },
    impact: { default: "write", dangerousWhen: [{ input: "is_active", equals: false }] },
    preview: reached,
    request: {
      method: "PATCH",
      path: "/api/segments/{segment_id}",
      scopes: "segments:write",
      rate: written,
      body: {
        type: "segment",
        id: "segment_id",
        attributes: ["name", "definition", "is_starred", "is_active"],
      },
    },
    result: { kind: "resource", resource: resource.segment, hint: COMPUTED },
  }),

  delete_segment: operation({
    title: "Delete a segment",
    description: "Deletes a segment for good; its profiles stay. Flows that it triggers stop.",
    inputSchema: { segment_id: id },
    impact: "dangerous",
    preview: reached,
    request: { method: "DELETE", path: "/api/segments/{segment_id}", scopes: "segments:write", rate: S },
    result: { kind: "empty" },
  }),

  get_profiles_for_segment: operation({
    title: "List a segment's profiles",
    description: 'Who is in a segment now. Is one customer? filter equals(profile_id,"01H…").',
    inputSchema: { segment_id: id },
    impact: "read",
    request: {
      method: "GET",
      path: "/api/segments/{segment_id}/profiles",
      scopes: "profiles:read segments:read",
      rate: L,
      stricter: [
        { argument: "additional_fields", value: "predictive_analytics", rate: { burst: 10, steady: 150 } },
      ],
      query: {
        filter: { profile_id: filterText("any", "equals"), ...memberFilter },
        sort: ["joined_group_at"],
        additionalFields: ["subscriptions", "predictive_analytics"],
        page: { size: 100 },
      },
    },
    result: { kind: "collection", resource: resource.member },
  }),
});
