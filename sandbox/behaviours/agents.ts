import { type Behaviour, readData } from "../klaviyo/operation.ts";
import type { Resource, Values } from "../resource.ts";
import { readParent, type Write } from "./resources.ts";
import { store } from "./stored.ts";

/** What is shown of a secret: its last letters. */
const maskOf = (value: unknown) => `••••${String(value).slice(-4)}`;

/** A secret is kept to itself: what is read is its name and a mask. */
export const writeSecret: Behaviour = (call) => {
  const { attributes = {} } = readData<Write>(call);
  const { value, ...shown } = attributes;
  const said = { ...shown, ...(typeof value === "string" && { mask: maskOf(value), _value: value }) };
  if (call.parent.id === "") return store(call, "agent-secret", { attributes: said });
  const secret = readParent(call);
  Object.assign(secret.attributes, said);
  return call.store.touch(secret);
};

/** Changes the words of a snippet, which are indexed again. */
export const updateKnowledge: Behaviour = (call) => {
  const knowledge: Resource = readParent(call);
  const { attributes = {} } = readData<Write>(call);
  const said = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
  knowledge.attributes.source = { ...(knowledge.attributes.source as Values), ...said };
  knowledge.attributes.status = "pending";
  return call.store.touch(knowledge);
};
