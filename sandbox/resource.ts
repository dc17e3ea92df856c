/** Attributes by name, and any JSON object inside them. */
export type Values = Record<string, unknown>;

/** A link to a resource: what a JSON:API relationship holds. `joined_group_at` is set on memberships only. */
export interface Link {
  type: string;
  id: string;
  joined_group_at?: string;
  /** What the link itself says, of schemas of objects. */
  meta?: Values;
}

/**
 * One stored JSON:API resource object. `attributes` holds everything Klaviyo could answer, the additional fields
 * included; a name that starts with `_` is the sandbox's own bookkeeping and is never shown.
 */
export interface Resource {
  type: string;
  id: string;
  attributes: Values;
  relationships: Record<string, Link | Link[] | null>;
}
