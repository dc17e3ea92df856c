import type { FilterField } from "../tool/tool.ts";

type Fields = Readonly<Record<string, FilterField>>;

/** The operators that compare by order; the instructions say that the list calls all four `order`. */
export const ORDER_OPERATORS: readonly string[] = [
  "greater-or-equal",
  "greater-than",
  "less-or-equal",
  "less-than",
];
/** More values of a field than these are for describe_operation. */
const MOST_VALUES = 6;
/** Names longer than this are paths far into a resource, which few calls need. */
const LONGEST_NAME = 30;

/** `name contains/equals; created greater-than`: what a filter takes, in full. */
export function describeFields(fields: Fields): string {
  return grouped(fields, ({ operators, values }) => takes(operators, values));
}

/** The same as the list says it: `created equals/order`; … stands for what describe_operation has besides. */
export function describeFieldsBriefly(fields: Fields): string {
  const short = Object.entries(fields).filter(([name]) => isShort(name));
  const text = grouped(Object.fromEntries(short), ({ operators, values }) => {
    const few = values && values.length > MOST_VALUES ? [...values.slice(0, MOST_VALUES), "…"] : values;
    return takes(inShort(operators), few);
  });
  return short.length < Object.keys(fields).length ? `${text}; …` : text;
}

/** Field names, as the list says them. */
export function namesBriefly(names: readonly string[]): string {
  const short = names.filter(isShort);
  return [...short, ...(short.length < names.length ? ["…"] : [])].join(", ");
}

function takes(operators: readonly string[], values: readonly string[] | undefined): string {
  return operators.join("/") + (values ? ` of ${values.join("|")}` : "");
}

function inShort(operators: readonly string[]): readonly string[] {
  if (!ORDER_OPERATORS.every((one) => operators.includes(one))) return operators;
  return [...operators.filter((one) => !ORDER_OPERATORS.includes(one)), "order"];
}

function isShort(name: string): boolean {
  return name.length <= LONGEST_NAME;
}

/** Fields that take the same, together. */
function grouped(fields: Fields, saying: (field: FilterField) => string): string {
  const alike = new Map<string, string[]>();
  for (const [name, field] of Object.entries(fields)) {
    const key = saying(field);
    alike.set(key, [...(alike.get(key) ?? []), name]);
  }
  return [...alike].map(([key, names]) => `${names.join(", ")} ${key}`).join("; ");
}
