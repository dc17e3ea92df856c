import { z } from "zod";
import { InputError } from "../errors.ts";
import { quote } from "../jsonapi/filter.ts";
import { didYouMean, isObject, oneLine } from "../text.ts";
import type { FilterField, Tool } from "../tool/tool.ts";
import { issuesIn, unwrap } from "./alternatives.ts";
import { describeFields } from "./filterable.ts";
import { snakeOf } from "./meant.ts";

/** What else there is, for a refusal to point at. */
export interface Around {
  /** The tool that takes an argument which this one does not, and is no more dangerous. */
  takerOf?(argument: string): string | undefined;
  /** The read of the same things, with the filter that selects them by this argument's value. */
  finderOf?(argument: string, value: unknown): string | undefined;
  /** Names may stand where ids are due: they are looked up later. */
  named?: boolean;
}

/** So many faults of one call are named. */
const MOST_FAULTS = 12;
/** More characters than any argument's name has. */
const MAX_NAME = 64;
/** How zod's message of a choice begins. */
const ZODS_OWN = "Invalid enum value";
/** What people look for things with where there is a filter. */
const LOOKS: readonly string[] = ["search", "query", "q", "keyword", "where", "filters", "search_term"];
/** What people call values that have another name, where no letters would tell. */
const CALLED: Readonly<Record<string, string>> = {
  revenue: "conversion_value",
  sales: "conversion_value",
  orders: "conversions",
  sends: "recipients",
  sent: "recipients",
  ctr: "click_rate",
  unsubs: "unsubscribes",
  total: "count",
  sum: "sum_value",
};

/** The names of the arguments that an error of the schema speaks of. */
export function namesOf(error: z.ZodError): Set<string> {
  return new Set(
    issuesIn(error).flatMap((issue) => placesOf(issue).map((place) => place.replace(/[.[].*/, ""))),
  );
}

/** An error of the schema as one refusal: every argument at fault, and the argument or tool that was meant. */
export function issueRefusals(
  error: z.ZodError,
  tool: Tool,
  args: Record<string, unknown>,
  around: Around,
): InputError {
  const told = issuesIn(error).flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknown(issue, key, tool, args, around))
      : [known(issue, args)],
  );
  const problems = told.slice(0, MOST_FAULTS).map(({ problem }) => problem);
  const more = told.length > MOST_FAULTS ? ` (and ${told.length - MOST_FAULTS} more)` : "";
  const next = [...new Set(told.flatMap((one) => one.next ?? []))].join(" ");
  const [place] = told;
  return new InputError(problems.join("; ") + more, {
    ...(place?.place && { argument: place.place }),
    ...(next && { next }),
    unknown: place?.unknown ?? false,
  });
}

interface Told {
  place: string;
  /** It is no argument at all. */
  unknown?: boolean;
  problem: string;
  next?: string;
}

function pathText(path: readonly (string | number)[]): string {
  const parts = path.map((key, depth) => {
    if (typeof key === "number") return `[${key}]`;
    const name = oneLine(key, MAX_NAME);
    return depth ? `.${name}` : name;
  });
  return parts.join("");
}

function placesOf(issue: z.ZodIssue): string[] {
  if (issue.code !== "unrecognized_keys") return [pathText(issue.path)];
  return issue.keys.map((key) => pathText([...issue.path, key]));
}

/** An argument that there is, with what it takes. */
function known(issue: z.ZodIssue, args: Record<string, unknown>): Told {
  const place = pathText(issue.path);
  const value = valueAt(args, issue.path);
  if (issue.code === "invalid_type" && issue.received === "undefined") {
    return { place, problem: `${place} is required` };
  }
  if (issue.code === "invalid_enum_value") {
    const options = issue.options.map(String);
    const received = String(issue.received);
    const called = CALLED[received.toLowerCase()];
    const near =
      called && options.includes(called) ? ` Did you mean "${called}"?` : didYouMean(received, options);
    // What a choice itself says of a value that it lacks.
    const own = issue.message.startsWith(ZODS_OWN) ? undefined : issue.message;
    return {
      place,
      problem: `${place} is one of ${options.join(", ")}.${near}`,
      ...(own && { next: own }),
    };
  }
  if (issue.code === "invalid_type") {
    const filter = place === "filter" && isObject(value) ? clauseOfEach(value) : undefined;
    return {
      place,
      problem: `${place} must be ${issue.expected}, not ${issue.received}`,
      ...(filter && { next: `Write filter as text: ${filter}.` }),
    };
  }
  if (issue.code === "invalid_string" && issue.validation === "datetime") {
    return { place, problem: `${place} must be a date and time, e.g. 2026-11-01T09:00:00Z` };
  }
  const many = issue.code === "too_big" && place === "page_size";
  return {
    place,
    problem: `${place}: ${issue.message}`,
    ...(many && { next: `limit ${String(value)} fetches that many, over several pages.` }),
  };
}

/** A name that is no argument of the tool: what it stands for, where that can be told. */
function unknown(
  issue: z.ZodIssue,
  key: string,
  tool: Tool,
  args: Record<string, unknown>,
  around: Around,
): Told {
  const place = pathText([...issue.path, key]);
  const takes = knownKeys(tool.inputSchema, issue.path);
  const problem = `${place} is no argument here.`;
  const own = issue.path.length === 0 ? insteadOf(key, tool, args, around) : undefined;
  if (own) return { place, unknown: true, problem: problem.slice(0, -1), next: own };
  return {
    place,
    unknown: true,
    problem: `${problem}${didYouMean(key, takes)} It takes ${takes.join(", ") || "none"}`,
  };
}

function insteadOf(
  key: string,
  tool: Tool,
  args: Record<string, unknown>,
  around: Around,
): string | undefined {
  const name = snakeOf(key.slice(0, MAX_NAME));
  const request = tool.kind === "operation" ? tool.request : undefined;
  const filter = request?.bodyFilter?.fields ?? request?.query.filter;
  const clause = filter && clauseOf(name, args[key], filter);
  if (clause) {
    const own = typeof args.filter === "string" && args.filter ? `${args.filter},` : "";
    return `Write filter ${own}${clause} for ${oneLine(key, MAX_NAME)}.`;
  }
  if (filter && LOOKS.includes(name)) return `Write it as filter, which takes ${describeFields(filter)}.`;
  const finder = around.finderOf?.(name, args[key]);
  if (finder) return `${finder} finds the id.`;
  const taker = around.takerOf?.(name);
  return taker && `${taker} takes ${name}.`;
}

/** A filter that selects by a field what an argument of that name and value would. */
export function clauseOf(
  name: string,
  value: unknown,
  fields: Readonly<Record<string, FilterField>>,
): string | undefined {
  const folded = (field: string) => field.replaceAll(".", "_");
  const field = Object.keys(fields).find((one) => folded(one) === name || `${folded(one)}s` === name);
  const known = field === undefined ? undefined : fields[field];
  const values = [value].flat().filter((one) => ["string", "number", "boolean"].includes(typeof one));
  if (!field || !known || values.length === 0) return undefined;
  const written = values.map((one) => (known.type === "string" ? quote(String(one)) : String(one)));
  const several = written.length > 1;
  const operator = (several ? ["any"] : ["equals", "any", "contains"]).find((one) =>
    known.operators.includes(one),
  );
  if (!operator) return undefined;
  return `${operator}(${field},${operator === "any" ? `[${written.join(",")}]` : written[0]})`;
}

/** A filter written as an object, of which each key is meant to equal its value. */
function clauseOfEach(value: Record<string, unknown>): string | undefined {
  const entries = Object.entries(value);
  const plain = entries.every(([, one]) => ["string", "number", "boolean"].includes(typeof one));
  if (entries.length === 0 || !plain) return undefined;
  return entries
    .map(([field, one]) => `equals(${field},${typeof one === "string" ? quote(one) : String(one)})`)
    .join(",");
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], value);
}

function knownKeys(schema: z.ZodTypeAny, path: readonly (string | number)[]): string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) {
    const options = inner.options as readonly z.ZodTypeAny[];
    return [...new Set(options.flatMap((one) => knownKeys(one, path)))];
  }
  const [key, ...rest] = path;
  if (key !== undefined && inner instanceof z.ZodArray) return knownKeys(inner.element as z.ZodTypeAny, rest);
  if (!(inner instanceof z.ZodObject)) return [];
  const shape = inner.shape as z.ZodRawShape;
  return key === undefined ? Object.keys(shape) : knownKeys(shape[key] ?? z.never(), rest);
}
