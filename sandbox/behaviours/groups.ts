import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { toStamp } from "../klaviyo/store.ts";
import { refuseBody } from "../refusal.ts";
import type { Link } from "../resource.ts";
import { readParent } from "./resources.ts";

function readMembers(call: Call): Link[] {
  const links = readData<Link[]>(call);
  links.forEach(({ type, id }, index) => {
    if (!call.store.find(type, id))
      throw refuseBody(`/data/${index}/id`, `A ${type} with id ${id} does not exist.`);
  });
  return links;
}

/** Adds profiles to a list; those already in it stay as they are. */
export const addMembers: Behaviour = (call) => {
  const group = readParent(call);
  const joined_group_at = toStamp(call.store.now());
  call.store.link(
    group,
    "profiles",
    readMembers(call).map((link) => ({ ...link, joined_group_at })),
  );
  return undefined;
};

/** Takes profiles out of a list. */
export const removeMembers: Behaviour = (call) => {
  const group = readParent(call);
  call.store.unlink(group, "profiles", new Set(readMembers(call).map((link) => link.id)));
  return undefined;
};

/** Tags resources, or takes the tag off them. */
export function tagResources(on: boolean): Behaviour {
  return (call) => {
    const tag = readParent(call);
    for (const { type, id } of readMembers(call)) {
      const resource = call.store.get(type, id);
      if (on) call.store.link(resource, "tags", [{ type: "tag", id: tag.id }]);
      else call.store.unlink(resource, "tags", new Set([tag.id]));
    }
    return undefined;
  };
}
