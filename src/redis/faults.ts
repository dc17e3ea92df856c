/** What does not mend itself, by what Redis, TLS or ioredis says of it; of the first that fits. */
const BY_FAULT: readonly (readonly [says: RegExp, advice: string])[] = [
  [
    /WRONGPASS|invalid password/,
    "Redis does not take the user or password in KLAVIYO_MCP_REDIS_URL: set those that it knows, each percent-encoded.",
  ],
  [
    /NOAUTH/,
    "Redis wants to know who asks: KLAVIYO_MCP_REDIS_URL takes redis://user:password@host, or redis://:password@host.",
  ],
  [
    /NOPERM/,
    "Redis does not let the user in KLAVIYO_MCP_REDIS_URL do all that is needed: docs/scale.md has the ACL of one who may.",
  ],
  [
    /CERT|SIGNATURE|SELF_SIGNED|ISSUER|ALTNAME|certificate/,
    "The certificate of Redis was not accepted: NODE_EXTRA_CA_CERTS names the file with its authority, and KLAVIYO_MCP_REDIS_URL the host that it is of.",
  ],
  [
    /cluster support disabled/,
    "KLAVIYO_MCP_REDIS_URL names several servers which are no cluster: name one of them.",
  ],
  [
    /SELECT is not allowed in cluster mode/,
    "KLAVIYO_MCP_REDIS_URL names a database of a cluster, which has one alone: leave the number out.",
  ],
  [
    /DB index is out of range/,
    "KLAVIYO_MCP_REDIS_URL names a database that Redis does not have: set a smaller number, or leave it out.",
  ],
];

/** What to set where Redis stays away until somebody does; undefined for what mends itself. */
export function adviceOf(error: unknown): string | undefined {
  const said = textOf(error);
  return BY_FAULT.find(([says]) => says.test(said))?.[1];
}

/** Why Redis gave no answer, in one sentence that holds no password. */
export function reasonOf(error: unknown): string {
  return adviceOf(error) ?? (error instanceof Error ? deepest(error).message : String(error));
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, code } = deepest(error) as Error & { code?: unknown };
  return `${message} ${String(code ?? "")}`;
}

/** A cluster of which no node answers says so, and what the last one said. */
function deepest(error: Error): Error {
  const { lastNodeError } = error as Error & { lastNodeError?: unknown };
  return lastNodeError instanceof Error ? lastNodeError : error;
}
