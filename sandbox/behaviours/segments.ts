import { type Behaviour, readData } from "../klaviyo/operation.ts";
import { type Store, toStamp } from "../klaviyo/store.ts";
import { refuseBody } from "../refusal.ts";
import type { Resource } from "../resource.ts";
import { readChanges, readParent, type Write } from "./resources.ts";
import { type Definition, findMembers } from "./segmentation.ts";

const DEFINITION = "/data/attributes/definition";

/** Refuses references to groups and metrics that are not there, as building such a segment in Klaviyo is impossible. */
function checkReferences(store: Store, { condition_groups }: Definition): void {
  if (condition_groups.length === 0)
    throw refuseBody(`${DEFINITION}/condition_groups`, "At least one condition group is required.");
  condition_groups.forEach(({ conditions }, group) => {
    const at = `${DEFINITION}/condition_groups/${group}/conditions`;
    if (conditions.length === 0) throw refuseBody(at, "At least one condition is required.");
    conditions.forEach(({ group_ids = [], metric_id }, index) => {
      for (const id of group_ids) {
        if (!store.find("list", id) && !store.find("segment", id))
          throw refuseBody(`${at}/${index}/group_ids`, `No list or segment with id ${id} exists.`);
      }
      if (metric_id && !store.find("metric", metric_id))
        throw refuseBody(`${at}/${index}/metric_id`, `A metric with id ${metric_id} does not exist.`);
    });
  });
}

function applyDefinition(store: Store, segment: Resource): void {
  const joined_group_at = toStamp(store.now());
  const members = findMembers(store, segment.attributes.definition as Definition);
  segment.relationships.profiles = members.map(({ type, id }) => ({ type, id, joined_group_at }));
  segment.attributes.is_processing = true;
}

/** A new segment counts as being computed until it has been read once. */
export const createSegment: Behaviour = (call) => {
  const attributes = readData<{ attributes: Record<string, unknown> }>(call).attributes;
  checkReferences(call.store, attributes.definition as Definition);
  const segment = call.store.create("segment", { is_active: true, is_starred: false, ...attributes });
  applyDefinition(call.store, segment);
  return segment;
};

/** Changes a segment; a new definition means new members. */
export const updateSegment: Behaviour = (call) => {
  const segment = readParent(call);
  const { attributes = {} } = readData<Write>(call);
  if (attributes.is_active === false && Object.keys(attributes).length > 1)
    throw refuseBody(
      "/data/attributes/is_active",
      "A segment is deactivated by itself, without other changes.",
    );
  if (attributes.definition) checkReferences(call.store, attributes.definition as Definition);
  Object.assign(segment.attributes, readChanges(attributes));
  if (attributes.definition) applyDefinition(call.store, segment);
  return call.store.touch(segment);
};

/** The segment, its members computed by now. */
export const readSegment: Behaviour = (call) => {
  const segment = readParent(call);
  segment.attributes.is_processing = false;
  return segment;
};
