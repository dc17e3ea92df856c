import type { Resource } from "../resource.ts";
import { fillCopies } from "./copies.ts";
import { seedAccount } from "./index.ts";

/** What an account holds of a type before anybody changed it: new objects with each call. */
export type Seed = (type: string) => Resource[];

/**
 * The resources of a day, by type as text. They are made once in a process and read type by type: hardly anybody who
 * opens an account looks at all of it.
 */
const made: { day: string; texts: Map<string, string>; ids: Set<string> | undefined } = {
  day: "",
  texts: new Map(),
  ids: undefined,
};

/** The account of the shop as it is on the day of `now`. */
export function accountOf(now: Date): Seed {
  const day = now.toISOString().slice(0, 10);
  if (made.day !== day) {
    const byType = new Map<string, Resource[]>();
    for (const resource of seedAccount(now)) {
      const ofType = byType.get(resource.type);
      if (ofType) ofType.push(resource);
      else byType.set(resource.type, [resource]);
    }
    made.texts = new Map([...byType].map(([type, resources]) => [type, JSON.stringify(resources)]));
    made.day = day;
    made.ids = undefined;
  }
  const { texts } = made;
  return (type) => {
    const resources: Resource[] = JSON.parse(texts.get(type) ?? "[]");
    if (type === "template") fillCopies(resources);
    return resources;
  };
}

/** The ids of all that the account has and links to on the day of `now`. */
export function idsOf(now: Date): ReadonlySet<string> {
  accountOf(now);
  made.ids ??= new Set(
    [...made.texts.values()].flatMap((text) =>
      Array.from(text.matchAll(/"type":"[\w-]+","id":"([^"]+)"/g), ([, id]) => id as string),
    ),
  );
  return made.ids;
}
