import { InputError } from "../errors.ts";

/** A change that asks while the processes that share confirmations cannot hear of each other. */
export function refusedWhileAway(): InputError {
  return new InputError(
    "Redis, by which the replicas of this server share confirmations, is away, and this change asks",
    {
      next: "Nothing was sent. Reads, and changes that ask nobody, go on; make the same call again in a minute.",
    },
  );
}
