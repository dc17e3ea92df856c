import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkClause, type FilterTable, parseFilter as sandboxParse } from "../sandbox/klaviyo/filter.ts";
import { operations as sandboxOperations } from "../sandbox/operations/index.ts";
import { checkFilter } from "../src/check/filters.ts";
import { InputError } from "../src/errors.ts";
import { type FilterNode, type FilterValue, parseFilter, printFilter } from "../src/jsonapi/filter.ts";
import type { FilterField, OperationTool } from "../src/tool/tool.ts";
import { allTools } from "../tools/index.ts";
import { RUNS, seeded } from "./arbitrary.ts";

const operations = allTools.filter((tool): tool is OperationTool => tool.kind === "operation");
const named = (name: string) => operations.find((tool) => tool.name === name) as OperationTool;

/** What a model would read of a filter; undefined when it passes. */
function refusal(tool: string, filter: string): string | undefined {
  try {
    checkFilter(named(tool), { filter });
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.argument).toBe("filter");
    return `${error.message}. ${error.next}`;
  }
}

describe("what passes", () => {
  it.each([
    ["get_profiles", 'equals(email,"a@b.c")'],
    ["get_profiles", "equals(email,'o\\'brien@b.c')"],
    ["get_profiles", 'any(email,["a@b.c", "d,e)@f.g"])'],
    [
      "get_profiles",
      "and(greater-than(created,2026-01-01T00:00:00Z),less-than(created,2026-02-01T00:00:00+01:00))",
    ],
    ["get_profiles", 'greater-than(created,2026-01-01) , equals(external_id,"a\\"b\\\\c")'],
    ["get_profiles", "equals(phone_number,null)"],
    // On the account's clock.
    ["get_profiles", "greater-than(created,2026-01-01T00:00:00)"],
    ["query_metric_aggregates", 'not(equals($attributed_flow,""))'],
    ["query_metric_aggregates", 'not(equals($attributed_message,"")),any($value_currency,["USD"])'],
    ["query_flow_values", 'equals(flow_id,"A"),contains-any(tag_name,["x"])'],
    ["get_profiles", 'equals(subscriptions.email.marketing.suppression.reason,"HARD_BOUNCE")'],
    ["get_flows", "equals(archived,false)"],
    ["get_events", "has(profile),greater-or-equal(timestamp,1700000000)"],
    ["get_campaigns", 'any(status,["Draft","Cancelled: Smart Sending"])'],
    ["query_campaign_values", 'contains-any(campaign_id,["01G"])'],
  ])("%s: %s", (tool, filter) => {
    expect(refusal(tool, filter)).toBeUndefined();
  });
});

describe("what is refused, and what is written instead", () => {
  it.each([
    // Dates, numbers and flags are bare; text is quoted.
    [
      "get_profiles",
      'greater-than(created,"2026-01-01T00:00:00Z")',
      "greater-than(created,2026-01-01T00:00:00Z)",
    ],
    ["get_profiles", "greater-than(created,'2026-01-01 09:30')", "greater-than(created,2026-01-01T09:30)"],
    ["get_flows", 'equals(archived,"false")', "equals(archived,false)"],
    ["get_events", 'greater-than(timestamp,"1700000000")', "greater-than(timestamp,1700000000)"],
    ["get_profiles", "equals(email,a@b.c)", 'equals(email,"a@b.c")'],
    ["get_coupon_codes", "equals(status,used)", 'equals(status,"USED")'],
    // Quotes that do not match.
    ["get_profiles", "equals(email,'a@b.c\")", 'equals(email,"a@b.c")'],
    ["get_profiles", "equals(email,“a@b.c”)", 'equals(email,"a@b.c")'],
    // Operators of other languages, and those that a field has not.
    ["get_profiles", 'eq(email,"a@b.c")', 'equals(email,"a@b.c")'],
    ["get_profiles", 'in(email,["a@b.c"])', 'any(email,["a@b.c"])'],
    ["get_profiles", "greater_than(created,2026-01-01)", "greater-than(created,2026-01-01)"],
    // The bound itself stays in.
    ["get_profiles", "gte(created,2026-01-01)", "greater-than(created,2025-12-31T23:59:59Z)"],
    ["get_profiles", "lte(created,2026-01-01T09:30:00)", "less-than(created,2026-01-01T09:30:01)"],
    ["get_tags", 'any(name,["VIP"])', 'equals(name,"VIP")'],
    // As other languages write them.
    ["get_profiles", "email = 'a@b.c'", 'equals(email,"a@b.c")'],
    ["get_campaigns", "status:Sent", 'equals(status,"Sent")'],
    ["get_flows", "status == live AND archived=false", 'equals(status,"live"),equals(archived,false)'],
    ["get_profiles", "created >= 2026-01-01", "greater-than(created,2025-12-31T23:59:59Z)"],
    ["get_lists", "name in ('A', 'B')", 'any(name,["A","B"])'],
    // Reports have operators of their own.
    ["query_campaign_values", 'any(campaign_id,["01G"])', 'contains-any(campaign_id,["01G"])'],
    ["query_flow_values", "send_channel = SMS", 'equals(send_channel,"sms")'],
    ["get_flows", 'startsWith(name,"Wel")', 'starts-with(name,"Wel")'],
    // Values of another form or case.
    ["get_lists", 'any(name,"A")', 'any(name,["A"])'],
    ["get_lists", 'equals(name,["A","B"])', 'any(name,["A","B"])'],
    ["get_campaigns", 'equals(status,"draft")', 'equals(status,"Draft")'],
    ["get_events", 'has(profile,"x")', "has(profile)"],
    // Joined otherwise than Klaviyo joins.
    ["get_lists", 'or(equals(name,"A"),equals(name,"B"))', 'any(name,["A","B"])'],
    ["get_lists", 'or(eq(nam,"A"),eq(nam,"B"))', 'any(name,["A","B"])'],
    // A name that is nearly right; several mistakes at once.
    ["get_profiles", 'equals(phone,"+15005550006")', 'equals(phone_number,"+15005550006")'],
    [
      "get_campaigns",
      'eq(status,"draft"),gte(created_at,"2026-01-01")',
      'equals(status,"Draft"),greater-or-equal(created_at,2026-01-01)',
    ],
  ])("%s: %s", (tool, filter, instead) => {
    expect(refusal(tool, filter)).toContain(`Write ${instead}. It takes `);
    expect(refusal(tool, instead)).toBeUndefined();
  });

  it.each([
    ["get_profiles", 'equals(shoe_size,"9")', /at position 0 .*no field shoe_size.* It takes id/],
    [
      "get_profiles",
      'equals(email,"a"),nonsense',
      /at position 18 .*operator\(field,value\) is expected, not "nonsense"/,
    ],
    ["get_profiles", 'equals(email,"a"', /\) is expected, not the end/],
    ["get_profiles", "equals(email,[])", /list is empty|takes/],
    ["get_profiles", "equals(email)", /needs a value/],
    ["get_profiles", 'not(equals(email,"a"))', /there is no not/],
    ["get_profiles", 'or(equals(email,"a"),equals(id,"b"))', /there is no or\(…\)/],
    ["get_profiles", "greater-than(created,2026-13-45)", /no date/],
    ["get_profiles", 'greater-than(created,"yesterday")', /a date stands bare/],
    ["get_profiles", "", /expected, not the end/],
    ["get_profiles", `${"and(".repeat(1000)}x`, /nested too deeply/],
    ["get_campaigns", 'equals(messages.channel,"email")', /is the argument channel/],
    ["get_coupon_codes", 'equals(coupon.id,"X")', /is the argument coupon_id/],
    ["get_profiles", "equals(__proto__,null)", /no field __proto__/],
    // What selects less, or something else, is no advice.
    ["get_lists", 'contains(name,"News")', /takes any, equals.* Without that clause it reads more/],
    ["get_tags", 'any(name,["A","B"])', /Without that clause it reads more/],
    ["get_metrics", 'equals(name,"Placed Order")', /no field name.*takes integration/],
    ["get_events", 'equals(metric_id,"Placed Order")', /metric_id is an id.* get_metrics lists all/],
    ["get_events", 'equals(profile_id,"ann@example.com")', /get_profiles with filter equals\(email,"ann@/],
    ["query_flow_values", 'equals(subject,"x")', /no field subject/],
    ["query_flow_values", 'equals(flow_id,"A"),equals(flow_id,"B")', /two clauses on flow_id/],
    ["query_metric_aggregates", "less-than(datetime,2026-11-08)", /datetime is the argument start and end/],
    ["query_metric_aggregates", 'not(equals(List,"x"))', /there is no not/],
  ])("%s: %s", (tool, filter, said) => {
    const text = refusal(tool, filter);
    expect(text).toMatch(said);
    expect(text).not.toContain("Write ");
  });
});

const wild = fc.string({ unit: "grapheme" });
const date = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-01-01"), noInvalidDate: true })
  .map((one) => one.toISOString());

function literalOf({ type, values }: FilterField): fc.Arbitrary<FilterValue> {
  const literal = <K extends "datetime" | "number" | "boolean">(kind: K, text: fc.Arbitrary<string>) =>
    text.map((one) => ({ kind, text: one }));
  if (type === "datetime") return literal("datetime", date);
  if (type === "number") return literal("number", fc.integer().map(String));
  if (type === "boolean") return literal("boolean", fc.boolean().map(String));
  return (values ? fc.constantFrom(...values) : wild).map((text) => ({ kind: "string", text }));
}

/** A filter that an operation takes, as clauses. */
function filterOf(fields: Record<string, FilterField>): fc.Arbitrary<FilterNode[]> {
  const clause = fc.constantFrom(...Object.entries(fields)).chain(([field, spec]) =>
    fc.constantFrom(...spec.operators).chain((operator): fc.Arbitrary<FilterNode> => {
      if (operator === "has") return fc.constant({ operator, field, at: 0 });
      const value = literalOf(spec);
      const list = fc.array(value, { minLength: 1, maxLength: 4 });
      const given = operator === "any" ? list.map((items) => ({ kind: "array" as const, items })) : value;
      return given.map((one) => ({ operator, field, value: one, at: 0 }));
    }),
  );
  return fc.array(clause, { minLength: 1, maxLength: 4 });
}

const filtered = operations.filter((tool) => tool.request.query.filter);

/** What the sandbox takes for the operation: its own table, which knows nothing of ours. */
function sandboxTable(name: string): FilterTable {
  const { filter } = sandboxOperations.find((one) => one.id === name) ?? {};
  if (!filter) throw new Error(`the sandbox filters nothing in ${name}`);
  return filter;
}

/** The same without positions. */
const plain = (nodes: FilterNode[]) => nodes.map((node) => ({ ...node, at: 0 }));

describe("over every collection", () => {
  const settings = seeded("filters");
  it.each(filtered.map((tool) => [tool.name, tool] as const))(
    "%s: reads back what it prints, and so does the sandbox",
    (_, tool) => {
      const fields = tool.request.query.filter ?? {};
      const table = sandboxTable(tool.name);
      fc.assert(
        fc.property(filterOf(fields), (nodes) => {
          const text = printFilter(nodes);
          expect(plain(parseFilter(text))).toEqual(plain(nodes));
          checkFilter(tool, { filter: text });
          for (const clause of sandboxParse(text)) checkClause(clause, table);
        }),
        { ...settings, numRuns: Math.ceil(RUNS / filtered.length) },
      );
    },
  );

  it("never throws anything but a refusal, whatever is written", () => {
    fc.assert(
      fc.property(fc.constantFrom(...filtered), fc.oneof(wild, noisy), (tool, text) => {
        try {
          checkFilter(tool, { filter: text });
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      settings,
    );
  });
});

/** Text that is nearly a filter. */
const noisy = fc
  .array(
    fc.constantFrom(
      ..."equals( any( or( not( and( has( eq( email name created , ) [ ] \" ' \\ null true 12 2026-01-01 2026-01-01T00:00:00Z x é".split(
        " ",
      ),
    ),
    { maxLength: 14 },
  )
  .map((words) => words.join(""));
