import type { Crowd } from "../account/crowd.ts";
import { refuseMissing } from "../refusal.ts";
import type { Link, Resource } from "../resource.ts";
import { allTypes, kindOf, partnerOf, relationOf, relationsOf } from "./kind.ts";
import { type Multitude, multitudeOf } from "./multitude.ts";

/** Relationships that are stored at the other end only: `type/relation` → the type and relation that hold it. */
const INVERSE: Record<string, [type: string, relation: string]> = {
  "profile/lists": ["list", "profiles"],
  "profile/segments": ["segment", "profiles"],
  "tag/campaigns": ["campaign", "tags"],
  "tag/flows": ["flow", "tags"],
  "tag/lists": ["list", "tags"],
  "tag/segments": ["segment", "tags"],
  "tag-group/tags": ["tag", "tag-group"],
  "profile/conversation": ["conversation", "profile"],
  "profile/conversations": ["conversation", "profile"],
};

const IDENTIFIERS = ["email", "phone_number", "external_id"] as const;

/** Klaviyo's way to write an instant: to the second, with a numeric offset. */
export function toStamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}+00:00`;
}

const isMany = (type: string, relation: string): boolean =>
  relationOf(relationsOf(type)[relation] ?? "").many;

const holders = new Map<string, [type: string, relation: string][]>();

/** Every relationship that may hold a link to a type. */
function holdersOf(target: string): [type: string, relation: string][] {
  const known = holders.get(target);
  if (known) return known;
  const found = allTypes().flatMap((type) =>
    Object.entries(relationsOf(type)).flatMap(([relation, notation]): [string, string][] =>
      relationOf(notation).type === target && !INVERSE[`${type}/${relation}`] ? [[type, relation]] : [],
    ),
  );
  holders.set(target, found);
  return found;
}

const toLinks = (held: Link | Link[] | null | undefined): Link[] =>
  held === null || held === undefined ? [] : Array.isArray(held) ? held : [held];

/** The resources of one Klaviyo account, with the links between them and the ids of those to come. */
export class Store {
  readonly #types = new Map<string, Map<string, Resource>>();
  readonly #owners = new Map<string, string>();
  readonly #seed: (type: string) => readonly Resource[];
  readonly #now: () => Date;
  readonly #crowd: Crowd | undefined;
  #state = 0x2f6e2b1;

  /**
   * `seed` is what there is of a type from the beginning; it is asked once, when the type is first looked at. Of a
   * `crowd`, who is looked for by an identifier is kept from then on, and nobody else.
   */
  constructor(seed: (type: string) => readonly Resource[], now: () => Date, crowd?: Crowd) {
    this.#seed = seed;
    this.#now = now;
    this.#crowd = crowd;
  }

  #of(type: string): Map<string, Resource> {
    const known = this.#types.get(type);
    if (known) return known;
    const found = new Map(this.#seed(type).map((resource) => [resource.id, resource]));
    this.#types.set(type, found);
    if (type === "profile") for (const profile of found.values()) this.identify(profile);
    return found;
  }

  now(): Date {
    return this.#now();
  }

  all(type: string): Resource[] {
    return [...this.#of(type).values()];
  }

  find(type: string, id: string): Resource | undefined {
    return this.#of(type).get(id) ?? (type === "profile" ? this.#fromCrowd("id", id) : undefined);
  }

  #fromCrowd(name: string, value: unknown): Resource | undefined {
    const place = this.#crowd?.placeOf(name, value);
    const found = place === undefined ? undefined : this.#crowd?.at(place);
    return found && (this.#of("profile").get(found.id) ?? this.add(found));
  }

  /** Everybody, or the members of a list that the crowd is on, the crowd in front; undefined where there is none of it. */
  multitude(list?: Resource): Multitude | undefined {
    const crowd = this.#crowd;
    if (!crowd || (list && list.id !== crowd.list)) return undefined;
    return multitudeOf(crowd, this.#of("profile"), list && toLinks(list.relationships.profiles));
  }

  /** The resource, or a 404 as Klaviyo words it. */
  get(type: string, id: string): Resource {
    const resource = this.find(type, id);
    if (!resource) throw refuseMissing(type, id);
    return resource;
  }

  add(resource: Resource): Resource {
    this.#of(resource.type).set(resource.id, resource);
    if (resource.type === "profile") this.identify(resource);
    return resource;
  }

  /** Adds a new resource, with its id and its time stamps. */
  create(
    type: string,
    attributes: Resource["attributes"],
    relationships: Resource["relationships"] = {},
    id: string = this.newId(type),
  ): Resource {
    const stamp = toStamp(this.now());
    const [created, updated] = kindOf(type).stamps ?? [];
    const stamps = { ...(created && { [created]: stamp }), ...(updated && { [updated]: stamp }) };
    return this.add({ type, id, attributes: { ...attributes, ...stamps }, relationships });
  }

  /** Marks a resource as changed now. */
  touch(resource: Resource): Resource {
    const updated = kindOf(resource.type).stamps?.[1];
    if (updated) resource.attributes[updated] = toStamp(this.now());
    return resource;
  }

  /** Deletes a resource, what it owns, and every link to it. */
  remove(resource: Resource): void {
    for (const relation of kindOf(resource.type).owns ?? [])
      for (const owned of this.linkedResources(resource, relation)) this.remove(owned);
    this.#of(resource.type).delete(resource.id);
    for (const [type, relation] of holdersOf(resource.type))
      for (const holder of this.all(type)) this.unlink(holder, relation, new Set([resource.id]));
  }

  /** How many a relationship leads to. */
  count(resource: Resource, relation: string): number {
    const crowd = resource.type === "list" && relation === "profiles" ? this.multitude(resource) : undefined;
    return crowd?.size ?? this.linked(resource, relation).length;
  }

  /** The links of a relationship, whichever end stores them; a list has none to its crowd. */
  linked(resource: Resource, relation: string): Link[] {
    const inverse = INVERSE[`${resource.type}/${relation}`];
    const joined = relation === "lists" && this.#crowd?.placeOf("id", resource.id) !== undefined;
    if (inverse) {
      const own = joined && this.#crowd ? [{ type: "list", id: this.#crowd.list }] : [];
      return [...own, ...this.#holders(inverse, resource.id)];
    }
    const held = toLinks(resource.relationships[relation]);
    const partner = partnerOf(resource.type, relation);
    if (!partner) return held;
    const known = new Set(held.map((link) => link.id));
    const other = relationOf(relationsOf(resource.type)[relation] ?? "").type;
    return [...held, ...this.#holders([other, partner], resource.id).filter(({ id }) => !known.has(id))];
  }

  #holders([type, relation]: [type: string, relation: string], id: string): Link[] {
    return this.all(type)
      .filter((holder) => toLinks(holder.relationships[relation]).some((link) => link.id === id))
      .map((holder) => ({ type, id: holder.id }));
  }

  linkedResources(resource: Resource, relation: string): Resource[] {
    return this.linked(resource, relation).flatMap((link) => this.find(link.type, link.id) ?? []);
  }

  /** Adds links to a relationship, at whichever end they are stored. */
  relate(resource: Resource, relation: string, links: Link[]): void {
    const self = { type: resource.type, id: resource.id };
    const [type, held] = this.#farEnd(resource.type, relation);
    for (const link of held ? links : []) {
      const holder = this.get(type, link.id);
      if (isMany(type, held)) this.link(holder, held, [self]);
      else holder.relationships[held] = self;
    }
    if (held) return;
    if (isMany(resource.type, relation)) this.link(resource, relation, links);
    else resource.relationships[relation] = links[0] ?? null;
  }

  /** Takes links out of a relationship, at both ends. */
  unrelate(resource: Resource, relation: string, ids: Set<string>): void {
    this.unlink(resource, relation, ids);
    const [type, held] = INVERSE[`${resource.type}/${relation}`] ?? [
      relationOf(relationsOf(resource.type)[relation] ?? "").type,
      partnerOf(resource.type, relation),
    ];
    for (const id of held ? ids : []) {
      const holder = this.find(type, id);
      if (holder && held) this.unlink(holder, held, new Set([resource.id]));
    }
  }

  /** Where a relationship is stored when it is at the other end: there, or where that end can hold but one. */
  #farEnd(type: string, relation: string): [type: string, relation: string] {
    const inverse = INVERSE[`${type}/${relation}`];
    if (inverse) return inverse;
    const partner = partnerOf(type, relation);
    const other = relationOf(relationsOf(type)[relation] ?? "").type;
    return partner && isMany(type, relation) && !isMany(other, partner) ? [other, partner] : [other, ""];
  }

  /** Adds links that are not there yet, each once. */
  link(resource: Resource, relation: string, links: Link[]): void {
    const held = new Map(
      [...toLinks(resource.relationships[relation]), ...links].reverse().map((link) => [link.id, link]),
    );
    resource.relationships[relation] = [...held.values()].reverse();
  }

  unlink(resource: Resource, relation: string, ids: Set<string>): void {
    const held = resource.relationships[relation];
    if (Array.isArray(held)) {
      if (held.some((link) => ids.has(link.id)))
        resource.relationships[relation] = held.filter((link) => !ids.has(link.id));
    } else if (held && ids.has(held.id)) resource.relationships[relation] = null;
  }

  /** Enters a profile's identifiers into the index; to be called again when one has changed. */
  identify(profile: Resource): void {
    for (const name of IDENTIFIERS) {
      const value = profile.attributes[name];
      if (typeof value === "string") this.#owners.set(`${name}:${value.toLowerCase()}`, profile.id);
    }
  }

  /** The profile that has one of these identifiers, e-mail first. */
  findProfile(identifiers: Record<string, unknown>): Resource | undefined {
    this.#of("profile");
    for (const name of IDENTIFIERS) {
      const value = identifiers[name];
      if (typeof value !== "string") continue;
      const owner = this.#owners.get(`${name}:${value.toLowerCase()}`);
      const profile = owner === undefined ? this.#fromCrowd(name, value) : this.find("profile", owner);
      if (String(profile?.attributes[name]).toLowerCase() === value.toLowerCase()) return profile;
    }
    return undefined;
  }

  /** A new id in the style of its type; the same ones in the same order after every reset, so that runs compare. */
  newId(type: string): string {
    const pick = (alphabet: string, length: number) =>
      Array.from({ length }, () => alphabet[this.#draw(alphabet.length)]).join("");
    const style = (allTypes().includes(type) && kindOf(type).ids) || "uuid";
    if (style === "ulid") return `01K${pick("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 23)}`;
    if (style === "number") return `1${pick("0123456789", 8)}`;
    if (style === "long") return `6${pick("0123456789", 17)}`;
    if (style === "short") return pick("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789", 6);
    const hex = pick("0123456789abcdef", 31);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(12, 15)}`,
      `a${hex.slice(15, 18)}`,
      hex.slice(19),
    ].join("-");
  }

  #draw(below: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }
}
