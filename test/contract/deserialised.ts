import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

// What the vendor's client makes of an answer, walked along its own model classes.

interface Attribute {
  name: string;
  baseName: string;
}
interface Model {
  name: string;
  getAttributeTypeMap?(): Attribute[];
}

const MODELS = join(dirname(createRequire(import.meta.url).resolve("klaviyo-api")), "model");
const required = new Map<string, string[]>();

/** The properties that a model class cannot do without, by its type declaration and those it extends. */
function requiredOf(model: Model): string[] {
  const known = required.get(model.name);
  if (known) return known;
  const file = `${model.name[0]?.toLowerCase()}${model.name.slice(1)}.d.ts`;
  const declared = readFileSync(join(MODELS, file), "utf8").matchAll(/^ {4}'(\w+)': /gm);
  const parent = Object.getPrototypeOf(model) as Model;
  const names = [...[...declared].map(([, name = ""]) => name), ...(parent.name ? requiredOf(parent) : [])];
  required.set(model.name, names);
  return names;
}

function modelOf(value: object): Model | undefined {
  const model = value.constructor as unknown as Model;
  return model.getAttributeTypeMap ? model : undefined;
}

/** Paths of what the client's types require and the answer left out. */
export function missingFrom(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => missingFrom(item, `${path}[${at}]`));
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  const model = modelOf(value);
  const entries = Object.entries(value);
  const gone = model
    ? requiredOf(model).filter((name) => (value as Record<string, unknown>)[name] === undefined)
    : [];
  return [
    ...gone.map((name) => `${path}.${name} (${model?.name})`),
    ...entries.flatMap(([name, inner]) => missingFrom(inner, `${path}.${name}`)),
  ];
}

/** What recorded answers have and the models of the vendor's client do not, which drop it. */
const UNMODELLED = ["click_tracking", "ignore_unsubscribes"];

/** Paths where what a tool reports is not what the client deserialised from the same answer. */
export function differences(ours: unknown, theirs: unknown, path = ""): string[] {
  if (theirs instanceof Date) {
    return Date.parse(String(ours)) === theirs.getTime()
      ? []
      : [`${path}: ${ours} is not ${theirs.toISOString()}`];
  }
  if (Array.isArray(ours)) {
    if (!Array.isArray(theirs)) return [`${path}: not a list`];
    return ours.flatMap((item, at) => differences(item, theirs[at], `${path}[${at}]`));
  }
  if (typeof ours === "object" && ours !== null) {
    if (typeof theirs !== "object" || theirs === null) return [`${path}: not an object`];
    const names = new Map(
      modelOf(theirs)
        ?.getAttributeTypeMap?.()
        .map(({ name, baseName }) => [baseName, name]),
    );
    const told = Object.entries(ours).filter(([key]) => !UNMODELLED.includes(key));
    return told.flatMap(([key, value]) =>
      differences(value, (theirs as Record<string, unknown>)[names.get(key) ?? key], `${path}.${key}`),
    );
  }
  return ours === theirs ? [] : [`${path}: ${JSON.stringify(ours)} is not ${JSON.stringify(theirs)}`];
}
