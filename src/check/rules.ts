import { InputError } from "../errors.ts";
import type { Rule } from "../tool/rules.ts";
import type { Input } from "../tool/tool.ts";

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
  }
}
