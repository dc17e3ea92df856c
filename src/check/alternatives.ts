import { z } from "zod";

/**
 * The issues of a refused value, each where it stands: of several shapes that might have stood somewhere, those of the
 * one that was most likely meant, since "invalid input" helps nobody.
 */
export function issuesIn(error: z.ZodError): z.ZodIssue[] {
  return error.issues.flatMap((issue) => (issue.code === "invalid_union" ? meantIssues(issue) : [issue]));
}

function meantIssues(union: z.ZodInvalidUnionIssue): z.ZodIssue[] {
  const depth = union.path.length;
  const branches = union.unionErrors.map(issuesIn);
  // A text where an object or a list is due: no branch was meant, all of them are told.
  const isOfOtherKind = (one: z.ZodIssue): one is Extract<z.ZodIssue, { code: "invalid_type" }> =>
    one.code === "invalid_type" && one.path.length === depth;
  const ofOtherKind = branches.flatMap((issues) => issues.filter(isOfOtherKind));
  const [other] = ofOtherKind;
  if (other && ofOtherKind.length === branches.length) {
    const expected = [...new Set(ofOtherKind.map((one) => one.expected))].join(" or ");
    return [{ ...other, expected } as z.ZodIssue];
  }
  const possible = branches.filter((issues) => !issues.some(isOfOtherKind));
  const tellsApart = (one: z.ZodIssue): one is Choice => isChoice(one) && one.path.length <= depth + 1;
  const choices = possible.flatMap((issues) => issues.filter(tellsApart).slice(0, 1));
  const [first] = choices;
  // What says which of the shapes it is has a value that none of them has.
  if (
    first &&
    choices.length === possible.length &&
    choices.every((one) => one.path.at(-1) === first.path.at(-1))
  ) {
    const options = [...new Set(choices.flatMap(optionsOf))];
    const received = first.received as string;
    return [{ code: "invalid_enum_value", options, received, path: first.path, message: "is none of these" }];
  }
  const meant = possible.filter((issues) => !issues.some(tellsApart));
  return (meant.length > 0 ? meant : possible).reduce((least, one) =>
    one.length < least.length ? one : least,
  );
}

type Choice = Extract<z.ZodIssue, { code: "invalid_enum_value" | "invalid_literal" }>;

function isChoice(issue: z.ZodIssue): issue is Choice {
  return issue.code === "invalid_enum_value" || issue.code === "invalid_literal";
}

/** The values that an issue says would have been right. */
function optionsOf(choice: Choice): (string | number)[] {
  return choice.code === "invalid_enum_value" ? choice.options : [String(choice.expected)];
}

/** Of several shapes the value as the first one that it satisfies has it; as it is where it satisfies none. */
export function firstFitting(
  union: z.ZodUnion<readonly [z.ZodTypeAny, ...z.ZodTypeAny[]]>,
  value: unknown,
  read: (schema: z.ZodTypeAny, value: unknown) => unknown,
): { value: unknown; fits: boolean } {
  for (const option of union.options) {
    const one = read(option, value);
    if (option.safeParse(one).success) return { value: one, fits: true };
  }
  return { value, fits: false };
}

/** The schema of what is given, without what says that it need not be. */
export function unwrap(schema: z.ZodTypeAny): z.ZodTypeAny {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodDefault) return unwrap(schema.removeDefault());
  if (schema instanceof z.ZodEffects) return unwrap(schema.innerType());
  return schema;
}
