import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { OperationTool } from "../../src/tool/tool.ts";
import { documentOf, leastCall, rowOf } from "../every-call.ts";
import { type Inside, startInside } from "../inside.ts";
import { filterOf } from "../samples.ts";
import { called, saidOf, sendable, windowsOf, words } from "./kept.ts";
import { type Fact, REGENERATE } from "./stated.ts";

// The law of facts, as it runs: a read takes the filters, sorts and pages that Klaviyo's documents have, sends them as
// they are, and refuses every other before anything leaves.

/** Every operator of the filter language. */
const OPERATORS = words(
  "equals any contains contains-any contains-all starts-with ends-with greater-than greater-or-equal less-than less-or-equal has",
);
const LISTS = ["any", "contains-any", "contains-all"];
const VALUES: Readonly<Record<string, string>> = {
  datetime: "2026-11-01T09:00:00Z",
  boolean: "true",
  number: "3",
  integer: "3",
};

let inside: Inside;
beforeAll(() => {
  inside = startInside(["--beta", "--confirm", "never"]);
});
afterAll(() => void vi.restoreAllMocks());

// What is read by POST has its filters and pages in its body, where they are arguments like any other.
const reads = sendable.filter(([, { request }]) => request.method === "GET");

/** Fields that an argument of the tool asks for instead of its filter. */
const asked = ({ request }: OperationTool) =>
  Object.values(request.query.clauses ?? {}).map(({ field }) => field);

interface Field {
  name: string;
  operators: string[];
  values: string[];
}

/** The fields of a filter, each with values that it takes as they are written. */
function fieldsOf({ filter }: Fact): Field[] {
  return Object.entries(filter).map(([name, text]) => {
    const [said = "", few] = text.split(": ");
    const [kind = "", ...operators] = words(said);
    const values = few?.split("|").map((value) => JSON.stringify(value));
    return {
      name,
      operators,
      values: values ?? [name === "phone_number" ? '"+12025550143"' : (VALUES[kind] ?? '"text"')],
    };
  });
}

const clause = (operator: string, field: string, value: string) => {
  if (operator === "has") return `has(${field})`;
  return `${operator}(${field},${LISTS.includes(operator) ? `[${value}]` : value})`;
};

describe.each(reads)("%s", (name, tool) => {
  const said = saidOf(tool);
  const why = (what: string, text: string) =>
    `${name}: ${what} is not what the documents say (${text}). ${REGENERATE}`;
  const has = (argument: string) => argument in tool.inputSchema.shape;

  /** Takes an argument as Klaviyo's parameter, or refuses it with nothing sent. */
  async function expectTaken(argument: string, value: unknown, parameter: string, isTaken: boolean) {
    inside.answer = () => documentOf(tool);
    const { own, query, text } = await called(tool, inside, { [argument]: value });
    const what = `${argument} ${JSON.stringify(value)}`;
    if (!isTaken) {
      expect(inside.left, why(`taking ${what}`, text)).toEqual([]);
      return;
    }
    expect(own, why(`refusing ${what}`, text)).toHaveLength(1);
    const sent = query[parameter]?.slice(-String(value).length);
    expect(sent, why(what, text)).toBe(String(value));
    // Before it stands what other arguments ask for, and nothing else; or what brings names along.
    if (query[parameter] !== sent && parameter !== "include")
      expect(asked(tool), why(what, text)).not.toEqual([]);
  }

  it("filters by the fields and operators of its document", async () => {
    const own = asked(tool);
    for (const field of fieldsOf(said)) {
      for (const operator of OPERATORS) {
        const taken = field.operators.includes(operator) && !own.includes(field.name) && has("filter");
        const values = taken ? field.values : field.values.slice(0, 1);
        for (const value of values)
          await expectTaken("filter", clause(operator, field.name, value), "filter", taken);
      }
    }
    await expectTaken("filter", 'equals(no_such_field,"x")', "filter", false);
  });

  it("filters by the values that a field of few has, and by no other", async () => {
    for (const { name: field, operators, values } of fieldsOf(said)) {
      const few = said.filter[field]?.includes(": ") && operators.find((one) => !/^contains|with$/.test(one));
      if (!few) continue;
      await expectTaken("filter", clause(few, field, '"no such value"'), "filter", false);
      expect(values.length).toBeGreaterThan(0);
    }
    // What Klaviyo wants to be told of one list at a time is asked for in as many calls.
    if (!said.filterRequired || tool.request.query.apart) return;
    const filtering = ["filter", ...Object.keys(tool.request.query.clauses ?? {})];
    inside.left.length = 0;
    const without = Object.entries(leastCall(name)).filter(([argument]) => !filtering.includes(argument));
    const { text } = await inside.call(name, Object.fromEntries(without));
    expect(inside.left, why("a call without a filter", text)).toEqual([]);
  });

  it("sorts by what its document has, in those directions", async () => {
    const values = words(said.sort);
    const turned = values.map((value) => (value.startsWith("-") ? value.slice(1) : `-${value}`));
    for (const value of new Set([...values, ...turned, "no_such_field"])) {
      await expectTaken("sort", value, "sort", values.includes(value) && has("sort"));
    }
  });

  it("takes pages up to the largest of its document, and not one item more", async () => {
    const largest = said.page?.largest;
    const paged = has("page_cursor");
    // A list that Klaviyo gives at once has a cursor of ours, for what did not fit.
    expect(paged, why("its pages", "")).toBe(said.page !== undefined || tool.result.kind === "collection");
    await expectTaken("page_cursor", "c3Vyc29y", "page[cursor]", paged);
    for (const [size, taken] of [
      [0, false],
      [1, largest !== undefined],
      [largest ?? 20, largest !== undefined],
      [(largest ?? 20) + 1, false],
    ] as const) {
      await expectTaken("page_size", size, "page[size]", taken && said.page !== undefined);
    }
  });

  it("brings along what its document has, at the price that it states", async () => {
    const type = "resource" in tool.result ? tool.result.resource.type : "";
    for (const [argument, parameter, values] of [
      ["include", "include", words(said.include)],
      ["additional_fields", `additional-fields[${type}]`, words(said.additional)],
    ] as const) {
      for (const value of values) await expectTaken(argument, [value], parameter, has(argument));
      await expectTaken(argument, ["no_such_thing"], parameter, false);
      if (tool.request.method === "GET") expect(has(argument), why(argument, "")).toBe(values.length > 0);
    }
  });
});

describe("by its path, as its row alone has it", () => {
  it.each(reads)("%s", async (name, tool) => {
    const { path, revision } = tool.request;
    const said = saidOf(tool);
    const args = leastCall(name);
    const filled = path.replace(/\{(\w+)\}/g, (_, id: string) => encodeURIComponent(String(args[id])));
    inside.answer = () => documentOf(tool);
    const byPath = async (query: Record<string, unknown>) => {
      inside.left.length = 0;
      const { text } = await inside.call("read_operation", {
        path: filled,
        query,
        ...(revision && { revision }),
      });
      return { text, left: inside.left.map(({ buckets, query: sent }) => [buckets.map(windowsOf), ...sent]) };
    };
    const row = rowOf(name);
    const filter = said.filterRequired && { filter: filterOf(row) };
    const largest = said.page?.largest;
    const size = largest ? { "page[size]": largest } : {};
    const whole = await byPath({ ...filter, ...size });
    expect(whole.left, `${whole.text}. ${REGENERATE}`).toEqual([
      expect.arrayContaining([
        [said.rate],
        ...Object.entries({ ...filter, ...size }).map(([key, one]) => [key, String(one)]),
      ]),
    ]);
    const refused = [
      { ...filter, "page[size]": (largest ?? 20) + 1 },
      { ...filter, sort: "no_such_field" },
      { filter: 'equals(no_such_field,"x")' },
      ...(filter ? [{}] : []),
    ];
    for (const query of refused) {
      const { left, text } = await byPath(query);
      expect(left, `${JSON.stringify(query)}: ${text}. ${REGENERATE}`).toEqual([]);
    }
  });
});

describe("what costs more is charged to a window of its own", () => {
  const dear = reads
    .flatMap(([name, tool]) =>
      Object.entries(saidOf(tool).slower).map(([when, rate]) => ({ name, tool, when, rate })),
    ) // The documents name it for some that do not take the parameter.
    .filter(
      ({ tool, when }) =>
        when.startsWith("include=") || words(saidOf(tool).additional).includes(when.replace(/.*=/, "")),
    );

  it.each(dear)("$name with $when: $rate", async ({ tool, when, rate }) => {
    const [parameter = "", value = ""] = when.split("=");
    const { include = {} } = tool.request.query;
    // Of what is included the documents name the type.
    const named = Object.keys(include).find((one) => include[one]?.type === value) ?? value;
    const argument = parameter === "include" ? { include: [named] } : { additional_fields: [value] };
    inside.answer = () => documentOf(tool);
    const { own, text } = await called(tool, inside, argument);
    expect(own[0]?.buckets.map(windowsOf), `${text}. ${REGENERATE}`).toEqual([saidOf(tool).rate, rate]);
    // All endpoints of an account share it.
    expect(own[0]?.buckets[1]?.name).toMatch(/^c:/);
    expect(own[0]?.buckets[1]?.name).not.toContain("/api/");
  });

  it("is asked of these operations", () => {
    expect([...new Set(dear.map(({ name }) => name))].sort()).toEqual([
      "get_list",
      "get_profile",
      "get_profiles",
      "get_profiles_for_list",
      "get_profiles_for_segment",
      "get_segment",
    ]);
  });
});
