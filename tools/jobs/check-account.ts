import { z } from "zod";
import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import { CHECK_NAMES, CHECKS, type CheckName } from "./check-account/checks.ts";
import { Days } from "./check-account/days.ts";
import { type Finding, linesOf } from "./check-account/finding.ts";
import { Reading } from "./check-account/reading.ts";
import { Parts } from "./parts.ts";

const DAYS = 7;
const MOST_DAYS = 30;
/** What the longest check may take; with less time left it is not begun. */
const CHECK_MS = 10_000;

/** `campaigns without UTM parameters: 3 more (checks ["sends_without_utm"])`, of each check that found more than is told. */
const restOf = (more: Readonly<Record<string, number>>): string[] =>
  Object.entries(more).map(
    ([name, count]) =>
      `${CHECKS[name as CheckName].what}: ${count} more (checks ["${name}"] shows more of them)`,
  );

export const checkAccount = section("accounts", {
  check_account: job({
    title: "What is wrong today",
    description:
      "What is wrong in the account, worst first, each with the next call: sends, flows, shop events, mail by domain, coupons, reviews.",
    inputSchema: {
      days: z.number().int().min(1).max(MOST_DAYS).optional().describe(`Default ${DAYS}`),
      checks: z.array(z.enum(CHECK_NAMES)).min(1).optional(),
    },
    judgement: READS,
    perAccount: true,
    onKlaviyo: true,
    get uses() {
      return [...new Set(Object.values(CHECKS).flatMap(({ uses }) => uses))];
    },
    async run(context, { days: count = DAYS, checks = CHECK_NAMES }) {
      const account = await context.account(undefined);
      const days = new Days(context.date(), account?.timezone, count as number);
      const parts = new Parts();
      const reading = new Reading(context, days, parts);
      const wanted = [...new Set(checks as readonly CheckName[])];
      const found: Partial<Record<CheckName, readonly Finding[]>> = {};
      const left: CheckName[] = [];
      for (const [at, name] of wanted.entries()) {
        const { what, look } = CHECKS[name];
        context.progress(at + 1, wanted.length, what);
        if (at > 0 && context.remaining() < CHECK_MS) {
          left.push(name);
          continue;
        }
        const findings = await parts.read(what, () => look(reading));
        if (findings) found[name] = findings;
      }
      parts.some();
      const { lines, more } = linesOf(found);
      const nothing = Object.entries(found).flatMap(([name, findings]) =>
        findings.length === 0 ? [CHECKS[name as CheckName].what] : [],
      );
      const unread = parts.omitted().omitted;
      const omitted = [...(unread ? [unread] : []), ...restOf(more)];
      const goOn = `The call's time is over: check_account with checks ${JSON.stringify(left)} goes on.`;
      return {
        data: lines,
        basis: { period: days.inWords() },
        ...(nothing.length > 0 && {
          nothing_found: `${nothing.length} ${nothing.length === 1 ? "check" : "checks"} found nothing: ${nothing.join("; ")}.`,
        }),
        ...(omitted.length > 0 && { omitted: omitted.join(" ") }),
        ...(left.length > 0 && { hint: goOn }),
      };
    },
  }),
});
