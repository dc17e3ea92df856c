/** What is known of whether a connection may run an operation. */
export interface Granted {
  /** It ran; or the connection lacks a scope, or its account's plan lacks what the operation is for. */
  is: "works" | "scope" | "plan";
  /** The scopes that are missing, where that is what is. */
  scopes: readonly string[];
  /** When Klaviyo said so: milliseconds since the epoch. */
  at: number;
}

/** What a connection lacks for an operation, as a model reads it; nothing where it works. */
export function lackInWords({ is, scopes }: Granted, whose: string): string | undefined {
  if (is === "works") return undefined;
  return is === "plan"
    ? `the plan of ${whose}'s account lacks it`
    : `${whose} has no scope ${scopes.join(" and ")}`;
}
