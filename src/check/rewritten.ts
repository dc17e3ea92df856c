import { quote } from "../jsonapi/filter.ts";

/** Marks of comparison as other query languages have them. */
const MARKS: Readonly<Record<string, string>> = {
  "=": "equals",
  "==": "equals",
  "===": "equals",
  ":": "equals",
  ">=": "greater-or-equal",
  ">": "greater-than",
  "<=": "less-or-equal",
  "<": "less-than",
  is: "equals",
  like: "contains",
  contains: "contains",
  in: "any",
};
const CLAUSE = /^\(?\s*([\w$.-]+)\s*(===?|[<>]=?|=|:|\s(?:is|like|contains|in)\s)\s*(.+?)\s*\)?$/is;
const JOINED = /\s+(?:and|&&)\s+|\s*[,;&]\s*(?=[\w$.-]+\s*(?:[<>=:]))/i;
/** Values that stand bare in a filter. */
const BARE = /^(?:-?\d+(?:\.\d+)?|true|false|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)$/;
/** A text longer than this is no slip of a model. */
const MAX_LENGTH = 2000;

/** `email = 'ann@example.com' and status:Sent` as clauses of Klaviyo's language; undefined where one is not plain. */
export function rewritten(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const clauses = text.trim().split(JOINED).map(clauseIn);
  return clauses.every((one) => one !== undefined) ? clauses.join(",") : undefined;
}

function clauseIn(text: string): string | undefined {
  const [, field, mark = "", value = ""] = CLAUSE.exec(text) ?? [];
  const operator = MARKS[mark.trim().toLowerCase()];
  if (field === undefined || operator === undefined) return undefined;
  if (operator === "any") {
    const items = /^[[(](.*?)[\])]?$/s.exec(value)?.[1]?.split(",");
    return items && `any(${field},[${items.map((one) => valueIn(one.trim())).join(",")}])`;
  }
  return `${operator}(${field},${valueIn(operator === "contains" ? value.replaceAll("%", "") : value)})`;
}

function valueIn(text: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(text);
  if (quoted) return quote(quoted[2] ?? "");
  return BARE.test(text) ? text : quote(text);
}
