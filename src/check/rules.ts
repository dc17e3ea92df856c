import { InputError } from "../errors.ts";
import { isObject } from "../text.ts";
import type { Rule } from "../tool/rules.ts";
import type { Input } from "../tool/tool.ts";
import { hasZone, NOWHERE } from "../tool/zone.ts";

/** Holds a call's arguments against the rules between them; throws InputError for the first that is broken. */
export function checkRules(rules: readonly Rule[], input: Input): void {
  for (const rule of rules) checkRule(rule, input);
}

function checkRule(rule: Rule, input: Input): void {
  const given = (names: readonly string[]) => names.filter((name) => input[name] !== undefined);
  switch (rule.must) {
    case "some":
      if (given(rule.of).length > 0) return;
      throw new InputError(`give at least one of ${rule.of.join(", ")}`, { argument: rule.of.join(" or ") });
    case "one": {
      const count = given(rule.of).length;
      if (count === 1) return;
      const problem = count === 0 ? "one of" : "only one of";
      throw new InputError(`give ${problem} ${rule.of.join(", ")}`, { argument: rule.of.join(" or ") });
    }
    case "all or none": {
      const missing = rule.of.find((name) => input[name] === undefined);
      if (!missing || given(rule.of).length === 0) return;
      throw new InputError(`${missing} is missing`, { argument: missing });
    }
    case "differ": {
      const [one, other] = rule.of;
      if (input[one] === undefined || input[one] !== input[other]) return;
      throw new InputError(`${one} and ${other} are the same`, { argument: other });
    }
    case "one group": {
      const [first, second] = rule.of.flatMap((names) => given(names).slice(0, 1));
      if (!first || !second) return;
      throw new InputError(`${first} and ${second} do not go together`, { argument: second });
    }
    case "go with": {
      const value = String(input[rule.name]);
      const taken = rule.byValue[value] ?? [];
      const stray = given(Object.values(rule.byValue).flat()).find((one) => !taken.includes(one));
      if (!stray) return;
      const problem = `${stray} does not go with ${rule.name} ${value}, which takes ${taken.join(", ")}`;
      throw new InputError(problem, { argument: stray });
    }
    case "be few together": {
      const named = given(rule.of);
      const many = named.reduce((sum, name) => sum + [input[name]].flat().length, 0);
      if (many <= rule.most) return;
      throw new InputError(`${many} are given in ${named.join(" and ")}; at most ${rule.most} are taken`, {
        argument: named.at(-1) ?? "",
        next: "Make several calls.",
      });
    }
    case "be a year at most":
      checkRange(rule.from, rule.to, input);
      return;
    case "be later":
      checkRange(rule.from, rule.to, input, "", false);
      return;
    case "go with each": {
      const items = [input[rule.list]].flat().filter(isObject);
      const at = items.findIndex((item) => (item[rule.key] !== undefined) !== (input[rule.name] === true));
      if (at < 0) return;
      const place = `${rule.list}[${at}].${rule.key}`;
      if (input[rule.name] === true) {
        throw new InputError(`${place} is missing, which ${rule.name} needs`, { argument: place });
      }
      throw new InputError(`${place} goes with ${rule.name} true alone`, { argument: rule.name });
    }
  }
}

/**
 * Refuses an end that is not after its start, or (`yearAtMost`) more than a year later. Moments without a zone are both on the same
 * clock; beside one with a zone only the account tells, so it is let through.
 */
export function checkRange(
  from: string,
  to: string,
  input: Record<string, unknown>,
  below = "",
  yearAtMost = true,
): void {
  const [first, last] = [momentIn(input[from]), momentIn(input[to])] as const;
  const [start, end] = [instantOf(first), instantOf(last)] as const;
  if (Number.isNaN(start + end) || hasZone(first) !== hasZone(last)) return;
  const argument = `${below}${to}`;
  if (end <= start) throw new InputError(`${argument} is not after ${below}${from}`, { argument });
  if (!yearAtMost) return;
  const year = new Date(start);
  year.setUTCFullYear(year.getUTCFullYear() + 1);
  if (end <= year.getTime()) return;
  throw new InputError(`${below}${from} to ${argument} is more than a year`, {
    argument,
    next: `Ask for a year at most, e.g. until ${year.toISOString().slice(0, 10)}, and for the rest in another call.`,
  });
}

function momentIn(value: unknown): string {
  return typeof value === "string" ? value.replace(" ", "T") : "";
}

/** Milliseconds since 1970; what has no zone is read as if it were UTC. */
function instantOf(moment: string): number {
  const bare = moment.includes("T") && !hasZone(moment) && !moment.endsWith(NOWHERE);
  return Date.parse(bare ? `${moment}Z` : moment);
}
