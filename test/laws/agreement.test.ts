import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { wholeOffer } from "../../src/offer.ts";
import { briefSchema } from "../../src/serve/brief.ts";
import { jsonSchemaOf } from "../../src/serve/entries.ts";
import { operationsWithBeta } from "../../tools/operations/index.ts";
import { sampleOf } from "../samples.ts";

// What a host reads of a tool and what the server checks must take and refuse the same, but for bounds and unknown
// names, which the list leaves out: else a host refuses a right call, or a model is told that a wrong one is right.

const ajv = new Ajv({ strict: false, validateFormats: false, code: { optimize: false } });
const { firstClass, rows, operations } = wholeOffer(true);
const facts = operationsWithBeta();
const reshaped = new Set(firstClass.map(({ name }) => name));

/** One value of each type that JSON has, none of them empty: emptiness is a bound. */
const VALUES: readonly unknown[] = ["text", 7, 1.5, true, ["text"], [7], [[true]]];

type Property = Record<string, unknown>;

/** What a bound may refuse that the type allows: how a text is written, how small a number is. */
const isBounded = ({ type, format, pattern, items, minimum }: Property, value: unknown): boolean =>
  (typeof value === "number" && typeof minimum === "number" && value < minimum) ||
  (typeof value === "string" && type === "string" && (format !== undefined || pattern !== undefined)) ||
  (Array.isArray(value) && type === "array" && isBoundedItem(items, value[0]));
const isBoundedItem = (items: unknown, value: unknown): boolean =>
  typeof items === "object" && items !== null && isBounded(items as Property, value);

describe.each([...firstClass, ...rows].map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
  const whole = jsonSchemaOf(tool.inputSchema);
  const brief = briefSchema(whole);
  const row = facts.find(name);
  const sample = row && !reshaped.has(name) ? sampleOf(row, facts, true) : {};

  it("is taken and refused alike by the list and by the server", () => {
    const { shape } = tool.inputSchema;
    for (const [argument, property] of Object.entries(whole.properties as Record<string, Property>)) {
      // The list has it as plain text, and the instructions say what it may be.
      if (argument === "detail") continue;
      const own = argument in sample ? [sample[argument]] : [];
      const one = ajv.compile({
        type: "object",
        properties: { [argument]: brief.properties[argument] },
      });
      for (const value of [...own, ...VALUES]) {
        if (isBounded(property, value)) continue;
        const taken = shape[argument]?.safeParse(value).success;
        expect(one({ [argument]: value }), `${argument}: ${JSON.stringify(value)}`).toBe(taken);
      }
    }
  });

  it("is refused by both without what it needs", () => {
    const listed = ajv.compile(brief);
    const needed = Object.entries(tool.inputSchema.shape).filter(([, schema]) => !schema.isOptional());
    expect(listed({})).toBe(needed.length === 0);
    expect(tool.inputSchema.safeParse({}).success).toBe(needed.length === 0);
    for (const [argument] of needed) {
      const { [argument]: _, ...rest } = sample;
      expect(listed(rest), argument).toBe(false);
      expect(tool.inputSchema.safeParse(rest).success, argument).toBe(false);
    }
  });
});

it("holds for every operation", () => {
  expect(firstClass.length + rows.length).toBeGreaterThan(operations.length);
});
