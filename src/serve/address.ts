import { ConfigError } from "../errors.ts";

/** Why nothing listens there, as a setting that can be changed. */
export function refuseAddress(error: unknown, port: number, host = "127.0.0.1", flag = "--port"): never {
  const { code } = error as { code?: unknown };
  if (code === "EADDRINUSE") {
    throw new ConfigError(`Port ${port} is taken: choose another with ${flag}, or 0 for any free one.`);
  }
  throw new ConfigError(`Cannot listen at ${host}, port ${port} (${String(code ?? error)}): choose others.`);
}
