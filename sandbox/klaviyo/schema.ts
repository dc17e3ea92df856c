import { facts } from "../facts/facts.ts";
import type { Problem } from "../refusal.ts";
import { namedSchemas } from "./schemas.ts";

/**
 * A body rule, parsed from a compact notation:
 * `{name!:text, tags:[string]<=10, status:"a"|"b", note:string?, definition:$Flow, *}`.
 * `!` required, `?` nullable, `$Name` a named schema, `*` further keys allowed, `<=n` longest list.
 */
type Schema = { nullable?: boolean } & (
  | { is: "object"; open: boolean; properties: Map<string, { schema: Schema; required: boolean }> }
  | { is: "list"; item: Schema; max: number }
  | { is: "literal"; value: unknown }
  | { is: "union"; options: Schema[] }
  | { is: "name"; name: string }
);

const DATE = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** True for an RFC 3339 instant with its zone. */
export function isInstant(value: unknown): value is string {
  return typeof value === "string" && INSTANT.test(value) && !Number.isNaN(Date.parse(value));
}

const isText = (value: unknown) => typeof value === "string";
/** True for a JSON object, which neither null nor a list is. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a text is a phone number in E.164 form. Of the plans of the world the sandbox knows North America's alone. */
export const isPhone = (text: string) =>
  /^\+[1-9]\d{6,14}$/.test(text) && (!text.startsWith("+1") || /^\+1([2-9]\d\d){2}\d{4}$/.test(text));

const scalars: Record<string, [test: (value: unknown) => boolean, message: string]> = {
  any: [() => true, ""],
  string: [isText, "must be a string"],
  text: [(value) => isText(value) && (value as string).trim() !== "", "must be a string that is not blank"],
  number: [(value) => typeof value === "number" && Number.isFinite(value), "must be a number"],
  integer: [(value) => Number.isInteger(value), "must be an integer"],
  boolean: [(value) => typeof value === "boolean", "must be true or false"],
  object: [isObject, "must be an object"],
  instant: [isInstant, "must be an ISO 8601 datetime with a zone"],
  date: [(value) => isText(value) && DATE.test(value as string), "must be a date, YYYY-MM-DD"],
  time: [(value) => isText(value) && /^\d\d:\d\d(:\d\d)?$/.test(value as string), "must be a time, HH:MM:SS"],
  email: [
    (value) => isText(value) && /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(value as string),
    "must be a valid email",
  ],
  phone: [
    (value) => isText(value) && isPhone(value as string),
    "must be a phone number in E.164 form, such as +12345678901",
  ],
  https: [
    (value) => isText(value) && /^https:\/\/[^\s/]+\.[^\s/]+/.test(value as string),
    "must be an https URL",
  ],
};

const TOKEN = /\s*(<=\d+|"[^"]*"|[{}[\]:,|?!*]|[\w$-]+)/y;

function parseSchema(source: string): Schema {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) tokens.push(match[1] as string);
  let at = 0;
  const peek = () => tokens[at];
  const take = (token: string) => {
    const isNext = peek() === token;
    if (isNext) at++;
    return isNext;
  };

  function parseUnion(): Schema {
    const options = [parseOne()];
    while (take("|")) options.push(parseOne());
    const schema: Schema = options.length === 1 ? (options[0] as Schema) : { is: "union", options };
    return take("?") ? { ...schema, nullable: true } : schema;
  }

  function parseOne(): Schema {
    const token = tokens[at++] ?? "";
    if (token === "{") return parseObject();
    if (token === "[") {
      const item = parseUnion();
      take("]");
      const max = peek()?.startsWith("<=")
        ? Number((tokens[at++] as string).slice(2))
        : Number.POSITIVE_INFINITY;
      return { is: "list", item, max };
    }
    if (token.startsWith('"')) return { is: "literal", value: token.slice(1, -1) };
    if (/^-?\d+$/.test(token)) return { is: "literal", value: Number(token) };
    if (token === "true" || token === "false") return { is: "literal", value: token === "true" };
    return { is: "name", name: token };
  }

  function parseObject(): Schema {
    const properties = new Map<string, { schema: Schema; required: boolean }>();
    let open = false;
    while (!take("}")) {
      if (at >= tokens.length) throw new Error(`The sandbox cannot read the rule ${source.slice(0, 80)}`);
      if (take("*")) open = true;
      else {
        const key = (tokens[at++] ?? "").replace(/^"|"$/g, "");
        const required = take("!");
        take(":");
        properties.set(key, { schema: parseUnion(), required });
      }
      take(",");
    }
    return { is: "object", open, properties };
  }
  return parseUnion();
}

const parsed = new Map<string, Schema>();

function schemaOf(source: string): Schema {
  const known = parsed.get(source) ?? parseSchema(source);
  parsed.set(source, known);
  return known;
}

function resolveName(name: string): Schema {
  const source = namedSchemas[name.slice(1)] ?? facts().rules.get(name.slice(1));
  if (source === undefined) throw new Error(`The sandbox has no schema named ${name}.`);
  return schemaOf(source);
}

type Found = { pointer: string; detail: string };

function check(schema: Schema, value: unknown, pointer: string): Found[] {
  if (value === null && schema.nullable) return [];
  switch (schema.is) {
    case "literal":
      return value === schema.value ? [] : [{ pointer, detail: `must be ${JSON.stringify(schema.value)}.` }];
    case "union":
      return checkUnion(schema.options, value, pointer);
    case "list":
      return checkList(schema, value, pointer);
    case "object":
      return checkObject(schema, value, pointer);
    case "name":
      return checkName(schema.name, value, pointer);
  }
}

function checkName(name: string, value: unknown, pointer: string): Found[] {
  if (name.startsWith("$")) return check(resolveName(name), value, pointer);
  const [test, message] = scalars[name] ?? [() => false, `of the unknown kind ${name}`];
  return test(value) ? [] : [{ pointer, detail: `${value === null ? "may not be null" : message}.` }];
}

function checkList(schema: Schema & { is: "list" }, value: unknown, pointer: string): Found[] {
  if (!Array.isArray(value)) return [{ pointer, detail: "must be a list." }];
  if (value.length > schema.max)
    return [{ pointer, detail: `may hold at most ${schema.max} items, not ${value.length}.` }];
  return value.flatMap((item, index) => check(schema.item, item, `${pointer}/${index}`));
}

function checkObject(schema: Schema & { is: "object" }, value: unknown, pointer: string): Found[] {
  if (!isObject(value)) return [{ pointer, detail: "must be an object." }];
  const found: Found[] = [];
  for (const [key, property] of schema.properties) {
    if (value[key] !== undefined) found.push(...check(property.schema, value[key], `${pointer}/${key}`));
    else if (property.required)
      found.push({
        pointer: `${pointer}/${key}`,
        detail: "is a required field.",
      });
  }
  for (const key of Object.keys(value)) {
    if (!schema.open && !schema.properties.has(key))
      found.push({ pointer: `${pointer}/${key}`, detail: "is not a valid field for this resource." });
  }
  return found;
}

/** The options of a union, with the unions among them and behind names taken apart. */
function flatten(options: Schema[]): Schema[] {
  return options.flatMap((option) => {
    if (option.is === "union") return flatten(option.options);
    return option.is === "name" && option.name.startsWith("$")
      ? flatten([resolveName(option.name)])
      : [option];
  });
}

const literalsOf = (schema: Schema): unknown[] =>
  flatten([schema]).flatMap((option) => (option.is === "literal" ? [option.value] : []));

/** An object's first property says which option of a union it is. */
function tagOf(option: Schema): [key: string, values: unknown[]] | undefined {
  if (option.is !== "object") return undefined;
  const [first] = option.properties;
  return first && [first[0], literalsOf(first[1].schema)];
}

/** What is wrong with the option that was meant; without one, the tag is. */
function checkUnion(union: Schema[], value: unknown, pointer: string): Found[] {
  const options = flatten(union);
  const results = options.map((option) => ({ tag: tagOf(option), found: check(option, value, pointer) }));
  if (results.some(({ found }) => found.length === 0)) return [];
  const literals = options.flatMap(literalsOf);
  if (literals.length === options.length)
    return [{ pointer, detail: `must be one of ${literals.join(", ")}.` }];
  const meant = results.filter(({ tag }) => tag && isObject(value) && tag[1].includes(value[tag[0]]));
  const [key] = results[0]?.tag ?? [];
  if (meant.length === 0 && isObject(value) && key && results.every(({ tag }) => tag?.[0] === key)) {
    const tags = new Set(results.flatMap(({ tag }) => tag?.[1] ?? []));
    return [{ pointer: `${pointer}/${key}`, detail: `must be one of ${[...tags].join(", ")}.` }];
  }
  const [best] = (meant.length > 0 ? meant : results).sort((a, b) => a.found.length - b.found.length);
  return best?.found ?? [];
}

/** Checks a request body against a body rule and returns what Klaviyo would complain about. */
export function checkBody(rule: string, body: unknown): Problem[] {
  return check(schemaOf(`{data!:${rule}}`), body, "").map(({ pointer, detail }) => {
    const name = pointer.slice(pointer.lastIndexOf("/") + 1) || "body";
    return { detail: `'${name}' ${detail}`, source: { pointer } };
  });
}
