import fc from "fast-check";
import { z } from "zod";

/** How many cases a property is tried on: 1,000 in `npm test`, 100,000 in `npm run test:deep`. */
export const RUNS = Number(process.env.FC_RUNS ?? 1000);
/** The same in each `npm test`, another in each `npm run test:deep`; printed, so that a failure can be seen again. */
export const SEED = Number(process.env.FC_SEED ?? 20_261_123);

/** What a property needs to be repeated: the seed is printed with the name of the property. */
export function seeded(name: string): { seed: number; numRuns: number } {
  process.stderr.write(`${name}: seed ${SEED}, ${RUNS} cases\n`);
  return { seed: SEED, numRuns: RUNS };
}

const KNOWN_TEXTS = fc.constantFrom(
  "a",
  "SKU/1",
  "$custom:::$default:::Größe",
  "50% + tax & more",
  'quo"te',
  "it's",
  "a,b",
  "[x]",
  "#?",
  "\u2028",
  "日本",
  "__proto__",
);
const text = fc.oneof(KNOWN_TEXTS, fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }));

/** Values that a schema accepts. Knows the kinds of zod schema that tools use, and throws for any other. */
export function arbitraryOf(schema: z.ZodTypeAny): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodOptional) return fc.option(arbitraryOf(schema.unwrap()), { nil: undefined });
  if (schema instanceof z.ZodDefault) return arbitraryOf(schema.removeDefault());
  if (schema instanceof z.ZodEffects) {
    return arbitraryOf(schema.innerType()).filter((value) => schema.safeParse(value).success);
  }
  if (schema instanceof z.ZodString) return arbitraryString(schema);
  if (schema instanceof z.ZodNumber) return arbitraryNumber(schema);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...(schema.options as string[]));
  if (schema instanceof z.ZodArray) return arbitraryArray(schema);
  if (schema instanceof z.ZodObject) return arbitraryObject(schema);
  if (schema instanceof z.ZodRecord) {
    return fc.dictionary(text, arbitraryOf(schema.valueSchema as z.ZodTypeAny), { maxKeys: 3 });
  }
  if (schema instanceof z.ZodUnion) {
    return fc.oneof(...(schema.options as z.ZodTypeAny[]).map((option) => arbitraryOf(option)));
  }
  if (schema instanceof z.ZodUnknown)
    return fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)));
  throw new Error(`no arbitrary for ${schema.constructor.name}`);
}

/** One text of each form that a schema asks for. */
const FORMED = [
  "https://example.com/x",
  "2026-11-01",
  "ABC_1",
  "12",
  "/api/lists",
  "2026-11-01T10:00",
  "2026-11-01T10:00:00+02:00",
];

function arbitraryString(schema: z.ZodString): fc.Arbitrary<string> {
  // A filter that nothing passes would look for ever.
  if (![...FORMED, "a"].some((value) => schema.safeParse(value).success)) {
    throw new Error(`FORMED has no text that fits ${JSON.stringify(schema._def.checks)}`);
  }
  const candidates = fc.oneof(
    text,
    fc.constantFrom(...FORMED),
    fc
      .date({ min: new Date("2000-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString()),
  );
  return candidates.filter((value) => schema.safeParse(value).success);
}

function arbitraryNumber(schema: z.ZodNumber): fc.Arbitrary<number> {
  const [min, max] = [schema.minValue ?? -1000, schema.maxValue ?? 1000];
  const any = schema.isInt
    ? fc.integer({ min, max })
    : fc.double({ min, max, noNaN: true }).map(withoutMinus);
  return any.filter((value) => schema.safeParse(value).success);
}

/** JSON has no -0. */
function withoutMinus(value: number): number {
  return value === 0 ? 0 : value;
}

function arbitraryArray(schema: z.ZodArray<z.ZodTypeAny>): fc.Arbitrary<unknown[]> {
  const minLength = schema._def.minLength?.value ?? 0;
  return fc.array(arbitraryOf(schema.element), { minLength, maxLength: minLength + 2 });
}

function arbitraryObject(schema: z.ZodObject<z.ZodRawShape>): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.shape).map(([name, field]) => [name, arbitraryOf(field)]);
  return fc
    .record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>)
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)));
}
