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
  const ofOtherKind = branches.map((issues) =>
    issues.find((one) => one.code === "invalid_type" && one.path.length === depth),
  );
  if (ofOtherKind.every((one) => one?.code === "invalid_type")) {
    const expected = ofOtherKind.flatMap((one) => (one?.code === "invalid_type" ? [one.expected] : []));
    const [first] = ofOtherKind;
    return first ? [{ ...first, expected: [...new Set(expected)].join(" or ") } as z.ZodIssue] : [];
  }
  const possible = branches.filter((_, at) => !ofOtherKind[at]);
  const toldApart = possible.map((issues) =>
    issues.find((one) => choiceOf(one) && one.path.length <= depth + 1),
  );
  const meant = possible.filter((_, at) => !toldApart[at]);
  const [first] = toldApart;
  // What says which of the shapes it is has a value that none of them has.
  if (meant.length === 0 && first && toldApart.every((one) => one?.path.at(-1) === first.path.at(-1))) {
    const options = [...new Set(toldApart.flatMap((one) => (one ? (choiceOf(one) ?? []) : [])))];
    const received = "received" in first ? (first.received as string) : "";
    return [{ code: "invalid_enum_value", options, received, path: first.path, message: "is none of these" }];
  }
  const [least = []] = (meant.length > 0 ? meant : possible).sort((a, b) => a.length - b.length);
  return least;
}

/** The values that an issue says would have been right. */
function choiceOf(issue: z.ZodIssue): (string | number)[] | undefined {
  if (issue.code === "invalid_enum_value") return issue.options;
  return issue.code === "invalid_literal" && issue.expected !== undefined
    ? [String(issue.expected)]
    : undefined;
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
