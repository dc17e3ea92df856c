import { periodNamed, sentAs, wallOf } from "../../report/period.ts";
import type { Account, DirectTool, Input } from "../../tool/tool.ts";

/**
 * The input of a call with a timeframe by its name (`last_month`) as the start and end that it means at an instant, on
 * the clock that the call names or the account has. A report works its timeframe out by itself.
 */
export async function dated(
  tool: DirectTool,
  input: Input,
  now: number,
  findAccount: () => Promise<Account | undefined>,
): Promise<Input> {
  const { timeframe, ...rest } = input;
  const isReport = tool.kind === "operation" && tool.result.kind === "report";
  if (typeof timeframe !== "string" || isReport || !("start" in tool.inputSchema.shape)) return input;
  const zone = typeof input.timezone === "string" ? input.timezone : (await findAccount())?.timezone;
  const period = periodNamed(timeframe, wallOf(now, zone));
  return period ? { ...rest, start: sentAs(period.from, zone), end: sentAs(period.to, zone) } : input;
}
