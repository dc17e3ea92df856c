import { meantArguments, parseInput } from "../check/input.ts";
import type { Around } from "../check/refusals.ts";
import { InputError } from "../errors.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import { usesControl } from "./choice.ts";
import type { CallSession } from "./session.ts";
import { Skipping } from "./skipping.ts";

/**
 * The arguments of a call with the tokens of persons put back, where it has any. Throws InputError before anything is
 * sent for a token in a wrong place and for whatever else is wrong with such a call; `choose` is asked for the account
 * only then.
 */
export async function unmasked(
  tool: DirectTool,
  given: unknown,
  session: CallSession,
  around: Around,
  choose: (input: Input) => Promise<CallSession["connection"]>,
): Promise<unknown> {
  const { mask } = session;
  if (!mask) return given;
  const args = meantArguments(tool, given);
  mask.learnBody(args.body, session.connection.id);
  const sampled = mask.sampled(tool, args);
  if (!sampled) return given;
  const { accounts = session.accounts } = args;
  if (accounts !== undefined) {
    throw new InputError("a token of a person is of one account", {
      argument: "accounts",
      next: "Give the connection_id of the account whose result showed it, instead of accounts.",
    });
  }
  // Of a call that leaves bad rows out each row is judged by itself later.
  if (!Skipping.of(tool, sampled.args)) sampled.checked(() => parseInput(tool, sampled.args, around));
  if (!usesControl(tool)) session.connection = await choose(args as Input);
  return mask.opened(tool, args, session.connection.id);
}
