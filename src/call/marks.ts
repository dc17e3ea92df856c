import type { Registry } from "../registry.ts";
import { fitAny } from "../wire/budget.ts";
import type { Shaped } from "../wire/result.ts";
import type { CallSession } from "./session.ts";

/** Where a result comes from, and how many characters it may have. */
export interface Origin {
  registry: Registry;
  maxResultChars: number;
  /** Whether the account is a made-up one. */
  sandbox: boolean;
}

/** A result that says which account it is of, where there are several or the call chose one, and what is no real one. */
export function marked(
  shaped: Shaped,
  session: CallSession,
  { registry, maxResultChars, sandbox }: Origin,
): Shaped {
  const { connection, notTaken } = session;
  const fitted = fitAny(shaped, maxResultChars);
  const omitted = [...notTaken].map((names) => `Klaviyo took the rest, and not this: ${names}.`);
  const hint = typeof fitted.hint === "string" ? registry.visible(fitted.hint) : fitted.hint;
  const marks = {
    ...session.skipping?.told,
    ...(omitted.length > 0 && { omitted: [...omitted, fitted.omitted].filter(Boolean).join(" ") }),
    ...(hint !== fitted.hint && { hint }),
    ...(connection.id && connection.several && { connection: connection.id }),
  };
  if (sandbox) return { environment: "SANDBOX", ...fitted, ...marks };
  return Object.keys(marks).length > 0 ? { ...fitted, ...marks } : fitted;
}
